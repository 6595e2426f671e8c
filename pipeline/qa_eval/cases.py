"""The documents of a measurement: clean ones, ones with one error, and ones with a cluster of errors."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from pipeline.qa_eval.typesetter import typesetter

CaseKind = Literal["clean", "single", "cluster"]

CLUSTER_SIZE = 24
# A document with one error needs only some measures around it; a cluster stands in the whole vision.
_MEASURES_OF_SINGLE = 10
# Errors that renumber the rows after them are planted before the others.
_FIRST = ("measure_duplicated",)
# One place in a document for each of these.
_ONCE = frozenset({"toc_page_wrong", "prose_figure_off", "area_figure_off"})
_MAX_TRIES = 40


@dataclass(frozen=True, slots=True)
class Case:
    """One document to make and judge. `kinds` are what may be planted, `seed` decides where."""

    kind: CaseKind
    seed: int
    kinds: tuple[str, ...] = ()


def cases(kinds: Sequence[str], n_seeds: int) -> Iterator[Case]:
    """For each seed a clean document, a cluster, and a document for each kind."""
    for seed in range(n_seeds):
        yield Case("clean", seed)
        yield Case("cluster", seed, tuple(kinds))
        for kind in kinds:
            yield Case("single", seed, (kind,))


def make_document(case: Case, path: Path) -> list[Any]:
    """Set the case's document to `path` and say what was planted (records of the typesetter, may be none)."""
    rng = random.Random(f"{case.seed}/{case.kind}/{','.join(case.kinds)}")
    vision = typesetter("vision2019").vision_2019()
    planted: list[Any] = []
    if case.kind == "single":
        vision, planted = _with_single(vision, case.kinds[0], rng)
    elif case.kind == "cluster":
        vision, planted = _with_cluster(vision, case.kinds, rng)
    style = replace(typesetter("style").STYLE_2019, cell_size_pt=rng.choice((8.5, 9.0, 9.5)))
    typesetter("draw").typeset(vision, style, path)
    return planted


def _with_single(vision: Any, kind: str, rng: random.Random) -> tuple[Any, list[Any]]:
    """One error in a vision cut down to some of its measures; none where the kind finds no place."""
    plants = typesetter("plants")
    for _ in range(_MAX_TRIES):
        n_measures = len(vision.measures())
        kept = set(rng.sample(range(n_measures), _MEASURES_OF_SINGLE))
        short = vision.with_measures({i: () for i in range(n_measures) if i not in kept})
        try:
            changed, planted = plants.plant(short, kind, rng)
        except plants.CannotPlant:
            continue
        return changed, [planted]
    return vision, []


def _with_cluster(vision: Any, kinds: Sequence[str], rng: random.Random) -> tuple[Any, list[Any]]:
    """CLUSTER_SIZE errors of all kinds, no two of them in one measure, section or table row."""
    plants = typesetter("plants")
    queue = [*(kind for kind in _FIRST if kind in kinds)]
    rest = [kind for kind in kinds if kind not in _FIRST]
    queue += [*rng.sample(rest, len(rest)), *(rng.choice(rest) for _ in range(_MAX_TRIES))]
    planted: list[Any] = []
    for kind in queue:
        if len(planted) == CLUSTER_SIZE:
            break
        if kind in _ONCE and kind in {one.kind for one in planted}:
            continue
        try:
            changed, one = plants.plant(vision, kind, rng)
        except plants.CannotPlant:
            continue
        if not any(shares_owner(one, other) for other in planted):
            vision, planted = changed, [*planted, one]
    return vision, planted


def shares_owner(one: Any, other: Any) -> bool:
    """Whether two errors stand so near that a finding could mean either."""
    return bool(owners(one) & owners(other))


def owners(planted: Any) -> set[str]:
    """The measures, agreement, section or table that an error concerns."""
    owner = owner_of(planted.table, planted.row_id)
    if planted.kind == "measure_duplicated":
        return {owner, f"m{int(owner[1:]) - 1:02d}"}
    return {owner}


def owner_of(table: str | None, row_id: str) -> str:
    """What a local row id belongs to (`m07` for `m07/2021/total` and `m07:k1`); the table of statistics."""
    return "statistics" if table == "statistics" else row_id.partition("/")[0].partition(":")[0]
