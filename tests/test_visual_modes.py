"""When drawn digits are compared: asked for or not, with Tesseract or without, and of which documents."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from extractors.records import Extraction
from extractors.visual.runs import text_runs
from pipeline.cli.output import told_mode
from pipeline.verify import visual_mode, with_evidence
from tests.edition_facts import bare_facts

FACTS = bare_facts("ocr")


def char(text: str, x0: float, width: float = 5, **more: object) -> dict[str, object]:
    place = {"x0": x0, "x1": x0 + width, "top": 10.0, "bottom": 20.0, "width": width, "height": 10.0}
    return {"text": text, **place, **more}


def test_without_tesseract_shapes_are_compared_and_it_is_said_once(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("extractors.visual.tesseract.has_tesseract", lambda: False)
    assert told_mode(True) == "shapes"
    said = capsys.readouterr().err
    assert said.count("tesseract-ocr-jpn") == 2 and "字の形" in said  # once in each language


def test_unasked_nothing_is_compared_and_nothing_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert told_mode(False) == visual_mode(False) == "off"
    assert capsys.readouterr().err == ""


def test_a_scan_has_no_text_layer_to_compare(tmp_path: Path) -> None:
    scan = Extraction(facts=FACTS, facts_sources={}, records=(), findings=())
    broken = tmp_path / "v.pdf"
    broken.write_bytes(b"%PDF-1.7")
    assert with_evidence(broken, scan, "shapes").findings == ()
    stored = replace(scan, facts=replace(FACTS, text_source="text_layer"))
    assert [f.check_id for f in with_evidence(broken, stored, "shapes").findings] == ["visual.not_compared"]


def test_runs_are_numbers_with_their_separators_and_the_room_beside_them() -> None:
    chars = [
        char("約", 0, 10),
        char("１", 10, 10),
        char(",", 20),
        char("0", 25),
        char("5", 30),
        char("円", 36, 10),
    ]
    (run,) = text_runs(chars)
    assert run.text == "1,05" and run.box == (10, 10.0, 35, 20.0)
    assert (run.free_x0, run.free_x1) == (10, 36)


def test_a_wide_gap_or_another_line_ends_a_number_and_hidden_digits_are_none() -> None:
    lower = {**char("7", 16), "top": 30.0, "bottom": 40.0}
    chars = [char("1", 0), char("2", 5), char("3", 16), lower, char("9", 60, hidden=True)]
    assert sorted(run.text for run in text_runs(chars)) == ["12", "3", "7"]


def test_bold_type_painted_twice_is_one_number() -> None:
    chars = [char("4", 0), char("4", 0.3), char("4", 5), char("4", 5.3)]
    assert [run.text for run in text_runs(chars)] == ["44"]
