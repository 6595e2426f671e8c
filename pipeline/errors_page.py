"""`python -m pipeline.errors_page > docs/errors.md`: every named error, its meaning and what to do."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from extractors.errors import KyoseiError

_PACKAGES = ("extractors", "pipeline")
_HEAD = """# エラーの一覧 / Named errors

<!-- made by: python -m pipeline.errors_page > docs/errors.md -->

処理できない入力には、次のどれかが表示されます(`--json` では `code`)。
終了コード 2 は入力または使い方、3 はプログラムの側の問題です。「…」には実際の名前や値が入ります。

Whatever cannot be processed ends with one of these (`code` in `--json`). Exit code 2 is the input or the
usage, 3 the program itself. "…" stands for the names and values at hand.

| code | exit | 意味 meaning | 次の手順 next step |
|---|---|---|---|
"""


def error_classes() -> list[type[KyoseiError]]:
    """Every error that a user can meet, by code. Imports the modules that declare one, Prefect among them."""
    root = Path(__file__).parents[1]
    for path in sorted(file for package in _PACKAGES for file in (root / package).rglob("*.py")):
        if re.search(r"^    title_ja\b", path.read_text(encoding="utf-8"), re.MULTILINE):
            import_module(".".join(path.relative_to(root).with_suffix("").parts))
    return sorted(_leaves(KyoseiError), key=lambda kind: kind.code)


def _leaves(kind: type[KyoseiError]) -> Iterator[type[KyoseiError]]:
    """A class that others refine is never raised itself."""
    refined = kind.__subclasses__()
    if not refined and kind.__module__.split(".")[0] in _PACKAGES:
        yield kind
    for one in refined:
        yield from _leaves(one)


def markdown() -> str:
    """The page."""
    return _HEAD + "".join(map(_row, error_classes()))


def _row(kind: type[KyoseiError]) -> str:
    meaning = f"{_cell(kind.title_ja)}<br>{_cell(kind.title_en)}"
    step = f"{_cell(kind.next_step_ja)}<br>{_cell(kind.next_step_en)}"
    return f"| `{kind.code}` | {kind.exit_code} | {meaning} | {step} |\n"


def _cell(template: str) -> str:
    shown = re.sub(r"\{\w+(?:!r)?\}", "…", template)
    return " ".join(shown.split("\n")).replace("|", "\\|").replace("<", "&lt;")


if __name__ == "__main__":
    sys.stdout.buffer.write(markdown().encode())
