"""What stands in the wrong place: copied from the row above, in the other column, twice, or nowhere."""

from __future__ import annotations

import random
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from expectations.domain.listed import label_number
from expectations.failures import Failure
from tests.checks_edition import Rows, edition_2019, failures, id_of, pick

Tables = dict[str, Rows]
CHECKS = (
    "kpi.unit_unlike_indicator", "kpi.cumulative_falls", "kpi.maintained_differs", "kpi.target_left_out",
    "kpi.duplicate_row", "kpi.copied_figures", "outline.label_sequence", "projects.twice",
    "measure.member_without_part", "agreement.roles_turned", "budget.odd_unit", "budget.lone_zero",
    "statistics.left_out", "budget.copied_series", "statistics.rate",
)  # fmt: skip
PREFIX = "ichinoseki-hiraizumi:2019-03:"


def found(tables: Tables) -> list[Failure]:
    return [failure for failure in failures(tables) if failure.check_id in CHECKS]


def kpi(tables: Tables, measure: str) -> dict[str, Any]:
    return pick(tables, "kpis", kpi_id=f"{PREFIX}{measure}:k1")


def copy(target: dict[str, Any], source: dict[str, Any], *sides: str) -> None:
    for side in sides:
        target |= {f"{side}_{part}": source[f"{side}_{part}"] for part in ("value", "unit", "raw")}


def test_the_genuine_document_has_nothing_out_of_place() -> None:
    assert found(edition_2019()) == []


def kpi_of_the_next_row(tables: Tables) -> dict[str, Any]:
    copy(kpi(tables, "m06"), kpi(tables, "m05"), "baseline", "target")
    return kpi(tables, "m06")


def baseline_of_another_row(tables: Tables) -> dict[str, Any]:
    copy(kpi(tables, "m24"), kpi(tables, "m10"), "baseline")
    return kpi(tables, "m24")


def shares_of_people(tables: Tables) -> dict[str, Any]:
    row = kpi(tables, "m06")
    row |= {"baseline_unit": "%", "baseline_raw": "25%", "target_unit": "%", "target_raw": "67%"}
    return row


def people_of_a_number_of_works(tables: Tables) -> dict[str, Any]:
    copy(kpi(tables, "m28"), kpi(tables, "m29"), "baseline", "target")
    return kpi(tables, "m28")


def running_total_turned(tables: Tables) -> dict[str, Any]:
    row = kpi(tables, "m30")
    row["baseline_value"], row["target_value"] = row["target_value"], row["baseline_value"]
    return row


def maintained_but_not_the_same(tables: Tables) -> dict[str, Any]:
    row = kpi(tables, "m25")
    row |= {"target_comparator": "maintain", "target_value": Decimal(103), "target_raw": "103%を維持"}
    return row


def target_left_out(tables: Tables) -> dict[str, Any]:
    row = kpi(tables, "m12")
    row |= {
        "target_value": None,
        "target_missing_reason": "blank",
        "target_raw": "",
        "target_comparator": None,
    }
    return row


def indicator_twice(tables: Tables) -> dict[str, Any]:
    row = {**kpi(tables, "m12"), "kpi_id": f"{PREFIX}m12:k2", "ordinal": 2}
    tables["kpis"].append(row)
    return row


@pytest.mark.parametrize(
    ("slip", "check_id"),
    [
        (kpi_of_the_next_row, "kpi.copied_figures"),
        (baseline_of_another_row, "kpi.copied_figures"),
        (shares_of_people, "kpi.unit_unlike_indicator"),
        (people_of_a_number_of_works, "kpi.unit_unlike_indicator"),
        (running_total_turned, "kpi.cumulative_falls"),
        (maintained_but_not_the_same, "kpi.maintained_differs"),
        (target_left_out, "kpi.target_left_out"),
        (indicator_twice, "kpi.duplicate_row"),
    ],
)
def test_a_slip_in_an_indicator_is_one_finding_there(
    slip: Callable[[Tables], dict[str, Any]], check_id: str
) -> None:
    tables = edition_2019()
    row = slip(tables)
    assert [(one.check_id, one.row_id) for one in found(tables)] == [(check_id, row["kpi_id"])]


@pytest.mark.parametrize(
    ("indicator", "unit"),
    [
        ("人口に対する乗車人数(延べ)割合", "%"), ("参加者数及び開催回数", "回"), ("登録者数", "名"),
        ("延べ利用者数", "千人"), ("在庫回転率", "回"), ("倍率", "倍"), ("改良率", None),
        ("満足度（5点満点）", "点"), ("商品化・製品化した件数（累計）", "件"), ("登録世帯数", "戸"),
    ],
)  # fmt: skip
def test_units_an_indicator_may_have(indicator: str, unit: str | None) -> None:
    tables = edition_2019()
    kpi(tables, "m06").update(indicator=indicator, baseline_unit=unit, target_unit=unit)
    assert [one.check_id for one in found(tables)] == []


