"""KPI cells → a value, its unit and how it binds. A cell is read whole or not at all, never half."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

import regex

from extractors.records import Comparator, MissingReason
from extractors.text.flags import Flag
from extractors.text.folding import fold
from extractors.text.markers import split_markers
from extractors.text.numbers import LONE_ONE, Number, Unreadable, parse_number
from extractors.text.states import is_ditto, missing_reason
from extractors.text.units import Unit, split_unit, unit_of
from extractors.text.years import parse_year

_BLANKS: Final = regex.compile(r"\s+")
_LINE_END: Final = regex.compile(r"\s*\n\s*")
_DIGIT: Final = regex.compile("[0-9]")
_CUMULATIVE: Final = regex.compile("累計|累積|通算")
_NOTE: Final = regex.compile(r"\s*[(（](?P<note>(?:[^()（）]|[(（][^()（）]*[)）])+)[)）]$")
_PREFIX: Final = regex.compile(
    r"(?P<prefix>約|概ね|おおむね|およそ|延べ|累計|累積|通算|合計|計|毎年度?|各年度?|年間?|月間?|週|年平均|月平均|平均"
    r"|[0-9]{1,2}[かヶカケヵ箇]?年(?:間)?(?:の)?(?:累計|累積|合計|平均|計|で)"
    r"|(?:1|一)(?:日|人|月|年|回|校|か月|世帯|団体)(?:当たり|あたり|平均)"
    r"|(?:対)?(?:前年度?|基準年?度?|現状値?|(?:平成|令和|[HR])(?:[0-9]{1,2}|元)年?度?|[0-9]{4}年度?)(?:比|より|から|に対し)?(?:で)?)"
    r"[:：]?\s*(?=[0-9+＋▲△約概お延累年])"
)
_BOUNDS: Final[dict[str, tuple[Comparator, bool]]] = {
    "以上": (">=", False),
    "以下": ("<=", False),
    "以内": ("<=", False),
    "未満": ("<=", True),
    "を下回る": ("<=", True),
    "を超える": (">=", True),
    "を上回る": (">=", True),
    "超": (">=", True),
}
_RISES: Final = "増加|増|上昇|向上|アップ"
_FALLS: Final = "減少|削減|縮減|低下|低減|減|ダウン"
_TAIL: Final = regex.compile(
    r"\s*(?:(?P<keeps>(?:を|の)?維持|(?:を)?継続)(?:する)?"
    r"|(?P<doing>を?(?:開催|実施|達成|整備|設置|認定|導入|確保)(?:する)?)"
    rf"|の?(?P<rises>{_RISES})|の?(?P<falls>{_FALLS})|の?(?P<unclear>改善)"
    rf"|(?P<bound>{'|'.join(_BOUNDS)})|(?P<about>程度|前後))$"
)
_KEEP: Final = regex.compile(
    r"(?:現状(?:値)?|現行|現在|現水準|現状水準|基準値)?(?:の水準)?(?:を|の)?維持(?P<more>以上|向上)?(?:する)?。?"
)
_RANGE: Final = regex.compile(r"\s*[～~]\s*")
_UNIT: Final = regex.compile(r"[^\s0-9()（）、。，,.:：;；～~=＝+＋「」※*]{1,12}")
_NOT_NUMERALS: Final = regex.compile(r"一部|十分|一次|二次|千|万|百|億")
_BENDING: Final = regex.compile(r"以[上下内]|未満|超|増|減|維持|程度|から|まで")
_BARE_YEAR: Final = regex.compile(r"(?:19|20)[0-9]{2}")
_DATE_WORDS: Final = regex.compile(
    r"(?:[0-9]{4}|(?:平成|令和|昭和|[HRS])(?:[0-9]{1,2}|元))年(?:度)?(?:[0-9]{1,2}月)?(?:[0-9]{1,2}日)?"
    r"|第[0-9]{1,2}[次期回]|[0-9]次産業"
)


@dataclass(frozen=True, slots=True)
class KpiValue:
    """What a KPI cell says. `value` is None exactly where `missing_reason` is set.

    `comparator`: `=` a value, `>=` `<=` a bound, `range` (`value` to `value_max`), `change` (signed, against
    the baseline), `maintain` (keep the value, or the present state when there is none), `text` a state in
    words; None for a blank, a dash, undecided or unreadable cell. `unit` is as printed in the cell, else the
    fallback. `note` holds the words around the value (約, 累計, a bracketed remark) joined by 、.
    """

    raw: str
    value: Decimal | None = None
    value_max: Decimal | None = None
    unit: str | None = None
    comparator: Comparator | None = None
    note: str | None = None
    footnote_markers: tuple[str, ...] = ()
    missing_reason: MissingReason | None = None
    flags: tuple[Flag, ...] = ()
    proposal: Decimal | None = None


def is_cumulative(indicator: str, value: str = "") -> bool:
    """Whether the figure is a running total: 累計, 累積 or 通算 in the indicator's name or the cell.

    延べ is not one: it counts every attendance within a period (乗車人数(延べ)割合 starts anew each year).

    >>> is_cumulative("起業支援セミナーの参加者数（累計）"), is_cumulative("乗車人数(延べ)割合")
    (True, False)
    """
    return bool(_CUMULATIVE.search(_BLANKS.sub("", fold(indicator + value))))


def parse_kpi_value(raw: str, fallback_unit: str | None = None) -> KpiValue:
    """Read a KPI cell (baseline, target or actual). Never raises; see `KpiValue`.

    `fallback_unit` is the unit printed in the indicator or in a column of its own: it is taken where the cell
    prints none, and a different one in the cell wins with flag `unit_conflict`.

    >>> v = parse_kpi_value("186人(*)"); v.value, v.unit, v.footnote_markers
    (Decimal('186'), '人', ('*',))
    >>> parse_kpi_value("0台 (2021年3月供用開始)").note
    '2021年3月供用開始'
    >>> parse_kpi_value("現状維持").comparator
    'maintain'
    """
    text, markers = split_markers(_LINE_END.sub(" ", fold(raw).strip()).rstrip("。"))
    notes: list[str] = []
    while (bracket := _NOTE.search(text)) and bracket.start() > 0:
        text, inner = split_markers(text[: bracket.start()])
        notes.insert(0, bracket["note"].strip())
        markers = (*inner, *markers)
    found = _mark(text) or _wordless(text) or _with_prefix(text)
    note = "、".join(part for part in [*((found.note or "").split("、")), *notes] if part) or None
    return _with_unit(replace(found, raw=raw, footnote_markers=markers, note=note), fallback_unit)


def _with_unit(found: KpiValue, fallback: str | None) -> KpiValue:
    """Settle the unit between the cell and its label; a null value has none unless the cell prints one."""
    if found.value is None:
        return found
    if not fallback:
        is_year = _BARE_YEAR.fullmatch(fold(found.raw).strip())
        return replace(found, flags=(*found.flags, "looks_like_year")) if is_year else found
    if found.unit is None:
        symbol = fold(fallback).strip()
        flags: tuple[Flag, ...] = (*found.flags, "unknown_unit") if _is_no_unit(symbol) else found.flags
        return replace(found, unit=symbol, flags=flags)
    if found.comparator == "change" or _means_the_same(unit_of(found.unit), unit_of(fallback)):
        return found
    return replace(found, flags=(*found.flags, "unit_conflict"))


def _is_no_unit(symbol: str) -> bool:
    """Whether a printed unit is neither a known sign nor holds a letter, as a % that was read as 96; a dash
    says that there is none.
    """
    is_worded = any(map(str.isalpha, symbol))
    return not is_worded and not unit_of(symbol).is_known and missing_reason(symbol) != "dash"


def _means_the_same(one: Unit, other: Unit) -> bool:
    """Whether two prints are one unit (か所 and 箇所, % and パーセント)."""
    return one == other if not one.is_known else (one.kind, one.meaning) == (other.kind, other.meaning)


def _mark(text: str) -> KpiValue | None:
    """A cell that points to another one (〃), or holds a lone 一, which may be a dash."""
    if is_ditto(text):
        return _unreadable(text, ("ditto",))
    return _unreadable(text, ("lookalike",)) if text == LONE_ONE else None


def _wordless(text: str) -> KpiValue | None:
    """A cell without a value: blank, dash, undecided, a state, a date; None when it may hold one."""
    keep = _KEEP.fullmatch(_BLANKS.sub("", text))
    if keep:
        return KpiValue(text, comparator="maintain", missing_reason="text", note=keep["more"])
    reason = missing_reason(text)
    if reason in ("blank", "dash", "undecided"):
        return KpiValue(text, missing_reason=reason)
    if parse_year(text) is not None and not _BARE_YEAR.fullmatch(text):
        return KpiValue(text, comparator="text", missing_reason="text", flags=("looks_like_year",))
    if reason == "text" and not _kanji_number(text):
        return KpiValue(text, comparator="text", missing_reason="text")
    if not _DIGIT.search(_DATE_WORDS.sub("", text)) and reason is None:
        return KpiValue(text, comparator="text", missing_reason="text")
    return None


def _kanji_number(text: str) -> bool:
    """Whether a text without digits is still a number: 十二回, but not 一部 or 十分."""
    numeral, unit = split_unit(text)
    is_word = len(numeral) == 1 and _NOT_NUMERALS.match(text) is not None
    return bool(numeral) and not is_word and unit is not None and unit.is_known


def _with_prefix(text: str) -> KpiValue:
    notes: list[str] = []
    while match := _PREFIX.match(text):
        notes.append(match["prefix"])
        text = text[match.end() :].strip()
    found = _ranged(text) or _single(text)
    if any(note in ("約", "概ね", "おおむね", "およそ") for note in notes):
        found = replace(found, flags=(*found.flags, "approximate"))
    return replace(found, note="、".join([*notes, *([found.note] if found.note else [])]) or None)


def _ranged(text: str) -> KpiValue | None:
    """A～B, the unit behind both or behind the second only; A～ and ～B are bounds."""
    ends = _RANGE.split(text)
    if len(ends) != 2 or not any(ends):
        return None
    if not all(ends):
        bound = _single(ends[0] or ends[1])
        return replace(bound, comparator=">=" if ends[0] else "<=") if bound.comparator == "=" else None
    low, high = _single(ends[0]), _single(ends[1])
    if low.value is None or high.value is None or {low.comparator, high.comparator} != {"="}:
        return _unreadable(text, ("two_values",))
    if low.unit is not None and low.unit != high.unit:
        return _unreadable(text, ("two_values", "unit_conflict"))
    flags = tuple(dict.fromkeys((*low.flags, *high.flags)))
    if low.value > high.value:
        flags = (*flags, "reversed_range")
    return replace(high, raw=text, value=low.value, value_max=high.value, comparator="range", flags=flags)


def _single(text: str) -> KpiValue:
    """One number with its unit and what follows it (以上, 増, 維持, 程度)."""
    tails: list[regex.Match[str]] = []
    while (tail := _TAIL.search(text)) and tail.start() > 0 and len(tails) < 3:
        tails.append(tail)
        text = text[: tail.start()].strip()
    numeral, unit = split_unit(text)
    number = parse_number(numeral)
    if isinstance(number, Unreadable) or (unit is not None and not _is_unit(unit)):
        return _not_one(text, number, unit)
    flags: tuple[Flag, ...] = number.flags
    if unit is not None and not unit.is_known:
        flags = (*flags, "unknown_unit")
    symbol = unit.symbol if unit else None
    has_plus = numeral.startswith(("+", "＋"))
    found = KpiValue(text, number.value, None, symbol, "change" if has_plus else "=", flags=flags)
    for tail in reversed(tails):
        found = _bent(found, tail)
    return found


def _is_unit(unit: Unit) -> bool:
    """Whether what follows a number can be its unit: known, or one word that does not bend the value."""
    return unit.is_known or bool(_UNIT.fullmatch(unit.symbol) and not _BENDING.search(unit.symbol))


def _bent(found: KpiValue, tail: regex.Match[str]) -> KpiValue:
    """A value with one of the words behind it applied."""
    note = "、".join(part for part in (found.note, tail[0].strip()) if part)
    if tail["keeps"]:
        return replace(found, comparator="maintain")
    if tail["bound"]:
        comparator, is_exclusive = _BOUNDS[tail["bound"]]
        if not is_exclusive:
            return replace(found, comparator=comparator)
        return replace(found, comparator=comparator, note=note, flags=(*found.flags, "exclusive_bound"))
    if tail["doing"]:
        return replace(found, note=note)
    if tail["about"]:
        return replace(found, note=note, flags=(*found.flags, "approximate"))
    return _changed(found, tail, note)


def _changed(found: KpiValue, tail: regex.Match[str], note: str) -> KpiValue:
    value = found.value
    if tail["unclear"] or value is None:
        return replace(found, comparator="change", note=note, flags=(*found.flags, "direction_unclear"))
    if tail["falls"] and value.is_signed():
        return _unreadable(found.raw, (*found.flags, "double_negative"))
    return replace(found, comparator="change", value=value.copy_negate() if tail["falls"] else value)


def _not_one(text: str, number: Number | Unreadable, unit: Unit | None) -> KpiValue:
    """Why a cell with a digit is no single value: look-alike letters, two values, unknown words."""
    mended = regex.match(r"[0-9OolI|SBZ,.]*[0-9][0-9OolI|SBZ,.]*", text)
    whole = parse_number(mended[0]) if mended else number
    if isinstance(whole, Unreadable) and "lookalike" in whole.flags:
        return replace(_unreadable(text, whole.flags), proposal=whole.proposal)
    is_only_number = unit is None or _is_unit(unit)
    if isinstance(number, Unreadable) and is_only_number and number.flags != ("not_a_number",):
        return replace(_unreadable(text, number.flags), proposal=number.proposal)
    several = len(regex.findall(r"[0-9][0-9,.]*", text)) > 1
    return _unreadable(text, ("two_values",) if several else ("leftover",))


def _unreadable(text: str, flags: tuple[Flag, ...]) -> KpiValue:
    return KpiValue(text, missing_reason="unreadable", flags=flags)
