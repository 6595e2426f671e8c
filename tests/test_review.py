"""What the review page knows and how it is written: self-contained, escaped, small enough."""

from __future__ import annotations

import base64
import io
import json
import random
import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from expectations.contract import EDITION_TABLES
from expectations.failures import Consequence, Failure, Place
from pipeline.decisions import block_text, correct_tables, with_decided_findings
from pipeline.review import ReviewSource, folder_source, images, render_review, write_review
from pipeline.review.charts import BudgetChart, KpiChange, budget_chart, kpi_changes
from pipeline.review.drawing import draw_budgets, draw_kpi
from pipeline.review.images import Scale, page_images
from pipeline.review.model import review_data
from pipeline.review.proposals import proposed_value
from pipeline.tabulate import tabulate
from tests.edition_sample import PREFIX, ZONE, budget, extraction, kpi, piece
from tests.test_decisions import ROW, accept, decision
from tests.test_decisions_add import add

NASTY = "</script><img src=x onerror=alert(1)>&'\"\u2028"


def make_pdf(path: Path, n_pages: int = 3) -> Path:
    canvas = Canvas(str(path), pagesize=(595, 842))
    for number in range(n_pages):
        canvas.drawString(60, 780, f"page {number + 1}")
        canvas.showPage()
    canvas.save()
    return path


def told(*failures: Failure, decisions: tuple[Any, ...] = (), **changed: Any):
    tables, found = tabulate(extraction(**changed), ZONE, "2019-03", "file.pdf")
    after = correct_tables(tables, found, decisions)
    return with_decided_findings(after.tables, after.findings, (*after.failures, *failures), after.effective)


OUTLIER = Failure(
    check_id="budget.outlier",
    table_name="budgets",
    row_id=ROW,
    column_name="amount_yen",
    observed="1,000千円",
    expected="2,000千円",
)


def source(tmp_path: Path, tables: Any) -> ReviewSource:
    return ReviewSource(tables, make_pdf(tmp_path / "v.pdf"), (), tmp_path / "decisions.toml", False)


