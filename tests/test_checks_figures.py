"""Figures that depend on each other: the wrong one is named, with the value that mends it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from expectations.arithmetic import Cell, Equation, Key
from expectations.catalogue import load_catalogue
from expectations.claims import Place
from expectations.culprits import MAX_CULPRITS, find_culprits, unexplained
from tests.checks_edition import Rows, edition_2019, failures, id_of, pick


def key(name: str) -> Key:
    return Key(Place("t", name))


def cell(value: str) -> Cell:
    return Cell(value=Decimal(value), step=Decimal(1), shown=value, subject=value, is_count=True)


def adds_up(total: str, *parts: str) -> Equation:
    return Equation(
        check_id="x",
        kind="sum",
        result=key(total),
        operands=tuple(key(p) for p in parts),
        tolerance=Decimal(0),
    )


def test_the_cell_in_two_broken_sums_is_the_culprit() -> None:
    cells = {key(n): cell(v) for n, v in {"a": "12", "b": "30", "r": "43", "c": "5", "k": "18"}.items()}
    (culprit,) = find_culprits(cells, [adds_up("r", "a", "b"), adds_up("k", "a", "c")])
    assert (culprit.key, culprit.proposal, culprit.confidence) == (key("a"), Decimal(13), "high")


def test_one_broken_sum_alone_leaves_suspects() -> None:
    cells = {key(n): cell(v) for n, v in {"a": "12", "b": "30", "r": "45"}.items()}
    (culprit,) = find_culprits(cells, [adds_up("r", "a", "b")])
    assert culprit.confidence == "low"
    assert len(culprit.suspects) == 2


def test_two_slips_are_two_culprits() -> None:
    values = {"a": "10", "b": "20", "r": "31", "c": "7", "d": "8", "s": "18"}
    cells = {key(n): cell(v) for n, v in values.items()}
    found = find_culprits(cells, [adds_up("r", "a", "b"), adds_up("s", "c", "d")])
    assert len(found) == 2


def test_a_document_misread_as_a_whole_is_not_searched_without_end() -> None:
    cells, sums = {}, []
    for n in range(MAX_CULPRITS + 5):
        cells |= {key(f"{name}{n}"): cell(value) for name, value in {"a": "1", "b": "2", "r": "9"}.items()}
        sums.append(adds_up(f"r{n}", f"a{n}", f"b{n}"))
    found = find_culprits(cells, sums)
    assert len(found) == MAX_CULPRITS
    assert len(unexplained(cells, sums, found)) == 5


def plant_statistic(row_label: str, column_label: str, raw: str) -> tuple[dict[str, Rows], dict[str, Any]]:
    tables = edition_2019()
    row = pick(tables, "statistics", row_label=row_label, column_label=column_label)
    row["raw"] = raw
    row["value"] = Decimal(raw.replace(",", "").replace("▲", "-").replace("%", ""))
    return tables, row


@pytest.mark.parametrize(
    ("row_label", "column_label", "wrong", "right"),
    [
        ("一関市", "2015年(平成27年)", "121,538", "121,583"),
        ("圏域合計", "2015年(平成27年)", "129,541", "129,451"),
        ("平泉町", "2025年", "6,370", "6,730"),
        ("圏域合計", "2040年", "97,089", "90,789"),
        ("平泉町", "減少率H27比", "▲35.58", "▲35.88"),
        ("面積", "平泉町", "63.93", "63.39"),
        ("面積", "圏域合計", "1,391.81", "1,319.81"),
        ("構成比", "一関市", "92.5%", "95.2"),
    ],
)
def test_a_wrong_statistic_is_one_failure_with_its_value(
    row_label: str, column_label: str, wrong: str, right: str
) -> None:
    tables, row = plant_statistic(row_label, column_label, wrong)
    found = [f for f in failures(tables) if f.check_id != "budget.step"]
    assert [(f.table_name, f.row_id, f.column_name) for f in found] == [
        ("statistics", id_of("statistics", row), "value")
    ]
    assert found[0].proposal == right


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("129,541人", "129,451人"),
        ("6,563人", "6,536人"),
        ("4.18%", "4.81%"),
        ("106,418人", "106,481人"),
        ("90,798人", "90,789人"),
        ("1,391.81", "1,319.81"),
        ("2015年（平成26年）", "2015年（平成27年）"),
        ("2019年度から2022年度", "2019年度から2023年度"),
        ("2023年度までの4年間", "2023年度までの5年間"),
        ("1市2町", "1市1町"),
    ],
)
def test_a_wrong_figure_in_the_prose_is_one_failure_there(wrong: str, right: str) -> None:
    tables = edition_2019()
    section = next(row for row in tables["outline"] if right in (row["text"] or ""))
    section["text"] = section["text"].replace(right, wrong)
    found = [f for f in failures(tables) if f.check_id != "budget.step"]
    assert [(f.table_name, f.row_id) for f in found] == [("outline", section["section_id"])]


def test_other_suspects_are_named_only_where_there_are_some() -> None:
    tables, _ = plant_statistic("面積", "平泉町", "13.39")
    (found,) = [f for f in failures(tables) if f.check_id.startswith("statistics.")]
    said = load_catalogue()[found.check_id].messages(found.observed, found.expected, found.params)
    assert said[0].endswith("（確からしさ：高い）。") and said[1].endswith("(confidence: high).")
    tables, _ = plant_statistic("圏域合計", "2020年", "122,397")
    (other,) = [f for f in failures(tables) if f.check_id.startswith("statistics.")]
    said = load_catalogue()[other.check_id].messages(other.observed, other.expected, other.params)
    assert "（確からしさ：低い）。ほかに考えられる箇所：" in said[0]
    assert found.touches and all(place.row_id != found.row_id for place in found.touches)


def test_a_table_printed_the_other_way_round_is_checked_alike() -> None:
    tables, row = plant_statistic("一関市", "2015年(平成27年)", "121,538")
    for other in tables["statistics"]:
        other["row_label"], other["column_label"] = other["column_label"], other["row_label"]
    found = [f for f in failures(tables) if f.check_id.startswith("statistics.")]
    assert [(f.row_id, f.proposal) for f in found] == [(id_of("statistics", row), "121,583")]


def test_rates_against_another_year_than_the_label_says_are_one_failure() -> None:
    tables = edition_2019()
    for row in tables["statistics"]:
        row["column_label"] = row["column_label"].replace("減少率H27比", "減少率H22比")
    found = [f for f in failures(tables) if f.check_id.startswith("statistics")]
    assert [(f.check_id, f.proposal) for f in found] == [("statistics.rate_base", "2015")]


def test_an_uneven_year_is_named() -> None:
    tables = edition_2019()
    for row in tables["statistics"]:
        if row["column_label"] == "2030年":
            row["column_label"], row["year"] = "2031年", 2031
    found = [f for f in failures(tables) if f.check_id == "statistics.year_gap"]
    assert [(f.observed, f.proposal) for f in found] == [("2031", "2030")]


def test_a_table_of_other_kinds_closes_on_its_own_total() -> None:
    tables = edition_2019()
    kinds = {"年少人口": (100, 90, 80), "生産年齢人口": (500, 480, 460), "老年人口": (300, 310, 320)}
    years = (2015, 2020, 2025)
    figures = {**kinds, "総数": tuple(sum(column) for column in zip(*kinds.values(), strict=True))}
    for label, values in figures.items():
        for year, value in zip(years, values, strict=True):
            row = dict(tables["statistics"][0])
            row.update(
                table_id="t3", row_label=label, column_label=f"{year}年", table_title="年齢3区分", unit="人",
                value=Decimal(value), raw=str(value), year=year, is_projection=False,
            )  # fmt: skip
            tables["statistics"].append(row)
    said = {"budget.step", "provenance.missing"}
    assert [f for f in failures(tables) if f.check_id not in said] == []
    wrong = pick(tables, "statistics", row_label="生産年齢人口", column_label="2020年")
    wrong.update(value=Decimal(840), raw="840")
    (failure,) = [f for f in failures(tables) if f.check_id not in said]
    assert (failure.check_id, failure.confidence) == ("statistics.total", "medium")


def total_row(tables: dict[str, Rows], row_label: str, column_label: str, thousands: int) -> dict[str, Any]:
    row = dict(tables["statistics"][0])
    row.update(
        table_id="budget-totals",
        row_label=row_label,
        column_label=column_label,
        table_title="事業費の合計",
        value=Decimal(thousands),
        unit="千円",
        missing_reason=None,
        raw=f"{thousands:,}",
        year=None,
        is_projection=True,
    )
    tables["statistics"].append(row)
    trace = dict(tables["provenance"][0])
    trace.update(table_name="statistics", row_id=id_of("statistics", row), column_name="value")
    tables["provenance"].append(trace)
    return row


def with_totals() -> dict[str, Rows]:
    """The 2019 tables with a total for every measure and every year, as other zones print them."""
    tables = edition_2019()
    years: dict[int, int] = {}
    for measure in tables["measures"]:
        rows = [r for r in tables["budgets"] if r["measure_id"] == measure["measure_id"]]
        for row in rows:
            years[row["fiscal_year"]] = years.get(row["fiscal_year"], 0) + (row["amount_yen"] or 0)
        total_row(tables, measure["name"], "合計", sum(r["amount_yen"] or 0 for r in rows) // 1000)
    for year, yen in years.items():
        total_row(tables, "合計", f"{year}年度", yen // 1000)
    return tables


def test_printed_totals_close_on_the_genuine_amounts() -> None:
    # The one odd amount that is a hint without totals is confirmed by them.
    assert failures(with_totals()) == ()


def test_a_wrong_amount_is_found_where_its_two_totals_cross() -> None:
    tables = with_totals()
    row = pick(tables, "budgets", measure_id="m04", fiscal_year=2021)
    row["amount_yen"], row["amount_raw"] = 192_611_000, "192,611"
    found = failures(tables)
    assert [(f.row_id, f.proposal, f.confidence) for f in found] == [
        (id_of("budgets", row), "192,161千円", "high")
    ]
    assert len(found[0].consequences) == 1


def test_a_wrong_printed_total_is_found_at_the_total() -> None:
    tables = with_totals()
    row = pick(tables, "statistics", row_label="合計", column_label="2022年度")
    row["value"] += 1000
    found = failures(tables)
    assert [f.row_id for f in found] == [id_of("statistics", row)]


def test_totals_in_a_coarser_unit_may_miss_by_rounding() -> None:
    tables = with_totals()
    for row in tables["statistics"]:
        if row["table_id"] == "budget-totals":
            millions = round(row["value"] / 1000)
            row.update(value=Decimal(millions), unit="百万円", raw=f"{millions:,}")
    assert failures(tables) == ()