def test_a_plan_without_targets_lacks_none() -> None:
    tables = edition_2019()
    blank = {
        "target_value": None,
        "target_missing_reason": "blank",
        "target_raw": "",
        "target_comparator": None,
    }
    for row in tables["kpis"]:
        row.update(blank)
    assert "kpi.target_left_out" not in {one.check_id for one in found(tables)}


def test_indicators_of_one_name_may_have_one_figure() -> None:
    tables = edition_2019()
    copy(kpi(tables, "m06"), kpi(tables, "m05"), "baseline", "target")
    kpi(tables, "m06")["indicator"] = kpi(tables, "m05")["indicator"]
    assert [one.check_id for one in found(tables)] == []


def test_the_series_of_the_measure_above() -> None:
    tables = edition_2019()
    above = {row["fiscal_year"]: row for row in tables["budgets"] if row["measure_id"] == PREFIX + "m04"}
    for row in tables["budgets"]:
        if row["measure_id"] == PREFIX + "m05":
            row |= {name: above[row["fiscal_year"]][name] for name in ("amount_yen", "amount_raw")}
    assert [(one.check_id, one.row_id) for one in found(tables)] == [("budget.copied_series", PREFIX + "m05")]


def test_one_round_amount_throughout_may_be_anybodys() -> None:
    tables = edition_2019()
    for row in tables["budgets"]:
        if row["measure_id"] in (PREFIX + "m04", PREFIX + "m05"):
            row |= {"amount_yen": 10_000_000, "amount_raw": "10,000", "missing_reason": None}
    assert [one.check_id for one in found(tables)] == []


def test_amounts_of_one_measure_in_another_unit() -> None:
    tables = edition_2019()
    for row in tables["budgets"]:
        if row["measure_id"] == PREFIX + "m12":
            row |= {"unit_raw": "百万円", "amount_yen": row["amount_yen"] and row["amount_yen"] * 1000}
    (failure,) = found(tables)
    assert (failure.check_id, failure.observed, failure.expected) == ("budget.odd_unit", "百万円", "千円")
    assert failure.row_id == PREFIX + "m12/2019/total" and len(failure.touches) == 5


@pytest.mark.parametrize(("year", "expected"), [(2021, ["budget.lone_zero"]), (2023, []), (2019, [])])
def test_a_zero_amid_equal_amounts(year: int, expected: list[str]) -> None:
    """At an end of a series a zero may mean that the work begins later or ends sooner."""
    tables = edition_2019()
    series = [row for row in tables["budgets"] if row["measure_id"] == PREFIX + "m12"]
    assert len({row["amount_yen"] for row in series}) == 1
    pick(tables, "budgets", measure_id=PREFIX + "m12", fiscal_year=year).update(amount_yen=0, amount_raw="0")
    assert [one.check_id for one in found(tables)] == expected


def test_a_rate_without_its_sign() -> None:
    tables = edition_2019()
    row = next(row for row in tables["statistics"] if row["raw"] == "▲29.48")
    row |= {"raw": "29.48", "value": Decimal("29.48")}
    (failure,) = found(tables)
    assert (failure.check_id, failure.proposal) == ("statistics.rate", "▲29.48")
    assert failure.row_id == id_of("statistics", row)


def test_rates_of_decline_may_all_do_without_their_signs() -> None:
    tables = edition_2019()
    rates = [row for row in tables["statistics"] if "減少率" in row["column_label"]]
    assert len(rates) == 3
    for row in rates:
        row |= {"raw": row["raw"].strip("▲"), "value": abs(row["value"])}
    assert found(tables) == []


def test_a_figure_left_out_of_a_table_is_proposed_by_its_total() -> None:
    tables = edition_2019()
    row = pick(tables, "statistics", row_label="平泉町", column_label="2035年")
    true = row["raw"]
    row |= {"value": None, "missing_reason": "blank", "raw": ""}
    (failure,) = found(tables)
    assert (failure.check_id, failure.proposal) == ("statistics.left_out", true)


def test_a_year_without_work_on_a_project_is_no_figure_left_out() -> None:
    tables = edition_2019()
    row = pick(tables, "statistics", row_label="平泉町", column_label="2035年")
    for year in range(2019, 2024):
        amount = {"table_id": "budget-projects", "row_label": "医療／運営", "column_label": f"{year}年度"}
        blank = {"value": None, "missing_reason": "blank", "raw": ""} if year == 2020 else {}
        tables["statistics"].append({**row, "unit": "千円", "year": year, **amount, **blank})
    assert found(tables) == []


