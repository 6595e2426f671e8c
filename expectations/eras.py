"""Years in labels and prose: Western and era years side by side."""

from __future__ import annotations

import re

# First year of each era less one: 平成1年 is 1989.
_ERA_START = {"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018}
_ERA_LETTER = {"M": "明治", "T": "大正", "S": "昭和", "H": "平成", "R": "令和"}
_ERA_NAME = r"(?P<era>明治|大正|昭和|平成|令和)|(?<![A-Za-z])(?P<letter>[MTSHR])\.?"
_ERA = rf"(?:{_ERA_NAME})\s*(?P<n>元|[0-9]{{1,2}})(?![0-9])"
_YEAR = re.compile(rf"(?<![0-9,.])(?P<western>(?:18|19|20|21)[0-9]{{2}})(?![0-9,.])|{_ERA}")
_PAIR = re.compile(
    r"(?P<western>[0-9]{4})年度?\s*[(（]\s*(?P<era>明治|大正|昭和|平成|令和)\s*(?P<n>元|[0-9]{1,2})年度?\s*[)）]"
    r"|(?P<era2>明治|大正|昭和|平成|令和)\s*(?P<n2>元|[0-9]{1,2})年度?\s*[(（]\s*(?P<western2>[0-9]{4})年度?\s*[)）]"
)


def years_in(text: str) -> list[int]:
    """Western years named in a text in order, era years converted; each year once."""
    years = (_western(found) for found in _YEAR.finditer(text))
    return list(dict.fromkeys(years))


def paired_years(text: str) -> list[tuple[str, int, int]]:
    """Years printed in both countings, as (print, Western year, Western year of the era year)."""
    pairs = []
    for found in _PAIR.finditer(text):
        era = _era_year(found["era"] or found["era2"], found["n"] or found["n2"])
        pairs.append((found[0], int(found["western"] or found["western2"]), era))
    return pairs


def _western(found: re.Match[str]) -> int:
    if found["western"]:
        return int(found["western"])
    return _era_year(found["era"] or _ERA_LETTER[found["letter"]], found["n"])


def _era_year(era: str, n: str) -> int:
    return _ERA_START[era] + (1 if n == "元" else int(n))
