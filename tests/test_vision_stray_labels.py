"""Rows whose rules were not found must not pass for running text in silence."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.drawn_measures import Document


@pytest.mark.parametrize(
    ("line", "is_told"),
    [
        ("平泉町の役割　会場を提供し、住民に知らせる。", True),
        ("平泉町の役割", True),
        ("平泉町の役割を定める。", False),
        ("平泉町は会場を提供する。", False),
    ],
)
def test_a_role_outside_every_table_is_told(line: str, is_told: bool, tmp_path: Path) -> None:
    document = Document(tmp_path)
    document.page.line(line)
    document.page.y += 40  # no caption of the table
    document.measure()
    assert ("layout.label_outside_table" in document.read().checks) == is_told
