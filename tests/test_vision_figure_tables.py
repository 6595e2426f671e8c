"""Tables of figures that no page, no second table and no column of units may confuse."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

from tests.drawn_measures import LEFT, RIGHT, Document, Read

THIRDS = [LEFT, 220.0, 380.0, RIGHT]


def with_tables(folder: Path) -> Document:
    document = Document(folder)
    document.page.line("1　圏域の姿", 13)
    return document


def finished(document: Document) -> Read:
    document.page.y += 20
    document.measure()
    return document.read()


def values(read: Read) -> dict[tuple[str, str, str], Any]:
    return {(s.table_id, s.row_label, s.column_label): s.value for s in read.rows["statistics"]}


def test_two_tables_of_one_kind_are_told_apart(tmp_path: Path) -> None:
    document = with_tables(tmp_path)
    for area in ("10.5", "20.5"):
        document.page.line("【面積】（単位：km²）")
        document.page.row([LEFT, 220, RIGHT], ["市町", "面積"])
        document.page.row([LEFT, 220, RIGHT], ["一関市", area])
        document.page.y += 20
    read = finished(document)
    ids = sorted({table_id for table_id, _, _ in values(read)})
    assert len(ids) == 2 and ids[1] == f"{ids[0]}-2"
    assert values(read)[ids[1], "一関市", "面積"] == Decimal("20.5")


def test_a_table_goes_on_over_the_page_without_its_head(tmp_path: Path) -> None:
    document = with_tables(tmp_path)
    document.page.y = 700
    document.page.line("【人口】（単位：人）")
    document.page.row(THIRDS, ["市町", "2015年", "2020年"])
    document.page.row(THIRDS, ["一関市", "121,583", "115,000"])
    document.turn().row(THIRDS, ["平泉町", "7,868", "7,300"])
    read = finished(document)
    found = values(read)
    assert len({table_id for table_id, _, _ in found}) == 1
    assert {(row, column) for _, row, column in found} == {
        (row, column) for row in ("一関市", "平泉町") for column in ("2015年", "2020年")
    }
    assert {s.unit for s in read.rows["statistics"]} == {"人"}
    assert {s.year for s in read.rows["statistics"]} == {2015, 2020}


def test_a_column_of_units_gives_each_row_its_own(tmp_path: Path) -> None:
    document = with_tables(tmp_path)
    edges = [LEFT, 180.0, 260.0, 400.0, RIGHT]
    document.page.row(edges, ["区分", "単位", "2015年", "2020年"])
    document.page.row(edges, ["人口", "人", "121,583", "115,000"])
    document.page.row(edges, ["面積", "km²", "1,256.42", "1,256.42"])
    read = finished(document)
    units = {(s.row_label.partition("／")[0], s.unit) for s in read.rows["statistics"]}
    assert units == {("人口", "人"), ("面積", "km²")}
