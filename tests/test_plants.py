"""Each planted error is one change, printed as it says."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest

from pipeline.qa_eval.cases import owner_of
from tests.typesetter.draw import typeset
from tests.typesetter.plants import PLANTERS, plant
from tests.typesetter.style import STYLE_2019
from tests.typesetter.vision2019 import vision_2019

ABSENT = {"measure_duplicated", "row_missing", "agreement_role_missing"}
UNPRINTED = {"arrow_against_budget", "toc_page_wrong", "budgets_of_the_measure_above"}


@pytest.mark.parametrize("kind", sorted(PLANTERS))
def test_a_kind_changes_one_section_of_the_2019_vision(kind: str) -> None:
    vision = vision_2019()
    changed, planted = plant(vision, kind, random.Random(5))
    assert planted.kind == kind and planted.printed != planted.true
    sections = zip(vision.sections, changed.sections, strict=True)
    differing = [i for i, (before, after) in enumerate(sections) if before != after]
    assert len(differing) == (0 if kind == "toc_page_wrong" else 1)
    assert plant(vision, kind, random.Random(5)) == (changed, planted)


@pytest.mark.parametrize("first", [0, 1])
def test_planted_prints_stand_on_the_page(first: int, tmp_path: Path) -> None:
    """Every second kind in one document; of errors in one place the later one is what is printed."""
    vision, printed = vision_2019(), dict[str, tuple[str, str]]()
    for kind in sorted(PLANTERS.keys() - ABSENT - UNPRINTED)[first::2]:
        vision, planted = plant(vision, kind, random.Random(2))
        printed[owner_of(planted.table, planted.row_id)] = (kind, planted.printed.replace(" ", ""))
    typeset(vision, replace(STYLE_2019, cell_size_pt=7), tmp_path / "vision.pdf")
    with pypdfium2.PdfDocument(tmp_path / "vision.pdf") as document:
        text = "".join(page.get_textpage().get_text_range() for page in document)
    bare = text.replace(" ", "").replace("\r\n", "")
    assert len(printed) >= 10
    assert not [kind for kind, words in printed.values() if words not in bare]


@pytest.mark.parametrize("seed", range(6))
def test_a_planted_figure_is_named_as_it_is_read(seed: int) -> None:
    """Labels of a table's heads are broken over lines on the page; row ids have none."""
    for kind in ("member_figure_off", "printed_total_off", "rate_sign_lost", "statistic_left_out"):
        _, planted = plant(vision_2019(), kind, random.Random(seed))
        assert "\n" not in planted.row_id
