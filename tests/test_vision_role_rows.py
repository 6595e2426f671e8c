"""Roles in a row for each municipality, named in its label; the last of them alone on the next page."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.layouts.draft import draft_profile
from extractors.readers import read_document
from tests.drawn_measures import LEFT, RIGHT, Document

WIDE = [LEFT, 160.0, RIGHT]


@pytest.mark.parametrize("pattern", ["役割（{}）", "{}の役割"])
@pytest.mark.parametrize("is_cut", [True, False])
def test_rows_of_roles_are_the_measure_s(tmp_path: Path, pattern: str, is_cut: bool) -> None:
    document = Document(tmp_path)
    document.down_to_the_schedule()
    document.budget()
    document.page.row(WIDE, [pattern.format("一関市"), "運営する。"])
    if is_cut:
        document.turn()
    document.page.row(WIDE, [pattern.format("平泉町"), "協力する。"])
    read = document.read()
    assert [(r.measure_id, r.municipality, r.role_text) for r in read.rows["measure_roles"]] == [
        ("m01", "一関市", "運営する。"),
        ("m01", "平泉町", "協力する。"),
    ]
    assert not read.rows["agreements"]
    assert read.rows["measures"][0].role_sharing is None
    assert not {c for c in read.checks if c.startswith("layout.duplicate")}


def test_a_draft_is_not_led_by_a_label_printed_for_every_municipality(tmp_path: Path) -> None:
    document = Document(tmp_path)
    for name in ("救急を支える", "図書館を結ぶ"):
        rows = [("施策名称", name), ("連携市町村", "一関市、平泉町"), ("取組の概要", "概要を記す。")]
        rows += [(f"役割（{who}）", "費用を負担する。") for who in ("一関市", "平泉町", "奥州市")]
        for label, value in rows:
            document.page.row(WIDE, [label, value])
        document.page.y += 20
    document.canvas.save()
    drafted = draft_profile(read_document(document.path, reader="pdfium", workers=0), "draft")
    fields = {label: field for label, field, _, _ in drafted.proposals}
    assert (fields["施策名称"], fields["取組の概要"]) == ("name", "content")
