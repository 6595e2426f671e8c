"""PDF against transcript: every difference once, classified, with both readings."""

from __future__ import annotations

from copy import deepcopy
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from expectations.contract import EDITION_TABLES
from expectations.failures import Failure
from extractors.transcript import read_transcript
from pipeline.conform import Tables
from pipeline.reconcile import PLANS, classify, reconcile
from pipeline.registry import load_registry
from pipeline.tabulate import tabulate

RAW = Path(__file__).parents[1] / "raw"
ZONE_ID, EDITION = "ichinoseki-hiraizumi", "2019-03"


@pytest.fixture(scope="module")
def read() -> Tables:
    zone = load_registry(RAW).zone(ZONE_ID)
    source = RAW / ZONE_ID / EDITION / "transcript.txt"
    return tabulate(read_transcript(source), zone, EDITION, "t").tables


@pytest.fixture
def pdf(read: Tables) -> Tables:
    return deepcopy(read)


def find(tables: Tables, table: str, **wanted: Any) -> dict[str, Any]:
    (row,) = [r for r in tables[table] if all(r[k] == v for k, v in wanted.items())]
    return row


def told(failures: list[Failure]) -> list[tuple[str, str | None, str | None]]:
    return [(f.check_id.removeprefix("transcript."), f.table_name, f.column_name) for f in failures]


def test_the_genuine_pair_has_no_difference_of_substance(read: Tables) -> None:
    from pipeline.edition import extract
    from pipeline.reconcile import reconcile_transcript

    folder = RAW / ZONE_ID / EDITION
    zone = load_registry(RAW).zone(ZONE_ID)
    tables = tabulate(extract(folder / "vision.pdf"), zone, EDITION, "v").tables
    failures = reconcile_transcript(tables, folder / "transcript.txt", zone, EDITION)
    assert {f.check_id for f in failures} <= {"transcript.layout_differs"}


def test_equal_readings_have_no_difference(read: Tables, pdf: Tables) -> None:
    assert reconcile(pdf, read) == []


def test_a_figure_is_told_once_with_both_readings(read: Tables, pdf: Tables) -> None:
    row = find(pdf, "budgets", measure_id=f"{ZONE_ID}:{EDITION}:m07", fiscal_year=2021)
    row["amount_yen"], row["amount_raw"] = 4_950_000, "4,950"
    (failure,) = reconcile(pdf, read)
    assert told([failure]) == [("figure_differs", "budgets", "amount_yen")]
    assert (failure.observed, failure.expected) == ("4950000", "4590000")
    assert failure.row_id == f"{ZONE_ID}:{EDITION}:m07/2021/total"


def test_a_corrected_value_is_not_compared(read: Tables, pdf: Tables) -> None:
    row_id = f"{ZONE_ID}:{EDITION}:m07/2021/total"
    find(pdf, "budgets", measure_id=f"{ZONE_ID}:{EDITION}:m07", fiscal_year=2021)["amount_yen"] = 4_950_000
    assert len(reconcile(pdf, read)) == 1
    place = {"table_name": "budgets", "row_id": row_id, "column_name": "amount_yen"}
    find(pdf, "provenance", part=1, **place)["corrected"] = True
    assert reconcile(pdf, read) == []


def test_a_figure_within_a_sentence(read: Tables, pdf: Tables) -> None:
    row = find(pdf, "outline", title="将来推計人口")
    row["text"] = row["text"].replace("6,536人", "6,563人")
    assert told(reconcile(pdf, read)) == [("figure_differs", "outline", "text")]


def test_wording_and_layout(read: Tables, pdf: Tables) -> None:
    row = find(pdf, "measures", name="広域消防事業")
    row["effect"] = row["effect"].replace("向上", "増進")
    row["content"] = row["content"].replace("\n", " ").replace("、", "、 ")
    failures = reconcile(pdf, read)
    assert told(failures) == [("wording_differs", "measures", "effect"), ("layout_differs", "measures", None)]
    assert failures[1].params == {"n": "1", "columns": "content 1"}


