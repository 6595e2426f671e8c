"""Visions whose tables leave out rules: read exactly, or told."""

from __future__ import annotations

import pytest

from tests.typesetter.compare import only_paragraphs
from tests.typesetter.roundtrip import round_trip

# Horizontal rules alone or in a frame, figures as in a book or under ruled columns, contents pages as tables;
# cells broken over pages, arrows as characters, years as 令和, columns of every width.
EXACT = (1, 5, 6, 17, 20, 76, 5101, 5607, 9062, 9151, 9156, 9214, 9242, 9274, 9415)
TOLD = (8, 5417, 9197)


@pytest.mark.parametrize("seed", EXACT)
def test_a_vision_with_few_rules_reads_exactly(seed: int) -> None:
    result = round_trip(seed, is_wide=True)
    assert [d for d in result.differences if not only_paragraphs(d)] == []
    assert not result.findings


@pytest.mark.parametrize("seed", TOLD)
def test_what_few_rules_leave_open_is_told(seed: int) -> None:
    assert [d for d in round_trip(seed, is_wide=True).silent if not only_paragraphs(d)] == []
