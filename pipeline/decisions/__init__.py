"""People's decisions: read from `decisions.toml`, applied to the tables, told with the findings, written."""

from pipeline.decisions.adjudicating import adjudicate, adjudication, decided_failures, with_decided_findings
from pipeline.decisions.correcting import Corrected, correct_tables, row_now
from pipeline.decisions.errors import DecisionNotPossibleError, DecisionsInvalidError, RowTwiceError
from pipeline.decisions.model import DECISIONS_FILE, Action, Decision, is_correctable, load_decisions
from pipeline.decisions.prints import Prints, is_same_print, places_of, shown
from pipeline.decisions.taking import Ruling, Target, decide, find_target, finding_target, value_target
from pipeline.decisions.writing import (
    PREAMBLE,
    Blocks,
    block_text,
    read_blocks,
    split_blocks,
    with_decision,
    write_decision,
)

__all__ = [
    "DECISIONS_FILE",
    "PREAMBLE",
    "Action",
    "Blocks",
    "Corrected",
    "Decision",
    "DecisionNotPossibleError",
    "DecisionsInvalidError",
    "Prints",
    "RowTwiceError",
    "Ruling",
    "Target",
    "adjudicate",
    "adjudication",
    "block_text",
    "correct_tables",
    "decide",
    "decided_failures",
    "find_target",
    "finding_target",
    "is_correctable",
    "is_same_print",
    "load_decisions",
    "places_of",
    "read_blocks",
    "row_now",
    "shown",
    "split_blocks",
    "value_target",
    "with_decided_findings",
    "with_decision",
    "write_decision",
]
