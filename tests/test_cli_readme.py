"""The READMEs do what they say: their Python runs on the published edition, their commands exist."""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path

import pytest

from pipeline.cli.commands import COMMANDS
from pipeline.cli.shell import HELP
from pipeline.qa_eval.typesetter import kinds
from pipeline.state import is_whole
from tests.kyosei_command import REPOSITORY

READMES = ("README.md", "README.ja.md")


def _blocks(name: str, language: str) -> list[str]:
    text = (REPOSITORY / name).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def test_the_committed_edition_is_whole() -> None:
    assert is_whole(REPOSITORY / "curated" / "ichinoseki-hiraizumi" / "2019-03")


@pytest.mark.parametrize("name", READMES)
def test_the_python_of_the_readme_runs(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(REPOSITORY)
    blocks = _blocks(name, "python")
    assert len(blocks) == 2
    for block in blocks:
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(block, name, "exec"), {})
        assert "20" in printed.getvalue()


@pytest.mark.parametrize("name", READMES)
def test_the_commands_of_the_readme_exist(name: str) -> None:
    known = {entry.name for entry in COMMANDS}
    shell = "\n".join(_blocks(name, "sh"))
    used = set(re.findall(r"\./do kyosei ([a-z-]+)", shell)) - {"--help"}
    assert used and used <= known
    subcommands = set(re.findall(r"^\./do ([a-z]+)", shell, re.MULTILINE))
    assert subcommands <= set(re.findall(r"^    ([a-z]+)\)", (REPOSITORY / "do").read_text(), re.MULTILINE))


@pytest.mark.parametrize("name", READMES)
def test_the_links_of_the_readme_lead_somewhere(name: str) -> None:
    text = (REPOSITORY / name).read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)]+)\)", text):
        assert (REPOSITORY / Path(target)).exists(), target


def test_the_two_readmes_have_the_same_parts() -> None:
    shapes = [
        [
            line.split(" ")[0]
            for line in (REPOSITORY / name).read_text(encoding="utf-8").splitlines()
            if line.startswith(("#", "|", "```"))
        ]
        for name in READMES
    ]
    assert shapes[0] == shapes[1]


@pytest.mark.parametrize("name", READMES)
def test_the_measured_table_is_of_the_kinds_that_are_planted_and_adds_up(name: str) -> None:
    """Figures are made anew by `kyosei qa-eval`; a kind that came or went makes them old."""
    text = (REPOSITORY / name).read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\S+(?: all)?) \| (\d+) \| (\d+) \| (\d+) \|", text, re.MULTILINE)
    *by_kind, (_, *total) = rows
    assert [kind for kind, *_ in by_kind] == sorted(kinds())
    assert [sum(int(row[i]) for row in by_kind) for i in (1, 2, 3)] == [int(figure) for figure in total]
    stated = {
        int(figure) for figure in re.findall(r"\d+", text.partition("<details>")[0].rsplit("\n\n", 2)[-2])
    }
    assert {len(by_kind), int(total[0])} <= stated


def test_the_exit_codes_of_the_readmes_are_those_of_the_help() -> None:
    told = set(re.findall(r"^  (\d+) +\S", HELP, re.MULTILINE))
    for name in READMES:
        text = (REPOSITORY / name).read_text(encoding="utf-8")
        assert (
            set(re.findall(r"^\| (\d+) \| [^|]+\|$", text, re.MULTILINE))
            == told
            == {"0", "1", "2", "3", "130"}
        )
