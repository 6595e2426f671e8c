"""`decisions.toml` written: a decision added or replaced, comments and the other blocks left as they are."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

import tomli_w

from pipeline.decisions.errors import DecisionsInvalidError
from pipeline.decisions.model import Decision, load_decisions

_HEADER: Final = re.compile(r"(?m)^[ \t]*\[\[[ \t]*decision[ \t]*\]\]")
_COMMENTS_BEFORE: Final = re.compile(r"(?:^[ \t]*#[^\n]*\n)+\Z", re.MULTILINE)
PREAMBLE: Final = """\
# 確認の決定 · decisions on printed values and findings
# kyosei review の頁、または kyosei decide で書きます。書き方: docs/review.md
# Written by the page of kyosei review or by kyosei decide; docs/review.md explains the keys.

"""


class Blocks(NamedTuple):
    """A file's text: what stands before the first decision, and each decision's own text."""

    preamble: str
    decisions: tuple[str, ...]


def split_blocks(text: str) -> Blocks:
    """Cut a file's text at its `[[decision]]` headers; comments right above a header belong to it.

    Those above the first one may be the file's own, and stay with the preamble.
    """
    starts: list[int] = []
    for header in _HEADER.finditer(text):
        comments = _COMMENTS_BEFORE.search(text, 0, header.start()) if starts else None
        starts.append(comments.start() if comments else header.start())
    if not starts:
        return Blocks(text, ())
    ends = [*starts[1:], len(text)]
    return Blocks(text[: starts[0]], tuple(text[a:b] for a, b in zip(starts, ends, strict=True)))


def block_text(decision: Decision) -> str:
    """One decision as TOML, ending with a blank line."""
    return tomli_w.dumps({"decision": [decision.model_dump(exclude_none=True)]}) + "\n"


def with_decision(text: str, decisions: Sequence[Decision], decision: Decision) -> str:
    """The file's text with `decision` added, or in the place of the one on the same value.

    `decisions` are those the text holds, in its order.
    """
    blocks = split_blocks(text or PREAMBLE)
    texts = list(blocks.decisions)
    new = block_text(decision)
    places = [one.place for one in decisions]
    if decision.place in places:
        texts[places.index(decision.place)] = new
    else:
        if texts and not texts[-1].endswith("\n\n"):
            texts[-1] = texts[-1].rstrip("\n") + "\n\n"
        texts.append(new)
    return blocks.preamble + "".join(texts)


def read_blocks(path: Path) -> tuple[str, tuple[Decision, ...]]:
    """A file's text with its decisions, checked to be written in blocks that can be told apart.

    Raises `DecisionsInvalidError`.
    """
    decisions = load_decisions(path)
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    found = split_blocks(text).decisions
    if len(found) != len(decisions) or any(not _is_one(block) for block in found):
        raise DecisionsInvalidError(
            file=str(path),
            key="decision",
            problem_ja="決定は一つずつ [[decision]] の見出しで始めてください",
            problem_en="begin every decision with its own [[decision]] line",
        )
    return text, decisions


def _is_one(block: str) -> bool:
    try:
        return len(tomllib.loads(block).get("decision", ())) == 1
    except tomllib.TOMLDecodeError:
        return False


def write_decision(path: Path, decision: Decision) -> None:
    """Add a decision to the file at `path`, or replace the one on the same value; whole or not at all.

    Raises `DecisionsInvalidError` for a file that is not valid, which is then left alone.
    """
    text, decisions = read_blocks(path)
    staged = path.with_suffix(f".{os.getpid()}.tmp")
    staged.write_text(with_decision(text, decisions, decision), encoding="utf-8")
    staged.replace(path)
