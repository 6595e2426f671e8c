"""Great Expectations suites over the curated tables, and the run that validates with them.

A table's suite holds the contract's structural rules on the table's own columns and one expectation for each
check of the domain on a yes/no column of that check's claims. The verdict on each row is also computed here:
what Great Expectations and this module see differently is itself a failure, never passed over.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from expectations.catalogue import load_catalogue
from expectations.claims import Claim, Place
from expectations.contract import TABLES, Table
from expectations.edition import Row, Tables, at
from expectations.preload import preload
from expectations.rules import Rule, structural_rules

if TYPE_CHECKING:
    import pandas as pd

_POSITION = "_position"
_CLAIM = "check:"
_DTYPES = {
    "string": "str",
    "integer": "Int64",
    "money": "Int64",
    "decimal": "Float64",
    "coordinate": "Float64",
    "boolean": "boolean",
}
_VERDICT = {"result_format": "BOOLEAN_ONLY"}
_FAILING_ROWS = {
    "result_format": "COMPLETE",
    "unexpected_index_column_names": [_POSITION],
    "return_unexpected_index_query": False,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SuiteRun:
    """What one table's suite found: structural violations as claims, and Great Expectations' own result."""

    table_name: str
    n_rules: int
    n_expectations: int
    violations: tuple[Claim, ...]
    result: Any


class Runner:
    """Validates tables one after the other with one ephemeral context. Not for use by several threads."""

    def __init__(self) -> None:
        # All imports of the library run in one thread: two at once could meet half-made modules.
        preload().join()
        import great_expectations as gx
        from great_expectations.data_context.types.base import ProgressBarsConfig

        context = gx.get_context(mode="ephemeral")
        context.variables.progress_bars = ProgressBarsConfig(globally=False, metric_calculations=False)
        asset = context.data_sources.add_pandas("curated").add_dataframe_asset("table")
        self._batches = asset.add_batch_definition_whole_dataframe("rows")

    def run(self, table: Table, tables: Tables, claims: Sequence[Claim]) -> SuiteRun:
        """Validate one table; `claims` are the domain's about its rows."""
        from great_expectations import ExpectationSuite

        rows = tables.get(table.name, ())
        rules = structural_rules(table, tables) if rows else []
        answers = _answers(table, rows, claims)
        expectations = [*map(_expectation, rules), *map(_claim_expectation, answers)]
        suite = ExpectationSuite(name=table.name, expectations=expectations)
        batch = self._batches.get_batch(batch_parameters={"dataframe": _frame(table, rows, answers)})
        expected = {_rule_key(rule): rule.violations(rows) for rule in rules}
        for check_id, column in answers.items():
            expected[check_id] = [i for i, holds in column.items() if not holds]
        result = _with_failing_rows(batch, batch.validate(suite, result_format=_VERDICT), suite, expected)
        return SuiteRun(
            table_name=table.name,
            n_rules=len(rules),
            n_expectations=len(rules) + len(answers),
            violations=(
                *structural_violations(table, tables),
                *_disagreements(table, result, expected),
            ),
            result=result,
        )


def _with_failing_rows(batch: Any, result: Any, suite: Any, expected: Mapping[str, Sequence[int]]) -> Any:
    """The suite's result, with the failing rows of every expectation that fails there or here.

    Asking all expectations for their rows takes twice the time; where both say that none fails, none is left
    to compare.
    """
    from great_expectations import ExpectationSuite

    failing = {_key(outcome) for outcome in result.results if not outcome.success}
    failing |= {key for key, positions in expected.items() if positions}
    asked = [expectation for expectation in suite.expectations if expectation.meta["key"] in failing]
    if asked:
        again = batch.validate(
            ExpectationSuite(name=suite.name, expectations=asked), result_format=_FAILING_ROWS
        )
        detailed = {_key(outcome): outcome for outcome in again.results}
        result.results = [detailed.get(_key(outcome), outcome) for outcome in result.results]
    return result


def _key(outcome: Any) -> str:
    return str(outcome.expectation_config.meta["key"])


def _answers(table: Table, rows: Sequence[Row], claims: Sequence[Claim]) -> dict[str, dict[int, bool]]:
    """For each check the rows it spoke of, by position, and whether all its claims about the row hold."""
    positions = {at(table.name, row).row_id: i for i, row in enumerate(rows)}
    answers: dict[str, dict[int, bool]] = {}
    for claim in claims:
        position = positions.get(claim.place.row_id)
        if position is not None:
            column = answers.setdefault(claim.check_id, {})
            column[position] = column.get(position, True) and claim.holds
    return answers


