"""Lineage: `measure_key` follows a measure from edition to edition."""

from pipeline.lineage.decisions import Decision, load_decisions
from pipeline.lineage.errors import StaleLineageError
from pipeline.lineage.likeness import Portrait, likeness, pair_titles, portraits
from pipeline.lineage.matching import Lineage, Match, match_measures
from pipeline.lineage.past import Past, joined, read_past, with_lineage

__all__ = [
    "Decision",
    "Lineage",
    "Match",
    "Past",
    "Portrait",
    "StaleLineageError",
    "joined",
    "likeness",
    "load_decisions",
    "match_measures",
    "pair_titles",
    "portraits",
    "read_past",
    "with_lineage",
]
