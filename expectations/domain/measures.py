"""Measures and agreements: who takes part, nothing twice, nothing missing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from expectations.claims import Claim, Place
from expectations.edition import Edition, Row, at, squeezed

# What a municipality that takes part does; help 「必要に応じ」 (as needed) is also given by others.
_ACTS = r"[はがも](?:(?!必要に応じ)[^。])*?(?:実施|負担|提供|運営|整備|支援を行|協力|参加)"
# In a zone of two, what both do.
_BOTH_ACT = r"両市町[がで]|市、?町が?それぞれ|市町が?独自"
_NEARLY_ALL = 0.9


def claims(edition: Edition) -> Iterator[Claim]:
    """All claims about measures and agreements."""
    for measure_id, row in edition.measures.items():
        yield from _participants(edition, measure_id)
        yield from _role_claims(edition, measure_id, row)
    yield from _empty_fields(edition)
    yield from _duplicates(edition)
    yield from _ordinals(edition)
    yield from agreement_claims(edition)
    yield from contents_claims(edition)


def _participants(edition: Edition, measure_id: str) -> Iterator[Claim]:
    params = {"subject": edition.name_of(measure_id)}
    listed = {row["municipality"] for row in edition.of_measure("measure_municipalities", measure_id)}
    place = Place("measures", measure_id)
    yield Claim(check_id="measure.no_municipality", place=place, holds=bool(listed), params=params)
    for row in edition.of_measure("measure_municipalities", measure_id):
        yield Claim(
            check_id="zone.unknown_municipality",
            place=at("measure_municipalities", row, "municipality"),
            holds=row["municipality"] in edition.members,
            observed=row["municipality"],
            expected="、".join(edition.members),
        )
    for row in edition.of_measure("projects", measure_id):
        if row["municipality"] and listed:
            yield Claim(
                check_id="projects.owner_not_listed",
                place=at("projects", row, "municipality"),
                holds=row["municipality"] in listed or row["municipality"] not in edition.members,
                observed=row["municipality"],
                expected="、".join(sorted(listed)),
                params=params,
            )


def _role_claims(edition: Edition, measure_id: str, row: Row) -> Iterator[Claim]:
    """A member that the division of roles has act is among the municipalities concerned."""
    listed = {r["municipality"] for r in edition.of_measure("measure_municipalities", measure_id)}
    for name in edition.members:
        if not row["role_sharing"] or not listed:
            continue
        both = f"|{_BOTH_ACT}" if len(edition.members) == 2 else ""
        acts = re.search(re.escape(name) + _ACTS + both, row["role_sharing"])
        yield Claim(
            check_id="measure.role_not_listed",
            place=Place("measures", measure_id, "role_sharing"),
            holds=name in listed or acts is None,
            observed=acts[0] if acts else None,
            expected="、".join(sorted(listed)),
            params={"subject": edition.name_of(measure_id), "municipality": name},
        )


def _empty_fields(edition: Edition) -> Iterator[Claim]:
    """A field that nearly all measures fill is filled in each."""
    rows = list(edition.measures.values())
    for column in ("name", "content", "effect", "role_sharing"):
        n_filled = sum(bool(row[column]) for row in rows)
        if not n_filled or n_filled < _NEARLY_ALL * len(rows) - 1:
            continue
        for row in rows:
            yield Claim(
                check_id="measure.empty_field",
                place=at("measures", row, column),
                holds=bool(row[column]),
                params={"subject": edition.name_of(row["measure_id"]), "field": column},
            )


def _duplicates(edition: Edition) -> Iterator[Claim]:
    """No measure stands twice: neither its name nor, under another name, its text."""
    for column, check_id in (("name", "measure.duplicate_name"), ("content", "measure.duplicate_text")):
        seen: dict[str, str] = {}
        for measure_id, row in edition.measures.items():
            text = squeezed(row[column])
            if not text:
                continue
            first = seen.setdefault(text, measure_id)
            yield Claim(
                check_id=check_id,
                place=Place("measures", measure_id, column),
                holds=first == measure_id,
                observed=(row[column] or "")[:60],
                params={"subject": edition.name_of(measure_id), "other": first.rsplit(":", 1)[-1]},
            )


def _ordinals(edition: Edition) -> Iterator[Claim]:
    """Measures are numbered 1 to n in printed order."""
    numbers = sorted(row["ordinal"] for row in edition.measures.values())
    if numbers:
        yield Claim(
            check_id="measure.ordinal_gap",
            place=edition.place,
            holds=numbers == list(range(1, len(numbers) + 1)),
            observed="、".join(map(str, numbers)),
        )


def agreement_claims(edition: Edition) -> Iterator[Claim]:
    """Each agreement says what is done and what each of its parties does."""
    roles: dict[str, list[Row]] = {row["agreement_id"]: [] for row in edition.rows("agreements")}
    for row in edition.rows("agreement_roles"):
        roles.setdefault(row["agreement_id"], []).append(row)
    usual = _usual_parties(list(roles.values()))
    seen: dict[str, str] = {}
    for row in edition.rows("agreements"):
        agreement_id, text = row["agreement_id"], squeezed(row["content"])
        subject = {"subject": row["item"] or agreement_id.rsplit(":", 1)[-1]}
        place = Place("agreements", agreement_id, "content")
        yield Claim(check_id="agreement.no_content", place=place, holds=bool(text), params=subject)
        first = seen.setdefault(text, agreement_id) if text else agreement_id
        yield Claim(
            check_id="agreement.duplicate_text",
            place=place,
            holds=first == agreement_id,
            observed=(row["content"] or "")[:60],
            params={**subject, "other": first.rsplit(":", 1)[-1]},
        )
        yield from _party_claims(edition, row, roles[agreement_id], usual, subject)


def _usual_parties(roles: list[list[Row]]) -> frozenset[str]:
    """The parties that most agreements name; none where each agreement is with another neighbour."""
    parties = Counter(frozenset(row["municipality"] for row in rows) for rows in roles)
    if not parties:
        return frozenset()
    usual, n = parties.most_common(1)[0]
    return usual if n > sum(parties.values()) / 2 else frozenset()


def _party_claims(
    edition: Edition, row: Row, roles: list[Row], usual: frozenset[str], subject: dict[str, str]
) -> Iterator[Claim]:
    named = {role["municipality"] for role in roles}
    place = Place("agreements", row["agreement_id"])
    for name in sorted(usual):
        params = {**subject, "municipality": name}
        yield Claim(
            check_id="agreement.missing_role",
            place=place,
            holds=name in named,
            expected=name,
            observed="、".join(sorted(named)),
            params=params,
        )
    for role in roles:
        name, role_place = role["municipality"], at("agreement_roles", role, "role_text")
        params = {**subject, "municipality": name}
        is_known = name in edition.members
        yield Claim(
            check_id="zone.unknown_municipality",
            place=role_place._replace(column_name="municipality"),
            holds=is_known,
            observed=name,
            expected="、".join(edition.members),
        )
        yield Claim(
            check_id="agreement.empty_role", place=role_place, holds=bool(role["role_text"]), params=params
        )


def contents_claims(edition: Edition) -> Iterator[Claim]:
    """The contents page names the page on which each heading stands."""
    for row in edition.rows("outline"):
        if row["toc_page_matches"] is not None:
            yield Claim(
                check_id="toc.page_mismatch",
                place=at("outline", row, "toc_printed_page"),
                holds=row["toc_page_matches"],
                observed=str(row["toc_printed_page"]),
                expected=str(row["page"]),
                params={"subject": f"{row['label'] or ''} {row['title'] or ''}".strip()},
            )
