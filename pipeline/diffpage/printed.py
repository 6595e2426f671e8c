"""A comparison on a terminal: totals by policy area, the biggest moves first, what came and went."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from pipeline.changes import Change
from pipeline.diffpage import words
from pipeline.diffpage.comparison import Comparison
from pipeline.diffpage.marks import Span, marked

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

# More moves than these are in the page and in changes.csv.
_N_MOVES: Final = 15
# Characters before the first difference of a text.
_N_BEFORE: Final = 12


def print_comparison(console: Console, comparison: Comparison) -> None:
    """Print a comparison for a person."""
    old_id, new_id = comparison.edition_ids
    console.print(f"[bold]新旧対照 {comparison.zone_id}  {old_id} → {new_id}[/bold]", highlight=False)
    console.print(_counts(comparison), highlight=False, soft_wrap=True)
    for line in words.rounding(comparison) or ():
        console.print(line, markup=False, highlight=False, soft_wrap=True)
    if not comparison.changes:
        return
    console.print(_totals(comparison))
    if comparison.moves:
        console.print(_moves(comparison))
    for line in _lines(comparison):
        console.print(line, markup=False, highlight=False, soft_wrap=True)


def _counts(comparison: Comparison) -> str:
    if not comparison.changes:
        return "変更はありません · no change"
    counted = (
        f"{ja} {comparison.counts[kind]}" for kind, (ja, _) in words.KINDS.items() if comparison.counts[kind]
    )
    return f"変更 {len(comparison.changes)} 件 changes: " + " · ".join(counted)


def _table(title: str, *columns: str) -> Table:
    from rich.table import Table

    table = Table(title=title, title_justify="left")
    for n, column in enumerate(columns):
        table.add_column(column, overflow="fold", justify="left" if n == 0 else "right")
    return table


def _totals(comparison: Comparison) -> Table:
    years = comparison.common_years
    span = f"{years[0]}–{years[-1]}" if years else "―"
    table = _table(
        f"政策分野ごとの事業費 totals by policy area ({span})",
        "政策分野 area",
        "旧 old",
        "新 new",
        "増減",
        "%",
    )
    for one in comparison.totals:
        table.add_row(one.area, *_total_cells(*one.sums(years)))
    sums = [one.sums(years) for one in comparison.totals]
    table.add_section()
    table.add_row("合計 total", *_total_cells(sum(old for old, _ in sums), sum(new for _, new in sums)))
    return table


def _total_cells(old: int, new: int) -> tuple[str, str, str, str]:
    return (
        words.thousands(old),
        words.thousands(new),
        words.signed_thousands(new - old),
        words.share(old, new),
    )


def _moves(comparison: Comparison) -> Table:
    shown = comparison.moves[:_N_MOVES]
    more = len(comparison.moves) - len(shown)
    table = _table(
        "事業費の増減(大きい順) biggest moves" + (f" (+{more})" if more else ""),
        "施策 measure", "年度 year", "旧 old", "新 new", "増減",
    )  # fmt: skip
    for change in shown:
        table.add_row(
            change.subject.name if change.subject else "",
            change.row_key or "",
            words.shown(change, change.old),
            words.shown(change, change.new),
            words.delta(change),
        )
    return table


def _lines(comparison: Comparison) -> Iterator[str]:
    for change in comparison.of_kind("measure_added"):
        yield f"＋ 追加 added    {_name(change)}"
    for change in comparison.of_kind("measure_dropped"):
        yield f"－ 廃止 dropped  {_name(change)}"
    for change in comparison.of_kind("measure_renamed"):
        score = change.subject.score if change.subject else None
        yield f"～ 改名 renamed  {change.old} → {change.new}" + (f" (一致度 {score:.2f})" if score else "")
    for change in comparison.of_kind("kpi_added", "kpi_dropped"):
        mark = "＋ 指標 KPI added  " if change.kind == "kpi_added" else "－ 指標 KPI dropped"
        yield f"{mark} {_name(change)}: {change.row_key}{_akin(change)}"
    for group in comparison.shared:
        yield f"＝ 共通 alike    {_one_line(group[0])} ({len(group)} 施策 measures)"
    for change in comparison.single:
        is_told = change in comparison.moves or change.kind not in ("value_changed", "text_changed")
        if not is_told:
            yield f"・ {_name(change)}{_one_line(change)}"


def _akin(change: Change) -> str:
    return f" (≒? {change.akin} かもしれません · may be the same, reworded)" if change.akin else ""


def _name(change: Change) -> str:
    return f"{change.subject.name} " if change.subject else ""


def _one_line(change: Change) -> str:
    texts = [_cut(words.shown(change, text)) for text in (change.old, change.new)]
    if change.kind == "text_changed" and change.old and change.new:
        texts = [_around(spans) for spans in marked(change.old, change.new)]
    row = words.row_label(change) if change.table_name != "kpis" else ""
    return f"{words.label(change)[0]}{' ' + row if row else ''}: {texts[0]} → {texts[1]}"


def _around(spans: Sequence[Span]) -> str:
    """A text from its first difference on, with some words before it; what differs in 【】."""
    first = next((n for n, span in enumerate(spans) if span.is_changed), 0)
    before = spans[first - 1].text if first else ""
    led = before if len(before) <= _N_BEFORE else "…" + before[-_N_BEFORE:]
    rest = (f"【{span.text}】" if span.is_changed else span.text for span in spans[first:])
    return _cut(led + "".join(rest), 60)


def _cut(text: str, length: int = 40) -> str:
    plain = text.replace("\n", "")
    return plain if len(plain) <= length else plain[: length - 1] + "…"
