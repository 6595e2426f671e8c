"""`changes` lists every true change and nothing that moved only in form."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from decimal import Decimal
from typing import Any

import pytest

from expectations.contract import TABLES
from pipeline.changes import change_rows
from pipeline.conform import Tables, check_tables
from pipeline.diffpage.comparison import Comparison, Rounded
from pipeline.lineage import match_measures, with_lineage
from pipeline.wording import wording_key
from tests.revised_edition import NEW, OLD, ZONE, published_tables, told, true_changes, vision_2020
from tests.typesetter.vision2019 import vision_2019

FIRST = published_tables(vision_2019(), OLD)
KEY = f"{ZONE}:{OLD}:"


def later(edit: Callable[[Tables], None]) -> Tables:
    """The 2019 edition published once more, with an edit."""
    tables = deepcopy(published_tables(vision_2019(), NEW))
    edit(tables)
    return with_lineage(tables, match_measures(FIRST, tables))


def changes(edit: Callable[[Tables], None]) -> list[dict[str, Any]]:
    return change_rows(FIRST, later(edit))


def row_of(tables: Tables, table: str, measure: str = "m01", **wanted: Any) -> dict[str, Any]:
    rows = [row for row in tables[table] if row["measure_id"].endswith(measure)]
    return next(row for row in rows if all(row[key] == value for key, value in wanted.items()))


def test_the_revision_gives_its_true_changes_and_no_others() -> None:
    revised = published_tables(vision_2020(), NEW)
    rows = change_rows(FIRST, with_lineage(revised, match_measures(FIRST, revised)))
    found = {told(row) for row in rows}
    assert found - true_changes() == set()
    assert true_changes() - found == set()
    assert len(rows) == len(found)


def test_rows_are_what_the_contract_declares_with_ids_that_differ_and_stay() -> None:
    revised = published_tables(vision_2020(), NEW)
    revised = with_lineage(revised, match_measures(FIRST, revised))
    rows = change_rows(FIRST, revised)
    check_tables({"changes": rows})
    ids = [row["change_id"] for row in rows]
    assert ids == sorted(ids) and len(set(ids)) == len(ids)
    row_of(revised, "budgets", "m02", fiscal_year=2020)["amount_yen"] = 1
    assert [row["change_id"] for row in change_rows(FIRST, revised)] == ids
    assert {row["kind"] for row in rows} <= set(TABLES["changes"].by_name["kind"].enum or ())


def test_an_edition_is_no_change_against_itself() -> None:
    assert changes(lambda tables: None) == []


def _reformat(tables: Tables) -> None:
    for row in tables["budgets"]:
        row |= {"unit_raw": "円", "amount_raw": "49,680,000"}
    for row in tables["measures"]:
        row["content"] = (row["content"] or "").replace("。", "。\n").translate({ord("A"): "Ａ"})
        row["page_first"], row["ordinal"] = 99, row["ordinal"] + 1
    for row in tables["kpis"]:
        row["indicator"] = row["indicator"].replace("(", "（").replace(")", "）")
    for row in tables["outline"]:
        row["text"] = (row["text"] or "").replace("2019年度", "平成31年度").replace(
            "2023年度", "令和５年度"
        ) or None
        row["page"], row["label"] = 1, "第1"
    for row in tables["projects"]:
        row["ordinal"] = 100 - row["ordinal"]
        row["name"] = row["name"].replace("DMO", "ＤＭＯ").replace("(*)", "")


def test_form_alone_is_no_change() -> None:
    assert changes(_reformat) == []


def in_millions(tables: Tables) -> None:
    """The budgets printed in 百万円, rounded half up."""
    for row in tables["budgets"]:
        if row["amount_yen"] is not None:
            millions = (row["amount_yen"] + 500_000) // 1_000_000
            row |= {"amount_yen": millions * 1_000_000, "amount_raw": str(millions), "unit_raw": "百万円"}


def test_a_coarser_unit_is_no_change_but_for_what_rounding_cannot_explain() -> None:
    def edit(tables: Tables) -> None:
        in_millions(tables)
        row_of(tables, "budgets", "m02", fiscal_year=2020)["amount_yen"] += 1_000_000

    assert changes(in_millions) == []
    (change,) = changes(edit)
    assert (change["table_name"], change["row_key"]) == ("budgets", "2020")


def test_a_comparison_counts_the_amounts_that_rounding_alone_tells_apart() -> None:
    new = later(in_millions)
    n_apart = sum(
        a["amount_yen"] != b["amount_yen"] for a, b in zip(FIRST["budgets"], new["budgets"], strict=True)
    )
    assert n_apart > 100
    assert Comparison(FIRST, new, ()).rounded == Rounded(n_apart, None, "百万円")
    assert Comparison(FIRST, later(lambda tables: None), ()).rounded is None


def test_half_a_thousand_yen_is_a_change_where_both_print_thousands() -> None:
    def edit(tables: Tables) -> None:
        row_of(tables, "budgets", "m02", fiscal_year=2020)["amount_yen"] += 400

    assert len(changes(edit)) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("平成31年度から", "2019年度から"),
        ("H31.4", "Ｈ31.4"),
        ("令和元年（2019年）の調査", "2019年の調査"),
        ("1,234人の\n参加", "１２３４人の参加"),
        ("DMO(*)による", "ＤＭＯによる"),
        ("～50％", "〜50%"),
    ],
)
def test_the_same_said_otherwise(one: str, other: str) -> None:
    assert wording_key(one) == wording_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("平成31年度から", "2020年度から"),
        ("1,234人", "1,235人"),
        ("補助する", "支援する"),
        ("平成31年4月", "平成31年5月"),
        ("1.5", "15"),
    ],
)
def test_another_thing_said(one: str, other: str) -> None:
    assert wording_key(one) != wording_key(other)


def test_an_amount_that_changed_has_its_difference() -> None:
    def edit(tables: Tables) -> None:
        row_of(tables, "budgets", fiscal_year=2020)["amount_yen"] = 50_000_000

    (row,) = changes(edit)
    assert (row["kind"], row["table_name"], row["column_name"]) == ("value_changed", "budgets", "amount_yen")
    assert (row["row_key"], row["old"], row["new"]) == ("2020", "49680000", "50000000")
    assert row["delta"] == Decimal(320_000)
    assert row["measure_key"] == KEY + "m01" and row["match_score"] == 1
    assert row["message_ja"] == (
        "施策「休日・夜間診療体制確保事業」の「事業費」（2020年度）の事業費が「49,680,000円」から「50,000,000円」に"
        "変わりました（増減 +320,000）。"
    )


@pytest.mark.parametrize(
    ("amount", "reason", "told_as"),
    [
        (None, "blank", ("amount_yen", "49680000", None)),
        (0, None, ("amount_yen", "49680000", "0")),
        (-1000, None, ("amount_yen", "49680000", "-1000")),
    ],
)
def test_blank_is_not_zero(
    amount: int | None, reason: str | None, told_as: tuple[str, str, str | None]
) -> None:
    def edit(tables: Tables) -> None:
        row_of(tables, "budgets", fiscal_year=2020).update(amount_yen=amount, missing_reason=reason)

    (row,) = changes(edit)
    assert (row["column_name"], row["old"], row["new"]) == told_as
    assert (row["delta"] is None) == (amount is None)


def test_why_an_amount_is_missing_is_a_value_too() -> None:
    blank = next(row for row in FIRST["budgets"] if row["amount_yen"] is None)
    local, year = blank["measure_id"].rsplit(":", 1)[1], blank["fiscal_year"]

    def edit(tables: Tables) -> None:
        row_of(tables, "budgets", local, fiscal_year=year)["missing_reason"] = "undecided"

    (row,) = changes(edit)
    assert (row["column_name"], row["old"], row["new"]) == ("missing_reason", "blank", "undecided")


def test_a_year_or_source_that_one_edition_prints_is_no_change() -> None:
    def edit(tables: Tables) -> None:
        tables["budgets"] = [row for row in tables["budgets"] if row["fiscal_year"] != 2019]
        tables["schedules"] = [row for row in tables["schedules"] if row["fiscal_year"] != 2019]
        for row in list(tables["budgets"]):
            tables["budgets"].append({**row, "funding": "地方債", "amount_yen": 1})

    assert changes(edit) == []


def test_an_amount_that_vanishes_in_a_common_year_is_a_change() -> None:
    def edit(tables: Tables) -> None:
        tables["budgets"].remove(row_of(tables, "budgets", fiscal_year=2021))

    (row,) = changes(edit)
    assert (row["row_key"], row["old"], row["new"]) == ("2021", "49680000", None)


def kpi_edit(**changed: Any) -> Callable[[Tables], None]:
    return lambda tables: row_of(tables, "kpis", "m07").update(changed)


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        ({"target_value": Decimal("0.5"), "target_unit": "百万人"}, {("target_value",), ("target_unit",)}),
        ({"target_comparator": ">="}, {("target_comparator",)}),
        ({"target_year": 2024}, {("target_year",)}),
        ({"baseline_period_kind": "fiscal_year"}, {("baseline_period_kind",)}),
        ({"indicator": "圏域内の宿泊者の数"}, {("indicator",)}),
        (
            {"target_value": None, "target_missing_reason": "undecided", "target_comparator": None},
            {("target_value",)},
        ),
    ],
)
def test_every_part_of_a_kpi_counts(edit: dict[str, Any], expected: set[tuple[str]]) -> None:
    rows = changes(kpi_edit(**edit))
    assert {(row["column_name"],) for row in rows} == expected
    assert {row["table_name"] for row in rows} == {"kpis"}


def test_a_figure_in_another_unit_of_the_same_size_is_no_change() -> None:
    kpi = row_of(deepcopy(FIRST), "kpis", "m07")
    assert kpi["target_unit"] == "人"
    thousands = kpi["target_value"] / 1000
    assert changes(kpi_edit(target_value=thousands, target_unit="千人")) == []


def test_a_remark_beside_a_figure_counts_and_a_footnote_mark_does_not() -> None:
    def remark(raw: str) -> list[dict[str, Any]]:
        return changes(lambda tables: row_of(tables, "kpis", "m26").update(baseline_raw=raw))

    assert row_of(FIRST, "kpis", "m26")["baseline_raw"] == "0台 (2021年3月供用開始)"
    assert remark("0台（令和3年3月供用開始）(*)") == []
    (row,) = remark("0台 (2022年3月供用開始)")
    assert (row["kind"], row["column_name"]) == ("text_changed", "baseline_raw")


def test_a_replaced_indicator_is_one_dropped_and_one_added() -> None:
    edit = kpi_edit(
        indicator="観光消費額",
        baseline_value=Decimal(9),
        baseline_unit="億円",
        target_value=Decimal(12),
        target_unit="億円",
    )
    assert {(row["kind"], row["row_key"]) for row in changes(edit)} == {
        ("kpi_dropped", "圏域内の宿泊者数"),
        ("kpi_added", "観光消費額"),
    }


def test_an_indicator_that_resembles_another_is_not_taken_for_it() -> None:
    """宿泊者数 and 外国人宿泊者数 are more alike than many a reworded pair; their figures tell them apart."""
    edit = kpi_edit(
        indicator="圏域内の外国人宿泊者数", baseline_value=Decimal(6710), target_value=Decimal(17100)
    )
    assert {row["kind"] for row in changes(edit)} == {"kpi_dropped", "kpi_added"}


def test_a_project_that_changes_hands_or_name() -> None:
    def edit(tables: Tables) -> None:
        rows = [row for row in tables["projects"] if row["measure_id"].endswith("m17")]
        rows[0]["municipality"], rows[2]["name"] = "平泉町", "ひらいずみ創業スクール"

    found = {(row["column_name"], row["old"], row["new"]) for row in changes(edit)}
    assert found == {
        ("municipality", "一関市", "平泉町"),
        ("name", "ひらいずみ創業塾", None),
        ("name", None, "ひらいずみ創業スクール"),
    }


def test_a_note_that_is_attached_elsewhere_is_no_change_and_a_reworded_one_is() -> None:
    def reattach(tables: Tables) -> None:
        for row in tables["footnotes"]:
            row["row_id"] = f"{ZONE}:{NEW}:m03/2019/total"

    assert changes(reattach) == []

    def reword(tables: Tables) -> None:
        tables["footnotes"][0]["text"] = tables["footnotes"][0]["text"].replace("2018年", "2023年")

    (row,) = changes(reword)
    assert (row["kind"], row["table_name"], row["measure_key"]) == ("text_changed", "footnotes", None)


def test_a_heading_or_agreement_that_comes_goes_or_moves() -> None:
    def edit(tables: Tables) -> None:
        tables["outline"] = [row for row in tables["outline"] if row["title"] != "歴史"]
        tables["agreements"][0]["content"] = "ほかのことに取り組む。"

    found = {(row["table_name"], row["column_name"], row["row_key"]) for row in changes(edit)}
    assert found == {
        ("outline", "title", "(3) 歴史"),
        ("outline", "text", "(3) 歴史"),
        ("agreements", "content", "地域保健医療体制の充実"),
    }


def test_statistics_are_compared_by_year_and_a_new_census_is_no_change() -> None:
    def edit(tables: Tables) -> None:
        rows = [row for row in tables["statistics"] if row["year"] == 2010]
        for row in rows:
            row |= {"year": 2050, "column_label": "2050年"}
        changed = next(row for row in tables["statistics"] if row["year"] == 2015)
        changed["value"] += 1

    (row,) = changes(edit)
    assert (row["table_name"], row["delta"]) == ("statistics", Decimal(1))


def test_a_measure_of_one_edition_alone_has_one_row() -> None:
    def edit(tables: Tables) -> None:
        gone = tables["measures"].pop()
        for table in ("budgets", "kpis", "projects", "schedules", "measure_municipalities"):
            tables[table] = [row for row in tables[table] if row["measure_id"] != gone["measure_id"]]

    (row,) = changes(edit)
    assert (row["kind"], row["old"], row["measure_key"]) == (
        "measure_dropped", "農村地域づくり支援事業", KEY + "m31",
    )  # fmt: skip


def test_an_indicator_reworded_with_other_figures_may_be_the_same() -> None:
    edit = kpi_edit(
        indicator="観光客の宿泊延べ数", baseline_value=Decimal(340000), target_value=Decimal(410000)
    )
    told = {row["kind"]: row["message_ja"] for row in changes(edit)}
    assert set(told) == {"kpi_dropped", "kpi_added"}
    assert told["kpi_added"].endswith("前の版の「圏域内の宿泊者数」と同じ指標かもしれません。")
    assert told["kpi_dropped"].endswith("後の版の「観光客の宿泊延べ数」と同じ指標かもしれません。")


def test_an_indicator_in_another_unit_is_not_thought_to_be_the_same() -> None:
    edit = kpi_edit(
        indicator="観光の満足度", baseline_value=Decimal(70), target_value=Decimal(80), target_unit="%"
    )
    assert all("かもしれません" not in row["message_ja"] for row in changes(edit))