def embedded(html: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="review-data">(.*?)</script>', html, re.DOTALL)
    assert found
    data: dict[str, Any] = json.loads(found[1])
    return data


def test_the_page_is_one_file_that_fetches_nothing(tmp_path: Path) -> None:
    html = render_review(source(tmp_path, told(OUTLIER)))
    assert "default-src 'none'" in html
    assert not re.search(r"""(?:src|href)\s*=\s*["'](?:https?:)?//""", html)
    assert not re.search(r"@import|url\(", html)
    assert html.count('<script type="text/plain" id="page-image-') == 3
    assert len(html) < 500_000


def test_what_a_document_prints_cannot_become_markup(tmp_path: Path) -> None:
    html = render_review(source(tmp_path, told(title=NASTY, zone_name=NASTY)))
    assert "<img src=x" not in html
    assert embedded(html)["edition"]["title"] == NASTY.replace("\u2028", "\n")
    assert html.count("<script") == html.count("</script>")


def test_every_correctable_value_is_in_a_cell() -> None:
    tables = told()
    data = review_data(tables)
    inside = {number for cell in data["cells"] for number in cell["values"]}
    assert inside == set(range(len(data["values"])))
    values = {(v["target"]["table"], v["row"], v["target"]["column"]) for v in data["values"]}
    printed = {(p["table_name"], p["row_id"], p["column_name"]) for p in tables["provenance"]}
    assert values == {place for place in printed if not place[2].endswith("raw")}
    name = next(v for v in data["values"] if v["row"] == PREFIX + "m01" and v["target"]["column"] == "name")
    assert name["target"]["printed"] == "先の施策\nつづき"
    assert [cell["page"] for cell in data["cells"]] == sorted(cell["page"] for cell in data["cells"])


def test_values_of_one_cell_stand_in_the_contracts_order() -> None:
    cell = (piece("110%", 2),)
    sources = {name: cell for name in ("target_unit", "target_value", "target_comparator", "target_raw")}
    data = review_data(told(extra=(kpi(3, sources=sources),)))
    row = PREFIX + "m01:k3"
    columns = [value["target"]["column"] for value in data["values"] if value["row"] == row]
    assert columns == ["target_value", "target_unit", "target_comparator"]


def test_a_finding_knows_its_value_place_and_proposal() -> None:
    (finding,) = [f for f in review_data(told(OUTLIER))["findings"] if f["check_id"] == "budget.outlier"]
    assert (finding["value"], finding["unit"], finding["proposal"]) == ("1000000", "円", "2000000")
    assert finding["target"] == {"table": "budgets", "row": ROW, "column": "amount_yen", "printed": "1,000"}
    assert finding["boxes"] == [[10.0, 20.0, 30.13, 40.0]]
    assert finding["label"] == "1. 先の施策 · 2019"
    data = review_data(told(OUTLIER))
    assert data["values"][finding["valueNumber"]]["row"] == ROW


@pytest.mark.parametrize(("observed", "n_lines"), [("３倍", 1), ("0.11倍以上を三年で3倍に", 2), (None, 2)])
def test_of_several_lines_those_are_shown_that_print_what_was_observed(
    observed: str | None, n_lines: int
) -> None:
    lines = (piece("0.11倍以上を三年で", 2, x0=5.0), piece("3倍 に", 2, x0=7.0))
    place = ("budget.step", "kpis", PREFIX + "m01:k3", "target_raw")
    odd = Failure(
        check_id=place[0], table_name=place[1], row_id=place[2], column_name=place[3], observed=observed
    )
    data = review_data(told(odd, extra=(kpi(3, sources={"target_raw": lines}),)))
    (finding,) = [one for one in data["findings"] if one["check_id"] == "budget.step"]
    assert [box[0] for box in finding["boxes"]] == ([7.0] if n_lines == 1 else [5.0, 7.0])


def test_findings_stand_by_severity_and_decided_ones_last() -> None:
    info = Failure(check_id="budget.step", table_name="budgets", row_id=ROW, column_name="amount_yen")
    critical = Failure(check_id="measure.no_kpi", table_name="measures", row_id=PREFIX + "m02", observed="x")
    critical_decided = accept(column="fiscal_year", printed="2019")
    twice = Failure(check_id="budget.year_twice", table_name="budgets", row_id=ROW, column_name="fiscal_year")
    tables = told(info, critical, OUTLIER, twice, decisions=(critical_decided,))
    shown = [(f["severity"], f["adjudication"] is not None) for f in review_data(tables)["findings"]]
    order = ["critical", "warning", "info"]
    assert shown == sorted(shown, key=lambda one: (order.index(one[0]), one[1]))
    assert ("critical", True) in shown


def test_a_note_about_no_page_comes_after_those_with_one() -> None:
    placed = Failure(check_id="budget.step", table_name="budgets", row_id=ROW, column_name="amount_yen")
    nowhere = Failure(check_id="publish.formula_guard", table_name="kpis", column_name="target_comparator")
    notes = [f["page"] for f in review_data(told(nowhere, placed))["findings"] if f["severity"] == "info"]
    assert None in notes
    assert notes == sorted(notes, key=lambda page: page is None)
    assert notes[0] is not None


def test_a_decision_that_no_longer_holds_can_be_withdrawn() -> None:
    gone = decision(row=PREFIX + "m09/2019/total")
    changed = accept(printed="9,000")
    lost = accept(column=None, table="measures", row=PREFIX + "m02", check="measure.no_kpi", printed="x")
    taken = (gone, changed, lost)
    text = "[[decision]]\n" * 3
    data = review_data(told(decisions=taken), taken, text)
    critical = {f["row"]: f for f in data["findings"] if f["severity"] == "critical"}
    assert critical[gone.row]["target"]["column"] == "amount_yen"
    assert critical[lost.row]["target"]["check"] == "measure.no_kpi"
    assert critical[changed.row]["target"]["printed"] == "1,000"
    assert critical[changed.row]["proposal"] is None, "the old print is nothing to go back to"


def test_decisions_on_file_come_with_their_own_text() -> None:
    text = '# oben\n[[decision]]\n# why\ntable = "budgets"\n'
    taken = decision()
    data = review_data(told(decisions=(taken,)), (taken,), text)
    assert data["preamble"] == "# oben\n"
    (one,) = data["decisions"]
    assert one["text"] == '[[decision]]\n# why\ntable = "budgets"\n'
    assert (one["value"], one["rowNow"], one["when"]) == ("2000000", ROW, "2026-11-24")


@pytest.mark.parametrize(
    ("column", "value", "observed", "expected", "check_id", "proposal"),
    [
        ("target_value", Decimal(1000), "1000%", "100%", "kpi.x", "100"),
        ("target_value", Decimal(1000), "1000%", "≤ 100%", "kpi.x", None),
        ("target_value", Decimal(1000), "1000", "1,200.50", "kpi.x", "1200.5"),
        ("target_value", Decimal(1000), "1000", "1000", "kpi.x", None),
        ("target_unit", "人", "54人", "回", "kpi.x", "回"),
        ("target_year", 2032, "2032", "2023", "kpi.x", "2023"),
        ("target_raw", "3", "3", "4", "kpi.x", None),
        ("indicator", "参加者をを増やす", "をを", "を", "language.x", "参加者を増やす"),
        ("indicator", "をを、をを", "をを", "を", "language.x", None),
    ],
)
def test_proposals(
    column: str, value: Any, observed: str, expected: str, check_id: str, proposal: str | None
) -> None:
    row = {column: value, "target_unit": "人", **{column: value}}
    finding = {
        "table_name": "kpis",
        "column_name": column,
        "observed": observed,
        "expected": expected,
        "check_id": check_id,
    }
    assert proposed_value(finding, row) == proposal


@pytest.mark.parametrize(
    ("check_id", "expected", "proposal"),
    [("budget.outlier", "4,400千円", "4400000"), ("budget.outlier", "4,400", "4400000"),
     ("transcript.figure_differs", "4400", "4400"), ("budget.outlier", "約束", None)],
)  # fmt: skip
def test_proposed_amounts_are_whole_yen(check_id: str, expected: str, proposal: str | None) -> None:
    row = {"amount_yen": 440_000, "unit_raw": "千円"}
    place = {"table_name": "budgets", "column_name": "amount_yen", "observed": "440千円"}
    assert proposed_value({**place, "expected": expected, "check_id": check_id}, row) == proposal


def test_a_key_is_not_proposed() -> None:
    """The zone's members are a list to choose from."""
    finding = {"table_name": "measure_municipalities", "column_name": "municipality", "observed": "架空市"}
    row = {"municipality": "架空市"}
    assert proposed_value({**finding, "expected": "北市、南町", "check_id": "zone.x"}, row) is None


def test_budgets_are_added_by_area_and_year() -> None:
    more = budget(2019, 7, funding="国県支出金")
    tables, _ = tabulate(extraction(extra=(more,)), ZONE, "2019-03", "x")
    chart = budget_chart(tables)
    assert chart == BudgetChart(
        (2019, 2020), ("生活機能",), {("生活機能", 2019): 1_000_000, ("生活機能", 2020): 0}
    )


def test_bars_stand_on_each_other_and_carry_their_sum() -> None:
    amounts = {("あ", 2019): 3_000_000, ("い", 2019): 1_000_000, ("あ", 2020): 0, ("い", 2020): -5}
    drawing = draw_budgets(BudgetChart((2019, 2020), ("あ", "い"), amounts))
    low, high = drawing.bars
    assert low.height == pytest.approx(3 * high.height)
    assert high.y + high.height == pytest.approx(low.y)
    assert [word.text for word in drawing.totals] == ["4.0", "-0.0"]
    assert draw_budgets(BudgetChart((), (), {})).bars == ()


def test_kpis_are_compared_only_where_they_can_be() -> None:
    worded = kpi(3, target_comparator="text", target_value=None, baseline_unit="倍")
    same_unit = kpi(4, baseline_unit="倍", baseline_value=Decimal("0.1"))
    changes = kpi_changes(tabulate(extraction(extra=(worded, same_unit)), ZONE, "2019-03", "x").tables)
    assert [change.ratio for change in changes] == [None, None, None, Decimal("1.1")]
    line = draw_kpi(changes[-1])
    assert line is not None and line.x_to == pytest.approx(1.1 * line.x_from)
    far = draw_kpi(KpiChange("k", "l", "1", "9", Decimal(9)))
    assert far is not None and far.is_beyond


def test_page_pictures_keep_their_size_in_points(tmp_path: Path) -> None:
    pages = page_images(make_pdf(tmp_path / "v.pdf", 2))
    assert [page.page for page in pages] == [1, 2]
    assert (pages[0].width_pt, pages[0].height_pt) == (pytest.approx(595, abs=1), pytest.approx(842, abs=1))


def test_a_marked_figure_keeps_its_colour(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "v.pdf"), pagesize=(595, 842))
    canvas.setFillColorRGB(0.85, 0.1, 0.1)
    canvas.rect(100, 600, 80, 60, stroke=0, fill=1)
    canvas.save()
    (page,) = page_images(tmp_path / "v.pdf")
    picture = Image.open(io.BytesIO(base64.b64decode(page.webp_base64))).convert("RGB")
    red, green, blue = picture.getpixel((280, 420))
    assert red > 180 and green < 70 and blue < 70
    assert picture.getpixel((20, 20)) == (255, 255, 255)


