"""The review page in a real Chromium, driven as a reviewer would: filter, open, decide, export, reload."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.decisions import load_decisions
from pipeline.review import ReviewSource, write_review
from tests.review_city import (
    DARK_PIXELS,
    EARLIER,
    NAMELESS,
    PREFIX,
    City,
    Reviewer,
    decided_source,
    make_city,
    needs_chromium,
    start_browser,
    two_editions,
)

pytestmark = needs_chromium


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> City:
    return make_city(tmp_path_factory.mktemp("city"))


@pytest.fixture(scope="module")
def source(city: City, tmp_path_factory: pytest.TempPathFactory) -> ReviewSource:
    return decided_source(city, tmp_path_factory.mktemp("raw"))


@pytest.fixture(scope="module")
def page(source: ReviewSource, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_review(source, tmp_path_factory.mktemp("review") / "review.html")


@pytest.fixture(scope="module")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Any, Path]]:
    downloads = tmp_path_factory.mktemp("downloads")
    started = start_browser(tmp_path_factory.mktemp("profile"), downloads)
    yield started, downloads
    started.quit()


@pytest.fixture
def reviewer(driver: tuple[Any, Path], page: Path) -> Reviewer:
    started, downloads = driver
    return Reviewer(started, page, downloads).without_memory()


def test_findings_stand_by_severity_with_the_crop_and_the_values(reviewer: Reviewer, city: City) -> None:
    severities = reviewer.script("return DATA.findings.map((f) => f.severity)")
    assert severities == sorted(severities, key=["critical", "warning", "info"].index)
    assert severities[0] == "critical"
    reviewer.choose("budget.outlier")
    slip = city.planted["digit_dropped"]
    values = {one.get_attribute("class"): one.find_element("css selector", "dd").text
              for one in reviewer.all("#finding-detail .values > div")}  # fmt: skip
    assert values["printed"] == slip.printed
    yen = f"{int(slip.true.replace(',', '')) * 1000:,}円"
    assert values["proposal"] == yen
    outline, crop = reviewer.find(".crop .outline").rect, reviewer.find(".crop").rect
    assert crop["x"] < outline["x"] and crop["y"] < outline["y"]
    assert outline["x"] + outline["width"] < crop["x"] + crop["width"]
    reviewer.wait(lambda: reviewer.script("return document.querySelector('.crop img').naturalWidth > 1000"))
    assert reviewer.complaints() == []


def test_the_outlined_cell_is_where_the_print_is(reviewer: Reviewer, city: City) -> None:
    """Ink inside the outline, read back from the picture the page shows."""
    reviewer.choose("budget.outlier")
    assert reviewer.driver.execute_async_script(DARK_PIXELS) > 40


def test_filters_and_search(reviewer: Reviewer) -> None:
    every = len(reviewer.titles())
    reviewer.click("#finding-severities .info")
    reviewer.click("#finding-severities .warning")
    assert set(reviewer.script("return visibleFindings().map((n) => DATA.findings[n].severity)")) == {
        "critical"
    }
    reviewer.click("#finding-severities .info")
    reviewer.click("#finding-severities .warning")
    assert len(reviewer.titles()) == every
    reviewer.find("#finding-search").send_keys("架空市")
    assert len(reviewer.titles()) == 1
    reviewer.find("#finding-search").clear()
    reviewer.find("#finding-search").send_keys("ないことば")
    assert reviewer.titles() == []
    assert "該当" in reviewer.find("#finding-list").text


def test_the_keyboard_alone_is_enough(reviewer: Reviewer) -> None:
    reviewer.click("body")
    reviewer.keys("j")
    assert reviewer.script("return shown.chosen") == 1
    reviewer.keys("k")
    assert reviewer.script("return shown.chosen") == 0
    reviewer.keys("/")
    assert reviewer.driver.switch_to.active_element.get_attribute("id") == "finding-search"
    reviewer.keys("outlier\ue00c")
    reviewer.keys("o")
    assert reviewer.find("#tab-pages").get_attribute("aria-selected") == "true"
    chosen = reviewer.driver.switch_to.active_element
    assert "chosen" in chosen.get_attribute("class")
    reviewer.keys("\ue012")  # arrow left
    moved = reviewer.driver.switch_to.active_element
    assert moved.get_attribute("id") != chosen.get_attribute("id")
    assert moved.rect["x"] < chosen.rect["x"]
    assert reviewer.find(".tip").is_displayed()
    reviewer.keys("\ue007")  # enter
    assert reviewer.script("return browser.cell") == int(moved.get_attribute("id").removeprefix("cell-"))
    reviewer.keys("gd")
    assert reviewer.find("#decisions").is_displayed()
    reviewer.keys("?")
    assert reviewer.find("#keys-dialog").is_displayed()
    reviewer.click("#keys-dialog button")


def test_a_decision_survives_a_reload_and_is_saved_beside_the_old_ones(
    reviewer: Reviewer, source: ReviewSource, city: City
) -> None:
    reviewer.choose("budget.outlier")
    reviewer.decide("#finding-detail", 0, '前後の年と"同じ"')
    reviewer.choose("kpi.share_above_100")
    reviewer.decide("#finding-detail", 2, "市に照会中")
    reviewer.open()
    assert reviewer.find("#count-unsaved").text == "2"
    text = reviewer.wait(reviewer.saved)
    assert text.startswith(source.decisions_path.read_text(encoding="utf-8").rstrip("\n"))
    blocks = tomllib.loads(text)["decision"]
    assert [block["action"] for block in blocks] == ["accept", "correct", "report"]
    slip = city.planted["digit_dropped"]
    assert blocks[1]["row"] == PREFIX + slip.row_id
    assert blocks[1]["printed"] == slip.printed
    assert blocks[1]["value"] == str(int(slip.true.replace(",", "")) * 1000)
    assert blocks[1]["reason"] == '前後の年と"同じ"'
    assert reviewer.find("#count-unsaved").text == ""


def test_what_was_saved_is_what_the_next_run_applies(reviewer: Reviewer, city: City, tmp_path: Path) -> None:
    """From the page to the file to the tables, and back to the page."""
    for check_id, number, value in (
        ("budget.outlier", 0, None),
        ("zone.unknown_municipality", 1, None),
        ("kpi.share_above_100", 0, "100"),
    ):
        reviewer.choose(check_id)
        reviewer.decide("#finding-detail", number, "確認した", value)
    path = tmp_path / "decisions.toml"
    path.write_text(reviewer.saved(), encoding="utf-8")
    decisions = load_decisions(path)
    result = city.edition(decisions)
    assert result.n_findings["critical"] == 0, "the accepted critical finding still blocks"
    slip = city.planted["digit_dropped"]
    (row,) = [
        row for row in result.tables["budgets"]
        if row["measure_id"] == PREFIX + slip.row_id.split("/")[0] and str(row["fiscal_year"]) in slip.row_id
    ]  # fmt: skip
    assert row["amount_yen"] == int(slip.true.replace(",", "")) * 1000
    assert not [f for f in result.tables["findings"] if f["check_id"] == "budget.outlier"]
    again = write_review(ReviewSource(result.tables, city.pdf, decisions, path, False), tmp_path / "r.html")
    second = Reviewer(reviewer.driver, again, reviewer.downloads)
    second.open()  # what was taken on the first page is still in the browser's storage
    assert second.find("#count-unsaved").text == "", "what is on file needs no saving again"
    assert second.script("return DATA.values.filter((_, n) => valueState(n) === 'corrected').length") == 2
    assert second.saved() == path.read_text(encoding="utf-8")


def test_a_cell_without_a_finding_is_decided_on_its_page(reviewer: Reviewer) -> None:
    reviewer.click("#tab-pages")
    field = reviewer.find("#page-number")
    field.send_keys("\ue009a\ue000", "7\n")
    cell = reviewer.script(
        "const column = (c) => DATA.values[DATA.cells[c].values[0]].target.column;"
        "return cellsOfPage.get(7).find((c) => column(c) === 'effect')"
    )
    reviewer.click(f"#cell-{cell}")
    assert reviewer.find(f"#cell-{cell}").get_attribute("aria-label").endswith("一方のみで読取")
    reviewer.decide("#inspector", 0, "脱字", "直した文。\n次の段落。")
    assert "corrected" in reviewer.find(f"#cell-{cell}").get_attribute("class")
    (block,) = [b for b in tomllib.loads(reviewer.saved())["decision"] if b["column"] == "effect"]
    assert block["value"] == "直した文。\n次の段落。"
    reviewer.click("#inspector .current button")
    assert "corrected" not in reviewer.find(f"#cell-{cell}").get_attribute("class")


def test_an_impossible_value_and_a_missing_reason_are_refused(reviewer: Reviewer) -> None:
    reviewer.choose("budget.outlier")
    reviewer.decide("#finding-detail", 0, "理由", "12千")
    assert "値になりません" in reviewer.find("#finding-detail .problem").text
    reviewer.decide("#finding-detail", 0, " ", "12,000")
    assert "理由" in reviewer.find("#finding-detail .problem").text
    assert reviewer.script("return taken.size") == 0


def test_an_amount_may_be_typed_as_it_is_printed(reviewer: Reviewer) -> None:
    reviewer.choose("budget.outlier")
    field = reviewer.find("#finding-detail .right-value")
    field.clear()
    field.send_keys("4,400")
    assert "= 4.4千円" in reviewer.find("#finding-detail .printed-amount").text, "a slip of a thousand shows"
    reviewer.decide("#finding-detail", 0, "理由", "４，４００千円")
    (block,) = [b for b in tomllib.loads(reviewer.saved())["decision"] if b["action"] == "correct"]
    assert block["value"] == "4400000"


def test_a_long_text_is_shown_around_the_slip(reviewer: Reviewer, city: City) -> None:
    reviewer.choose("prose.figure")
    slip = city.planted["prose_figure_off"]
    marks = [mark.text for mark in reviewer.all("#finding-detail .values mark")]
    assert marks == [slip.printed, slip.printed, slip.true]
    assert "…" in reviewer.find("#finding-detail .values .proposal").text


def test_a_withdrawn_decision_leaves_the_file(reviewer: Reviewer) -> None:
    reviewer.click("#tab-decisions")
    (item,) = reviewer.all("#decision-list .decision")
    assert "保存済み" in item.text
    item.find_elements("css selector", "button")[1].click()
    assert tomllib.loads(reviewer.saved()).get("decision", []) == []


def test_a_stale_decision_stays_open_until_it_is_withdrawn(
    reviewer: Reviewer, city: City, source: ReviewSource, tmp_path: Path
) -> None:
    path = tmp_path / "decisions.toml"
    path.write_text(EARLIER.format(name="昔の名前"), encoding="utf-8")
    decisions = load_decisions(path)
    tables = city.edition(decisions).tables
    stale = Reviewer(
        reviewer.driver,
        write_review(ReviewSource(tables, city.pdf, decisions, path, True), tmp_path / "r.html"),
        reviewer.downloads,
    )
    stale.open()
    stale.choose("decision.print_changed")
    assert "適用されていません" in stale.find("#finding-detail .current").text
    assert "done" not in stale.find("#finding-list [aria-selected=true]").get_attribute("class")
    stale.click("#finding-detail .current button")
    stale.choose("decision.print_changed")
    assert "done" in stale.find("#finding-list [aria-selected=true]").get_attribute("class")
    assert "[[decision]]" not in stale.saved()


def test_an_edition_from_a_transcript_has_its_cells_as_text(
    reviewer: Reviewer, source: ReviewSource, tmp_path: Path
) -> None:
    bare = ReviewSource(source.tables, None, (), tmp_path / "decisions.toml", False)
    plain = Reviewer(reviewer.driver, write_review(bare, tmp_path / "r.html"), reviewer.downloads)
    plain.open()
    plain.click("#tab-pages")
    plain.script("showPage(7)")
    cells = plain.all("#sheet .cell")
    assert len(cells) > 5
    assert all(cell.text and cell.is_displayed() for cell in cells)
    assert plain.complaints() == []


def test_searching_the_document_goes_from_cell_to_cell(reviewer: Reviewer) -> None:
    reviewer.click("#tab-pages")
    field = reviewer.find("#page-search")
    field.send_keys("医師\n")
    first = reviewer.script("return [browser.page, browser.cell]")
    assert reviewer.find("#page-search-tally").text.startswith("1 /")
    field.send_keys("\n")
    assert reviewer.script("return [browser.page, browser.cell]") != first
    assert reviewer.find("#inspector h2").text


def test_english_and_charts(reviewer: Reviewer) -> None:
    reviewer.click("#language-button")
    assert reviewer.find("#tab-findings").text.startswith("Findings")
    title = reviewer.find("#finding-detail h2").text
    assert title.isascii() or "'" in title
    reviewer.click("#tab-charts")
    assert reviewer.find("#charts h2").text.startswith("Budgets")
    reviewer.click("#charts .link")
    assert reviewer.find("#pages").is_displayed()
    assert "目標" not in reviewer.find("#inspector .name").text
    reviewer.click("#language-button")


def test_paper_shows_every_finding_with_its_crop(reviewer: Reviewer) -> None:
    reviewer.script("buildPrint()")
    assert len(reviewer.all("#print-area section")) == len(reviewer.titles())
    assert len(reviewer.all("#print-area .crop")) >= 4
    pdf = reviewer.driver.execute_cdp_cmd("Page.printToPDF", {"printBackground": True})
    assert len(pdf["data"]) > 50_000


def test_every_control_has_a_name(reviewer: Reviewer) -> None:
    """What a screen reader says of buttons, fields and pictures, in every view."""
    for view in ("findings", "pages", "charts", "decisions"):
        reviewer.click(f"#tab-{view}")
        assert reviewer.script(NAMELESS) == [], view


def test_the_page_of_two_editions_fits_a_narrow_screen(reviewer: Reviewer, tmp_path: Path) -> None:
    two_editions(tmp_path / "diff.html")
    with reviewer.narrow() as width_px:
        reviewer.driver.get((tmp_path / "diff.html").as_uri())
        assert reviewer.script("return document.documentElement.scrollWidth") <= width_px
        assert reviewer.complaints() == []


def test_nothing_is_fetched(reviewer: Reviewer) -> None:
    fetched = reviewer.script("return performance.getEntriesByType('resource').map((e) => e.name)")
    assert [name for name in fetched if not name.startswith(("blob:", "data:"))] == []
    assert reviewer.complaints() == []


def test_what_a_slip_touches_is_shown_and_leads_to_its_page(reviewer: Reviewer) -> None:
    reviewer.choose("budget.outlier")
    touched = reviewer.all("#finding-detail .evidence > .touched li")
    assert len(touched) == 4, "the other years of the series"
    assert "確からしさ: 高い" in reviewer.find("#finding-detail .values .proposal dt").text
    assert len(reviewer.all("#finding-detail .crop .outline.related")) == 4
    touched[0].find_element("css selector", "button").click()
    assert reviewer.find("#tab-pages").get_attribute("aria-selected") == "true"
    assert "事業費" in reviewer.find("#sheet .cell.chosen").get_attribute("aria-label")


def test_one_reason_for_all_findings_of_a_check(reviewer: Reviewer) -> None:
    reviewer.script(
        "DATA.findings.filter((f) => f.severity === 'warning').forEach((f) => f.check_id = 'budget.outlier');"
        "renderFindings()"
    )
    wanted = reviewer.script("return DATA.findings.filter((f) => f.check_id === 'budget.outlier').length")
    assert wanted > 1
    reviewer.choose("budget.outlier")
    reviewer.keys("2")
    reviewer.click("#finding-detail .for-all")
    reviewer.decide("#finding-detail", 1, "市に確認済み")
    assert reviewer.script("return taken.size") == wanted
    found = [b for b in tomllib.loads(reviewer.saved())["decision"] if b["reason"] == "市に確認済み"]
    assert {block["action"] for block in found} == {"accept"}
    assert len({(b.get("row"), b.get("column")) for b in found}) == wanted


def test_a_row_that_was_not_read_is_framed_and_added(
    reviewer: Reviewer, city: City, source: ReviewSource, tmp_path: Path
) -> None:
    from selenium.webdriver import ActionChains

    reviewer.click("#tab-pages")
    reviewer.script(f"openValue(DATA.values.findIndex((v) => v.row === '{PREFIX}m05:k1'))")
    cell = f"cell-{reviewer.script('return browser.cell')}"
    reviewer.keys("a")
    sheet = reviewer.find("#sheet")
    beside = reviewer.find(f"#{cell}")
    drawing = ActionChains(reviewer.driver).move_to_element_with_offset(beside, 0, 0)
    drawing.click_and_hold().move_by_offset(120, 14).release().perform()
    owner = reviewer.find(".adding-form [name=owner]").get_attribute("value")
    assert owner == PREFIX + "m05", "the measure of the cells beside the frame"
    reviewer.click(".adding-form .record")
    assert "指標" in reviewer.find(".adding-form .problem").text
    words = {
        "indicator": "利用者数", "baseline_value": "１２０", "baseline_unit": "人", "baseline_raw": "120人",
        "target_missing_reason": "未定・検討中", "target_raw": "検討中",
    }  # fmt: skip
    for name, text in words.items():
        reviewer.find(f".adding-form [name={name}]").send_keys(text)
    for name, text in {"printed": "利用者数 120人 検討中", "reason": "罫線がない", "who": "佐藤"}.items():
        reviewer.find(f".adding-form .{name}").send_keys(text)
    reviewer.click(".adding-form .record")
    assert not reviewer.all(".adding-form")
    assert sheet.find_elements("css selector", ".added-box")
    path = tmp_path / "decisions.toml"
    path.write_text(reviewer.saved(), encoding="utf-8")
    (added,) = [one for one in load_decisions(path) if one.action == "add"]
    assert (added.row, added.document) == (PREFIX + "m05:k2", city.extraction.facts.source_sha256[:16])
    after = city.edition([added]).tables
    (row,) = [one for one in after["kpis"] if one["kpi_id"] == added.row]
    assert (row["baseline_value"], row["target_missing_reason"]) == (120, "undecided")


def test_a_narrow_screen_shows_the_value_large_and_nothing_runs_out(reviewer: Reviewer) -> None:
    with reviewer.narrow() as width_px:
        reviewer.open()
        reviewer.choose("budget.outlier")
        shown = reviewer.script(
            "const a = document.querySelector('.crop').getBoundingClientRect();"
            "const b = document.querySelector('.crop .outline:not(.related)').getBoundingClientRect();"
            "return b.width / a.width"
        )
        assert shown > 0.2, "the cell fills a good part of the picture"
        for view in ("findings", "pages", "charts", "decisions"):
            reviewer.click(f"#tab-{view}")
            assert reviewer.script("return document.documentElement.scrollWidth") <= width_px, view
