"""How the figures of one series are printed: digits of one width, and no gap in one figure alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from expectations.claims import Claim, Place
from expectations.edition import Edition, Row, at, grouped

_WIDE, _NARROW = re.compile("[０-９]"), re.compile("[0-9]")
_GAP = re.compile(r"(?<=[0-9０-９])[ \u3000](?=[0-9０-９])")
# Offices that set single digits wide and longer figures narrow do so by rule.
_LONG = re.compile("[0-9０-９].*[0-9０-９]")
# A figure that alone differs from this many others was typed by another hand or at another time.
_MIN_OTHERS = 3
Print = tuple[Place, str]


def claims(edition: Edition) -> Iterator[Claim]:
    """A claim for each printed figure of a measure's amounts, a KPI's two values, and a statistics table."""
    for rows in grouped(edition.rows("budgets"), "measure_id", "funding").values():
        subject = edition.name_of(rows[0]["measure_id"])
        amounts = _prints(edition, "budgets", rows, {"amount_yen": "amount_raw"})
        yield from _alike(amounts, subject)
        yield from _gaps(amounts, subject)
    for row in edition.rows("kpis"):
        sides = {f"{side}_value": f"{side}_raw" for side in ("baseline", "target")}
        yield from _alike(_prints(edition, "kpis", [row], sides), edition.name_of(row["measure_id"]))
    for table_id, rows in grouped(edition.rows("statistics"), "table_id").items():
        prints = _prints(edition, "statistics", rows, {"value": "raw"})
        yield from _alike(prints, str(rows[0]["table_title"] or table_id))
        yield from _gaps(prints, str(rows[0]["table_title"] or table_id))


def _prints(edition: Edition, table_name: str, rows: Sequence[Row], raw_of: Mapping[str, str]) -> list[Print]:
    """What is printed for the rows' values; of a corrected one the print no longer counts."""
    prints = [(at(table_name, row, value), row[raw] or "") for row in rows for value, raw in raw_of.items()]
    return [one for one in prints if one[0] not in edition.corrected]


def _alike(prints: list[Print], subject: str) -> Iterator[Claim]:
    """The odd ones out are the fewer; of as many, the full-width ones, which are the rarer print."""
    wide = [p for p in prints if _WIDE.search(p[1])]
    narrow = [p for p in prints if _NARROW.search(p[1]) and p not in wide]
    odd = [] if not wide or not narrow else min(wide, narrow, key=len)
    is_single = len(odd) == 1 and _stands_out(odd[0], [*wide, *narrow])
    for place, raw in (*wide, *narrow):
        yield Claim(
            check_id="series.odd_width" if is_single else "series.mixed_width",
            place=place,
            holds=(place, raw) not in odd,
            observed=raw,
            params={"subject": subject},
        )


def _gaps(prints: list[Print], subject: str) -> Iterator[Claim]:
    """A gap between two digits of one figure alone; where several have gaps, they are letter-spaced."""
    filled = [p for p in prints if _NARROW.search(p[1]) or _WIDE.search(p[1])]
    gapped = [p for p in filled if _GAP.search(p[1])]
    for one in filled:
        yield Claim(
            check_id="series.odd_gap",
            place=one[0],
            holds=gapped != [one] or not _stands_out(one, filled),
            observed=one[1],
            params={"subject": subject},
        )


def _stands_out(one: Print, prints: list[Print]) -> bool:
    others = [raw for place, raw in prints if place != one[0] and _LONG.search(raw)]
    return bool(_LONG.search(one[1])) and len(others) >= _MIN_OTHERS