def test_pictures_that_are_too_many_bytes_are_drawn_coarser(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    noise = tmp_path / "noise.png"
    Image.frombytes("RGB", (100, 100), random.Random(1).randbytes(30_000)).save(noise)
    canvas = Canvas(str(tmp_path / "v.pdf"), pagesize=(150, 150))
    for _ in range(3):
        canvas.drawImage(str(noise), 25, 25, 100, 100)
        canvas.showPage()
    canvas.save()
    sharp = sum(len(page.webp_base64) for page in page_images(tmp_path / "v.pdf"))
    monkeypatch.setattr(images, "MAX_BYTES", sharp * 3 // 4 // 2)
    coarse = page_images(tmp_path / "v.pdf", (Scale(144, 60), Scale(36, 30)))
    assert len(coarse) == 3
    assert sum(len(page.webp_base64) for page in coarse) < sharp / 2


def test_a_folder_of_extract_is_reviewed(tmp_path: Path) -> None:
    from pipeline.folder import write_folder

    write_folder(tmp_path / "tables", told(OUTLIER))
    found = folder_source(tmp_path / "tables", make_pdf(tmp_path / "v.pdf"))
    out = write_review(found, tmp_path / "deep" / "review.html")
    data = embedded(out.read_text(encoding="utf-8"))
    assert [finding["check_id"] for finding in data["findings"]].count("budget.outlier") == 1
    assert data["isHeldBack"] is False


def test_every_table_and_column_has_its_names() -> None:
    fields = review_data(told())["fields"]
    assert set(fields) == set(EDITION_TABLES)
    assert fields["budgets"]["columns"]["amount_yen"]["correctable"] is True
    assert fields["budgets"]["columns"]["amount_raw"]["correctable"] is False


def test_a_finding_knows_what_its_slip_touches_and_entails() -> None:
    row_of = f"{PREFIX}m01/2020/total"
    years, target = Place("budgets", row_of, "amount_yen"), Place("kpis", f"{PREFIX}m01:k1", "target_value")
    gone = Place("budgets", f"{PREFIX}m01/2031/total", "amount_yen")
    known = replace(
        OUTLIER,
        confidence="high",
        touches=(years, gone),
        consequences=(Consequence("kpi.magnitude", "十倍です", "ten times", (target,)),),
    )
    data = review_data(told(known), failures=(known,))
    (finding,) = [one for one in data["findings"] if one["check_id"] == "budget.outlier"]
    (touched,) = finding["touches"]
    assert (finding["confidence"], touched["label"]) == ("high", "1. 先の施策 · 2020")
    assert data["values"][touched["valueNumber"]]["row"] == row_of
    (consequence,) = finding["consequences"]
    assert (consequence["ja"], consequence["values"][0]["value"]) == ("十倍です", "0.11")


def test_an_added_row_is_known_as_such_and_its_table_can_be_added_to() -> None:
    added = add()
    data = review_data(told(decisions=(added,)), (added,), block_text(added))
    assert {one["added"] for one in data["values"] if one["row"] == added.row} == {True}
    assert sum(one["added"] for one in data["values"]) >= 4
    adding = data["adding"]
    assert adding["document"] == added.document
    assert adding["tables"]["kpis"]["owner"] == "measures"
    assert "indicator" in adding["tables"]["kpis"]["columns"]
    assert "is_cumulative" not in adding["tables"]["kpis"]["columns"]
    assert adding["tables"]["budgets"]["key"] == ["fiscal_year", "funding"]
    assert adding["tables"]["statistics"]["owner"] is None
    assert added.row in adding["rows"]["kpis"]


def test_an_added_row_that_is_read_by_now_can_be_withdrawn() -> None:
    added = add(row=PREFIX + "m01:k2")
    data = review_data(told(decisions=(added,)), (added,), block_text(added))
    (finding,) = [one for one in data["findings"] if one["check_id"] == "decision.row_read"]
    assert finding["target"]["row"] == added.row and "check" not in finding["target"]
