"""Pictures of where a document drifted, beside what a run leaves for a reviewer."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from pipeline.drift.report import DriftReport

_DPI: Final = 120
_MARGIN_PT: Final = 60.0


def write_pictures(document: Path, report: DriftReport, folder: Path) -> dict[int, str]:
    """Write `drift-<number>.png` for each item with a place; the files by the item's number.

    Raises a reader's named error, OSError.
    """
    from extractors.readers import Renderer

    written: dict[int, str] = {}
    folder.mkdir(parents=True, exist_ok=True)
    for stale in folder.glob("drift-*.png"):
        stale.unlink()
    with Renderer(document) as renderer:
        for number, item in enumerate(report.items, start=1):
            if item.box is not None:
                target = folder / f"drift-{number}.png"
                renderer.strip(item.box, dpi=_DPI, margin_pt=_MARGIN_PT).save(target, format="PNG")
                written[number] = str(target)
    return written
