"""What pydantic finds wrong in a TOML file of a person's: the line, what is allowed, the word meant."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from typing import Any, get_args, get_origin

import regex
from pydantic import BaseModel

_LIKE = 0.5
_HEADER = regex.compile(r"^\s*(?P<opening>\[{1,2})\s*(?P<path>[\w.\"-]+)\s*\]{1,2}")
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
_Names = tuple[str, ...]
_Step = tuple[str, int | None]  # a key, and which of several tables of that name


def what_is_wrong(error: Any, path: Sequence[str | int], model: type[BaseModel]) -> tuple[str, str]:
    """One of pydantic's errors in Japanese and English; `path` leads to the value, `model` is the file.

    A rule of the model's own that says `ja` and `en` in its context is told in these words.
    """
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
    if "ja" in context and "en" in context:  # a rule of our own
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
    """The keys that a section may hold; `path` leads to it."""
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
    wanted = _steps(path)
    section: list[_Step] = []
    seen: dict[_Names, int] = {}  # how many [[…]] of a name stand above within their parent, less one
    best: tuple[int, int] | None = None  # how many names agree, and the line
    for number, line in enumerate(text.splitlines(), start=1):
        header, key = _HEADER.match(line), _KEY.match(line)
        if header:
            section = _section(header["path"], seen, is_one_of_several=header["opening"] == "[[")
        keys: list[_Step] = [(name, None) for name in key["key"].strip().split(".")] if key else []
        here = section if header else [*section, *keys] if key else []
        depth = len(here) if _leads_to(here, wanted) else 0
        if depth and (best is None or depth > best[0]):
            best = (depth, number)
    return best[1] if best else None


def _steps(path: Sequence[str | int]) -> list[_Step]:
    steps: list[_Step] = []
    for part in path:
        if isinstance(part, str):
            steps.append((part, None))
        elif steps:
            steps[-1] = (steps[-1][0], part)
    return steps


def _section(path: str, seen: dict[_Names, int], *, is_one_of_several: bool) -> list[_Step]:
    """The keys of a section's head; `seen` is counted on."""
    names = tuple(part.strip('"') for part in path.split("."))
    if is_one_of_several:
        seen[names] = seen.get(names, -1) + 1
        for inner in [one for one in seen if len(one) > len(names) and one[: len(names)] == names]:
            del seen[inner]
    return [(name, seen.get(names[: depth + 1])) for depth, name in enumerate(names)]


def _leads_to(here: Sequence[_Step], wanted: Sequence[_Step]) -> bool:
    return len(here) <= len(wanted) and all(
        name == wanted_name and (None in (nth, wanted_nth) or nth == wanted_nth)
        for (name, nth), (wanted_name, wanted_nth) in zip(here, wanted, strict=False)
    )
