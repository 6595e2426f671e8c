"""Long runs of the round trip: python -m tests.typesetter.soak --minutes 10 [--seed 1000]."""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter

from extractors.errors import KyoseiError
from tests.typesetter.compare import Difference, only_paragraphs
from tests.typesetter.roundtrip import RoundTrip, round_trip


def main() -> int:
    """Set and read documents until the time is up. Returns 1 when any cell came back wrong in silence."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=5.0)
    parser.add_argument("--seed", type=int, default=0, help="first seed")
    options = parser.parse_args()
    deadline = time.monotonic() + options.minutes * 60
    totals: Counter[str] = Counter()
    seed = options.seed
    while time.monotonic() < deadline:
        totals.update(_one(seed))
        seed += 1
    print(dict(totals))
    return 1 if totals["silent documents"] else 0


def _one(seed: int) -> list[str]:
    try:
        result = round_trip(seed)
    except KyoseiError as error:
        print(f"{seed}: refused, {error}")
        return ["documents", "refused documents"]
    silent = [d for d in result.silent if not only_paragraphs(d)]
    if silent:
        _report(seed, result, silent)
    outcome = "silent documents" if silent else "reported documents" if _wrong(result) else "exact documents"
    return ["documents", outcome]


def _wrong(result: RoundTrip) -> bool:
    return any(not only_paragraphs(d) for d in result.differences)


def _report(seed: int, result: RoundTrip, silent: list[Difference]) -> None:
    print(f"{seed}: {len(silent)} of {len(result.differences)} differences in silence; {result.style}")
    for difference in silent[:5]:
        print(f"    {difference}"[:400])


if __name__ == "__main__":
    sys.exit(main())
