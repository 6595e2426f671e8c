"""`kyosei tables`: the ruled tables of any PDF, without knowing what they mean."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.options import AsJson, Reader
from pipeline.cli.progress import shown_progress
from pipeline.progress import tell

if TYPE_CHECKING:
    from pipeline.ruled_tables import Written

app = typer.Typer(add_completion=False)


@app.command()
def tables(
    file: Annotated[
        Path, typer.Argument(metavar="FILE.pdf", help="罫線の表がある PDF · PDF with ruled tables")
    ],
    pages: Annotated[
        str | None, typer.Option("--pages", metavar="1-3,7", help="頁(先頭が1) · pages, the first is 1")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help="書き出すフォルダ(省略時は FILE-tables) · folder to write"),
    ] = None,
    reader: Reader = "both",
    as_json: AsJson = False,
) -> None:
    """罫線の表をそのまま取り出します。文書の言語や様式は問いません。

    Writes every ruled table of any PDF as CSV (p001-t1.csv), the table model with spans, boxes in points and
    the text outside tables (tables.json), what to look at (findings.csv), and a picture of each page with the
    cells outlined (p001.png). A spanning cell's text stands at every position it spans. Scans and pages that
    are pictures are read by OCR (Japanese and Latin letters). --json also prints tables.json. After an error
    (exit 2) nothing is written.

    例 Examples:
      kyosei tables report.pdf
      kyosei tables report.pdf --pages 1-3,7 --out tables/
      kyosei tables report.pdf --json > model.json
    """
    from pipeline.folder import staged_folder
    from pipeline.ruled_tables import MODEL_NAME, parse_pages, write_ruled_tables

    numbers = parse_pages(pages) if pages is not None else None
    folder = out or Path(f"{file.stem}-tables")
    with staged_folder(folder) as staging, shown_progress():
        tell(file.name, "", "read")
        written = write_ruled_tables(file, staging, pages=numbers, reader=reader)
    if as_json:
        with (folder / MODEL_NAME).open(encoding="utf-8") as model:
            shutil.copyfileobj(model, sys.stdout)
    else:
        _show(written, folder)


def _show(written: Written, folder: Path) -> None:
    from expectations.catalogue import load_catalogue

    catalogue = load_catalogue()
    ocr = f" (文字認識 by OCR: {written.n_pages_ocr})" if written.n_pages_ocr else ""
    print(f"頁 pages: {written.n_pages}{ocr}")
    print(f"表 tables: {written.n_tables} (セル cells: {written.n_cells})")
    print(f"文字 characters: {written.n_chars}, 表の中 in tables: {written.n_chars_in_tables}")
    for check_id, count in sorted(written.findings.items()):
        check = catalogue[check_id]
        print(f"  指摘 {check.severity} {check_id} × {count}: {check.title_ja} · {check.title_en}")
    if written.pages_without_picture:
        numbers = ", ".join(map(str, written.pages_without_picture))
        print(f"  描けなかった頁 pages that could not be drawn: {numbers}")
    print(f"  → {folder.resolve()}")
