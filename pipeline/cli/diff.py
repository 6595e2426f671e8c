"""`kyosei diff`: what changed from one published edition of a zone to another."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline.cli.options import AsJson, Root
from pipeline.cli.output import print_json

if TYPE_CHECKING:
    from pipeline.diffpage import Comparison
    from pipeline.project import Project

app = typer.Typer(add_completion=False)


@app.command()
def diff(
    zone: Annotated[str, typer.Argument(metavar="ZONE", help="圏域の ID · zone id")],
    old: Annotated[str, typer.Argument(metavar="OLD", help="旧版の ID · id of the earlier edition")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="新版の ID · id of the later edition")],
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE.html", help="新旧対照の頁 · page to write")
    ] = None,
    root: Root = None,
    as_json: AsJson = False,
) -> None:
    """公開済みの二つの版を比べます: 政策分野ごとの事業費、大きな増減、追加・廃止・改名、文の違い(新旧対照)。

    Compares two published editions: budgets by policy area, the biggest moves first, what was added, dropped
    or renamed, and texts. With --out it writes one page that needs no network, with both prints side by side.

    例 Examples:
      kyosei diff ichinoseki-hiraizumi 2019-03 2020-03
      kyosei diff ichinoseki-hiraizumi 2019-03 2020-03 --out taisho.html
      kyosei diff ichinoseki-hiraizumi 2019-03 2020-03 --json
    """
    from rich.console import Console

    from pipeline.diffpage import compare_published, print_comparison
    from pipeline.project import find_project

    project = find_project(root)
    comparison = compare_published(project, zone, old, new)
    if out:
        _write_page(project, comparison, out)
    if as_json:
        print_json(_as_data(comparison, out))
        return
    print_comparison(Console(), comparison)
    print(
        f"新旧対照の頁 page: {out.resolve()}"
        if out
        else "新旧対照の頁は --out FILE.html で · page: --out FILE.html"
    )


def _write_page(project: Project, comparison: Comparison, out: Path) -> None:
    """Write the page; the prints come from the documents registered in `raw/`."""
    from pipeline.diffpage import page_html
    from pipeline.folder import FolderError
    from pipeline.registry import load_edition, load_registry

    registry = load_registry(project.raw_dir)
    documents = [
        load_edition(project.raw_dir, registry, comparison.zone_id, edition_id).pdf_path
        for edition_id in comparison.edition_ids
    ]
    page = page_html(comparison, *documents)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(page, encoding="utf-8")
    except OSError as error:
        raise FolderError(folder=out.parent, reason=error.strerror or error) from error


def _as_data(comparison: Comparison, out: Path | None) -> dict[str, Any]:
    old_id, new_id = comparison.edition_ids
    return {
        "zone_id": comparison.zone_id,
        "from_edition_id": old_id,
        "to_edition_id": new_id,
        "page": str(out.resolve()) if out else None,
        "counts": dict(comparison.counts),
        "common_fiscal_years": comparison.common_years,
        "totals_yen": [
            {"policy_area": one.area, "old": dict(one.old), "new": dict(one.new)} for one in comparison.totals
        ],
        "changes": [change.row(comparison.zone_id, old_id, new_id) for change in comparison.changes],
    }
