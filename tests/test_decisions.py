"""Decisions: read, applied before the checks, told with the findings, refused when they no longer fit."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from expectations.failures import Failure
from extractors.records import Finding
from pipeline.decisions import (
    Decision,
    DecisionsInvalidError,
    RowTwiceError,
    correct_tables,
    load_decisions,
    row_now,
    with_decided_findings,
)
from pipeline.edition import build_edition, open_findings
from pipeline.tabulate import tabulate
from tests.edition_sample import PREFIX, ZONE, extraction, kpi

ROW = PREFIX + "m01/2019/total"
CODES = {"北市": "032093", "南町": "034029"}


def decision(**changed: Any) -> Decision:
    known: dict[str, Any] = {
        "table": "budgets",
        "row": ROW,
        "column": "amount_yen",
        "printed": "1,000",
        "action": "correct",
        "value": "2,000,000",
        "reason": "決算書と照合した",
        "who": "財政課 佐藤",
        "when": date(2026, 11, 24),
    }
    return Decision.model_validate({**known, **changed})


def accept(**changed: Any) -> Decision:
    return decision(**{"action": "accept", "value": None, **changed})


def tables(*findings: Finding):
    return tabulate(extraction(*findings), ZONE, "2019-03", "file.pdf")


def corrected(*decisions: Decision, findings: tuple[Finding, ...] = ()):
    filled, found = tables(*findings)
    return correct_tables(filled, found, decisions, CODES)


def row_of(filled: Any, table: str, **wanted: Any) -> dict[str, Any]:
    (found,) = [row for row in filled[table] if wanted.items() <= row.items()]
    return found


def test_a_correction_changes_the_value_and_keeps_the_print() -> None:
    before, _ = tables()
    after = corrected(decision())
    row = row_of(after.tables, "budgets", fiscal_year=2019)
    assert (row["amount_yen"], row["amount_raw"]) == (2_000_000, "1,000")
    piece = row_of(after.tables, "provenance", row_id=ROW, column_name="amount_yen")
    assert (piece["corrected"], piece["raw_text"]) == (True, "1,000")
    assert after.failures == ()
    assert row_of(before, "budgets", fiscal_year=2019)["amount_yen"] == 1_000_000, "the input was changed"


def test_a_missing_value_gets_a_value_and_loses_its_reason() -> None:
    after = corrected(decision(row=PREFIX + "m01/2020/total", printed="", value=3_000_000))
    row = row_of(after.tables, "budgets", fiscal_year=2020)
    assert (row["amount_yen"], row["missing_reason"]) == (3_000_000, None)


def test_an_empty_value_says_why_it_is_missing() -> None:
    after = corrected(decision(value=""))
    row = row_of(after.tables, "budgets", fiscal_year=2019)
    assert (row["amount_yen"], row["missing_reason"]) == (None, "blank")


def test_a_value_that_is_printed_nowhere_gets_a_place_once_corrected() -> None:
    after = corrected(decision(table="measures", row=PREFIX + "m02", column="note", printed="", value="備考"))
    assert row_of(after.tables, "measures", measure_id=PREFIX + "m02")["note"] == "備考"
    piece = row_of(after.tables, "provenance", row_id=PREFIX + "m02", column_name="note")
    assert (piece["raw_text"], piece["reader"], piece["corrected"], piece["page"]) == (
        None,
        "person",
        True,
        2,
    )
    keys = [(row["row_id"], row["column_name"]) for row in after.tables["provenance"]]
    assert keys.count((PREFIX + "m02", "note")) == 1


@pytest.mark.parametrize(
    ("table", "row", "column", "value", "expected"),
    [
        ("budgets", ROW, "amount_yen", "▲１２，０００", -12_000),
        ("budgets", ROW, "amount_yen", "4,400千円", 4_400_000),
        ("budgets", ROW, "amount_yen", "1.5百万円", 1_500_000),
        ("kpis", PREFIX + "m01:k1", "target_value", "4,500.50", Decimal("4500.5")),
        ("kpis", PREFIX + "m01:k1", "target_year", "2024", 2024),
        ("kpis", PREFIX + "m01:k1", "is_cumulative", True, True),
        ("kpis", PREFIX + "m01:k1", "target_comparator", ">=", ">="),
        ("measures", PREFIX + "m01", "content", "一行目\n二行目", "一行目\n二行目"),
    ],
)
def test_values_are_typed_by_the_contract(
    table: str, row: str, column: str, value: Any, expected: Any
) -> None:
    typed = decision(table=table, row=row, column=column, value=value).corrected_value()
    assert typed == expected
    assert type(typed) is type(expected)


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"value": "1,00"}, "no value of amount_yen"),
        ({"value": "12.5"}, "no value of amount_yen"),
        ({"value": "12.5円"}, "no value of amount_yen"),
        ({"value": "約4,400千円"}, "no value of amount_yen"),
        ({"value": "1,3O7千円"}, "no value of amount_yen"),
        ({"value": "abc"}, "no value of amount_yen"),
        ({"table": "kpis", "row": "x", "column": "target_comparator", "value": "=="}, "no value"),
        ({"column": "amount_raw"}, "cannot be corrected"),
        ({"column": "measure_id"}, "cannot be corrected"),
        ({"column": "fiscal_year", "value": ""}, "must not be empty"),
        ({"column": "nosuch"}, "no column nosuch"),
        ({"table": "nosuch"}, "no table nosuch"),
        ({"reason": " "}, "reason is empty"),
        ({"who": ""}, "who is empty"),
        ({"action": "accept"}, "value belongs to correct"),
        ({"value": None}, "value belongs to correct"),
        ({"row": None}, "needs table and row"),
        ({"column": None}, "needs a column or a check"),
        ({"column": None, "check": "budget.outlier"}, "needs row and column"),
        ({"check": "budget.outlier"}, "either column or check"),
    ],
)
def test_a_decision_that_cannot_be_meant_is_refused(changed: dict[str, Any], problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        decision(**changed)


def test_a_changed_print_is_critical_and_nothing_is_applied() -> None:
    after = corrected(decision(printed="9,000"))
    assert row_of(after.tables, "budgets", fiscal_year=2019)["amount_yen"] == 1_000_000
    assert not row_of(after.tables, "provenance", row_id=ROW, column_name="amount_yen")["corrected"]
    (failure,) = after.failures
    assert (failure.check_id, failure.observed, failure.expected) == (
        "decision.print_changed",
        "1,000",
        "9,000",
    )
    assert after.effective == ()


def test_spaces_and_line_breaks_are_no_change_of_print() -> None:
    row = PREFIX + "m01"
    after = corrected(accept(table="measures", row=row, column="name", printed="先の施策 つづき"))
    assert after.failures == ()


def test_a_decision_on_a_row_that_is_gone_is_critical() -> None:
    (failure,) = corrected(decision(row=PREFIX + "m09/2019/total")).failures
    assert failure.check_id == "decision.no_match"


def test_a_corrected_key_takes_its_provenance_and_findings_along() -> None:
    told = Finding(
        check_id="zone.unknown_municipality",
        table_name="measure_municipalities",
        row_id="m02/南町",
        column_name="municipality",
        observed="南町",
    )
    fix = decision(
        table="measure_municipalities",
        row=PREFIX + "m02/南町",
        column="municipality",
        printed="南町",
        value="北市",
    )
    after = corrected(fix, findings=(told,))
    row = row_of(after.tables, "measure_municipalities", measure_id=PREFIX + "m02")
    assert (row["municipality"], row["jis_code"]) == ("北市", "032093")
    assert [found.row_id for found in after.findings] == ["m02/北市"]
    assert after.effective[0].row == PREFIX + "m02/北市" == row_now(fix)
    filled = with_decided_findings(after.tables, after.findings, (), after.effective)
    (finding,) = [row for row in filled["findings"] if row["check_id"] == told.check_id]
    assert "「南町」→「北市」" in finding["adjudication"]


def test_a_key_that_another_row_has_is_refused() -> None:
    with pytest.raises(RowTwiceError):
        corrected(decision(column="fiscal_year", printed="2019", value=2020))


def test_keys_may_take_each_others_place() -> None:
    """A skipped year shifts all years behind it."""
    fixes = [
        decision(row=PREFIX + f"m01/{year}/total", column="fiscal_year", printed=str(year), value=year + 1)
        for year in (2019, 2020)
    ]
    after = corrected(*fixes, accept(row=PREFIX + "m01/2020/total", printed=""))
    assert after.failures == ()
    amounts = {row["fiscal_year"]: row["amount_raw"] for row in after.tables["budgets"]}
    assert amounts == {2020: "1,000", 2021: None}
    piece = row_of(after.tables, "provenance", row_id=PREFIX + "m01/2020/total", column_name="amount_yen")
    assert piece["raw_text"] == "1,000"
    assert [one.row for one in after.effective] == [
        PREFIX + "m01/2020/total",
        PREFIX + "m01/2021/total",
        PREFIX + "m01/2021/total",
    ]


CRITICAL = Failure(
    check_id="budget.year_twice",
    table_name="budgets",
    row_id=ROW,
    column_name="fiscal_year",
    observed="2019",
    params={"year": "2019"},
)


def decided(*decisions: Decision, failures: tuple[Failure, ...] = ()) -> list[dict[str, Any]]:
    after = corrected(*decisions)
    filled = with_decided_findings(
        after.tables, after.findings, (*after.failures, *failures), after.effective
    )
    return [row for row in filled["findings"] if not row["check_id"].startswith("publish.")]


def test_an_accepted_critical_finding_no_longer_blocks() -> None:
    assert open_findings(decided(failures=(CRITICAL,)))["critical"] == 1
    rows = decided(accept(column="fiscal_year", printed="2019"), failures=(CRITICAL,))
    assert open_findings(rows)["critical"] == 0
    (row,) = rows
    assert row["adjudication"] == (
        "印刷どおり容認 accepted as printed: 決算書と照合した (財政課 佐藤, 2026-11-24)"
    )


def test_another_column_of_the_row_is_not_adjudicated() -> None:
    (row,) = decided(accept(), failures=(CRITICAL,))
    assert row["adjudication"] is None


def test_a_stale_decision_does_not_adjudicate_and_is_not_adjudicated() -> None:
    stale = accept(column="fiscal_year", printed="2018")
    rows = {row["check_id"]: row for row in decided(stale, failures=(CRITICAL,))}
    assert rows["budget.year_twice"]["adjudication"] is None
    assert rows["decision.print_changed"]["adjudication"] is None
    assert rows["decision.print_changed"]["severity"] == "critical"


def test_a_correction_without_a_finding_is_put_on_record() -> None:
    (row,) = decided(decision())
    assert (row["check_id"], row["severity"]) == ("decision.corrected", "info")
    assert (row["observed"], row["expected"], row["page"]) == ("1,000", "2,000,000円", 2)
    assert "「1,000」→「2,000,000円」" in row["adjudication"]


def test_a_reported_error_without_a_finding_is_put_on_record() -> None:
    (row,) = decided(accept(action="report"))
    assert (row["check_id"], row["observed"]) == ("decision.reported", "1,000")
    assert row["adjudication"].startswith("元文書の誤りとして報告 source error reported")


LEDGER = Failure(check_id="measure.no_kpi", table_name="measures", row_id=PREFIX + "m02", observed="後の施策")


def on_finding(**changed: Any) -> Decision:
    known = {
        "column": None,
        "table": "measures",
        "row": PREFIX + "m02",
        "check": "measure.no_kpi",
        "printed": "後の施策",
    }
    return accept(**{**known, **changed})


def test_a_finding_without_a_column_is_decided_by_its_check() -> None:
    (row,) = decided(on_finding(), failures=(LEDGER,))
    assert row["adjudication"] is not None


@pytest.mark.parametrize("changed", [{"printed": "別の施策"}, {"check": "measure.empty_field"}, {"page": 9}])
def test_a_decision_on_a_finding_that_is_not_raised_is_critical(changed: dict[str, Any]) -> None:
    rows = {row["check_id"]: row for row in decided(on_finding(**changed), failures=(LEDGER,))}
    assert rows["measure.no_kpi"]["adjudication"] is None
    assert rows["decision.no_match"]["severity"] == "critical"


def test_corrections_come_before_the_checks() -> None:
    """What the checks say of a wrong figure they no longer say once it is corrected."""

    def ids(*decisions: Decision) -> set[str]:
        wrong = extraction(extra=(kpi(3, target_year=2031),))
        result = build_edition(wrong, ZONE, "2019-03", source_uri="file.pdf", decisions=decisions)
        return {row["check_id"] for row in result.tables["findings"]}

    row = PREFIX + "m01:k3"
    before = ids()
    after = ids(decision(table="kpis", row=row, column="target_year", printed="2031", value="2020"))
    assert before - after == {"kpi.target_outside_plan"}
    assert after - before == {"decision.corrected"}


TOML = """
[[decision]]
table = "budgets"
row = "kita-minami:2019-03:m01/2019/total"
column = "amount_yen"
printed = "1,000"
action = "correct"
value = 2000000
reason = "決算書"
who = "佐藤"
when = 2026-11-24
"""


def test_a_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "decisions.toml"
    assert load_decisions(path) == ()
    path.write_text(TOML, encoding="utf-8")
    (found,) = load_decisions(path)
    assert found.corrected_value() == 2_000_000


@pytest.mark.parametrize(
    ("text", "key", "problem"),
    [
        (TOML.replace('who = "佐藤"\n', ""), "decision[0].who", "line 2, this key is required"),
        (TOML + 'colour = "red"\n', "decision[0].colour", "line 12, there is no such key"),
        (TOML.replace("correct", "guess"), "decision[0].action", "accept"),
        (TOML.replace("2026-11-24", '"yesterday"'), "decision[0].when", "date"),
        (TOML + TOML, "(file)", "two decisions"),
        ("[[decision", "TOML", "Expected"),
    ],
)
def test_a_bad_file_is_named_with_its_key(tmp_path: Path, text: str, key: str, problem: str) -> None:
    path = tmp_path / "decisions.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DecisionsInvalidError) as caught:
        load_decisions(path)
    assert key in caught.value.message_en
    assert problem in caught.value.message_en
    assert "docs/review.md" in caught.value.hint_ja
