"""Each planted error is one change, printed as it says."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest

import tests.typesetter.slips  # noqa: F401 - registers its kinds
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


def test_planted_prints_stand_on_the_page(tmp_path: Path) -> None:
    path = tmp_path / "vision.pdf"
    for kind in sorted(PLANTERS.keys() - ABSENT - UNPRINTED)[::3]:
        changed, planted = plant(vision_2019(), kind, random.Random(2))
        typeset(changed, replace(STYLE_2019, cell_size_pt=7), path)
        with pypdfium2.PdfDocument(path) as document:
            text = "".join(page.get_textpage().get_text_range() for page in document)
        assert planted.printed.replace(" ", "") in text.replace(" ", "").replace("\r\n", ""), kind


@pytest.mark.parametrize("seed", range(6))
def test_a_planted_figure_is_named_as_it_is_read(seed: int) -> None:
    """Labels of a table's heads are broken over lines on the page; row ids have none."""
    for kind in ("member_figure_off", "printed_total_off", "rate_sign_lost", "statistic_left_out"):
        _, planted = plant(vision_2019(), kind, random.Random(seed))
        assert "\n" not in planted.row_id
