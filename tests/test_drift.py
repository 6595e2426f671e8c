"""A drifted layout: the report alone suffices to mend the profile."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest
import tomli_w

from extractors.layouts import load_profile
from extractors.layouts.errors import NoFittingProfile
from extractors.layouts.profile import FOLDER
from extractors.readers import read_document
from extractors.records import Extraction
from extractors.vision import interpret
from pipeline.drift import (
    DriftReport,
    ProfileLine,
    find_drift,
    is_layout_open,
    misfit_error,
    misfit_report,
    write_pictures,
)
from pipeline.edition import extract
from tests.drifted_layout import Drift, typeset_drifted
from tests.revised_edition import OLD, published_tables
from tests.typesetter.compare import compare
from tests.typesetter.expected import expected_tables
from tests.typesetter.model import Vision
from tests.typesetter.roundtrip import PROFILE, tables_of
from tests.typesetter.vision2019 import vision_2019


@cache
def small_vision() -> Vision:
    """The 2019 vision with its first six measures, so that it is read quickly."""
    return vision_2019().with_measures({n: () for n in range(6, 31)})


def read(path: Path, profile: str | Path = PROFILE) -> Extraction:
    return interpret(read_document(path, reader="pdfium", workers=0), load_profile(profile))


def report_of(drift: Drift, tmp_path: Path) -> tuple[Path, DriftReport]:
    path = tmp_path / "drifted.pdf"
    typeset_drifted(small_vision(), drift, path)
    report = find_drift(read(path), load_profile(PROFILE), published_tables(vision_2019(), OLD))
    assert report is not None
    return path, report


def mended(lines: Iterable[ProfileLine], tmp_path: Path) -> Path:
    """A copy of the profile with the report's lines in place."""
    profile = tomllib.loads((FOLDER / f"{PROFILE}.toml").read_text(encoding="utf-8"))
    for line in lines:
        section = profile
        for step in line.section:
            section = section.setdefault(step, {})
        section |= tomllib.loads(line.line)
    path = tmp_path / "mended.toml"
    path.write_text(tomli_w.dumps(profile), encoding="utf-8")
    return path


def advice(report: DriftReport) -> list[ProfileLine]:
    return [item.advice for item in report.items if item.advice]


def test_a_layout_that_fits_has_not_drifted(tmp_path: Path) -> None:
    path = tmp_path / "vision.pdf"
    typeset_drifted(small_vision(), Drift(), path)
    extraction = read(path)
    assert not is_layout_open(extraction)
    assert find_drift(extraction, load_profile(PROFILE)) is None


@pytest.mark.parametrize(
    ("drift", "kinds"),
    [
        (Drift(renamed={"効果": "見込まれる成果"}), ["renamed"]),
        (Drift(renamed={"目標値": "到達点"}), ["renamed"]),
        (Drift(renamed={"現状値": "いまの値"}), ["renamed"]),
        (Drift(renamed={"効果": "みんなの願い", "役割分担": "だれがするか"}), ["renamed", "renamed"]),
        (Drift(renamed={"関係市町": "連携する市町"}), ["renamed"]),
        (Drift(added={"担当のことば": "心をこめて取り組む。"}), ["appeared"]),
        (Drift(dropped=("役割分担",)), ["vanished"]),
    ],
    ids=[
        "row",
        "target head",
        "baseline head",
        "two rows by what they say",
        "head beside the name",
        "new row",
        "row gone",
    ],
)
def test_the_lines_of_the_report_mend_the_profile(drift: Drift, kinds: list[str], tmp_path: Path) -> None:
    path, report = report_of(drift, tmp_path)
    assert [item.kind for item in report.items if item.kind != "unknown_table"] == kinds
    again = read(path, mended(advice(report), tmp_path))
    assert [f for f in again.findings if f.check_id.startswith("layout.")] == []
    differences = [
        d
        for d in compare(tables_of(again.records), expected_tables(small_vision()))
        if d.table != "measure_fields" and not (drift.dropped and d.column == "role_sharing")
    ]
    assert differences == []


def test_what_the_edition_before_said_tells_which_row_was_reworded(tmp_path: Path) -> None:
    """The word 分担 resembles 役割分担, but what stands under it is last year's 効果."""
    _, report = report_of(Drift(renamed={"効果": "分担", "役割分担": "効能"}), tmp_path)
    lines = {item.label: item.advice.line for item in report.items if item.label and item.advice}
    assert lines["分担"].startswith("effect =") and lines["効能"].startswith("role_sharing =")


def test_the_report_says_where_in_both_languages_with_pictures(tmp_path: Path) -> None:
    path, report = report_of(Drift(renamed={"効果": "見込まれる成果"}, dropped=("役割分担",)), tmp_path)
    crops = write_pictures(path, report, tmp_path / "pictures")
    text = "\n".join(report.lines(crops))
    for said in (
        "様式が変わりました layout drift",
        f"extractors/layouts/{PROFILE}.toml の [measure.labels]",
        "「効果」 → 「見込まれる成果」 · reworded",
        "「役割分担」 · vanished",
        "6 か所 places",
        "施策 measures 31 → 6",
        str(crops[1].now),
    ):
        assert said in text
    assert all(Path(str(crop.now)).read_bytes().startswith(b"\x89PNG") for crop in crops.values())


def test_a_layout_no_profile_fits_is_told_against_the_edition_befores(tmp_path: Path) -> None:
    renamed = {
        "効果": "見込まれる成果",
        "役割分担": "市町の分担",
        "取組内容": "具体の取組",
        "施策名": "施策の名",
    }
    path = tmp_path / "drifted.pdf"
    typeset_drifted(small_vision(), Drift(renamed=renamed), path)
    with pytest.raises(NoFittingProfile):
        extract(path, reader="pdfium")
    report = misfit_report(read_document(path, reader="pdfium", workers=0), load_profile(PROFILE))
    assert {item.known: item.label for item in report.items if item.kind == "renamed"} == renamed
    again = read(path, mended(advice(report), tmp_path))
    assert not is_layout_open(again)
    assert compare(tables_of(again.records), expected_tables(small_vision())) == []
    error = misfit_error(path, PROFILE, tmp_path / "pictures")
    assert (error.code, error.document) == ("LAYOUT_DRIFT", str(path))
    assert all(label in error.message_ja for label in renamed.values())
