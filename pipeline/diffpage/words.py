"""Words both the terminal and the page use: kinds, columns and values in Japanese and English."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from expectations.contract import TABLES
from pipeline.changes import Change
from pipeline.changes.change import budget_place_ja

if TYPE_CHECKING:
    from pipeline.diffpage.comparison import Comparison

KINDS: Final[dict[str, tuple[str, str]]] = {
    "measure_added": ("施策の追加", "measures added"),
    "measure_dropped": ("施策の廃止", "measures dropped"),
    "measure_renamed": ("施策名の変更", "measures renamed"),
    "kpi_added": ("指標の追加", "KPIs added"),
    "kpi_dropped": ("指標の廃止", "KPIs dropped"),
    "value_changed": ("値の変更", "values changed"),
    "text_changed": ("文の変更", "texts changed"),
}
_YEN_A_THOUSAND: Final = 1000


def label(change: Change) -> tuple[str, str]:
    """What changed, as (Japanese, English): the table's and column's titles."""
    table = TABLES[change.table_name]
    field = table.by_name[change.column_name]
    if change.table_name in ("measures", "editions"):
        return field.title_ja, field.title_en
    if change.table_name == "budgets":
        return (
            f"{table.title_ja} {budget_place_ja(change.row_key or '')}",
            f"{table.title_en} {change.row_key}",
        )
    if field.title_ja == table.title_ja:
        return table.title_ja, table.title_en
    return f"{table.title_ja} {field.title_ja}", f"{table.title_en}: {field.title_en}"


def rounding(comparison: Comparison) -> tuple[str, str] | None:
    """What amounts are alike but for rounding, as (Japanese, English); None for none."""
    found = comparison.rounded
    if found is None:
        return None
    units = f"{found.old_unit or '―'} → {found.new_unit or '―'}"
    return (
        f"事業費の単位: {units}。丸めの範囲で同じ金額 {found.n_amounts} 件は、変更に数えていません",
        f"Unit of the budgets: {units}. {found.n_amounts} amounts equal but for rounding are no change",
    )


def row_label(change: Change) -> str:
    """Which row of it, as a person says it; empty where nothing needs saying."""
    if change.table_name in ("budgets", "projects"):
        return ""  # the label, or the value itself, says it
    return change.row_key or ""


def shown(change: Change, text: str | None) -> str:
    """`old` or `new` in full: money in thousands of yen, figures grouped; 「―」 for nothing."""
    if text is None:
        return "―"
    field = TABLES[change.table_name].by_name[change.column_name]
    if field.type == "money":
        return thousands(int(text))
    if field.type == "boolean":
        return {"true": "あり yes", "false": "なし no"}[text]
    if field.type == "string" or change.column_name.endswith("year"):
        return text
    return f"{Decimal(text):,f}"


def delta(change: Change) -> str:
    """The difference with its sign, empty where there is none."""
    if change.delta is None:
        return ""
    if change.column_name == "amount_yen":
        return signed_thousands(int(change.delta))
    return f"{change.delta:+,f}"


def thousands(yen: int) -> str:
    """Whole thousands of yen (千円) as plans print them; an amount that is none keeps its yen."""
    if yen % _YEN_A_THOUSAND:
        return f"{yen:,}円"
    return f"{yen // _YEN_A_THOUSAND:,}千円"


def signed_thousands(yen: int) -> str:
    """`thousands` with its sign."""
    return f"{'+' if yen > 0 else ''}{thousands(yen)}"


def share(old: int, new: int) -> str:
    """The change in per cent, empty where there was nothing before."""
    return f"{100 * (new - old) / old:+.1f}%" if old else ""
