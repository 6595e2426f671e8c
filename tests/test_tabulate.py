"""Records become the contract's rows: ids, codes, order, provenance, and nothing lost without a word."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from expectations.contract import EDITION_TABLES, TABLES
from extractors import records as r
from pipeline.conform import ContractViolationError, check_tables
from pipeline.registry import unknown_zone
from pipeline.tabulate import clean_text, tabulate
from tests.edition_sample import PREFIX, ZONE, budget, extraction, facts, kpi, measure, piece


def tables_of(made, zone=ZONE, **options):
    return tabulate(made, zone, "2019-03", "raw/vision.pdf", **options)


def test_every_table_is_there_with_its_columns():
    tables, _ = tables_of(extraction())
    assert list(tables) == list(EDITION_TABLES)
    for name, rows in tables.items():
        assert all(tuple(row) == TABLES[name].columns for row in rows)
        assert rows or name == "findings"


def test_ids_carry_zone_and_edition_and_table_ids_do_not():
    tables, _ = tables_of(extraction())
    assert [row["measure_id"] for row in tables["measures"]] == [PREFIX + "m01", PREFIX + "m02"]
    assert tables["kpis"][0]["kpi_id"] == PREFIX + "m01:k1"
    assert tables["measures"][0]["agreement_id"] == PREFIX + "a01"
    assert tables["outline"][1]["parent_section_id"] == PREFIX + "s001"
    assert tables["footnotes"][0]["row_id"] == PREFIX + "m01/2019/total"
    assert tables["statistics"][0]["table_id"] == "t1"


def test_the_edition_row_says_what_the_document_says():
    (row,) = tables_of(extraction())[0]["editions"]
    assert row["zone_name"] == "北・南定住自立圏"
    assert (row["published"], row["source_uri"], row["contract_version"]) == (
        "2019-03",
        "raw/vision.pdf",
        "1",
    )


def test_a_measure_is_its_own_first():
    tables, _ = tables_of(extraction())
    assert [row["measure_key"] for row in tables["measures"]] == [PREFIX + "m01", PREFIX + "m02"]


def test_codes_come_from_the_zone():
    tables, findings = tables_of(extraction())
    assert [(row["municipality"], row["jis_code"]) for row in tables["municipalities"]] == [
        ("北市", "032093"), ("南町", "034029")
    ]  # fmt: skip
    assert findings == ()


def test_a_stranger_keeps_its_row_without_code_and_is_told():
    stranger = r.MeasureMunicipality(measure_id="m02", municipality="東村", ordinal=2)
    tables, findings = tables_of(extraction(extra=(stranger,)))
    row = next(row for row in tables["measure_municipalities"] if row["municipality"] == "東村")
    assert row["jis_code"] is None
    (told,) = findings
    assert (told.check_id, told.row_id, told.observed, told.expected) == (
        "zone.unknown_municipality", "m02/東村", "東村", "北市、南町"
    )  # fmt: skip


def test_an_unregistered_zone_has_no_codes_and_is_told_once():
    members = [record for record in extraction().records if isinstance(record, r.Member)]
    zone = unknown_zone("東・西圏域", members)
    tables, findings = tables_of(extraction(), zone)
    assert {row["jis_code"] for row in tables["measure_municipalities"]} == {None}
    assert [found.check_id for found in findings] == ["zone.unknown"]


def test_provenance_counts_the_parts_of_a_value_and_keeps_the_print():
    tables, _ = tables_of(extraction())
    rows = [row for row in tables["provenance"] if row["row_id"] == PREFIX + "m01"]
    assert [(row["column_name"], row["part"], row["page"], row["raw_text"]) for row in rows] == [
        ("effect", 1, 3, "効\n果"), ("name", 1, 2, "先の施策"), ("name", 2, 3, "つづき")
    ]  # fmt: skip
    assert (rows[0]["x0"], rows[0]["x1"], rows[0]["corrected"]) == (10.0, 30.13, False)
    blank = next(row for row in tables["provenance"] if row["row_id"] == PREFIX + "m01/2020/total")
    assert blank["raw_text"] is None


def test_a_figure_too_long_to_keep_becomes_unreadable_with_a_finding():
    long = budget(2021, 10**30, raw="1" + "0" * 30)
    fine = kpi(3, target_value=Decimal("0.123456789"))
    tables, findings = tables_of(extraction(extra=(long, fine)))
    row = tables["budgets"][-1]
    assert (row["amount_yen"], row["missing_reason"], row["amount_raw"]) == (
        None,
        "unreadable",
        long.amount_raw,
    )
    assert {(found.check_id, found.row_id, found.column_name) for found in findings} == {
        ("value.unreadable", "m01/2021/total", "amount_yen"), ("value.unreadable", "m01:k3", "target_value")
    }  # fmt: skip


def test_findings_of_the_extraction_go_through():
    found = r.Finding(check_id="measure.no_kpi", table_name="measures", row_id="m02")
    assert tables_of(extraction(found))[1] == (found,)


@pytest.mark.parametrize(
    "record",
    [
        measure(3, page_first="2"),
        measure(3, page_first=None),
        measure(3, page_first=True),
        measure(3, sources={"no_such_column": (piece("x"),)}),
        kpi(3, measure_id=""),
    ],
    ids=["text for a number", "null in a required column", "true for a number", "unknown source", "empty id"],
)
def test_what_is_not_as_declared_is_an_internal_error(record):
    with pytest.raises((ContractViolationError, KeyError)):
        tables_of(extraction(extra=(record,)))


def test_a_row_with_another_column_is_an_internal_error():
    tables, _ = tables_of(extraction())
    tables["coverage"][0]["extra"] = 1
    with pytest.raises(ContractViolationError, match="extra"):
        check_tables(tables)


def test_the_title_may_be_missing_but_never_empty():
    (row,) = tables_of(extraction(title="", publisher=None))[0]["editions"]
    assert row["title"] is None and row["publisher"] is None
    assert facts().title


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.text(st.characters(), max_size=20))
def test_cleaned_text_can_be_written_and_cleaning_again_changes_nothing(text):
    cleaned = clean_text(text)
    assert cleaned == clean_text(cleaned)
    assert cleaned.encode("utf-8").decode("utf-8") == cleaned
    assert len(f"{cleaned}.".splitlines()) == cleaned.count("\n") + 1
