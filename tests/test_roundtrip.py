"""What was set is read back: not one wrong cell without a finding."""

from __future__ import annotations

from pathlib import Path

from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from extractors.layouts import load_profile
from extractors.readers import read_document
from extractors.vision import interpret
from tests.typesetter.compare import compare, only_paragraphs
from tests.typesetter.draw import typeset
from tests.typesetter.expected import expected_facts
from tests.typesetter.roundtrip import PROFILE, round_trip, tables_of
from tests.typesetter.style import STYLE_2019
from tests.typesetter.vision2019 import vision_2019


def test_the_2019_vision_set_anew_reads_exactly(tmp_path: Path) -> None:
    path = tmp_path / "vision.pdf"
    truth = typeset(vision_2019(), STYLE_2019, path)
    extraction = interpret(read_document(path, reader="pdfium", workers=0), load_profile(PROFILE))
    differences = compare(tables_of(extraction.records), truth.tables)
    assert [d for d in differences if not only_paragraphs(d)] == []
    facts = expected_facts(vision_2019())
    assert {name: getattr(extraction.facts, name) for name in facts} == facts


# Derandomized: the same twelve documents on every machine. `tests.typesetter.soak` goes on from there.
@settings(
    max_examples=12, derandomize=True, deadline=None, database=None, phases=[Phase.explicit, Phase.generate]
)
@example(seed=413)  # a page ends well above its foot with a measure's first row, unruled below
@example(seed=402)  # under a head repeated on the next page stands the schedule row, its marks under 関係市町
@given(seed=st.integers(min_value=0, max_value=9_999))
def test_no_cell_of_a_random_vision_is_wrong_without_a_finding(seed: int) -> None:
    assert [d for d in round_trip(seed).silent if not only_paragraphs(d)] == []
