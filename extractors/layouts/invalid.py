"""What is wrong with a profile, in both languages: the line, the key, what is allowed, the nearest word."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import regex
from pydantic import BaseModel, ValidationError

from extractors.layouts.errors import ProfileInvalid
from extractors.toml_problems import line_of, what_is_wrong

_MOST_TOLD = 3
_PLACE_IN_TOML = regex.compile(r"\(at line (?P<line>\d+), column (?P<column>\d+)\)")
_Problem = tuple[int | None, str, str, str]  # line, key, what is wrong (ja, en)


def invalid_toml(error: Exception, document: str) -> ProfileInvalid:
    """The error for a text that is no TOML or no UTF-8."""
    found = _PLACE_IN_TOML.search(str(error))
    ja = "TOML として読めません。引用符・角括弧・= の対応を確かめてください"
    where = int(found["line"]) if found else None
    return _error(document, [(where, "TOML", f"{ja}（{error}）", f"not readable as TOML: {error}")])


def invalid_profile(
    error: ValidationError, text: str, document: str, model: type[BaseModel]
) -> ProfileInvalid:
    """The error for a profile that pydantic's `model` does not accept."""
    problems = [_problem(one, text, model) for one in error.errors()]
    return _error(document, problems)


def _error(document: str, problems: Sequence[_Problem]) -> ProfileInvalid:
    first = problems[0]
    more = len(problems) - _MOST_TOLD
    ja = [_in_line(f"{line}行目 " if line else "", key, told) for line, key, told, _ in problems[:_MOST_TOLD]]
    en = [
        _in_line(f"line {line}, " if line else "", key, told) for line, key, _, told in problems[:_MOST_TOLD]
    ]
    return ProfileInvalid(
        document=document,
        key=first[1],
        line=first[0] or 0,
        problems_ja="；".join(ja) + (f"；ほか {more} 件" if more > 0 else ""),
        problems_en="; ".join(en) + (f"; and {more} more" if more > 0 else ""),
    )


def _in_line(place: str, key: str, told: str) -> str:
    return f"{place}{key}: {told}"


def _problem(error: Any, text: str, model: type[BaseModel]) -> _Problem:
    path = [part for part in error["loc"] if part != "[key]"]
    key = ".".join(str(part) for part in path if not isinstance(part, int)) or "profile"
    ja, en = what_is_wrong(error, path, model)
    return line_of(text, path), key, ja, en