def test_a_project_twice_and_a_member_without_a_part() -> None:
    tables = edition_2019()
    again = {**pick(tables, "projects", measure_id=PREFIX + "m17", ordinal=1), "ordinal": 2}
    tables["projects"] = [r for r in tables["projects"] if id_of("projects", r) != id_of("projects", again)]
    tables["projects"].append(again)
    guest = {**pick(tables, "measure_municipalities", measure_id=PREFIX + "m21"), "municipality": "平泉町"}
    tables["measure_municipalities"].append(guest)
    assert {(one.check_id, one.row_id) for one in found(tables)} == {
        ("projects.twice", PREFIX + "m17/2"),
        ("measure.member_without_part", PREFIX + "m21/平泉町"),
    }


def test_roles_that_were_exchanged() -> None:
    tables = edition_2019()
    city, town = (r for r in tables["agreement_roles"] if r["agreement_id"] == PREFIX + "a10")
    city["role_text"], town["role_text"] = town["role_text"], city["role_text"]
    assert {(one.check_id, one.row_id) for one in found(tables)} == {
        ("agreement.roles_turned", id_of("agreement_roles", row)) for row in (city, town)
    }


@pytest.mark.parametrize(
    ("label", "number"),
    [
        ("1", ("digits", 1)), ("１", ("digits", 1)), ("(3)", ("(digits)", 3)), ("（３）", ("(digits)", 3)),
        ("③", ("digits circled", 3)), ("Ⅳ", ("roman", 4)), ("IX", ("roman", 9)), ("ウ", ("kana", 3)),
        ("第2章", ("章", 2)), ("第三", ("kanji章", 3)), ("A", None), ("1-2", None), (None, None),
    ],
)  # fmt: skip
def test_numbers_of_headings(label: str | None, number: tuple[str, int] | None) -> None:
    assert label_number(label) == number


def test_a_heading_with_the_number_of_the_one_before_is_read_and_told(tmp_path: Path) -> None:
    from extractors.layouts import load_profile
    from extractors.readers import read_document
    from extractors.records import Section
    from extractors.vision import interpret
    from tests.typesetter.draw import typeset
    from tests.typesetter.plants import plant
    from tests.typesetter.style import STYLE_2019
    from tests.typesetter.vision2019 import vision_2019

    vision = vision_2019()
    short = vision.with_measures({i: () for i in range(1, len(vision.measures()))})
    wrong, planted = plant(short, "heading_number_off", random.Random(1))
    typeset(wrong, STYLE_2019, tmp_path / "v.pdf")
    reading = read_document(tmp_path / "v.pdf", reader="pdfium")
    read = interpret(reading, load_profile("teiju-measure-sheet")).records
    sections = {one.section_id: one for one in read if isinstance(one, Section)}
    assert sections[planted.row_id].label == planted.printed
    tables = edition_2019()
    pick(tables, "outline", section_id=PREFIX + planted.row_id)["label"] = planted.printed
    assert [(one.check_id, one.row_id) for one in found(tables)] == [
        ("outline.label_sequence", PREFIX + planted.row_id)
    ]


@pytest.mark.parametrize(
    ("baseline_unit", "target_unit", "comparator", "column"),
    [
        ("人", "%", "change", None), ("%", "%", "change", "baseline_unit"),
        ("人", "%", "=", "target_unit"), ("%", "人", "=", None),
    ],
)  # fmt: skip
def test_the_unit_of_a_change_is_that_of_what_changes(
    baseline_unit: str, target_unit: str, comparator: str, column: str | None
) -> None:
    tables = edition_2019()
    row = kpi(tables, "m06")
    row.update(indicator="延べ利用者数", baseline_unit=baseline_unit, target_unit=target_unit)
    row.update(target_comparator=comparator)
    told = [one.column_name for one in found(tables) if one.check_id == "kpi.unit_unlike_indicator"]
    assert told == ([column] if column else [])


@pytest.mark.parametrize(
    ("one", "other", "baseline", "target", "is_told"),
    [
        ("m06", "m20", 1234, None, True), ("m06", "m20", 123, None, False),
        ("m06", "m20", 123, 45, True), ("m06", "m20", 12, 45, False), ("m06", "m20", 500, 600, False),
        ("m06", "m07", 12, 45, True), ("m06", "m07", 12, 40, False), ("m06", "m07", 123, 123, False),
    ],
)  # fmt: skip
def test_figures_that_two_indicators_share_are_copies_where_chance_is_unlikely(
    one: str, other: str, baseline: int, target: int | None, is_told: bool
) -> None:
    """One figure needs four digits, two need three, in the next row two; a 0 at the end says nothing."""
    tables = edition_2019()
    for number, measure in enumerate((one, other)):
        kpi(tables, measure).update(
            baseline_value=Decimal(baseline), baseline_unit="件", baseline_raw=f"{baseline}件",
            target_value=Decimal(7 + number if target is None else target), target_unit="件",
            target_raw="件", indicator=f"件数{number}", is_cumulative=False,
        )  # fmt: skip
    assert ("kpi.copied_figures" in {failure.check_id for failure in found(tables)}) is is_told
