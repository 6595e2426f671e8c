"""Measure sheets inside a frame of their own: read as without it, or told."""

from __future__ import annotations

from pathlib import Path

from tests.drawn_measures import LEFT, MEASURE, PAGE_PT, RIGHT, ROLES, Document

ROWS = [
    ("施策名", MEASURE),
    ("取組内容", "圏域の医療を守る。"),
    ("関係市町", "一関市、平泉町"),
    ("効果", "安心が確保される。"),
    ("役割分担", ROLES),
]
OUT_PT = 10.0


def frame(document: Document, top: float, *, strip_pt: float = 0.0) -> None:
    """A frame from `top` to the current row, with a strip at its top for a title."""
    height = document.page.y + OUT_PT - top
    document.canvas.rect(LEFT - OUT_PT, PAGE_PT[1] - top - height, RIGHT - LEFT + 2 * OUT_PT, height)
    if strip_pt:
        y = PAGE_PT[1] - top - strip_pt
        document.canvas.line(LEFT - OUT_PT, y, RIGHT + OUT_PT, y)
    document.page.y += 3 * OUT_PT


def test_a_table_in_a_frame_reads_as_without_it(tmp_path: Path) -> None:
    document = Document(tmp_path)
    for name, title in (("夜間救急の事業", ""), ("休日当番医の事業", "施策2　医療")):
        top = document.page.y
        document.page.y += 8
        if title:
            document.page.text(LEFT, document.page.y, title)
            document.page.y += 22
        document.measure(name)
        frame(document, top, strip_pt=24.0 if title else 0.0)
    read = document.read()
    assert [m.name for m in read.rows["measures"]] == ["夜間救急の事業", "休日当番医の事業"]
    assert {m.role_sharing for m in read.rows["measures"]} == {ROLES}
    assert read.amounts() == [1000, 2000, 3000, 4000, 5000] * 2
    assert len(read.rows["kpis"]) == 2 and not read.findings


def test_rows_between_lines_in_a_frame_are_a_table(tmp_path: Path) -> None:
    document = Document(tmp_path)
    page, top = document.page, document.page.y
    page.y += 10
    for label, text in ROWS:
        page.text(LEFT + 5, page.y, label)
        page.text(LEFT + 110, page.y, text)
        page.y += 16
        document.canvas.line(LEFT, PAGE_PT[1] - page.y, RIGHT, PAGE_PT[1] - page.y)
        page.y += 4
    frame(document, top)
    document.measure("第二の事業")
    first, second = document.read().rows["measures"]
    assert (first.name, first.content, first.effect) == (MEASURE, "圏域の医療を守る。", "安心が確保される。")
    assert second.name == "第二の事業"


def test_labels_in_a_frame_without_lines_are_told(tmp_path: Path) -> None:
    document = Document(tmp_path)
    top = document.page.y
    document.page.y += 10
    for label, text in ROWS:
        document.page.text(LEFT + 5, document.page.y, f"{label}　{text}")
        document.page.y += 18
    frame(document, top)
    document.measure("第二の事業")
    read = document.read()
    told = [f.observed for f in read.findings if f.check_id == "layout.label_outside_table"]
    assert told == [label for label, _ in ROWS]


def test_prose_in_a_frame_is_no_sheet(tmp_path: Path) -> None:
    document = Document(tmp_path)
    top = document.page.y
    document.page.y += 10
    for line in ("効果 を高めるため、圏域の医療を守る。", "両市町が力を合わせる。"):
        document.page.text(LEFT + 5, document.page.y, line)
        document.page.y += 14
    frame(document, top)
    document.measure()
    assert not document.read().findings
