"""What the domain's checks know beyond what `findings` hold, worked out anew from an edition's tables."""

from __future__ import annotations

from expectations.domain import domain_claims
from expectations.edition import Edition, Tables
from expectations.failures import Failure
from expectations.grouping import one_failure_a_slip


def domain_failures(tables: Tables, previous: Tables | None = None) -> tuple[Failure, ...]:
    """The failures of the domain's checks with their evidence, from tables that were validated before.

    Structural rules are left out, so that Great Expectations is not needed. The findings that are these
    failures themselves do not count as known. `previous` is the zone's edition before this one.
    """
    edition = Edition(tables)
    claims = domain_claims(edition, Edition(previous) if previous else None)
    broken = [claim for claim in claims if not claim.holds]
    own = {(claim.check_id, claim.place.row_id) for claim in broken}
    read = [row for row in edition.rows("findings") if (row["check_id"], row["row_id"]) not in own]
    return one_failure_a_slip(Edition({**tables, "findings": read}), broken)
