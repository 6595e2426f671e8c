"""What is wrong with a profile, in both languages: the line, the key, what is allowed, the nearest word."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from typing import Any, get_args, get_origin

import regex
from pydantic import BaseModel, ValidationError

from extractors.layouts.errors import ProfileInvalid

_MOST_TOLD = 3
_LIKE = 0.5
_PLACE_IN_TOML = regex.compile(r"\(at line (?P<line>\d+), column (?P<column>\d+)\)")
_HEADER = regex.compile(r"^\s*\[{1,2}\s*(?P<path>[\w.\"-]+)\s*\]{1,2}")
_KEY = regex.compile(r"^\s*\"?(?P<key>[^\"=#\[]+?)\"?\s*=")
# pydantic's error type → what the value must be, in both languages.
_KINDS = {
    "list_type": ('["…", "…"] の形の並びで書いてください', 'must be a list: ["…", "…"]'),
    "string_type": ("引用符で囲んだ文字列で書いてください", "must be text in quotation marks"),
    "dict_type": ("[節] の下に 項目 = 値 の形で書いてください", "must be a section of keys and values"),
    "model_type": ("[節] の下に 項目 = 値 の形で書いてください", "must be a section of keys and values"),
    "model_attributes_type": (
        "[節] の下に 項目 = 値 の形で書いてください",
        "must be a section of keys and values",
    ),
}
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
    ja, en = _told(error, path, model)
    return line_of(text, path), key, ja, en


def _told(error: Any, path: Sequence[str | int], model: type[BaseModel]) -> tuple[str, str]:
    kind, context = error["type"], error.get("ctx", {})
    if kind == "extra_forbidden":
        return _choice(
            "この項目はありません", "there is no such key", str(path[-1]), keys_at(model, path[:-1])
        )
    if kind == "literal_error":
        allowed = regex.findall(r"'([^']*)'", str(context.get("expected", "")))
        wrong = str(path[-1]) if error["loc"][-1] == "[key]" else str(error["input"])
        return _choice(f"「{wrong}」は使えません", f"{wrong!r} is not allowed", wrong, allowed)
    if kind == "missing":
        return "この項目が必要です", "this key is required"
    if kind in _KINDS:
        return _KINDS[kind]
    if "ja" in context and "en" in context:  # the profile's own rules say it in both languages
        return str(context["ja"]), str(context["en"])
    return f"値が正しくありません（{error['msg']}）", str(error["msg"])


def _choice(ja: str, en: str, wrong: str, allowed: Iterable[str]) -> tuple[str, str]:
    """The allowed words, and the one that is most like the wrong one."""
    words = list(allowed)
    near = difflib.get_close_matches(wrong, words, n=1, cutoff=_LIKE)
    listed = "、".join(words)
    hint = (f"。「{near[0]}」のことですか", f" (did you mean {near[0]!r}?)") if near else ("", "")
    return f"{ja}{hint[0]}（使えるもの：{listed}）", f"{en}{hint[1]}; allowed: {', '.join(words)}"


def keys_at(model: type[BaseModel], path: Sequence[str | int]) -> list[str]:
    """The keys that a section of the profile may hold; `path` leads to it."""
    here: type[BaseModel] = model
    for part in path:
        if isinstance(part, int) or part not in here.model_fields:
            continue
        inner = _model_in(here.model_fields[part].annotation)
        if inner is None:
            return []
        here = inner
    return list(here.model_fields)


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    inner = (_model_in(one) for one in get_args(annotation)) if get_origin(annotation) else ()
    return next((one for one in inner if one is not None), None)


def line_of(text: str, path: Sequence[str | int]) -> int | None:
    """The line, from 1, of a key in a TOML text; the line of its section where the key itself is missing."""
    names = [str(part) for part in path if not isinstance(part, int)]
    wanted = next((part for part in path if isinstance(part, int)), None)
    section: list[str] = []
    n_seen = -1  # how many [[…]] of the wanted name stand above, less one
    best: tuple[int, int] | None = None  # how many names agree, and the line
    for number, line in enumerate(text.splitlines(), start=1):
        header, key = _HEADER.match(line), _KEY.match(line)
        if header:
            section = [part.strip('"') for part in header["path"].split(".")]
            n_seen += section == names[:1]
        here = section if header else [*section, *(key["key"].strip().split("."))] if key else []
        is_this = wanted is None or n_seen == wanted
        depth = len(here) if is_this and here == names[: len(here)] else 0
        if depth and (best is None or depth > best[0]):
            best = (depth, number)
    return best[1] if best else None
