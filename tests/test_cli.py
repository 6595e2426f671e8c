"""The command line: help, exit codes, messages, and what each ending leaves behind."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from typer import TyperException
from typer.core import TyperGroup

from expectations.catalogue import load_catalogue
from expectations.contract import TABLES
from extractors.errors import KyoseiError
from pipeline.cli import main
from pipeline.cli.commands import COMMANDS
from pipeline.cli.shell import build_group, write_log
from tests.kyosei_command import RAW, REPOSITORY

PRESENT = [entry.name for entry in COMMANDS]


def _spoken(name: str) -> list[list[str]]:
    """A command's words; those of each sub-command for a command group."""
    command = build_group([name]).commands[name]
    return [[name, sub] for sub in command.commands] if isinstance(command, TyperGroup) else [[name]]


@pytest.mark.parametrize("words", [words for name in PRESENT for words in _spoken(name)], ids=" ".join)
def test_every_command_documents_itself_with_an_example(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*words, "--help"]) == 0
    below_usage = capsys.readouterr().out.split("Usage:")[1].split("\n", 1)[1]
    assert f"kyosei {' '.join(words)}" in below_usage


def test_help_shows_flags_without_a_word(capsys: pytest.CaptureFixture[str]) -> None:
    """`--accept <bool>` reads as if `--accept yes` were meant."""
    assert main(["decide", "--help"]) == 0
    told = capsys.readouterr().out.splitlines()
    (accept,) = (line for line in told if line.startswith("│") and "--accept " in line)
    assert "bool" not in accept and "the print stands" in accept


