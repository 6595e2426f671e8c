"""Errors a user meets by a slip of their own: named by the command, with exit code 2 and nothing written."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from extractors.errors import KyoseiError
from pipeline.cli import main
from pipeline.qa_eval.typesetter import TypesetterMissingError, typesetter
from tests.drawn_measures import Document
from tests.kyosei_command import RAW, REAL_PDF

PUBLISHED_NOWHERE = "ichinoseki-hiraizumi:1999-03:m01"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with the registered document, nothing published."""
    shutil.copytree(RAW, tmp_path / "raw")
    return tmp_path


def error_of(words: list[str], capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    assert main([*words, "--json"]) == 2
    told = json.loads(capsys.readouterr().out)["error"]
    assert "?)" not in told["message_ja"] + told["message_en"] + told["next_step_ja"] + told["next_step_en"]
    return dict(told)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["explain", PUBLISHED_NOWHERE], "NOTHING_PUBLISHED"),
        (["review", "ichinoseki-hiraizumi", "2019-03"], "NOTHING_TO_REVIEW"),
        (["diff", "ichinoseki-hiraizumi", "2019-03", "2020-03"], "EDITION_NOT_PUBLISHED"),
    ],
)
def test_what_is_not_published_is_named(
    words: list[str], code: str, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert error_of([*words, "--root", str(project)], capsys)["code"] == code
    assert {path.name for path in project.iterdir()} == {"raw"}


@pytest.mark.parametrize(
    ("text", "code"), [(None, "PROFILE_NOT_FOUND"), ("[measure]\nlabels = 3\n", "PROFILE_INVALID")]
)
def test_a_profile_that_is_none_is_named_before_the_document_is_read(
    text: str | None, code: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    profile = tmp_path / "own.toml"
    if text is not None:
        profile.write_text(text)
    words = ["extract", str(REAL_PDF), "--out", str(tmp_path / "x"), "--profile", str(profile)]
    error = error_of(words, capsys)
    assert error["code"] == code
    assert profile.name in error["message_ja"]
    assert not (tmp_path / "x").exists()


def test_a_document_without_measures_is_named(tmp_path: Path) -> None:
    with pytest.raises(KyoseiError) as told:
        Document(tmp_path).read()
    assert told.value.code == "LAYOUT_NO_MEASURE_TABLE"
    assert str(told.value.details["n_tables"]) in told.value.message_ja


def test_a_typesetter_that_is_not_there_is_named() -> None:
    with pytest.raises(TypesetterMissingError, match="no_such_module"):
        typesetter("no_such_module")
