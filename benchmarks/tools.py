"""Each tool as one function: a PDF's tables as rows of cell texts. A tool may be absent."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, Literal

Rows = list[list[str | None]]
Tool = Callable[[str], Rows]

PROFILE: Final = "teiju-measure-sheet"
BASE: Final = "pdfplumber"


def _pdfplumber(path: str) -> Rows:
    import pdfplumber

    rows: Rows = []
    with pdfplumber.open(path) as document:
        for page in document.pages:
            rows += [row for table in page.extract_tables() for row in table]
            page.close()
    return rows


def _kyosei(path: str, reader: Literal["both", "pdfium"]) -> Rows:
    """Reading, tables, the character account, and the interpretation to records, in one process."""
    from extractors.layouts import load_profile
    from extractors.readers import read_document
    from extractors.vision import interpret

    reading = read_document(path, reader=reader, workers=0)
    interpret(reading, load_profile(PROFILE))
    return [row for page in reading.pages for table in page.tables for row in _cells_by_row(table)]


def _kyosei_tables(path: str) -> Rows:
    from extractors.readers import read_document

    reading = read_document(path, reader="pdfium", workers=0, require_japanese=False)
    return [row for page in reading.pages for table in page.tables for row in _cells_by_row(table)]


def _cells_by_row(table: Any) -> Iterator[list[str | None]]:
    """Each cell once, in the row it begins in, as pdfplumber gives merged cells."""
    for number in range(table.n_rows):
        yield [cell.raw for cell in sorted(table.cells, key=lambda c: c.column) if cell.row == number]


def _pymupdf(path: str) -> Rows:
    import pymupdf

    with pymupdf.open(path) as document:
        return [row for page in document for table in page.find_tables().tables for row in table.extract()]


def _camelot(path: str) -> Rows:
    import camelot

    found = camelot.read_pdf(path, pages="all", flavor="lattice")
    return [list(map(str, row)) for table in found for row in table.df.to_numpy().tolist()]


def _tablers(path: str) -> Rows:
    import tablers

    rows: Rows = []
    document = tablers.Document(path)
    for number in range(document.page_count):
        for table in tablers.find_tables(document.get_page(number), extract_text=True):
            rows += [[cell and cell.text for cell in row.cells] for row in table.rows]
    return rows


def _img2table(path: str) -> Rows:
    from img2table.document import PDF

    found = PDF(src=path).extract_tables()
    return [
        [cell.value for cell in row]
        for tables in found.values()
        for table in tables
        for row in table.content.values()
    ]


def _pdf_oxide(path: str) -> Rows:
    import pdf_oxide

    document = pdf_oxide.PdfDocument(path)
    tables = [table for number in range(document.page_count()) for table in document.extract_tables(number)]
    return [[cell["text"] for cell in row["cells"]] for table in tables for row in table["rows"]]


TOOLS: Final[Mapping[str, Tool]] = {
    BASE: _pdfplumber,
    "kyosei both": lambda path: _kyosei(path, "both"),
    "kyosei pdfium": lambda path: _kyosei(path, "pdfium"),
    "kyosei tables alone": _kyosei_tables,
    "tablers": _tablers,
    "pdf-oxide": _pdf_oxide,
    "pymupdf": _pymupdf,
    "camelot lattice": _camelot,
    "img2table": _img2table,
}
