"""The tests' typesetter, which makes the documents; it is in a checkout, not in the installed package."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from typing import Any

from extractors.errors import KyoseiError

_CHECKOUT = Path(__file__).resolve().parents[2]


class TypesetterMissingError(KyoseiError):
    """The tests' typesetter, or a library it needs, is not there: `reason`."""

    code = "TYPESETTER_MISSING"
    title_ja = "文書を組む道具（tests/typesetter）が使えません: {reason}"
    title_en = "The tests' typesetter (tests/typesetter) cannot be used: {reason}"
    next_step_ja = "リポジトリを取得し、開発用の道具を入れて（./do test が行います）実行してください"
    next_step_en = "Run this from a checkout with the developers' tools installed (./do test does that)"


def typesetter(module: str) -> Any:
    """A module of the typesetter. Raises TypesetterMissingError."""
    if str(_CHECKOUT) not in sys.path:
        sys.path.append(str(_CHECKOUT))
    try:
        return import_module(f"tests.typesetter.{module}")
    except ImportError as error:
        raise TypesetterMissingError(reason=str(error)) from error


def kinds() -> tuple[str, ...]:
    """All kinds of error that can be planted, in alphabetical order. Raises TypesetterMissingError."""
    return tuple(sorted(typesetter("plants").PLANTERS))
