"""The typesetter itself: its truth, its comparer, its bytes."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pypdfium2
import pytest

from tests.typesetter import layout2, layout3
from tests.typesetter.compare import compare, only_paragraphs
from tests.typesetter.draw import typeset
from tests.typesetter.expected import expected_tables
from tests.typesetter.made import random_vision
from tests.typesetter.style import STYLE_2019, Rotation, random_style
from tests.typesetter.vision2019 import vision_2019


def test_the_2019_vision_has_the_counted_rows() -> None:
    counts = {name: len(rows) for name, rows in expected_tables(vision_2019()).items()}
    assert (counts["measures"], counts["kpis"], counts["budgets"]) == (31, 31, 155)
    assert (counts["agreements"], counts["agreement_roles"], counts["statistics"]) == (17, 34, 30)
    blanks = [row for row in expected_tables(vision_2019())["budgets"] if row["missing_reason"] == "blank"]
    assert len(blanks) == 3


def test_the_comparer_sees_each_kind_of_difference() -> None:
    truth = expected_tables(vision_2019())
    assert compare(truth, truth) == []
    changed = {name: [dict(row) for row in rows] for name, rows in truth.items()}
    changed["budgets"][0]["amount_yen"] += 1000
    del changed["kpis"][3]
    changed["projects"].append({"measure_id": "m01", "ordinal": 99, "municipality": None, "name": "余り"})
    found = {(d.table, d.column, d.expected is None, d.found is None) for d in compare(changed, truth)}
    assert found == {
        ("budgets", "amount_yen", False, False),
        ("kpis", "", False, True),
        ("projects", "", True, False),
    }


def test_paragraph_breaks_are_told_from_other_differences() -> None:
    truth = expected_tables(vision_2019())
    for text, expected in (("行政\nや", True), ("行政の", False)):
        changed = {**truth, "agreements": [dict(row) for row in truth["agreements"]]}
        content = changed["agreements"][0]["content"].replace("行政や", text)
        changed["agreements"][0]["content"] = content
        (difference,) = compare(changed, truth)
        assert only_paragraphs(difference) is expected


def test_equal_arguments_give_equal_bytes(tmp_path: Path) -> None:
    first, second = tmp_path / "1.pdf", tmp_path / "2.pdf"
    for path in (first, second):
        rng = random.Random(7)
        typeset(random_vision(rng), random_style(rng), path)
    assert first.read_bytes() == second.read_bytes()


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_a_rotated_page_is_seen_upright(tmp_path: Path, rotation: Rotation) -> None:
    path = tmp_path / "vision.pdf"
    typeset(random_vision(random.Random(1)), replace(STYLE_2019, rotation=rotation), path)
    with pypdfium2.PdfDocument(path) as document:
        assert document[0].get_size() == pytest.approx((595.3, 841.9), abs=0.01)
        image = document[0].render(scale=0.2, grayscale=True).to_pil()
    dark = [i for i, value in enumerate(image.tobytes()) if value < 200]
    assert min(dark) // image.width == pytest.approx(image.height * 183 / 842, abs=4)


def test_every_cell_stands_on_its_page_inside_the_margins(tmp_path: Path) -> None:
    rng = random.Random(3)
    vision, style = random_vision(rng), replace(STYLE_2019, breaks="inside")
    truth = typeset(vision, style, tmp_path / "vision.pdf")
    for cell in truth.cells:
        x0, top, x1, bottom = cell.box
        assert style.margin_pt - 0.01 <= x0 < x1 <= style.page_width_pt - style.margin_pt + 0.01
        assert style.margin_pt - 0.01 <= top < bottom <= style.page_height_pt - style.margin_pt / 2


@pytest.mark.parametrize("layout", [layout2, layout3], ids=["layout2", "layout3"])
def test_the_committed_documents_are_those_that_are_set(tmp_path: Path, layout: ModuleType) -> None:
    layout.write(tmp_path)
    assert (tmp_path / "truth.json").read_text("utf-8") == (layout.FOLDER / "truth.json").read_text("utf-8")
    texts = []
    for path in (tmp_path / "vision.pdf", layout.FOLDER / "vision.pdf"):
        with pypdfium2.PdfDocument(path) as document:
            texts.append([page.get_textpage().get_text_range() for page in document])
    assert texts[0] == texts[1]
