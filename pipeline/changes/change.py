"""One change between two editions, as the contract's `changes` table holds it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, Literal

from expectations.contract import TABLES
from pipeline.publish.csv_text import decimal_text

Kind = Literal[
    "measure_added",
    "measure_dropped",
    "measure_renamed",
    "kpi_added",
    "kpi_dropped",
    "value_changed",
    "text_changed",
]
Value = str | int | bool | Decimal | None

# A paragraph in a message would hide what else it says; `old` and `new` hold all of it.
_SHOWN_CHARS: Final = 40


@dataclass(frozen=True, slots=True)
class Subject:
    """The measure a change belongs to: its key, its name (the new one of two), the score of the match."""

    measure_key: str
    name: str
    score: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change. `old` and `new` are texts, numbers without grouping, `true` or `false`; None is nothing.

    `akin` names an indicator of the other edition that one that came or went may be, reworded.
    """

    kind: Kind
    table_name: str
    column_name: str
    row_key: str | None = None
    old: str | None = None
    new: str | None = None
    delta: Decimal | None = None
    subject: Subject | None = None
    akin: str | None = None

    def row(self, zone_id: str, from_id: str, to_id: str) -> dict[str, Any]:
        """The change as a row of `changes`."""
        subject = self.subject
        score = subject.score if subject else None
        return {
            "zone_id": zone_id,
            "change_id": f"{zone_id}:{from_id}..{to_id}:{self._local_id()}",
            "from_edition_id": from_id,
            "to_edition_id": to_id,
            "kind": self.kind,
            "measure_key": subject.measure_key if subject else None,
            "measure_name": subject.name if subject else None,
            "table_name": self.table_name,
            "row_key": self.row_key,
            "column_name": self.column_name,
            "old": self.old,
            "new": self.new,
            "delta": self.delta,
            "match_score": None if score is None else Decimal(str(score)),
            "message_ja": message_ja(self),
        }

    def _local_id(self) -> str:
        """Where it belongs in plain words and a digest of the place, which outlive other values there."""
        scope = self.subject.measure_key.split(":", 1)[1] if self.subject else "zone"
        place = "\n".join((self.kind, self.row_key or "", self.column_name))
        return f"{scope}:{self.table_name}:{hashlib.sha256(place.encode()).hexdigest()[:10]}"


def shown(value: Value) -> str | None:
    """A value as `old` and `new` print it."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    return decimal_text(value) if isinstance(value, Decimal) else str(value)


def value_change(
    table_name: str, column_name: str, old: Value, new: Value, *, delta: Decimal | None = None, **place: Any
) -> Change:
    """A changed figure, year, unit or state; `place` is `row_key` and `subject`."""
    return Change(
        kind="value_changed", table_name=table_name, column_name=column_name,
        old=shown(old), new=shown(new), delta=delta, **place,
    )  # fmt: skip


def text_change(table_name: str, column_name: str, old: str | None, new: str | None, **place: Any) -> Change:
    """A changed text; None is a text that is not there; `place` is `row_key` and `subject`."""
    return Change(
        kind="text_changed", table_name=table_name, column_name=column_name,
        old=old or None, new=new or None, **place,
    )  # fmt: skip


def numbered(changes: Iterable[Change]) -> list[Change]:
    """The changes with every `row_key` made distinct: the second of one place gets ` (2)`."""
    count: dict[tuple[Any, ...], int] = {}
    told: list[Change] = []
    for one in changes:
        key = one.subject.measure_key if one.subject else None
        place = (one.kind, one.table_name, one.row_key, one.column_name, key)
        count[place] = count.get(place, 0) + 1
        number = f" ({count[place]})" if count[place] > 1 else ""
        told.append(one if not number else _at(one, (one.row_key or "") + number))
    return told


def _at(change: Change, row_key: str) -> Change:
    from dataclasses import replace

    return replace(change, row_key=row_key.strip())


def message_ja(change: Change) -> str:
    """The change in a Japanese sentence."""
    name = f"施策「{change.subject.name}」" if change.subject else ""
    match change.kind:
        case "measure_added":
            return f"{name}が追加されました。"
        case "measure_dropped":
            return f"{name}がなくなりました。"
        case "measure_renamed":
            return f"施策名が「{change.old}」から「{change.new}」に変わりました。"
        case "kpi_added":
            return f"{name}に指標「{change.row_key}」が追加されました。{akin_ja(change)}"
        case "kpi_dropped":
            return f"{name}の指標「{change.row_key}」がなくなりました。{akin_ja(change)}"
        case _:
            return f"{name + 'の' if name else ''}{_place_ja(change)}{_move_ja(change)}"


def akin_ja(change: Change) -> str:
    """A sentence on the indicator that one that came or went may be; empty where there is none."""
    if change.akin is None:
        return ""
    return f"{'前' if change.kind == 'kpi_added' else '後'}の版の「{change.akin}」と同じ指標かもしれません。"


def _place_ja(change: Change) -> str:
    table = TABLES[change.table_name]
    column = table.by_name[change.column_name].title_ja
    key = budget_place_ja(change.row_key or "") if change.table_name == "budgets" else _short(change.row_key)
    row = f"（{key}）" if key else ""
    return f"「{table.title_ja}」{row}の{column}"


def budget_place_ja(row_key: str) -> str:
    """A budget's `row_key`, year and funding source, in words (`2026/一般財源` → `2026年度・一般財源`)."""
    year, _, funding = row_key.partition("/")
    return f"{year}年度{'・' if funding else ''}{funding}"


def _move_ja(change: Change) -> str:
    old, new = (in_words_ja(change, text) for text in (change.old, change.new))
    if change.old is None:
        return f"に「{new}」が加わりました。"
    if change.new is None:
        return f"の「{old}」がなくなりました。"
    delta = f"（増減 {change.delta:+,f}）" if change.delta is not None else ""
    return f"が「{old}」から「{new}」に変わりました{delta}。"


def in_words_ja(change: Change, text: str | None) -> str:
    """`old` or `new` as a person reads it: money and counts grouped, yes or no in words, long texts cut."""
    field = TABLES[change.table_name].by_name[change.column_name]
    if text is None or field.type == "string":
        return _short(text)
    if field.type == "boolean":
        return "あり" if text == "true" else "なし"
    if change.column_name.endswith("year"):
        return text
    return f"{Decimal(text):,f}{'円' if field.type == 'money' else ''}"


def _short(text: str | None) -> str:
    plain = (text or "").replace("\n", "")
    return plain if len(plain) <= _SHOWN_CHARS else plain[: _SHOWN_CHARS - 1] + "…"
