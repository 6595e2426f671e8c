"""From the model's values to what is printed for them in a style."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from tests.typesetter.model import Amount, Kpi, PeriodKind, Project, Quantity
from tests.typesetter.style import YEN_OF_UNIT, Style

_FULLWIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
_PADDED = {"効果": "効　　果", "事業": "事　　業", "施策名": "施 策 名", "役割分担": "役 割 分 担"}
_BROKEN = {
    "重要業績評価指標(KPI)": "重要業績\n評価指標\n(KPI)",
    "実施スケジュール": "実施\nスケジュール",
}


def digits(text: str, style: Style) -> str:
    """The text with its digits in the style's width."""
    return text.translate(_FULLWIDTH) if style.fullwidth_digits else text


def label(text: str, style: Style) -> str:
    """A label, padded or broken over lines where the style does so."""
    if style.padded_labels and text in _PADDED:
        return _PADDED[text]
    return _BROKEN.get(text, text) if style.broken_labels else text


def era_year(year: int, style: Style, month: int = 12) -> str:
    """A year in the Japanese calendar: 平成30, 令和元 (from May 2019), 令和5.

    Fiscal 2019 goes by both names.
    """
    if year < 2019 or (year == 2019 and (month < 5 or style.year_style == "wareki_heisei")):
        return f"平成{year - 1988}"
    return "令和元" if year == 2019 else f"令和{year - 2018}"


def year_label(year: int, style: Style) -> str:
    """The head of a year column."""
    match style.year_style:
        case "bare":
            printed = str(year)
        case "nendo":
            printed = f"{year}年度"
        case "abbreviated":
            printed = f"H{year - 1988}" if year < 2019 else f"R{year - 2018}"
        case _:
            printed = era_year(year, style) + "年度"
    return digits(printed, style)


def published(year: int, month: int, style: Style) -> str:
    """The date on the cover."""
    number = era_year(year, style, month) if style.year_style.startswith("wareki") else str(year)
    return digits(f"{number}年{month}月 策定", style)


def dated(year: int, kind: PeriodKind, style: Style) -> str:
    """A year with its kind, as beside 現状値 and in prose."""
    number = era_year(year, style) if style.year_style.startswith("wareki") else str(year)
    return digits(number + ("年度" if kind == "fiscal_year" else "年"), style)


def amount(value: Amount, style: Style) -> str:
    """A year's amount in the style's unit. Raises AssertionError where the unit cannot hold it."""
    if value.printed_as is not None:
        return value.printed_as
    if value.amount_yen is None:
        return value.missing_print
    number, rest = divmod(abs(value.amount_yen), YEN_OF_UNIT[style.unit])
    assert rest == 0, (value, style.unit)
    mark = style.negative_mark if value.amount_yen < 0 else ""
    return digits(f"{mark}{number:,}{style.unit if style.unit_place == 'cell' else ''}", style)


def budget_label(style: Style) -> str:
    """The label of the budget row, with its unit where the style prints it there."""
    return f"事業費見込({style.unit})" if style.unit_place == "label" else "事業費見込"


def quantity(value: Quantity, style: Style) -> str:
    """A KPI value."""
    return digits(value.raw, style)


def kpi_heads(kpi: Kpi, style: Style) -> tuple[str, str]:
    """Heads of the two value columns."""
    baseline = dated(kpi.baseline_year, kpi.baseline_kind, style)
    target = dated(kpi.target_year, kpi.target_kind, style)
    return f"現状値({baseline})", f"目標値({target})"


def projects(items: Iterable[Project], style: Style) -> str:
    """The list of projects: 「owner：A、B」 groups, the shared ones without an owner."""
    groups = []
    for owner, members in groupby(items, key=lambda p: p.municipality):
        names = "、".join(p.name for p in members)
        groups.append(f"{owner}：{names}" if owner else names)
    return digits(style.project_separator.join(groups), style)


def indented(text: str, style: Style) -> str:
    """Paragraphs with the customary one-character indent, where the style has it."""
    if not style.content_indent:
        return digits(text, style)
    return digits("\n".join("　" + paragraph for paragraph in text.split("\n")), style)
