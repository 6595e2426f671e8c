"""What a vision must satisfy beyond its structure: each module states claims about one part of it."""

from __future__ import annotations

from expectations.claims import Claim
from expectations.domain import (
    budget_prints,
    budgets,
    continuity,
    evidence,
    figures,
    kpi_pairs,
    kpis,
    left_out,
    listed,
    measures,
    names,
    prose,
    widths,
)
from expectations.edition import Edition


def domain_claims(edition: Edition, previous: Edition | None) -> list[Claim]:
    """Every claim about the edition, kept or broken; with the zone's previous edition also continuity."""
    printed = figures.read_figures(edition)
    return [
        *printed.claims,
        *prose.era_claims(edition),
        *prose.period_claims(edition),
        *prose.publication_claims(edition),
        *prose.member_count_claims(edition),
        *budgets.claims(edition, printed.vouched_for()),
        *budget_prints.claims(edition),
        *left_out.claims(edition),
        *widths.claims(edition),
        *kpis.claims(edition),
        *kpis.missing_kpis(edition),
        *kpi_pairs.claims(edition),
        *measures.claims(edition),
        *names.claims(edition),
        *listed.claims(edition),
        *evidence.claims(edition),
        *(continuity.claims(edition, previous) if previous else ()),
    ]
