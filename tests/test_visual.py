"""A text layer that lies in a dozen digits is told number by number; an honest one raises nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from extractors.geometry import Box
from extractors.records import Budget, Extraction, Finding, Piece, Record
from extractors.visual import compare_drawn, has_tesseract
from tests import lying_pdfs
from tests.edition_facts import bare_facts
from tests.lying_pdfs import Lie

needs_tesseract = pytest.mark.skipif(not has_tesseract(), reason="needs Tesseract with Japanese data")
FACTS = bare_facts("text_layer")


def compared(path: Path, use_tesseract: bool, records: tuple[Record, ...] = ()) -> tuple[Finding, ...]:
    extraction = Extraction(facts=FACTS, facts_sources={}, records=records, findings=())
    return compare_drawn(path, extraction, use_tesseract=use_tesseract)


def told(findings: Sequence[Finding]) -> Counter[tuple[int, str | None, str | None]]:
    return Counter((f.box.page if f.box else 0, f.observed, f.expected) for f in findings)


def lied(lies: Sequence[Lie]) -> Counter[tuple[int, str | None, str | None]]:
    return Counter((lie.page, lie.stored, lie.drawn) for lie in lies)


@pytest.mark.parametrize("use_tesseract", [False, pytest.param(True, marks=needs_tesseract)])
def test_the_genuine_pages_raise_nothing(tmp_path: Path, use_tesseract: bool) -> None:
    lying_pdfs.genuine(tmp_path / "v.pdf")
    assert compared(tmp_path / "v.pdf", use_tesseract) == ()


@pytest.mark.parametrize("use_tesseract", [False, pytest.param(True, marks=needs_tesseract)])
@pytest.mark.parametrize("make", [lying_pdfs.with_twin_fonts, lying_pdfs.with_actual_text])
def test_a_dozen_lies_are_all_told_and_nothing_else(
    tmp_path: Path, make: Callable[[Path, int, int], list[Lie]], use_tesseract: bool
) -> None:
    lies = make(tmp_path / "v.pdf", 12, 7)
    found = compared(tmp_path / "v.pdf", use_tesseract)
    assert told(found) == lied(lies)
    expected = "visual.differs" if use_tesseract else "visual.glyph_differs"
    assert {f.check_id for f in found} == {expected}


@pytest.mark.parametrize(("height_pt", "is_told"), [(18.8, False), (9.5, True)])
def test_a_bar_beside_a_heading_is_no_glyph_without_text(
    tmp_path: Path, height_pt: float, is_told: bool
) -> None:
    """A bar is taller than the heading's number; what is as tall may be a 1 that is drawn and not stored."""
    canvas = Canvas(str(tmp_path / "v.pdf"))
    for n, y in enumerate((700, 600, 500), start=1):
        canvas.setFont("Helvetica-Bold", 13)
        canvas.drawString(60, y, f"{n}  Members")
        canvas.rect(51, y + 4.7 - height_pt / 2, 4.5, height_pt, stroke=0, fill=1)
    canvas.save()
    found = {f.check_id for f in compared(tmp_path / "v.pdf", use_tesseract=False)}
    assert found == ({"visual.ink_beside"} if is_told else set())


@needs_tesseract
def test_fonts_that_lie_throughout_are_told_by_tesseract(tmp_path: Path) -> None:
    lies = lying_pdfs.with_swapped_font(tmp_path / "v.pdf", "3", "8")
    found = told(compared(tmp_path / "v.pdf", use_tesseract=True))
    assert len(lies) > 20 and lied(lies) <= found
    assert all(set(drawn or "") & set("38") for _, _, drawn in found)


@needs_tesseract
def test_a_digit_that_is_drawn_but_not_stored_is_told(tmp_path: Path) -> None:
    (lie,) = lying_pdfs.with_unstored_digits(tmp_path / "v.pdf", 1, 1)
    found = compared(tmp_path / "v.pdf", use_tesseract=True)
    assert [f.box.page if f.box else 0 for f in found] == [lie.page]
    seen = found[0].expected or ""  # the picture is taken one digit wider than the stored text
    assert len(seen) == 5 and lie.drawn.replace(",", "").endswith(seen)


def test_a_lie_is_told_at_the_value_it_stands_in(tmp_path: Path) -> None:
    lie = next(iter(lying_pdfs.with_twin_fonts(tmp_path / "v.pdf", 1, 3)))
    page = Box(lie.page, 0, 0, 900, 900)
    piece = Piece(page, lie.stored, "pdfium", "single")
    amount = Budget(
        sources={"amount_raw": (piece,), "amount_yen": (piece,), "fiscal_year": (piece,)},
        measure_id="m07",
        fiscal_year=2021,
        funding="total",
        amount_yen=1,
        missing_reason=None,
        amount_raw="",
        unit_raw=None,
    )
    (found,) = compared(tmp_path / "v.pdf", False, (amount,))
    assert (found.table_name, found.row_id, found.column_name) == ("budgets", "m07/2021/total", "amount_yen")


def test_a_document_that_cannot_be_drawn_is_said_once(tmp_path: Path) -> None:
    (tmp_path / "v.pdf").write_bytes(b"%PDF-1.7 broken")
    assert [f.check_id for f in compared(tmp_path / "v.pdf", False)] == ["visual.not_compared"]
