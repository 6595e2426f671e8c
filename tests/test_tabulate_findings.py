"""Findings and failures become rows: catalogue wording, place of the value, stable ids."""

from __future__ import annotations

import pytest

from expectations.catalogue import load_catalogue
from expectations.failures import Failure
from extractors.geometry import Box
from extractors.records import Finding
from pipeline.findings import UnknownCheckError, with_findings
from pipeline.publish import guarded_cells
from pipeline.rewording import told_as_one
from pipeline.tabulate import tabulate
from tests.edition_sample import PREFIX, ZONE, extraction


def filled(*findings, failures=()):
    tables, found = tabulate(extraction(*findings), ZONE, "2019-03", "raw/vision.pdf")
    rows = with_findings(tables, found, failures)["findings"]
    return [row for row in rows if row["check_id"] != "publish.formula_guard"]


UNREADABLE = Finding(
    check_id="value.unreadable",
    table_name="budgets",
    row_id="m01/2019/total",
    column_name="amount_yen",
    observed="1O0",
)


def test_severity_and_wording_come_from_the_catalogue():
    (row,) = filled(UNREADABLE)
    check = load_catalogue()["value.unreadable"]
    assert row["severity"] == check.severity
    assert row["message_ja"] == check.message_ja.format(observed="1O0")
    assert row["message_en"] == check.message_en.format(observed="1O0")
    assert row["adjudication"] is None


def test_a_local_row_id_is_made_full_and_the_place_found():
    (row,) = filled(UNREADABLE)
    assert row["row_id"] == PREFIX + "m01/2019/total"
    assert (row["page"], row["x0"], row["bottom"]) == (2, 10.0, 40.0)


def test_a_finding_knows_its_own_place_best():
    (row,) = filled(Finding(check_id="ledger.unclaimed", observed="字", box=Box(3, 1.234, 2.0, 3.0, 4.0)))
    assert (row["page"], row["x0"], row["table_name"], row["row_id"]) == (3, 1.23, None, None)


def test_a_row_without_provenance_is_at_the_page_it_names():
    (row,) = filled(Finding(check_id="toc.page_mismatch", table_name="outline", row_id="s002"))
    assert (row["page"], row["x0"]) == (1, None)


def test_a_failure_brings_its_full_row_id():
    failure = Failure(
        check_id="value.unreadable", table_name="budgets", row_id=PREFIX + "m01/2020/total",
        column_name="amount_yen", observed="x",
    )  # fmt: skip
    (row,) = filled(failures=[failure])
    assert (row["row_id"], row["page"]) == (failure.row_id, 2)


def test_ids_are_distinct_and_outlive_another_value():
    other = Finding(
        check_id="value.unreadable", table_name="budgets", row_id="m01/2019/total", column_name="amount_yen",
        observed="1OO",
    )  # fmt: skip
    assert filled(UNREADABLE)[0]["finding_id"] == filled(other)[0]["finding_id"]
    both = [row["finding_id"] for row in filled(UNREADABLE, other)]
    assert len(set(both)) == 2 and both[1] == both[0] + "-2"


def test_the_same_finding_is_told_once():
    assert len(filled(UNREADABLE, UNREADABLE)) == 1


def test_a_check_that_is_not_in_the_catalogue_is_an_internal_error():
    with pytest.raises(UnknownCheckError, match=r"no\.such") as error:
        filled(Finding(check_id="no.such"))
    assert error.value.exit_code == 3


def test_guarded_cells_are_counted_and_reported_a_column():
    tables, found = tabulate(extraction(), ZONE, "2019-03", "raw/vision.pdf")
    assert guarded_cells(tables) == {
        ("outline", "text"): 1, ("measure_fields", "text"): 1, ("kpis", "target_comparator"): 2,
        ("projects", "name"): 1,
    }  # fmt: skip
    rows = with_findings(tables, found)["findings"]
    assert {(row["table_name"], row["column_name"]): row["observed"] for row in rows} == {
        place: str(number) for place, number in guarded_cells(tables).items()
    }
    assert {row["severity"] for row in rows} == {"info"}


def test_a_finding_whose_own_text_must_be_guarded_is_reported_too():
    tables, found = tabulate(extraction(), ZONE, "2019-03", "raw/vision.pdf")
    formula = Finding(
        check_id="value.unreadable", table_name="budgets", row_id="m01/2019/total", observed="=1"
    )
    rows = with_findings(tables, [*found, formula])["findings"]
    assert ("findings", "observed") in {(row["table_name"], row["column_name"]) for row in rows}
    assert guarded_cells({"findings": rows}) == {("findings", "observed"): 1}


def test_a_missing_row_is_named_as_people_name_it():
    rows = filled(
        Finding(
            check_id="layout.missing_row", table_name="measures", row_id="m01", column_name="role_sharing"
        ),
        Finding(check_id="layout.missing_row", table_name="measures", row_id="m02", column_name="kpi"),
    )
    assert [row["message_ja"] for row in rows if row["row_id"].endswith("m01")] == [
        "「役割分担」の行がありません。"
    ]
    assert [row["message_en"] for row in rows if row["row_id"].endswith("m02")] == [
        "The row 'KPIs' is missing."
    ]


def _told(check_id, row_id, table="measures", **more):
    return Finding(check_id=check_id, table_name=table, row_id=row_id, **more)


def test_a_missing_row_and_an_unknown_label_of_one_measure_are_one_finding():
    found = [
        _told("layout.missing_row", "m01", column_name="effect", expected="effect"),
        _told("layout.unknown_label", "m01/願い", "measure_fields", column_name="label", observed="願い"),
    ]
    (row,) = filled(*told_as_one(found))
    assert (row["check_id"], row["row_id"], row["severity"]) == (
        "layout.reworded_label",
        f"{PREFIX}m01",
        "critical",
    )
    assert row["message_ja"] == "「効果」の行がなく、様式の定義にない見出し「願い」があります。"


def test_two_missing_rows_or_two_unknown_labels_stay_apart():
    rows = [
        _told("layout.missing_row", "m01", column_name=name, expected=name) for name in ("effect", "content")
    ]
    labels = [
        _told("layout.unknown_label", f"m01/{word}", "measure_fields", observed=word) for word in "願夢"
    ]
    for found in ([*rows, labels[0]], [rows[0], *labels], rows[:1], labels[:1]):
        assert told_as_one(found) == found
    other = _told("layout.unknown_label", "m02/願", "measure_fields", observed="願")
    assert told_as_one([rows[0], other]) == [rows[0], other]
