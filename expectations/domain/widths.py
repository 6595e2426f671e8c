"""Full-width and half-width digits: one series of figures is printed in one of them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from expectations.claims import Claim, Place
from expectations.edition import Edition, at, grouped

_WIDE, _NARROW = re.compile("[０-９]"), re.compile("[0-9]")
Print = tuple[Place, str]


def claims(edition: Edition) -> Iterator[Claim]:
    """A claim for each printed figure of a measure's amounts, a KPI's two values, and a statistics table."""
    for rows in grouped(edition.rows("budgets"), "measure_id", "funding").values():
        subject = edition.name_of(rows[0]["measure_id"])
        yield from _alike([(at("budgets", r, "amount_yen"), r["amount_raw"] or "") for r in rows], subject)
    for row in edition.rows("kpis"):
        sides = ("baseline", "target")
        prints = [(at("kpis", row, f"{side}_value"), row[f"{side}_raw"] or "") for side in sides]
        yield from _alike(prints, edition.name_of(row["measure_id"]))
    for table_id, rows in grouped(edition.rows("statistics"), "table_id").items():
        prints = [(at("statistics", row, "value"), row["raw"] or "") for row in rows]
        yield from _alike(prints, str(rows[0]["table_title"] or table_id))


def _alike(prints: list[Print], subject: str) -> Iterator[Claim]:
    """The odd ones out are the fewer; of as many, the full-width ones, which are the rarer print."""
    wide = [p for p in prints if _WIDE.search(p[1])]
    narrow = [p for p in prints if _NARROW.search(p[1]) and p not in wide]
    odd = [] if not wide or not narrow else min(wide, narrow, key=len)
    for place, raw in (*wide, *narrow):
        yield Claim(
            check_id="series.mixed_width",
            place=place,
            holds=(place, raw) not in odd,
            observed=raw,
            params={"subject": subject},
        )
