"""People's decisions: read from `decisions.toml`, applied to the tables, told with the findings, written."""

from pipeline.decisions.adjudicating import adjudicate, adjudication, decided_failures, with_decided_findings
from pipeline.decisions.choosing import Chosen, DecisionSources
from pipeline.decisions.correcting import Corrected, correct_tables, row_now
from pipeline.decisions.errors import DecisionNotPossibleError, DecisionsInvalidError, RowTwiceError
from pipeline.decisions.model import (
    DECISIONS_FILE,
    DOCUMENT_DIGITS,
    Action,
    Decision,
    is_correctable,
    load_decisions,
)
from pipeline.decisions.prints import Prints, is_same_print, places_of, shown
from pipeline.decisions.rows import ADDABLE
from pipeline.decisions.taking import (
    Ruling,
    Seen,
    Target,
    decide,
    decide_row,
    find_target,
    finding_target,
    value_target,
)
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
    "ADDABLE",
    "DECISIONS_FILE",
    "DOCUMENT_DIGITS",
    "PREAMBLE",
    "Action",
    "Blocks",
    "Chosen",
    "Corrected",
    "Decision",
    "DecisionNotPossibleError",
    "DecisionSources",
    "DecisionsInvalidError",
    "Prints",
    "RowTwiceError",
    "Ruling",
    "Seen",
    "Target",
    "adjudicate",
    "adjudication",
    "block_text",
    "correct_tables",
    "decide",
    "decide_row",
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