def _frame(table: Table, rows: Sequence[Row], answers: Mapping[str, Mapping[int, bool]]) -> pd.DataFrame:
    import pandas as pd

    columns: dict[str, Any] = {_POSITION: range(len(rows))}
    for field in table.fields:
        values = [row[field.name] for row in rows]
        columns[field.name] = pd.Series(values, dtype=_DTYPES[field.type])
    for check_id, column in answers.items():
        holds = [column.get(i) for i in range(len(rows))]
        columns[_CLAIM + check_id] = pd.Series(holds, dtype="boolean")
    return pd.DataFrame(columns)


def _expectation(rule: Rule) -> Any:
    import great_expectations.expectations as gxe

    from expectations import custom

    several, one = {"column_list": list(rule.columns)}, {"column": rule.columns[0]}
    kinds: dict[str, tuple[Any, dict[str, Any]]] = {
        "filled": (custom.ExpectColumnsToBeFilled, several),
        "reason": (custom.ExpectValueOrReason, several),
        "reference": (
            custom.ExpectReferenceToResolve,
            {**several, "referred": json.dumps(sorted(rule.allowed), ensure_ascii=False)},
        ),
        "unique": (gxe.ExpectCompoundColumnsToBeUnique, several),
        "enum": (gxe.ExpectColumnValuesToBeInSet, {**one, "value_set": sorted(rule.allowed)}),
        "pattern": (gxe.ExpectColumnValuesToMatchRegex, {**one, "regex": _searched(rule.pattern)}),
        "minimum": (gxe.ExpectColumnValuesToBeBetween, {**one, "min_value": rule.minimum}),
    }
    kind, arguments = kinds[rule.kind]
    check = load_catalogue()[rule.check_id]
    return kind(
        **arguments,
        severity=check.severity,
        description=f"{check.title_ja} · {check.title_en}: {', '.join(rule.columns)} {rule.expected}".strip(),
        meta={"key": _rule_key(rule), "check_id": rule.check_id},
    )


def _searched(pattern: str) -> str:
    """The whole-value pattern for a search, without the groups that pandas would warn of."""
    ungrouped = re.sub(r"\((?!\?)", "(?:", pattern)
    return rf"\A(?:{ungrouped})\Z"


def _claim_expectation(check_id: str) -> Any:
    import great_expectations.expectations as gxe

    check = load_catalogue()[check_id]
    return gxe.ExpectColumnValuesToBeInSet(
        column=_CLAIM + check_id,
        value_set=[True],
        severity=check.severity,
        description=f"{check.title_ja} · {check.title_en} ({check_id})",
        meta={"key": check_id, "check_id": check_id},
    )


def _rule_key(rule: Rule) -> str:
    return f"{rule.check_id}({', '.join(rule.columns)})"


def structural_violations(table: Table, tables: Tables) -> list[Claim]:
    """The rows of one table that break the contract's structure."""
    rows = tables.get(table.name, ())
    rules = structural_rules(table, tables) if rows else []
    return [
        Claim(
            check_id=rule.check_id,
            place=_blamed(table, rule, rows[i]),
            holds=False,
            observed=" / ".join("" if (v := rows[i][c]) is None else str(v) for c in rule.columns),
            expected=rule.expected or None,
            params={"columns": ", ".join(rule.columns)},
        )
        for rule in rules
        for i in rule.violations(rows)
    ]


def _blamed(table: Table, rule: Rule, row: Row) -> Place:
    """The row, and the column to look at: the empty one, the one that fails, or the last of a key."""
    place = at(table.name, row)
    if rule.kind == "unique":
        return place
    empty = [c for c in rule.columns if row[c] is None]
    last_of_key = rule.columns[-1 if rule.kind == "reference" else 0]
    return place._replace(column_name=empty[0] if empty else last_of_key)


def _disagreements(table: Table, result: Any, expected: Mapping[str, Sequence[int]]) -> list[Claim]:
    """Expectations whose failing rows are not those that were computed here, or that raised an error."""
    found = []
    for outcome in result.results:
        key = _key(outcome)
        seen = sorted(int(row[_POSITION]) for row in outcome.result.get("unexpected_index_list") or ())
        raised = outcome.exception_info.get("raised_exception", True)
        if raised or seen != sorted(expected[key]) or outcome.success != (not expected[key]):
            found.append(
                Claim(
                    check_id="contract.engines_differ",
                    place=Place("editions", "", None),
                    holds=False,
                    observed=str(seen),
                    expected=str(sorted(expected[key])),
                    params={"expectation": f"{table.name}: {key}"},
                )
            )
    return found


def edition_tables() -> list[Table]:
    """Tables that are validated: those of an edition but `findings`, which reports about the others."""
    return [t for t in TABLES.values() if t.scope == "edition" and t.name != "findings"]
