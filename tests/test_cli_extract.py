"""`kyosei extract` and `kyosei explain` on the real document."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

import expectations
from expectations.contract import EDITION_TABLES
from pipeline.cli import main
from pipeline.publish import read_tables
from pipeline.state import is_whole
from tests.kyosei_command import REAL_PDF, REPOSITORY

# A row of a table whose ids do not name the zone.
REPORTED = """
[[decision]]
table = "statistics"
row = "area/構成比/一関市"
column = "value"
printed = "95.2%"
action = "report"
reason = "市に照会中"
who = "佐藤"
when = 2026-11-24
"""
KPI = "ichinoseki-hiraizumi:2019-03:m07:k1"
# What these tests look at is the same with one reader, and without the pages drawn.
QUICK = ("--no-verify-visual", "--reader", "pdfium")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("extract") / "deep" / "tables"
    code = main(["extract", str(REAL_PDF), "--out", str(out), "--root", str(REPOSITORY), "--json"])
    assert code == 0
    return out


def test_extract_writes_the_files_of_an_edition(folder: Path) -> None:
    wanted = {f"{name}.{kind}" for name in EDITION_TABLES for kind in ("csv", "parquet")}
    assert {path.name for path in folder.iterdir()} == wanted | {"datapackage.json"}
    assert is_whole(folder)
    tables = read_tables(folder)
    assert tables["editions"][0]["zone_id"] == "ichinoseki-hiraizumi"
    assert {row["jis_code"] for row in tables["municipalities"]} == {"032093", "034029"}


def test_a_zone_the_registry_does_not_know_gets_an_id_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "sources.toml").write_text("zones = []\n", encoding="utf-8")
    (tmp_path / "mine.toml").write_text(REPORTED, encoding="utf-8")
    options = ["--out", "tables", "--json", "--decisions", "mine.toml", *QUICK]
    assert main(["extract", str(REAL_PDF), *options]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["decisions"] == "mine.toml"
    assert told["zone_id"].startswith("zone-") and len(told["zone_id"]) == len("zone-") + 8
    tables = read_tables(tmp_path / "tables")
    assert {row["jis_code"] for row in tables["municipalities"]} == {None}
    assert "zone.unknown" in {row["check_id"] for row in tables["findings"] if row["severity"] == "info"}
    (reported,) = [row for row in tables["findings"] if row["check_id"] == "decision.reported"]
    assert reported["adjudication"].endswith("市に照会中 (佐藤, 2026-11-24)")


def test_outside_a_project_the_programs_own_registry_knows_the_zone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "raw").mkdir()  # a folder of that name is not yet a project
    monkeypatch.chdir(tmp_path)
    assert main(["extract", str(REAL_PDF), "--out", "tables", "--json", *QUICK]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["zone_id"], told["status"]) == ("ichinoseki-hiraizumi", "extracted")


def test_a_critical_finding_writes_the_files_and_exits_1(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    real = expectations.validate

    def with_a_failure(tables: Any, previous: Any = None) -> Any:
        from dataclasses import replace

        from expectations.failures import Failure

        validation = real(tables, previous)
        return replace(validation, failures=(*validation.failures, Failure(check_id="ledger.unclaimed")))

    monkeypatch.setattr(expectations, "validate", with_a_failure, raising=False)
    out = tmp_path / "tables"
    assert main(["extract", str(REAL_PDF), "--out", str(out), "--root", str(REPOSITORY), *QUICK]) == 1
    assert is_whole(out)
    assert "findings.csv" in capsys.readouterr().out
    with (out / "findings.csv").open(encoding="utf-8-sig", newline="") as stream:
        severities = [row["severity"] for row in csv.DictReader(stream)]
    assert severities.count("critical") == 1


@pytest.mark.parametrize(
    ("name", "content"), [("page.pdf", b"<html><title>city</title></html>"), ("empty.pdf", b"")]
)
def test_an_unusable_file_leaves_nothing(
    tmp_path: Path, name: str, content: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / name).write_bytes(content)
    assert main(["extract", str(tmp_path / name), "--out", str(tmp_path / "out" / "tables")]) == 2
    assert "次の手順" in capsys.readouterr().err
    assert not (tmp_path / "out" / "tables").exists()


def test_a_folder_that_cannot_be_made_is_a_named_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("in the way")
    out = tmp_path / "file" / "tables"
    assert main(["extract", str(REAL_PDF), "--out", str(out), "--root", str(REPOSITORY)]) == 2
    assert "FOLDER_UNUSABLE" in capsys.readouterr().err


@pytest.mark.parametrize("place", ["raw", "raw/tables", "curated", "curated/zone/2019-03"])
def test_nothing_is_extracted_into_the_projects_own_folders(
    tmp_path: Path, place: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "sources.toml").write_text("", encoding="utf-8")
    words = ["extract", str(REAL_PDF), "--out", str(tmp_path / place), "--root", str(tmp_path)]
    assert main(words) == 2
    assert "FOLDER_RESERVED" in capsys.readouterr().err
    assert [path.name for path in tmp_path.rglob("*")] == ["raw", "sources.toml"]


def test_a_zone_that_is_not_registered_is_told_before_the_document_is_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["extract", str(tmp_path / "none.pdf"), "--zone", "nowhere", "--out", str(tmp_path / "out")]
    assert main([*words, "--root", str(REPOSITORY)]) == 2
    assert "ZONE_NOT_REGISTERED" in capsys.readouterr().err


def _explain(folder: Path, *words: str | Path) -> int:
    return main(["explain", *map(str, words), "--dir", str(folder), "--pdf", str(REAL_PDF)])


def test_explain_shows_print_place_and_agreement(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    crop = tmp_path / "crop.png"
    assert _explain(folder, KPI, "--column", "target_value", "--out", crop, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    (value,) = told["values"]
    assert (value["table"], value["value"]) == ("kpis", "367700")
    (piece,) = value["printed"]
    assert (piece["page"], piece["raw_text"], piece["agreement"]) == (15, "367,700人", "agree")
    assert "kpi.share_above_100" in value["checks"]
    assert told["crops"] == [str(crop)]
    assert _has_red_outline(crop)


def test_pictures_are_kept_beside_what_is_explained(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """None in the folder that the user happens to stand in."""
    monkeypatch.chdir(tmp_path)
    extracted = shutil.copytree(folder, tmp_path / "tables")
    assert _explain(extracted, KPI, "--json") == 0
    of_folder = json.loads(capsys.readouterr().out)["crops"]
    shutil.copytree(REPOSITORY / "raw", tmp_path / "raw")
    published = tmp_path / "curated" / "ichinoseki-hiraizumi" / "2019-03"
    shutil.copytree(REPOSITORY / "curated" / "ichinoseki-hiraizumi" / "2019-03", published)
    before = set(tmp_path.iterdir())
    assert main(["explain", KPI, "--json"]) == 0
    of_edition = json.loads(capsys.readouterr().out)["crops"]
    name = "ichinoseki-hiraizumi-2019-03-m07-k1.png"
    run_dir = tmp_path / ".kyosei" / "runs" / "ichinoseki-hiraizumi" / "2019-03"
    assert [of_folder, of_edition] == [[str(extracted / name)], [str(run_dir / "explain" / name)]]
    assert {path.name for path in set(tmp_path.iterdir()) - before} == {".kyosei"}


def _has_red_outline(path: Path) -> bool:
    with Image.open(path) as image:
        colours = image.convert("RGB").getcolors(maxcolors=2**24) or []
    return any(red > 150 and green < 80 and blue < 80 for _, (red, green, blue) in colours)


def test_explain_of_a_row_shows_each_printed_value(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _explain(folder, KPI, "--out", tmp_path / "crop.png") == 0
    shown = capsys.readouterr().out
    assert "kpis.indicator = 圏域内の宿泊者数" in shown
    assert "印刷 printed: 358,232人" in shown
    assert "頁 page 15" in shown


def test_explain_of_a_key_of_several_columns(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    row = "ichinoseki-hiraizumi:2019-03:m07/2021/total"
    assert main(["explain", row, "--dir", str(folder), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert {value["table"] for value in told["values"]} == {"budgets"}
    assert told["crops"] == []


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["ichinoseki-hiraizumi:2019-03:m99"], "UNKNOWN_ID"),
        ([KPI, "--column", "nope"], "UNKNOWN_COLUMN"),
    ],
)
def test_explain_of_what_is_not_there(
    folder: Path, words: list[str], code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _explain(folder, *words) == 2
    assert code in capsys.readouterr().err


@pytest.mark.parametrize("wanted", ["nonsense", "../..:etc:m01", "no-zone:2019-03:m01"])
def test_explain_looks_only_into_published_editions(
    wanted: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "raw").mkdir()
    assert main(["explain", wanted, "--root", str(tmp_path)]) == 2
    assert "Error " in capsys.readouterr().err


def test_explain_groups_the_checks_of_a_column(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", KPI, "--column", "target_value", "--dir", str(folder)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("目標値 · kpis.target_value = ")
    (kpi_checks,) = [line for line in lines if line.startswith("      kpi: ")]
    assert "magnitude" in kpi_checks.split(": ")[1].split(", ")
