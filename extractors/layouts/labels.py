"""Taking a printed label apart: its words, and what the brackets after them say."""

from __future__ import annotations

import regex

from extractors.text.folding import fold
from extractors.text.years import year_spans

# 事業費見込(千円) · 現状値(2018年度) · 目標値【令和5年度】; (KPI) belongs to the label itself.
_SUFFIX = regex.compile(r"^(?P<base>.+?)[(（\[［【〔](?P<suffix>[^()（）\[\]［］【】〔〕]*)[)）\]］】〕]$")

# ①事業名 · (2)関係市町村 · 3．概要 · ■効果 · №4取組名: the number or mark of a row is no part of its label.
_MARK = regex.compile(
    r"^(?:(?:№|[NＮ][OoＯｏ][.．]?)[0-9０-９]{1,3}[.．、:：]?|[①-⑳㉑-㉟❶-❿■□●○◆◇◎・※]|[(（][0-9０-９]{1,2}[)）]|[0-9０-９]{1,2}[.．、)）]|[ア-ン][.．、)）])(?=.)"
)


_SHARE = regex.compile(r"^[(（]?(?:うち|内)[、:：]?(?=.{2})")


def without_mark(text: str) -> str:
    """`①事業名` → `事業名`; a label without a number or mark in front comes back as it is, squeezed."""
    squeezed = "".join(text.split())
    found = _MARK.match(squeezed)
    return squeezed[found.end() :] if found else squeezed


def without_share(text: str) -> str:
    """`うち国費` → `国費`: 内 and うち say that a row is a part of the one above."""
    squeezed = "".join(text.split())
    found = _SHARE.match(squeezed)
    return squeezed[found.end() :] if found else squeezed


def without_year(text: str) -> str:
    """`R3実績`, `目標値令和10年度` → `実績`, `目標値`; empty without one year before or behind words."""
    squeezed = "".join(fold(text).split())
    spans = year_spans(squeezed)
    if len(spans) != 1:
        return ""
    start, end = spans[0]
    return (
        squeezed[end:].removeprefix("の") if start == 0 else squeezed[:start] if end == len(squeezed) else ""
    )


def split_label(text: str) -> tuple[str, str | None]:
    """`事業費見込(千円)` → (`事業費見込`, `千円`); without brackets at the end the suffix is None."""
    squeezed = "".join(text.split())
    found = _SUFFIX.match(squeezed)
    return (found["base"], found["suffix"]) if found else (squeezed, None)
