"""The whole validation with Great Expectations: verdicts, row ids, results as data, Data Docs."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from expectations import Validation, validate
from expectations.catalogue import load_catalogue
from expectations.contract import TABLES
from expectations.suites import Runner, edition_tables
from tests.checks_edition import Rows, edition_2019, pick

Z = "ichinoseki-hiraizumi:2019-03:"


def spoiled() -> dict[str, Rows]:
    tables = edition_2019()
    pick(tables, "budgets", measure_id="m09", fiscal_year=2021).update(amount_yen=440_000, amount_raw="440")
    pick(tables, "kpis", kpi_id="m10:k1")["target_comparator"] = "≧"
    pick(tables, "kpis", kpi_id="m11:k1")["measure_id"] = Z + "m99"
    tables["projects"].append(dict(tables["projects"][0]))
    return tables


@pytest.fixture(scope="module")
def genuine() -> Validation:
    return validate(edition_2019())


@pytest.fixture(scope="module")
def wrong() -> Validation:
    return validate(spoiled())


def failing_positions(validation: Validation, table: str, key: str) -> list[Any]:
    outcome = next(
        r for r in validation.results()[table]["results"] if r["expectation_config"]["meta"]["key"] == key
    )
    assert outcome["success"] is False
    return [row["_position"] for row in outcome["result"]["unexpected_index_list"]]


def test_the_genuine_edition_has_no_warning(genuine: Validation) -> None:
    assert [load_catalogue()[f.check_id].severity for f in genuine.failures] == ["info"]
    assert genuine.n_checks > 10_000
    evaluated = {name: len(result["results"]) for name, result in genuine.results().items()}
    assert evaluated == {run.table_name: run.n_expectations for run in genuine.runs}
    assert set(evaluated) == {t.name for t in edition_tables()}


def test_failing_rows_come_back_by_their_ids(wrong: Validation) -> None:
    found = {(f.check_id, f.row_id) for f in wrong.failures}
    assert {
        ("budget.outlier", Z + "m09/2021/total"),
        ("contract.enum", Z + "m10:k1"),
        ("contract.reference", Z + "m11:k1"),
        ("contract.unique", Z + "m01/1"),
    } <= found
    assert not any(check == "contract.engines_differ" for check, _ in found)
    assert len(found) == len(wrong.failures)


def test_great_expectations_itself_fails_the_same_rows(wrong: Validation) -> None:
    tables = spoiled()
    (position,) = failing_positions(wrong, "budgets", "budget.outlier")
    assert tables["budgets"][position]["measure_id"] == Z + "m09"
    (position,) = failing_positions(wrong, "kpis", "contract.enum(target_comparator)")
    assert tables["kpis"][position]["kpi_id"] == Z + "m10:k1"
    key = "contract.unique(zone_id, edition_id, measure_id, ordinal)"
    assert failing_positions(wrong, "projects", key) == [0, len(tables["projects"]) - 1]


@pytest.mark.parametrize(
    ("found_here", "tables"),
    [([], spoiled()), ([0], edition_2019()), ([0], spoiled())],
    ids=["here none fails", "there none fails", "another row fails"],
)
def test_a_verdict_of_great_expectations_that_differs_is_a_critical_failure(
    monkeypatch: pytest.MonkeyPatch, found_here: list[int], tables: dict[str, Rows]
) -> None:
    monkeypatch.setattr("expectations.suites.structural_violations", lambda table, tables: [])
    monkeypatch.setattr("expectations.rules.Rule.violations", lambda self, rows: found_here)
    run = Runner().run(TABLES["kpis"], tables, [])
    assert {c.check_id for c in run.violations} == {"contract.engines_differ"}
    assert load_catalogue()["contract.engines_differ"].severity == "critical"


def test_dataframes_are_accepted_for_rows(genuine: Validation) -> None:
    import pandas as pd

    frames = {
        name: pd.DataFrame(rows, columns=list(TABLES[name].columns), dtype=object)
        for name, rows in edition_2019().items()
    }
    assert validate(frames).failures == genuine.failures


def test_results_are_plain_data(wrong: Validation) -> None:
    assert json.loads(json.dumps(wrong.results(), ensure_ascii=False)) == wrong.results()


def test_data_docs_open_without_a_network(wrong: Validation, tmp_path: Path) -> None:
    index = wrong.build_data_docs(tmp_path / "docs")
    pages = {path.name: path.read_text(encoding="utf-8") for path in index.parent.glob("*.html")}
    assert set(pages) == {"index.html", *(f"{t.name}.html" for t in edition_tables())}
    for name, page in pages.items():
        assert not re.search(r"""(?:src|href)\s*=\s*["']?https?:|url\(\s*['"]?https?:""", page), name
    assert load_catalogue()["budget.outlier"].title_ja in pages["budgets.html"]
    assert "✗" in pages["index.html"]
