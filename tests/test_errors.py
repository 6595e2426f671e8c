"""Named errors: each in two languages with a next step, raised with all its words, and listed for users."""

from __future__ import annotations

import ast
import re
import string
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.kyosei_command import REPOSITORY

# `KyoseiError` takes these itself; whoever knows the document may add it on the way up.
_PLACES = {"document", "page", "table", "row"}
_TEXTS = ("title_ja", "title_en", "next_step_ja", "next_step_en")
_TREES = {
    path: ast.parse(path.read_text(encoding="utf-8"))
    for package in ("extractors", "pipeline")
    for path in sorted((REPOSITORY / package).rglob("*.py"))
}


@dataclass(frozen=True)
class Declared:
    """An error class as it stands in the source."""

    name: str
    code: str
    texts: dict[str, str]

    @property
    def words(self) -> set[str]:
        """Names that its texts are filled with."""
        parts = [part for text in self.texts.values() for part in string.Formatter().parse(text)]
        return {name for _, name, _, _ in parts if name}


def _constants(body: list[ast.stmt], known: dict[str, str]) -> dict[str, str]:
    """Texts assigned in a module or class; a text may be the name of an earlier one, or hold it."""
    found: dict[str, str] = {}
    for one in body:
        target = one.targets[0] if isinstance(one, ast.Assign) else getattr(one, "target", None)
        if isinstance(one, ast.Assign | ast.AnnAssign) and isinstance(target, ast.Name) and one.value:
            found[target.id] = _text(one.value, {**known, **found})
    return found


def _text(value: ast.expr, names: dict[str, str]) -> str:
    match value:
        case ast.Constant():
            return str(value.value)
        case ast.Name():
            return names.get(value.id, "")
        case ast.FormattedValue():
            return _text(value.value, names)
        case ast.JoinedStr():
            return "".join(_text(part, names) for part in value.values)
        case ast.BinOp():
            return _text(value.left, names) + _text(value.right, names)
    return ""


def _declared(tree: ast.Module) -> Iterator[Declared]:
    shared = _constants(tree.body, {})
    for node in tree.body:
        values = _constants(node.body, shared) if isinstance(node, ast.ClassDef) else {}
        if isinstance(node, ast.ClassDef) and "title_ja" in values and node.name != "KyoseiError":
            yield Declared(node.name, values["code"], {key: values.get(key, "") for key in _TEXTS})


ERRORS = {found.name: found for tree in _TREES.values() for found in _declared(tree)}


@pytest.mark.parametrize("error", ERRORS.values(), ids=lambda error: error.code)
def test_an_error_says_in_two_languages_what_to_do(error: Declared) -> None:
    assert all(error.texts.values())
    for key, text in error.texts.items():
        assert bool(re.search(r"[ぁ-んァ-ヶ一-龠]", text)) == key.endswith("_ja"), key


def test_codes_are_distinct_words() -> None:
    codes = [error.code for error in ERRORS.values()]
    assert len(codes) == len(set(codes)) > 50
    assert not [code for code in codes if not re.fullmatch(r"[A-Z]+(_[A-Z]+)*", code)]


def test_an_error_is_raised_with_every_word_of_its_message() -> None:
    wanting = []
    for path, tree in _TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ERRORS:
                given = {keyword.arg for keyword in node.keywords}
                missing = ERRORS[node.func.id].words - given - _PLACES
                if missing and None not in given:
                    wanting.append((path.name, node.lineno, node.func.id, missing))
    assert not wanting


def test_the_committed_page_lists_them() -> None:
    command = [sys.executable, "-m", "pipeline.errors_page"]
    made = subprocess.run(command, cwd=REPOSITORY, capture_output=True, check=True).stdout.decode()
    assert (REPOSITORY / "docs" / "errors.md").read_text("utf-8") == made, (
        "run: python -m pipeline.errors_page > docs/errors.md"
    )
    assert set(re.findall(r"^\| `(\w+)`", made, re.MULTILINE)) >= {
        error.code for name, error in ERRORS.items() if name != "ReadingError"
    }
