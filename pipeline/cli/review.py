"""`kyosei review`: the page on which a person checks an edition and decides."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extractors.errors import KyoseiError
from pipeline.cli.options import AsJson, ExtractedFolder, ExtractedPdf, Root
from pipeline.cli.output import print_json
from pipeline.cli.usage import Mistake

if TYPE_CHECKING:
    from pipeline.review import ReviewSource

    _Job = tuple[Callable[[], ReviewSource], Path]

app = typer.Typer(add_completion=False)


@app.command()
def review(
    zone: Annotated[str | None, typer.Argument(metavar="ZONE", help="圏域の ID · zone id")] = None,
    edition: Annotated[str | None, typer.Argument(metavar="EDITION", help="版の ID · edition id")] = None,
    is_opened: Annotated[
        bool, typer.Option("--open", help="既定のブラウザで開く · open it in the browser")
    ] = False,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE.html", help="書き出すファイル · file to write")
    ] = None,
    folder: ExtractedFolder = None,
    pdf: ExtractedPdf = None,
    root: Root = None,
    as_json: AsJson = False,
) -> None:
    """確認用の頁(HTML ファイル一つ)を作ります。ネットワークもサーバーも要りません。

    Makes one HTML file that needs no network: findings with the page beside them, the whole document with
    every cell outlined, charts, and decisions to save as decisions.toml. Without ZONE and EDITION every
    registered edition gets its page. A run that was held back is shown as it is, else what is published.

    例 Examples:
      kyosei review
      kyosei review ichinoseki-hiraizumi 2019-03 --open
      kyosei review --dir tables/ --pdf vision.pdf --out review.html
    """
    jobs = _jobs(zone, edition, out, folder, pdf, root)
    written, n_failed = _written(jobs)
    if as_json:
        print_json({"pages": [str(path) for path in written]})
    for path in written:
        if not as_json:
            print(f"確認の頁 review page: {path}")
        if is_opened:
            typer.launch(path.as_uri())
    if n_failed:
        raise typer.Exit(2)


def _jobs(
    zone: str | None,
    edition: str | None,
    out: Path | None,
    folder: Path | None,
    pdf: Path | None,
    root: Path | None,
) -> list[_Job]:
    """What is to be shown, and the file of each page."""
    from pipeline.project import find_project
    from pipeline.review import edition_source, editions_at_hand, folder_source

    if (folder is None) != (pdf is None):
        raise Mistake("--dir と --pdf は一緒に指定してください", "Give --dir and --pdf together")
    if folder is not None and pdf is not None:
        return [(partial(folder_source, folder, pdf), out or folder / "review.html")]
    project = find_project(root)
    chosen = editions_at_hand(project, zone, edition)
    if out is not None and len(chosen) > 1:
        raise Mistake("--out には版を一つ指定してください", "Name one edition with --out")
    return [
        (partial(edition_source, project, *names), out or project.run_dir(*names) / "review.html")
        for names in chosen
    ]


def _written(jobs: Sequence[_Job]) -> tuple[list[Path], int]:
    """The pages that could be made, and how many could not: of several, one does not hold back the others."""
    from pipeline.cli.shell import tell_error

    written: list[Path] = []
    for load, target in jobs:
        try:
            written.append(_write(load(), target))
        except KyoseiError as error:
            if len(jobs) == 1:
                raise
            tell_error(error)
    return written, len(jobs) - len(written)


def _write(source: ReviewSource, target: Path) -> Path:
    from pipeline.review import write_review

    return write_review(source, target).resolve()
