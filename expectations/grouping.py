"""One slip, one finding: consequences are told under their cause."""

from __future__ import annotations

from collections.abc import Sequence

from expectations.catalogue import SEVERITIES, load_catalogue
from expectations.claims import Claim
from expectations.edition import Edition
from expectations.failures import Failure


def one_failure_a_slip(edition: Edition, broken: Sequence[Claim]) -> tuple[Failure, ...]:
    """Failures of the broken claims, the gravest first; what follows from another is a consequence."""
    del edition
    ranked = sorted(broken, key=lambda c: SEVERITIES.index(load_catalogue()[c.check_id].severity))
    return tuple(claim.failure() for claim in ranked)