def test_help_lists_the_commands_and_states_the_exit_codes(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    shown = capsys.readouterr().out
    assert all(name in shown for name in PRESENT)
    first_words = [line.split()[0] for line in shown.splitlines() if line.strip()]
    assert [word for word in first_words if word.isdigit()] == ["0", "1", "2", "3", "130"]
    assert "critical findings, nothing published" in shown


def test_the_release_is_told_by_the_command_and_by_the_log_of_a_crash(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    declared = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["project"]["version"]
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"kyosei {declared}\n"
    log = write_log(tmp_path, ["run"], "details")
    assert log and log.read_text().splitlines()[0] == f"kyosei {declared}"


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys; from pipeline.cli import main; main(['--help']);"
        "heavy = {'prefect', 'great_expectations', 'pandas', 'pyarrow', 'pdfplumber', 'duckdb', 'pydantic'};"
        "sys.exit(str(heavy & set(sys.modules)) if heavy & set(sys.modules) else 0)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=REPOSITORY, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr


@pytest.mark.parametrize("words", [["no-command"], ["schema", "--no-option"], ["schema", "nope"], []])
def test_wrong_usage_is_exit_2(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 2
    assert "Traceback" not in capsys.readouterr().err


class _TestError(KyoseiError):
    code = "TEST"
    title_ja = "「{document}」の試験"
    title_en = "A test of {document}"
    next_step_ja = "直してください"
    next_step_en = "Mend it"


def _raising(error: BaseException, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("expectations.catalogue.load_catalogue", fail)


def test_a_named_error_is_told_in_both_languages(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _raising(_TestError(document="計画.pdf", page=3), monkeypatch)
    assert main(["checks", "--json"]) == 2
    told = capsys.readouterr()
    for words in ("TEST", "「計画.pdf」の試験", "A test of 計画.pdf", "page 3", "直してください", "Mend it"):
        assert words in told.err
    assert "Traceback" not in told.err
    assert json.loads(told.out)["error"]["where"]["page"] == 3


def test_an_internal_error_is_short_and_kept_in_a_log(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "raw").mkdir()
    monkeypatch.setenv("KYOSEI_ROOT", str(tmp_path))
    _raising(ZeroDivisionError("the cause"), monkeypatch)
    assert main(["checks"]) == 3
    told = capsys.readouterr().err
    (log,) = (tmp_path / ".kyosei" / "logs").iterdir()
    assert str(log) in told
    assert "Traceback" not in told
    kept = log.read_text()
    assert "Traceback" in kept and "the cause" in kept and "kyosei checks" in kept
    assert main(["checks", "--debug"]) == 3
    assert "Traceback" in capsys.readouterr().err


def test_an_interruption_is_no_error(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _raising(KeyboardInterrupt(), monkeypatch)
    assert main(["checks"]) == 130
    assert "Traceback" not in capsys.readouterr().err


def test_the_group_knows_a_command_only_by_its_name() -> None:
    group = build_group(["run"])
    assert set(group.commands) == set(PRESENT)
    assert [name for name, command in group.commands.items() if command.callback] == ["run"]


def test_schema_tells_every_table_and_column(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert {table["name"] for table in told["tables"]} == set(TABLES)
    assert main(["schema", "budgets"]) == 0
    shown = capsys.readouterr().out
    assert all(column in shown for column in TABLES["budgets"].columns)


def test_checks_tells_every_check(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["checks", "--json"]) == 0
    told = {entry["check_id"]: entry for entry in json.loads(capsys.readouterr().out)}
    assert set(told) == set(load_catalogue())
    assert main(["checks", "ledger.unclaimed"]) == 0
    assert told["ledger.unclaimed"]["meaning_ja"] in capsys.readouterr().out


def test_a_run_outside_a_project_says_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["run"]) == 2
    assert "PROJECT_NOT_FOUND" in capsys.readouterr().err


def test_a_zone_that_is_not_registered_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(RAW, tmp_path / "raw")
    assert main(["run", "--root", str(tmp_path), "--zone", "nowhere", "--json"]) == 2
    error: dict[str, Any] = json.loads(capsys.readouterr().out)["error"]
    assert error["code"] == "NOTHING_REGISTERED"
    assert "ichinoseki-hiraizumi 2019-03" in error["message_ja"]


def test_a_failing_pipe_is_silent() -> None:
    command = f"{sys.executable} -m pipeline.cli schema --json | head -c 10"
    ran = subprocess.run(command, shell=True, cwd=REPOSITORY, capture_output=True, text=True, check=True)
    assert ran.stderr == ""


def test_usage_errors_are_typer_errors() -> None:
    with pytest.raises(TyperException):
        build_group(["schema"]).main(["schema", "nope"], standalone_mode=False)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["rnu"], "'rnu' というコマンドはありません(候補: 'run')"),
        (["run", "twice"], "余分な語があります: twice"),
        (["run", "--frobnicate"], "--frobnicate というオプションはありません"),
        (["run", "--zone"], "オプション '--zone' には値が必要です"),
        (["run", "--force=1"], "オプション '--force' に値は付けられません"),
        (["extract"], "'FILE.pdf' が書かれていません"),
        (["extract", "a.pdf"], "オプション '--out' が必要です"),
        (["extract", "a.pdf", "--out", "b", "--reader", "c"], "'--reader' の値は 'both', 'pdfium'"),
        (["extract", "a.pdf", "--out", "b", "--decisions", "no.toml"], "ファイル 'no.toml' がありません"),
        (["extract", "a.pdf", "--out", "b", "--decisions", "/"], "'/' はフォルダです"),
        (["qa-eval", "--seeds", "none"], "'--seeds' の値は整数です"),
        (["qa-eval", "--seeds", "0"], "'--seeds' の値は 1 以上です"),
        (["qa-eval", "--kinds", "none"], "「none」という誤りの種類はありません"),
        (["profile"], "どのコマンドかが書かれていません"),
        (["schema", "nope"], "「nope」という表はありません"),
        (["checks", "ledger.unclaimd"], "(候補: ledger.unclaimed"),
        (["review", "--dir", "a"], "--dir と --pdf は一緒に"),
        (["decide", "a", "--reason", "b"], "どれか一つを指定してください"),
    ],
    ids=" ".join,
)  # fmt: skip
def test_wrong_usage_is_told_in_japanese_and_english(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 2
    japanese, english, _, next_step = capsys.readouterr().err.splitlines()
    assert said in japanese
    assert english.startswith("Error USAGE: Wrong usage. ")
    assert next_step.endswith(" --help shows usage and examples")


def test_checks_of_a_family_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["checks", "toc", "--json"]) == 0
    listed = [check["check_id"] for check in json.loads(capsys.readouterr().out)]
    assert listed
    assert all(check_id.startswith("toc.") for check_id in listed)


def test_help_takes_the_width_of_the_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert main(["decide", "--help"]) == 0
    shown = capsys.readouterr().out
    paragraph = shown[shown.index("Records a decision") : shown.index("例 Examples:")].rstrip()
    assert min(len(line.rstrip()) for line in paragraph.splitlines()[:-1]) > 60
