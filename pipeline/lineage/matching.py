"""Which measure of an edition continues which of the edition before. Nothing is guessed.

A person's decisions come first, then equal names, then the clear best of a scored match. What is likely but
not clear keeps a key of its own and is a finding.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from extractors.records import Finding
from pipeline.conform import Tables
from pipeline.lineage.breaks import breaks
from pipeline.lineage.decisions import Decision
from pipeline.lineage.likeness import Portrait, likeness, portraits

# Different measures of the 2019 vision are at most 0.41 alike; one with another name, another place and half
# its projects is still above 0.6.
CONTINUES: Final = 0.55
# From here on a person would ask; below, measures merely share the language of the trade.
POSSIBLE: Final = 0.45
# An equal name makes 0.25, and texts of the trade share a quarter of their characters; a measure that goes
# on, rewritten, keeps its place at least, a project or an indicator, or a good part of its text.
NAME_ALONE: Final = 0.38
# A match is clear when no other candidate of either measure comes this near.
MARGIN: Final = 0.10

How = Literal["decision", "name", "score", "earlier"]


@dataclass(frozen=True, slots=True)
class Match:
    """A measure and the one it continues; `score` is their likeness, 0 to 1 (`likeness`).

    `how`: a person's `decision`; the same `name`; the clear best `score`; the same name in an `earlier`
    edition than the one before (a measure that pauses).
    """

    old_id: str
    new_id: str
    score: float
    how: How


@dataclass(frozen=True, slots=True)
class Lineage:
    """`keys` maps every measure id of the new edition to its measure_key."""

    keys: dict[str, str]
    matches: tuple[Match, ...]
    findings: tuple[Finding, ...]


def match_measures(
    old_tables: Tables | None,
    new_tables: Tables,
    decisions: Iterable[Decision] = (),
    *,
    earlier: Sequence[Tables] = (),
) -> Lineage:
    """Keys for the measures of `new_tables`, whose `measure_key` is not looked at.

    `old_tables` are those of the edition before (None for the first), `earlier` those before it, newest
    first; of these `measures`, `kpis`, `projects` and `editions` are read. Decisions on other editions are
    passed over; one that no longer fits is a critical finding and is not applied.
    """
    matching = _Matching(old_tables, new_tables, earlier)
    matching.apply(tuple(decisions))
    matching.by_name(matching.old, "name")
    matching.by_score()
    for tables in earlier:
        matching.by_name(portraits(tables), "earlier")
    return matching.result()


class _Candidate(NamedTuple):
    score: float
    old: Portrait
    new: Portrait


class _Matching:
    """The state of one matching: who is matched, who is still free."""

    def __init__(self, old: Tables | None, new: Tables, earlier: Sequence[Tables]) -> None:
        self.old = portraits(old) if old else []
        self.new = portraits(new)
        self.edition_id = new["editions"][0]["edition_id"]
        self._prefix = f"{new['editions'][0]['zone_id']}:{self.edition_id}:"
        self._at_hand = {
            tables["editions"][0]["edition_id"]: {row["measure_key"] for row in tables["measures"]}
            for tables in (*([old] if old else []), *earlier)
        }
        self._keys: dict[str, str] = {}
        self._matches: list[Match] = []
        self._findings: list[Finding] = []
        self._decided: set[str] = set()

    def apply(self, decisions: Sequence[Decision]) -> None:
        """Let the decisions on this edition stand; report those that no longer fit."""
        by_id = {one.measure_id: one for one in self.new}
        for decision in (one for one in decisions if one.edition == self.edition_id):
            new = by_id.get(self._prefix + decision.measure)
            if problem := self._staleness(decision, new):
                self._findings.append(_stale(decision, problem, has_row=new is not None))
                continue
            assert new is not None  # its absence is staleness
            self._decided.add(new.measure_id)
            self._keys[new.measure_id] = decision.carries or new.measure_id
            old = next((one for one in self.old if one.key == decision.carries), None)
            if old:
                self._matches.append(Match(old.measure_id, new.measure_id, likeness(old, new), "decision"))

    def _staleness(self, decision: Decision, new: Portrait | None) -> str | None:
        if new is None:
            return decision.measure
        if new.printed_name != decision.name:
            return new.printed_name
        return next((key for key in decision.keys if not self._may_exist(key)), None)

    def _may_exist(self, key: str) -> bool:
        """Whether a key is known, or of an earlier edition that is not at hand."""
        edition_id = key.split(":")[1]
        known = any(key in keys for keys in self._at_hand.values())
        return known or (edition_id < self.edition_id and edition_id not in self._at_hand)

    def by_name(self, old: Sequence[Portrait], how: How) -> None:
        """Match measures whose folded name is the same and is borne by one measure on either side.

        A name that went over to another measure (`_is_borrowed`) matches nothing.
        """
        free_old, free_new = self._free_old(old), self._free_new()
        for new in free_new:
            bearers = [one for one in free_old if one.name == new.name and new.name]
            if len(bearers) == 1 and sum(one.name == new.name for one in free_new) == 1:
                score = likeness(bearers[0], new)
                if not _is_borrowed(bearers[0], new, score, free_old, free_new):
                    self._match(bearers[0], new, score, how)
                    self._doubt(bearers[0], new, score)

    def _doubt(self, old: Portrait, new: Portrait, score: float) -> None:
        """Say where a name is all that two measures share: a name may be used anew."""
        if score < NAME_ALONE and old.content and new.content:
            self._findings.append(_name_alone(old, new, score))

    def by_score(self) -> None:
        """Match clear best pairs until none is left; each leaves the field clearer for the others."""
        candidates = [
            _Candidate(likeness(old, new), old, new)
            for old in self._free_old(self.old)
            for new in self._free_new()
        ]
        candidates = sorted((one for one in candidates if one.score >= POSSIBLE), key=lambda one: -one.score)
        while clear := next((one for one in candidates if _is_clear(one, candidates)), None):
            self._match(clear.old, clear.new, clear.score, "score")
            candidates = [one for one in candidates if one.old != clear.old and one.new != clear.new]
        self._report(candidates)

    def _report(self, unclear: Sequence[_Candidate]) -> None:
        """Splits and merges by name; every other likely match that is not clear as ambiguous."""
        found = breaks(self.old, self.new, {m.new_id: m.old_id for m in self._matches}, self._decided)
        self._findings += found.findings
        unexplained = (one for one in unclear if one.new.measure_id not in found.explained)
        self._findings += _ambiguous(list(unexplained))

    def _match(self, old: Portrait, new: Portrait, score: float, how: How) -> None:
        self._keys[new.measure_id] = old.key
        self._matches.append(Match(old.measure_id, new.measure_id, score, how))

    def _free_old(self, old: Sequence[Portrait]) -> list[Portrait]:
        taken = set(self._keys.values())
        return [one for one in old if one.key not in taken]

    def _free_new(self) -> list[Portrait]:
        return [one for one in self.new if one.measure_id not in self._keys]

    def result(self) -> Lineage:
        """Everything found; whoever continues nothing is its own first."""
        keys = {one.measure_id: self._keys.get(one.measure_id, one.measure_id) for one in self.new}
        return Lineage(keys, tuple(self._matches), tuple(self._findings))


def _is_borrowed(
    old: Portrait, new: Portrait, score: float, all_old: Sequence[Portrait], all_new: Sequence[Portrait]
) -> bool:
    """Whether two measures share a name and nothing else, while one of them goes on under another name."""
    if score >= POSSIBLE:
        return False
    others = [
        *(likeness(one, new) for one in all_old if one != old),
        *(likeness(old, one) for one in all_new if one != new),
    ]
    return max(others, default=0.0) >= CONTINUES


def _is_clear(one: _Candidate, candidates: Sequence[_Candidate]) -> bool:
    rivals = (other for other in candidates if (other.old == one.old) != (other.new == one.new))
    return one.score >= CONTINUES and all(other.score < one.score - MARGIN for other in rivals)


def _ambiguous(unclear: Sequence[_Candidate]) -> Iterator[Finding]:
    for new in dict.fromkeys(one.new for one in unclear):
        likely = [one for one in unclear if one.new == new]
        yield Finding(
            check_id="lineage.ambiguous",
            table_name="measures",
            row_id=new.measure_id.rsplit(":", 1)[1],
            column_name="measure_key",
            observed=new.printed_name,
            expected="、".join(f"{one.old.printed_name} ({one.score:.2f})" for one in likely),
            params={"keys": ", ".join(one.old.key for one in likely)},
        )


def _name_alone(old: Portrait, new: Portrait, score: float) -> Finding:
    return Finding(
        check_id="lineage.name_alone",
        table_name="measures",
        row_id=new.measure_id.rsplit(":", 1)[1],
        column_name="measure_key",
        observed=new.printed_name,
        expected=f"{score:.2f}",
        params={"keys": old.key},
    )


def _stale(decision: Decision, problem: str, *, has_row: bool) -> Finding:
    return Finding(
        check_id="lineage.stale_decision",
        table_name="measures" if has_row else None,
        row_id=decision.measure if has_row else None,
        column_name="measure_key" if has_row else None,
        observed=problem,
        expected=decision.name,
        params={"measure": decision.measure, "edition": decision.edition, "keys": ", ".join(decision.keys)},
    )
