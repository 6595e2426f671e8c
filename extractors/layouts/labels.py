"""Taking a printed label apart: its words, and what the brackets after them say."""

from __future__ import annotations

import regex

# 事業費見込(千円) · 現状値(2018年度) · 目標値【令和5年度】; (KPI) belongs to the label itself.
_SUFFIX = regex.compile(r"^(?P<base>.+?)[(（\[［【〔](?P<suffix>[^()（）\[\]［］【】〔〕]*)[)）\]］】〕]$")


def split_label(text: str) -> tuple[str, str | None]:
    """`事業費見込(千円)` → (`事業費見込`, `千円`); without brackets at the end the suffix is None."""
    squeezed = "".join(text.split())
    found = _SUFFIX.match(squeezed)
    return (found["base"], found["suffix"]) if found else (squeezed, None)
