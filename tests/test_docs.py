"""What the documentation names exists: links, commands and their options; and every command is told."""

from __future__ import annotations

import importlib.util
import re
import shlex
from pathlib import Path

import pytest

from expectations.catalogue import load_catalogue
from expectations.contract import TABLES
from pipeline.cli.commands import COMMANDS
from pipeline.cli.shell import build_group
from tests.kyosei_command import REPOSITORY

PAGES = sorted(
    path
    for path in (*REPOSITORY.glob("*.md"), *(REPOSITORY / "docs").glob("*.md"))
    if path.name != "data-dictionary.md"
)
_FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_INLINE = re.compile(r"`((?:\./do )?kyosei [^`]+)`")
# Of the example of the guide: made while one follows it.
INVENTED = {"curated/midorino/2024-03/", "raw/midorino/2024-03/source.toml", "raw/objects/"}
_PLACEHOLDERS = {"フォルダ": "FOLDER", "文書": "FILE.pdf"}


def _text(page: Path) -> str:
    return page.read_text("utf-8")


def _commands(page: Path) -> list[list[str]]:
    """Every `kyosei …` of a page, split into words without the program's name."""
    lines = [
        line
        for kind, block in _FENCE.findall(_text(page))
        if kind in ("", "sh")
        for line in block.splitlines()
    ]
    lines += _INLINE.findall(_FENCE.sub("", _text(page)))
    found = []
    for line in (line.strip().removeprefix("./do ") for line in lines):
        if line.startswith("kyosei ") and "..." not in line and "…" not in line:
            words = shlex.split(re.split(r"\s>\s", line)[0], comments=True)
            found.append([_PLACEHOLDERS.get(word, word) for word in words[1:]])
    return found


EXAMPLES = sorted({(page.name, shlex.join(words)) for page in PAGES for words in _commands(page)})


def _anchors(page: Path) -> set[str]:
    heads = re.findall(r"^#+ (.+)$", _text(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)]+)\)", _FENCE.sub("", _text(page))):
        if target.startswith("https://"):
            continue
        file, _, anchor = target.partition("#")
        linked = (page.parent / file).resolve() if file else page
        assert linked.exists(), target
        assert not anchor or anchor in _anchors(linked), target


def test_every_page_is_in_the_index() -> None:
    index = _text(REPOSITORY / "docs" / "index.md")
    for page in (REPOSITORY / "docs").glob("*.md"):
        assert page.name == "index.md" or f"({page.name})" in index, page.name


def test_every_command_is_documented() -> None:
    told = {shlex.split(example)[0] for _, example in EXAMPLES}
    there = {entry.name for entry in COMMANDS}
    assert there <= told


@pytest.mark.parametrize(("page", "example"), EXAMPLES, ids=lambda value: str(value)[:60])
def test_every_example_is_a_command_line_that_parses(
    page: str, example: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Options, their values and the arguments are what the command takes; nothing is run."""
    monkeypatch.chdir(REPOSITORY)
    words = shlex.split(example)
    if words[0].startswith("-"):
        assert words in (["--help"], ["--version"])
        return
    command = build_group(words).commands[words.pop(0)]
    while words and (inner := getattr(command, "commands", {}).get(words[0])):
        command = inner
        words.pop(0)
    if "--help" in words or not words:
        return
    if len(words) == 1 and words[0].startswith("--"):  # a mention: the command has the option
        assert words[0] in {option for p in command.params for option in (*p.opts, *p.secondary_opts)}
        return
    command.make_context(page, words).close()


def test_checks_that_are_named_are_in_the_catalogue() -> None:
    words = [shlex.split(example)[1] for _, example in EXAMPLES if example.startswith("checks ")]
    named = {word for word in words if "." in word}
    assert named and named <= set(load_catalogue())


def test_every_package_stands_in_the_architecture() -> None:
    page = _text(REPOSITORY / "docs" / "architecture.md")
    for top in ("extractors", "expectations", "pipeline"):
        for folder in (path.parent for path in (REPOSITORY / top).glob("*/__init__.py")):
            assert re.search(rf"`(?:[a-z_.]*\.)?{folder.name}[/`]", page), f"{top}/{folder.name}"


def test_nothing_that_was_measured_stands_in_the_architecture() -> None:
    """Figures rot; they belong to the pages that a command writes."""
    assert not re.search(r"\d+(\.\d+)? ?(%|seconds|ms|times)", _text(REPOSITORY / "docs" / "architecture.md"))


def test_the_two_guides_have_the_same_parts() -> None:
    shapes = [
        [
            line.split(" ")[0]
            for line in _text(REPOSITORY / "docs" / name).splitlines()
            if line.startswith(("#", "|", "```", "kyosei"))
        ]
        for name in ("new-zone.md", "new-zone.ja.md")
    ]
    assert shapes[0] == shapes[1]


def test_modules_that_are_run_exist() -> None:
    named = {name for page in PAGES for name in re.findall(r"python -m ([a-z_.]+)", _text(page))}
    assert {"benchmarks.speed", "fuzz"} <= named
    for name in named:
        assert importlib.util.find_spec(name), name


def test_files_that_are_named_exist() -> None:
    """Paths in back quotes below a folder of the repository; `…` and `<…>` stand for any name."""
    tops = "|".join(path.name for path in REPOSITORY.iterdir() if path.is_dir() and path.name[0] not in "._")
    named = {path for page in PAGES for path in re.findall(rf"`((?:{tops})/[\w./*-]+)`", _text(page))}
    assert len(named) > 30
    assert not [path for path in named - INVENTED if not list(REPOSITORY.glob(path.rstrip("/")))]


def test_check_ids_and_error_codes_that_are_named_exist() -> None:
    kinds = "|".join({check_id.partition(".")[0] for check_id in load_catalogue()})
    known = {f"{table.name}.{field.name}" for table in TABLES.values() for field in table.fields}
    known |= set(load_catalogue()) | _profile_keys() | {"lineage.toml"}
    listed = set(re.findall(r"^\| `(\w+)`", _text(REPOSITORY / "docs" / "errors.md"), re.MULTILINE))
    families = "|".join({code.partition("_")[0] for code in listed})
    for page in PAGES:
        found = set(re.findall(rf"`((?:{kinds})\.[a-z0-9_]+)`", _text(page)))
        assert found <= known, (page.name, found - known)
        codes = set(re.findall(rf"`((?:{families})_[A-Z_]+)`", _text(page)))
        assert codes <= listed, (page.name, codes - listed)


def _profile_keys() -> set[str]:
    """`section.key` of every key that the page on profiles explains."""
    return set(re.findall(r"`([a-z]+\.[a-z_]+)`", _text(REPOSITORY / "docs" / "profile.md")))