def test_rows_are_paired_by_what_they_say_not_by_number(read: Tables, pdf: Tables) -> None:
    """A measure the PDF lacks shifts every later id; only that measure is told, without its own rows."""
    lost = f"{ZONE_ID}:{EDITION}:m05"
    shifted = {f"{ZONE_ID}:{EDITION}:m{n:02d}": f"{ZONE_ID}:{EDITION}:m{n - 1:02d}" for n in range(6, 32)}
    for name, rows in pdf.items():
        kept = [
            row for row in rows if lost not in (row.get("measure_id"), str(row.get("row_id"))[: len(lost)])
        ]
        pdf[name] = [{k: _shift(v, shifted) for k, v in row.items()} for row in kept]
    for row in pdf["measures"]:
        row["ordinal"] = int(row["measure_id"][-2:])
    failures = [f for f in reconcile(pdf, read) if f.table_name != "footnotes"]
    assert told(failures) == [("row_missing", "measures", None)]
    assert failures[0].params["side_en"] == "the PDF" and failures[0].params["row"].startswith("在宅医療")


def _shift(value: Any, shifted: dict[str, str]) -> Any:
    if not isinstance(value, str):
        return value
    return next((new + value[len(old) :] for old, new in shifted.items() if value.startswith(old)), value)


def test_a_renamed_measure_is_one_difference(read: Tables, pdf: Tables) -> None:
    find(pdf, "measures", name="広域消防事業")["name"] = "広域消防防災事業"
    assert told(reconcile(pdf, read)) == [("wording_differs", "measures", "name")]


def test_a_reading_that_lost_a_row(read: Tables, pdf: Tables) -> None:
    gone = pdf["projects"].pop(10)
    (failure,) = reconcile(pdf, read)
    assert told([failure]) == [("row_missing", "projects", None)] and gone["name"] in str(failure.expected)
    (failure,) = reconcile(read, pdf)
    assert failure.row_id is not None and failure.params["side_en"] == "the transcript"


@pytest.mark.parametrize(
    ("ours", "theirs", "kind"),
    [
        ("a", "a", None),
        (None, None, None),
        ("１２人", "12 人", "layout"),
        ("（累計）", "(累計)", "layout"),
        ("49,680", "49680", "layout"),
        ("49,680", "49,608", "figure"),
        ("2割", "3割", "figure"),
        ("向上を図る", "向上をを図る", "wording"),
        (None, "備考", "wording"),
        (None, "10人", "figure"),
        (Decimal("1.0"), Decimal(1), None),
        (Decimal(1), None, "figure"),
        (True, False, "figure"),
    ],
)
def test_classification(ours: Any, theirs: Any, kind: str | None) -> None:
    assert classify(ours, theirs) == kind


# What a transcript does not have (pages, arrows, codes of the registry), or what only numbers rows.
NOT_COMPARED = {
    "editions": {
        "page_count",
        "text_source",
        "source_sha256",
        "source_uri",
        "layout_profile",
        "contract_version",
    },
    "municipalities": {"jis_code"},
    "outline": {"section_id", "ordinal", "level", "page", "toc_page_matches"},
    "agreements": {"agreement_id", "section_id", "page"},
    "measures": {"measure_id", "measure_key", "ordinal", "page_first", "page_last"},
    "measure_municipalities": {"jis_code"},
    "kpis": {"kpi_id", "ordinal"},
    "projects": {"ordinal"},
    "statistics": {"table_id"},
    "footnotes": {"footnote_id", "page"},
}


@pytest.mark.parametrize("name", EDITION_TABLES)
def test_every_column_of_the_contract_is_compared_or_known_not_to_be(name: str) -> None:
    """A column that the contract gains is no longer passed over in silence."""
    if name in ("schedules", "provenance", "coverage", "findings"):
        assert name not in PLANS
        return
    plan = PLANS[name]
    columns = set(EDITION_TABLES[name].columns) - {"zone_id", "edition_id"}
    assert columns - {*plan.key, *plan.columns} == NOT_COMPARED.get(name, set())
    assert {*plan.key, *plan.rest, *plan.columns, *plan.unless} <= columns
