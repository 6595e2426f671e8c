"""The child's side of the comparison: each page's numbers as stored and as drawn."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import numpy as np

from extractors.readers.limits import Limits
from extractors.readers.render import RenderJob, RenderSession
from extractors.readers.session import DocumentSession
from extractors.visual.ink import DrawnRun, drawn_run
from extractors.visual.runs import text_runs

DPI = 300.0


def warm_up() -> None:
    """Import what comparing a page needs."""
    import_module("PIL.Image")


class VisualSession:
    """An open document whose pages are read and drawn. Raises as opening a document does."""

    def __init__(self, path: Path, limits: Limits) -> None:
        self._text = DocumentSession(path, "pdfium", limits)
        self._pictures = RenderSession(path, limits)
        self.page_count, self.is_repaired = self._text.page_count, self._text.is_repaired

    def read(self, number: int) -> tuple[DrawnRun, ...]:
        """The numbers of page `number` (from 1). Raises ReadingError subclasses."""
        runs = text_runs(self._text.objects(number).objects.get("char", ()))
        if not runs:
            return ()
        picture = self._pictures.read(RenderJob(number, DPI))
        rows = np.frombuffer(picture.data, np.uint8).reshape(picture.height, picture.stride)
        pixels = rows[:, : 3 * picture.width].reshape(picture.height, picture.width, 3)
        origin = picture.clip[:2]
        return tuple(drawn_run(number, run, pixels, origin, picture.scale) for run in runs)
