"""The measurement of the checks: what counts as found, and one cluster through the real pipeline."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.cli import main
from pipeline.qa_eval.cases import Case, cases, make_document, owners
from pipeline.qa_eval.judging import judge, names
from pipeline.qa_eval.measuring import measure_case
from pipeline.qa_eval.report import figures, rows, write_markdown
from pipeline.qa_eval.typesetter import kinds
from tests.typesetter.planting import Planted

ROOT = Path(__file__).parent.parent
AMOUNT = Planted("digit_dropped", "budgets", "m07/2021/total", "amount_yen", "440", "4,400")


def finding(check_id: str, table: str, row_id: str, severity: str = "warning") -> dict[str, Any]:
    return {"check_id": check_id, "table_name": table, "row_id": f"z:e:{row_id}", "severity": severity}


def test_a_figure_is_found_only_where_its_own_row_is_named() -> None:
    assert names(AMOUNT, "budgets", "m07/2021/total")
    assert not names(AMOUNT, "budgets", "m07/2022/total")
    assert not names(AMOUNT, "measures", "m07")
    assert not names(AMOUNT, None, "")


def test_what_is_missing_is_found_at_its_owner() -> None:
    role = Planted("agreement_role_missing", "agreement_roles", "a03/平泉町", "role_text", "", "…")
    assert names(role, "agreements", "a03")
    assert not names(role, "agreements", "a04")
    arrow = Planted("arrow_against_budget", "schedules", "m02/事業の実施/2022", "is_active", "false", "true")
    assert names(arrow, "budgets", "m02/2022/total")
    assert not names(arrow, "budgets", "m02/2021/total")


def test_a_statistics_cell_is_found_by_its_labels() -> None:
    cell = Planted("printed_total_off", "statistics", "圏域合計/2035年", "value", "1", "2")
    assert names(cell, "statistics", "population/圏域合計/2035年")
    assert not names(cell, "statistics", "population/一関市/2035年")


def test_serious_findings_about_nothing_planted_are_false_alarms() -> None:
    found = [
        finding("budget.outlier", "budgets", "m07/2021/total"),
        finding("budget.jump", "budgets", "m09/2021/total"),
        finding("budget.step", "budgets", "m11/2021/total", "info"),
        finding("measure.role_not_listed", "measures", "m07"),
    ]
    judged = judge([AMOUNT], found, "z:e:")
    assert judged.verdicts[0].check_id == "budget.outlier"
    assert judged.false_alarms == ("budget.jump m09/2021/total",)


def test_the_gravest_finding_of_a_cell_counts() -> None:
    found = [
        finding("budget.step", "budgets", "m07/2021/total", "info"),
        finding("value.lookalike", "budgets", "m07/2021/total", "critical"),
    ]
    assert judge([AMOUNT], found, "z:e:").verdicts[0].severity == "critical"


def test_a_cluster_has_two_dozen_errors_apart_from_each_other(tmp_path: Path) -> None:
    planted = make_document(Case("cluster", 4, kinds()), tmp_path / "v.pdf")
    assert len(planted) == 24
    concerned = [owner for one in planted for owner in owners(one)]
    assert len(concerned) == len(set(concerned))


def test_every_seed_has_a_clean_document_a_cluster_and_every_kind() -> None:
    listed = list(cases(kinds(), 2))
    assert len(listed) == 2 * (2 + len(kinds())) and len(kinds()) >= 25
    assert {case.kinds for case in listed if case.kind == "single"} == {(kind,) for kind in kinds()}


def test_two_dozen_planted_errors_are_found_and_nothing_else_is_said(tmp_path: Path) -> None:
    cluster = measure_case(ROOT / "raw", Case("cluster", 2, kinds()))
    found = figures([cluster])
    assert found.n_planted == 24 and found.n_found >= 22, found.missed
    assert found.n_false <= 2, found.false_alarms
    write_markdown(found, tmp_path / "qa.md")
    text = (tmp_path / "qa.md").read_text(encoding="utf-8")
    assert all(f"| {row[0]} |" in text for row in rows(found))


def test_an_unknown_kind_is_refused_by_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["qa-eval", "--kinds", "no_such_kind"]) == 2
    assert "no_such_kind" in capsys.readouterr().err


def test_the_clean_document_raises_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    clean = measure_case(ROOT / "raw", Case("clean", 0))
    assert clean.judgement.false_alarms == ()
    assert json.loads(json.dumps(figures([clean]).as_dict()))["n_false_on_clean"] == 0
