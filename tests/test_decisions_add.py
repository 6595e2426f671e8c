"""Rows that a person adds: built by the contract, on record, and refused once they no longer fit."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from extractors.records import Finding
from pipeline.decisions import Decision, correct_tables, load_decisions, write_decision
from pipeline.edition import build_edition, open_findings
from pipeline.explain import explain
from pipeline.tabulate import tabulate
from tests.edition_sample import PREFIX, ZONE, extraction

CODES = {"北市": "032093", "南町": "034029"}
KPI = {
    "indicator": "利用者数（累計）",
    "baseline_value": "120",
    "baseline_unit": "人",
    "baseline_raw": "120人",
    "target_missing_reason": "undecided",
    "target_raw": "検討中",
}


def add(**changed: Any) -> Decision:
    known: dict[str, Any] = {
        "table": "kpis",
        "row": PREFIX + "m01:k3",
        "page": 2,
        "printed": "利用者数（累計） 120人 検討中",
        "action": "add",
        "box": [60, 300, 500, 330],
        "document": "ab" * 8,
        "values": KPI,
        "reason": "罫線がなく読み取れなかった",
        "who": "企画課",
        "when": date(2026, 11, 24),
    }
    return Decision.model_validate({**known, **changed})


def year(value: int = 2021, **changed: Any) -> Decision:
    row = f"{PREFIX}m01/{value}/total"
    return add(
        table="budgets",
        row=row,
        printed="1,200",
        values={"amount_yen": "1,200千円", "unit_raw": "千円"},
        **changed,
    )


def applied(*decisions: Decision, findings: tuple[Finding, ...] = ()):
    filled, found = tabulate(extraction(*findings), ZONE, "2019-03", "file.pdf")
    return correct_tables(filled, found, decisions, CODES)


def only(filled: Any, table: str, **wanted: Any) -> dict[str, Any]:
    (found,) = [row for row in filled[table] if wanted.items() <= row.items()]
    return found


def told(*decisions: Decision) -> list[tuple[str, str]]:
    return [(one.check_id, one.params["row"]) for one in applied(*decisions).failures]


def test_an_added_indicator_is_a_row_as_if_it_had_been_read() -> None:
    after = applied(add())
    row = only(after.tables, "kpis", kpi_id=PREFIX + "m01:k3")
    assert (row["measure_id"], row["ordinal"], row["is_cumulative"]) == (PREFIX + "m01", 3, True)
    assert (row["baseline_value"], row["target_value"]) == (Decimal(120), None)
    piece = only(after.tables, "provenance", row_id=row["kpi_id"], column_name="baseline_value")
    assert (piece["reader"], piece["corrected"], piece["page"], piece["x0"]) == ("person", True, 2, 60.0)
    assert piece["raw_text"] == "利用者数（累計） 120人 検討中"
    assert after.failures == ()


def test_an_added_year_keeps_its_print_and_the_order_of_rows() -> None:
    rows = [row for row in applied(year()).tables["budgets"] if row["measure_id"] == PREFIX + "m01"]
    assert [row["fiscal_year"] for row in rows] == [2019, 2020, 2021]
    assert (rows[2]["amount_yen"], rows[2]["amount_raw"], rows[2]["unit_raw"]) == (1_200_000, "1,200", "千円")


def test_a_municipality_gets_its_code_and_the_next_place() -> None:
    table, row = "measure_municipalities", PREFIX + "m01/南町"
    after = applied(add(table=table, row=row, printed="南町", values=None))
    made = only(after.tables, table, measure_id=PREFIX + "m01", municipality="南町")
    assert (made["jis_code"], made["ordinal"]) == ("034029", 2)
    assert only(after.tables, "provenance", row_id=row)["column_name"] == "municipality"


def test_a_measure_with_what_is_its_own_can_be_added_in_any_order() -> None:
    measure = add(table="measures", row=PREFIX + "m03", printed="後の施策", values={"name": "後の施策"})
    after = applied(add(row=PREFIX + "m03:k1"), measure)
    row = only(after.tables, "measures", measure_id=PREFIX + "m03")
    assert (row["ordinal"], row["page_first"], row["measure_key"]) == (3, 2, PREFIX + "m03")
    assert [one.table for one in after.effective] == ["measures", "kpis"]


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"table": "editions", "row": "x"}, "rows can be added to"),
        ({"page": None}, "needs page"),
        ({"printed": " "}, "needs printed"),
        ({"box": [60, 300, 60, 330]}, "x0, top, x1, bottom"),
        ({"document": "abc"}, "pattern"),
        ({"row": PREFIX + "m01/k3"}, "no row id"),
        ({"values": {**KPI, "measure_key": "x"}}, "measure_key is not stated"),
        ({"values": {**KPI, "target_value": "5"}}, "either target_value or target_missing_reason"),
        ({"values": {k: v for k, v in KPI.items() if k != "baseline_raw"}}, "needs baseline_raw"),
        ({"values": {k: v for k, v in KPI.items() if k != "indicator"}}, "needs indicator"),
        ({"values": {**KPI, "baseline_value": "多数"}}, "no value of baseline_value"),
        ({"value": "3"}, "has no value"),
        ({"values": {**KPI, "ordinal": 9}}, "is not what the row id"),
        ({"table": "budgets", "row": PREFIX + "m01/2021", "values": {"amount_yen": 1}}, "of the form"),
        ({"action": "accept", "check": "x"}, "box belongs to add only"),
    ],
)
def test_a_row_that_cannot_be_meant_is_refused(changed: dict[str, Any], problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        add(**changed)


def test_a_row_that_is_read_by_now_is_not_added_again() -> None:
    after = applied(year(2020))
    assert [(one.check_id, one.observed) for one in after.failures] == [
        ("decision.row_read", PREFIX + "m01/2020/total")
    ]
    assert after.effective == ()


def test_a_row_read_from_the_same_place_under_another_id_is_not_added_again() -> None:
    piece = only(applied().tables, "provenance", row_id=PREFIX + "m01/2019/total", column_name="amount_yen")
    box = [piece["x0"] - 1, piece["top"] - 1, piece["x1"] + 1, piece["bottom"] + 1]
    same = year(box=box, page=piece["page"]).model_copy(update={"printed": "1, 000"})
    assert told(same) == [("decision.row_read", same.row)]
    assert told(same.model_copy(update={"page": 3})) == []


def test_what_the_row_presupposes_must_be_there() -> None:
    assert told(add(row=PREFIX + "m09:k1")) == [("decision.no_match", PREFIX + "m09")]
    assert told(add(row=PREFIX + "m01:k4")) == [("decision.no_match", PREFIX + "m01:k3")]
    assert told(add(row="other:2019-03:m01:k3")) == [("decision.no_match", "other:2019-03:m01")]
    assert told(add(), add(row=PREFIX + "m01:k4")) == []


def test_another_document_makes_the_decision_void() -> None:
    assert told(add(document="cd" * 8)) == [("decision.document_changed", PREFIX + "m01:k3")]


def test_a_decision_on_an_added_value_holds() -> None:
    accept = Decision(
        table="budgets", row=PREFIX + "m01/2021/total", column="amount_yen", printed="1,200",
        action="accept", reason="予算書どおり", who="企画課", when=date(2026, 11, 24),
    )  # fmt: skip
    assert applied(accept, year()).failures == ()


def test_the_edition_with_the_row_is_checked_and_says_who_added_it() -> None:
    missing = Finding(
        check_id="budget.no_cell", table_name="budgets", row_id="m01/2021/total", column_name="amount_yen",
        params={"year": "2021"},
    )  # fmt: skip
    without = build_edition(extraction(missing), ZONE, "2019-03", source_uri="f.pdf")
    held = build_edition(extraction(missing), ZONE, "2019-03", source_uri="f.pdf", decisions=[year(), add()])
    assert only(without.tables, "findings", check_id="budget.no_cell")["adjudication"] is None
    findings = held.tables["findings"]
    gap = only(held.tables, "findings", check_id="budget.no_cell")
    assert gap["adjudication"].startswith("行を追加 row added: 「1,200」罫線がなく")
    records = {row["row_id"] for row in findings if row["check_id"] == "decision.added"}
    assert records == {PREFIX + "m01/2021/total", PREFIX + "m01:k3"}
    (value,) = explain(held.tables, PREFIX + "m01:k3", "baseline_value")
    assert [one["check_id"] for one in value.findings] == ["decision.added"]
    broken = {row["check_id"] for row in findings if row["check_id"].startswith(("contract.", "provenance."))}
    assert broken <= {row["check_id"] for row in without.tables["findings"]}
    assert open_findings(findings)["critical"] <= without.n_findings["critical"]


def test_an_added_row_is_written_and_read_back(tmp_path: Path) -> None:
    path = tmp_path / "decisions.toml"
    write_decision(path, add())
    write_decision(path, year())
    write_decision(path, add(reason="もう一度見た"))
    kept = load_decisions(path)
    assert [one.table for one in kept] == ["kpis", "budgets"]
    assert (kept[0].reason, kept[0].values) == ("もう一度見た", KPI)
