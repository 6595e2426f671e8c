"""Years as plans print them (平成31年度, H31, 令和元年度, R1, 2019年度, 2019) → Western years.

Fiscal years (年度, April to March) are named by the calendar year they start in, in eras and Western years
alike, so 平成31年度 and 2019年度 are one year although 令和 began in May 2019.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, Literal

import regex

from extractors.text.flags import Flag
from extractors.text.folding import fold
from extractors.text.numbers import kanji_value

YearKind = Literal["fiscal_year", "calendar_year", "unmarked"]

# Era → (the Western year before its first, its last year). 令和 is open.
ERAS: Final[dict[str, tuple[int, int | None]]] = {
    "明治": (1867, 45),
    "大正": (1911, 15),
    "昭和": (1925, 64),
    "平成": (1988, 31),
    "令和": (2018, None),
}
_ERA_OF: Final[dict[str, str]] = {form: era for era in ERAS for form in (era, era[0])} | dict(
    zip("MTSHR㍾㍽㍼㍻㋿", [*ERAS, *ERAS], strict=True)
)
_PHASE: Final = (
    r"(?:(?:度?末|現在|時点|頃|比)?(?:当初|補正|中間|最終)?"
    r"(?:決算|予算|見込み?|推計|実績|目標|計画|現状|基準|予定|国勢調査|国調)?(?:値|額)?"
    r"(?:[(（](?:[0-9]{1,2}年目|[^()（）0-9]{1,6})[)）])?)"
)
_PHASE_ALONE: Final = regex.compile(_PHASE)
_IN_BRACKETS: Final = regex.compile(r"^[(（](?P<inside>[^()（）]*)[)）]$")
_COUNT: Final = r"(?:元|[0-9]{1,2}|[一二三四五六七八九十]{1,3})"
# 大 and 平 also end ordinary words (最大5年), Latin letters codes (AR4): none of their kind may stand before.
_ERA: Final = (
    r"(?P<era>明治|大正|昭和|平成|令和|[㍾㍽㍼㍻㋿]|(?<!\p{Han})[明大昭平令]|(?<![A-Za-z0-9-])[MTSHR])"
)
# Behind a hyphen a year ends a span (2019-2023) unless a code or telephone number runs there.
_WESTERN: Final = (
    r"(?<![0-9A-Za-z.,])(?<!(?:(?<![0-9])(?:[0-9]{1,3}|0[0-9]+)|[A-Za-z])-)"
    r"(?:西暦)?(?P<western>(?:1[89]|2[01])[0-9]{2})"
)
_MARK: Final = (
    r"(?P<mark>年度|年(?!間|目|代)(?:(?P<month>1[0-2]|[1-9])月(?:[0-9]{1,2}日)?)?)"
    r"|(?![\p{L}\p{N}.,%年])|(?=決算|予算|当初|補正|見込|推計|実績|目標|計画|現状|基準|中間|最終|現在|時点|末|比|国勢調査|国調)"
)
_TOKEN: Final = regex.compile(rf"(?:{_ERA}\.?(?P<count>{_COUNT})|{_WESTERN})(?:{_MARK})")
_TWIN: Final = regex.compile(r"[(（\[［/／・=＝]")
_TWIN_END: Final = regex.compile(r"[)）\]］]?(?P<mark>年度|年)?")
_TO: Final = r"(?:～|~|-|－|‐|–|—|―|−|から|→)"
_BETWEEN: Final = regex.compile(_TO)
_BARE_END: Final = regex.compile(rf"{_TO}(?P<count>{_COUNT})(?P<mark>年度|年)?(?![0-9])")
_LENGTH: Final = regex.compile(
    r"(?:まで)?(?:の?[(（]?(?P<length>[0-9]{1,2})[かヶカケヵ箇]?年(?:間|度分)?[)）]?)?"
)
_BRACKETED: Final = r"[(（\[【〔](?P<year>[^()（）\[\]【】〔〕]+)[)）\]】〕]"
_BESIDE: Final = (
    regex.compile(rf"(?P<value>.*\S)\s*{_BRACKETED}", regex.DOTALL),
    regex.compile(rf"{_BRACKETED}\s*(?P<value>\S.*)", regex.DOTALL),
    regex.compile(r"(?P<year>[^\s:：]+)[\s:：]+(?P<value>\S.*)", regex.DOTALL),
    regex.compile(r"(?P<value>\S.*?)\s+(?P<year>\S+)", regex.DOTALL),
)
_UNKNOWN_ERA: Final = regex.compile(r"(?P<era>\p{Han}{2}|(?<![A-Za-z0-9])[A-Z])(?:元|[0-9]{1,2})年度?")


@dataclass(frozen=True, slots=True)
class Year:
    """A printed year. `kind` is by its mark: 年度 fiscal, 年 calendar, none unmarked (the table decides).

    `era` is None for a Western print; `month` is a printed month; `phase` is what is printed beside the year
    (決算, 見込み, 末, 2年目).
    """

    raw: str
    year: int
    kind: YearKind
    era: str | None = None
    month: int | None = None
    phase: str = ""
    flags: tuple[Flag, ...] = ()

    @property
    def fiscal_year(self) -> int:
        """The fiscal year it falls in: January to March belong to the one before; its own without a month."""
        return self.year - 1 if self.month is not None and self.month <= 3 else self.year


@dataclass(frozen=True, slots=True)
class YearRange:
    """A printed span of years, both ends included; where only one end is marked both take its kind."""

    raw: str
    start: Year
    end: Year
    flags: tuple[Flag, ...] = ()

    @property
    def fiscal_years(self) -> range:
        """The fiscal years of the span; empty when it is printed the wrong way round."""
        return range(self.start.fiscal_year, self.end.fiscal_year + 1)


@dataclass(frozen=True, slots=True)
class _Found:
    year: Year
    start: int
    end: int


def _kind(mark: str | None) -> YearKind:
    if mark is None:
        return "unmarked"
    return "fiscal_year" if mark == "年度" else "calendar_year"


def _count(text: str) -> int:
    if text == "元":
        return 1
    return int(text) if text.isascii() else int(kanji_value(text) or 0)


def _in_era(raw: str, era: str, count: int, kind: YearKind) -> Year | None:
    before, last = ERAS[era]
    if count < 1:
        return None
    flags: tuple[Flag, ...] = ("era_overrun",) if last is not None and count > last else ()
    return Year(raw, before + count, kind, era, flags=flags)


def _token(match: regex.Match[str]) -> Year | None:
    kind = _kind(match["mark"])
    if match["western"]:
        found: Year | None = Year(match[0], int(match["western"]), kind)
    else:
        found = _in_era(match[0], _ERA_OF[match["era"]], _count(match["count"]), kind)
    return replace(found, month=int(match["month"])) if found and match["month"] else found


def _tokens(text: str) -> list[_Found]:
    """Every year of a text without white space, the two forms of one year (2015年(平成27年)) as one."""
    found: list[_Found] = []
    for match in _TOKEN.finditer(text):
        year = _token(match)
        if year is None:
            continue
        # Two notations side by side name one year, two of one notation (2018/2019) are two years.
        if found and found[-1].year.era != year.era and _TWIN.fullmatch(text[found[-1].end : match.start()]):
            found[-1] = _twin(text, found[-1], year, match.end())
        else:
            found.append(_Found(year, match.start(), match.end()))
    return found


def _twin(text: str, first: _Found, second: Year, end: int) -> _Found:
    closing = _TWIN_END.match(text, end)
    end = closing.end() if closing else end
    mark_behind = _kind(closing["mark"]) if closing else "unmarked"
    kinds = [k for k in (first.year.kind, second.kind, mark_behind) if k != "unmarked"]
    flags = (*first.year.flags, *second.flags)
    if first.year.year != second.year:
        flags = (*flags, "disagree")
    kind, era = kinds[0] if kinds else "unmarked", first.year.era or second.era
    year = replace(first.year, kind=kind, era=era, flags=flags, raw=text[first.start : end])
    return _Found(year, first.start, end)


def _tight(text: str) -> str:
    return "".join(fold(text).split())


def find_years(text: str) -> list[Year]:
    """Every year in a label or sentence, in order; 2,019人 and 2019人 are none.

    >>> [(y.year, y.kind) for y in find_years("現状値(2018年度)　目標値（令和５年度）")]
    [(2018, 'fiscal_year'), (2023, 'fiscal_year')]
    """
    return [found.year for found in _tokens(_tight(text))]


def year_spans(text: str) -> list[tuple[int, int]]:
    """Where in a folded text its years stand, as (start, end)."""
    return [(found.start, found.end) for found in _tokens(text)]


def parse_year(raw: str) -> Year | None:
    """Read a cell or header that is one year and at most a phase (H24決算); None when it is not.

    For a year of an era that is not known see `unknown_era`.

    >>> parse_year("平成３１年度").year, parse_year("令元").year, parse_year("平成５年１月末").kind
    (2019, 2019, 'calendar_year')
    >>> parse_year("2015年(平成26年)").flags
    ('disagree',)
    """
    text = _IN_BRACKETS.sub(r"\g<inside>", _tight(raw))
    found = _tokens(text)
    if len(found) != 1 or found[0].start != 0 or not _PHASE_ALONE.fullmatch(text[found[0].end :]):
        return None
    return replace(found[0].year, raw=raw, phase=text[found[0].end :])


def split_year(raw: str) -> tuple[str, Year | None]:
    """A value and the year printed before or behind it; a year with more words to it stays with the value.

    >>> split_year("186人（H30）")[0], split_year("令和元年度：3.5%")[0]
    ('186人', '3.5%')
    >>> split_year("0台(2021年3月供用開始)")[1] is None
    True
    """
    text = fold(raw).strip()
    for pattern in _BESIDE:
        found = pattern.fullmatch(text)
        year = parse_year(found["year"]) if found else None
        if found and year is not None and not year.phase:
            is_marked = year.kind != "unmarked" or year.era is not None
            if is_marked or pattern in _BESIDE[:2]:  # in brackets a bare 2019 is a year too
                return found["value"].strip(), replace(year, raw=found["year"])
    return raw, None


def unknown_era(raw: str) -> str | None:
    """The era of a print that is an era year in form but names no known era (令利元年 → 令利), else None.

    >>> unknown_era("令利元年度"), unknown_era("令和元年度")
    ('令利', None)
    """
    text = _tight(raw)
    match = _UNKNOWN_ERA.fullmatch(text)
    return match["era"] if match and not _tokens(text) else None


def _bare_end(start: Year, match: regex.Match[str]) -> Year | None:
    """The end of 令和2～6年度 or 2019～23年度, whose era or century is that of the start."""
    kind, count = _kind(match["mark"]), _count(match["count"])
    if start.era is not None:
        return _in_era(match[0], start.era, count, kind)
    year = start.year // 100 * 100 + count
    return Year(match[0], year if year >= start.year else year + 100, kind)


def _range(text: str, first: _Found, second: Year, end: int) -> YearRange:
    start_kind, end_kind = first.year.kind, second.kind
    start = replace(first.year, kind=end_kind if start_kind == "unmarked" else start_kind)
    stop = replace(second, kind=start_kind if end_kind == "unmarked" else end_kind)
    flags = (*start.flags, *stop.flags)
    if stop.fiscal_year < start.fiscal_year:
        flags = (*flags, "reversed")
    tail = _LENGTH.match(text, end)
    if tail and tail["length"] and int(tail["length"]) != stop.fiscal_year - start.fiscal_year + 1:
        flags = (*flags, "length_disagrees")
    return YearRange(text[first.start : tail.end() if tail else end], start, stop, flags)


def find_year_ranges(text: str) -> list[YearRange]:
    """Every span of years in a text, in order.

    >>> [(r.start.year, r.end.year) for r in find_year_ranges("期間は2019年度から2023年度までの5年間とし、")]
    [(2019, 2023)]
    """
    tight = _tight(text)
    found, ranges = _tokens(tight), list[YearRange]()
    for position, first in enumerate(found):
        second = found[position + 1] if position + 1 < len(found) else None
        bare = _BARE_END.match(tight, first.end)
        if second and _BETWEEN.fullmatch(tight[first.end : second.start]):
            ranges.append(_range(tight, first, second.year, second.end))
        elif bare and (end := _bare_end(first.year, bare)):
            ranges.append(_range(tight, first, end, bare.end()))
    return ranges


def parse_year_range(raw: str) -> YearRange | None:
    """Read a cell that is one span of years; None when it is not.

    >>> (r := parse_year_range("令和2～6年度")).start.year, r.end.year, r.start.kind
    (2020, 2024, 'fiscal_year')
    """
    text = regex.sub(r"^[(（](?P<inside>.*)[)）]$", r"\g<inside>", _tight(raw))
    ranges = find_year_ranges(text)
    return replace(ranges[0], raw=raw) if len(ranges) == 1 and ranges[0].raw == text else None
