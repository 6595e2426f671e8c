"""`kyosei decide` and `kyosei review` on a project folder, as typed."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from pipeline.cli import main
from pipeline.decisions import load_decisions
from pipeline.folder import write_folder
from pipeline.project import Project
from pipeline.tabulate import tabulate
from tests.edition_sample import extraction
from tests.kyosei_command import RAW
from tests.test_review import make_pdf

ZONE_ID, EDITION = "ichinoseki-hiraizumi", "2019-03"
ROW = f"{ZONE_ID}:{EDITION}:m01/2019/total"
DECIDE = ("decide", ROW, "--column", "amount_yen", "--reason", "照合した")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """The registered 2019 edition with the tables of a small made-up one, so that nothing is read."""
    from pipeline.registry import load_registry

    shutil.copytree(RAW, tmp_path / "raw")
    (tmp_path / "raw" / ZONE_ID / EDITION / "decisions.toml").unlink(missing_ok=True)
    monkeypatch.setenv("KYOSEI_ROOT", str(tmp_path))
    found = Project(tmp_path)
    tables, _ = tabulate(extraction(), load_registry(found.raw_dir).zone(ZONE_ID), EDITION, "file.pdf")
    write_folder(found.curated_dir / ZONE_ID / EDITION, tables)
    return found


def decisions_path(project: Project) -> Path:
    return project.raw_dir / ZONE_ID / EDITION / "decisions.toml"


def test_a_decision_is_recorded(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*DECIDE, "--correct", "2,000,000", "--who", "佐藤"]) == 0
    told = capsys.readouterr().out
    assert "1,000" in told and "2,000,000円" in told and "kyosei run" in told
    (found,) = load_decisions(decisions_path(project))
    assert (found.row, found.printed, found.corrected_value(), found.who) == (ROW, "1,000", 2_000_000, "佐藤")


def test_a_decision_as_json(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*DECIDE, "--report", "--json"]) == 0
    told: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert told["file"] == str(decisions_path(project))
    assert told["decision"]["action"] == "report"
    assert told["decision"]["who"], "the login name stands where nobody is named"


def test_a_user_without_a_name_is_asked_for_one(
    project: Project, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_name() -> str:
        raise KeyError("getpwuid(): uid not found")

    monkeypatch.setattr("pipeline.cli.decide.getuser", no_name)
    assert main([*DECIDE, "--accept"]) == 2
    assert "--who に決めた人を" in capsys.readouterr().err
    assert not decisions_path(project).exists()


@pytest.mark.parametrize("actions", [[], ["--accept", "--report"], ["--accept", "--correct", "3"]])
def test_exactly_one_action(project: Project, actions: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*DECIDE, *actions]) == 2
    assert "--correct" in capsys.readouterr().err
    assert not decisions_path(project).exists()


def test_a_row_that_does_not_name_its_edition(project: Project) -> None:
    words = ("decide", "北市", "--column", "role", "--accept", "--reason", "確認")
    assert main(words) == 2
    assert main([*words, "--table", "municipalities", "--zone", ZONE_ID, "--edition", EDITION]) == 0


def test_the_page_of_an_edition(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    source = project.raw_dir / ZONE_ID / EDITION / "vision.pdf"
    assert source.is_file()
    assert main(["review", ZONE_ID, EDITION, "--json"]) == 0
    (page,) = map(Path, json.loads(capsys.readouterr().out)["pages"])
    assert page == project.run_dir(ZONE_ID, EDITION) / "review.html"
    assert 1_000_000 < page.stat().st_size < 6_000_000, "37 pages of pictures"


def test_an_edition_without_tables_says_what_to_do(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.rmtree(project.curated_dir)
    assert main(["review", ZONE_ID, EDITION]) == 2
    assert "kyosei run" in capsys.readouterr().err


def test_an_edition_without_tables_does_not_hold_back_the_pages_of_others(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    later = project.raw_dir / ZONE_ID / "2020-03"
    shutil.copytree(project.raw_dir / ZONE_ID / EDITION, later)
    assert main(["review"]) == 2
    told = capsys.readouterr()
    assert str(project.run_dir(ZONE_ID, EDITION) / "review.html") in told.out
    assert "NOTHING_TO_REVIEW" in told.err and "2020-03" in told.err


def test_the_page_of_a_folder(tmp_path: Path, project: Project) -> None:
    pdf = make_pdf(tmp_path / "v.pdf")
    tables = project.curated_dir / ZONE_ID / EDITION
    assert main(["review", "--dir", str(tables), "--pdf", str(pdf), "--out", str(tmp_path / "r.html")]) == 0
    assert "page-image-3" in (tmp_path / "r.html").read_text(encoding="utf-8")
    assert main(["review", "--dir", str(tables)]) == 2


def test_a_held_back_run_is_shown_instead_of_what_is_published(project: Project) -> None:
    from pipeline.registry import load_registry
    from pipeline.review import edition_source

    zone = load_registry(project.raw_dir).zone(ZONE_ID)
    held, _ = tabulate(extraction(title="保留"), zone, EDITION, "file.pdf")
    write_folder(project.held_back_dir(ZONE_ID, EDITION), held)
    source = edition_source(project, ZONE_ID, EDITION)
    assert source.is_held_back
    assert source.tables["editions"][0]["title"] == "保留"


def test_a_held_back_run_is_explained_as_such(
    project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from pipeline.registry import load_registry

    words = ["explain", f"{ZONE_ID}:{EDITION}", "--column", "title", "--out", str(tmp_path / "title.png")]
    assert main(words) == 0
    assert "held back" not in capsys.readouterr().out
    zone = load_registry(project.raw_dir).zone(ZONE_ID)
    held, _ = tabulate(extraction(title="保留"), zone, EDITION, "file.pdf")
    write_folder(project.held_back_dir(ZONE_ID, EDITION), held)
    shutil.rmtree(project.curated_dir)
    assert main(words) == 0
    shown = capsys.readouterr().out
    assert "editions.title = 保留" in shown
    assert "as it was held back" in shown


ADD = (
    "decide", f"{ZONE_ID}:{EDITION}:m01/2021/total", "--add", "--table", "budgets", "--printed", "1,200",
    "--set", "amount_yen=1,200千円", "--set", "unit_raw=千円", "--page", "2", "--reason", "読み取れなかった",
)  # fmt: skip


def test_a_row_is_added_and_bound_to_its_document(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*ADD, "--box", "60,300,500,330"]) == 0
    assert "行を追加" in capsys.readouterr().out
    (found,) = load_decisions(decisions_path(project))
    assert (found.document, found.box) == ("ab" * 8, (60.0, 300.0, 500.0, 330.0))
    assert found.added_row()["amount_yen"] == 1_200_000


@pytest.mark.parametrize(
    "words",
    [
        ADD,
        [*ADD, "--box", "60,300,500"],
        [*ADD, "--box", "60,300,500,330", "--set", "amount_yen"],
        [*ADD, "--box", "60,300,500,330", "--set", "amount_yen=多額"],
        [*ADD[:1], ROW, *ADD[2:], "--box", "60,300,500,330"],
    ],
)
def test_a_row_that_is_not_whole_or_is_there_is_refused(
    project: Project, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*words]) == 2
    assert not decisions_path(project).exists()
