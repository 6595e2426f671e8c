"""Which profile may read a document unasked: one of its headings and with enough of its own words printed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from extractors.layouts import load_profile, score_profile
from extractors.layouts.draft import draft_profile
from extractors.layouts.errors import NoFittingProfile
from extractors.layouts.profile import FOLDER, Profile, parse_profile
from extractors.layouts.select import choose_profile
from extractors.readers import read_document
from extractors.reading import DocumentReading
from tests.drawn_measures import LEFT, Document
from tests.kyosei_command import REPOSITORY

SHEET = (FOLDER / "teiju-measure-sheet.toml").read_text("utf-8")


def _read(document: Document) -> DocumentReading:
    document.canvas.save()
    return read_document(document.path, reader="pdfium", workers=0)


@pytest.fixture
def reading(tmp_path: Path) -> DocumentReading:
    document = Document(tmp_path)
    document.page.line("1　生活機能の強化", 13)
    for name in ("救急医療事業", "図書館事業"):
        document.measure(name)
        document.turn()
    return _read(document)


def _other_headings() -> Profile:
    levels = 'levels = ["chapter", "section", "kana"]\npolicy_area = "section"\nfield = "kana"\n'
    head, _, rest = SHEET.partition("[headings]")
    return parse_profile(
        head + "[headings]\n" + levels + "[measure]" + rest.partition("[measure]")[2], "x.toml"
    )


def test_the_layout_s_own_profile_fits(reading: DocumentReading) -> None:
    fit = score_profile(reading, load_profile("teiju-measure-sheet"))
    assert fit.is_good
    assert choose_profile(reading).name == "teiju-measure-sheet"


def test_the_same_labels_under_other_headings_do_not_fit(reading: DocumentReading) -> None:
    """Read with it, every measure would lose its areas, and nothing else would tell."""
    fit = score_profile(reading, _other_headings())
    assert fit.score == 1.0
    assert not fit.headings_fit
    assert not fit.is_good


def test_a_scan_s_headings_say_nothing(reading: DocumentReading) -> None:
    assert score_profile(replace(reading, text_source="ocr"), _other_headings()).headings_fit


def test_a_profile_of_which_the_vocabulary_alone_fits_is_not_taken(reading: DocumentReading) -> None:
    own = 'name = ["単位事業名"]\ncontent = ["取組の狙い"]\neffect = ["効果"]\n'
    text = f'[profile]\nname = "x"\ntitle_ja = "x"\n[measure]\nrequired = ["name"]\n[measure.labels]\n{own}'
    fit = score_profile(reading, parse_profile(text, "x.toml"))
    assert fit.own_share < 0.5
    assert fit.score >= 0.75
    assert not fit.is_good


def test_the_rows_of_an_annex_are_no_measures_without_their_rows() -> None:
    path = REPOSITORY / "tests" / "data" / "layout3" / "vision.pdf"
    fit = score_profile(read_document(path, reader="pdfium", workers=0), load_profile("wide-list-with-annex"))
    assert fit.required_share == 1.0


def test_a_draft_takes_an_agreement_s_words_for_the_content_of_a_list(tmp_path: Path) -> None:
    document = Document(tmp_path)
    edges = [LEFT + 90.0 * i for i in range(6)]
    document.page.row(edges, ["No.", "事業名", "取組の内容", "関係市町", "担当課"])
    for i in ("1", "2", "3"):
        document.page.row(edges, [i, f"事業その{i}", "概要を記す。", "一関市", "企画課"])
    drafted = draft_profile(_read(document), "draft")
    assert ("取組の内容", "content") in [(label, field) for label, field, _, _ in drafted.proposals]
    assert 'content = ["取組の内容"]   # 要確認' in drafted.text


def test_a_draft_lists_the_labels_of_tables_of_which_it_knows_none(tmp_path: Path) -> None:
    document = Document(tmp_path)
    labels = ("単位事業", "参画自治体", "あらまし", "ねらい", "申し添え")
    for name in ("救急", "図書館", "観光"):
        for label, value in zip(
            labels, (f"{name}を支える", "一関市、平泉町", f"{name}の話。", "安心。", "なし。"), strict=True
        ):
            document.page.row([LEFT, 160.0, 535.0], [label, value])
        document.page.y += 20
    drafted = draft_profile(_read(document), "draft")
    fields = {label: field for label, field, _, _ in drafted.proposals}
    assert (fields["単位事業"], fields["参画自治体"]) == ("name", "municipalities")
    assert {label for label, _ in drafted.unknown} == {"あらまし", "ねらい", "申し添え"}


def test_a_heading_that_repeats_the_printed_area_is_no_further_level(tmp_path: Path) -> None:
    document = Document(tmp_path)
    places = (("生活機能の強化", "救急"), ("結びつきやネットワークの強化", "バス"))
    for number, (area, name) in enumerate(places, start=1):
        document.page.line(f"{number}　{area}", 13)
        for label, value in (("事業名", name), ("政策分野", area), ("事業概要", "概要を記す。")):
            document.page.row([LEFT, 160.0, 535.0], [label, value])
        document.page.y += 20
    text = draft_profile(_read(document), "draft").text
    assert 'policy_area = ["政策分野"]' in text
    assert 'field = "arabic"' not in text


def test_the_error_says_why_a_high_score_is_no_fit(
    reading: DocumentReading, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("extractors.layouts.select.profile_names", lambda: ["x"])
    monkeypatch.setattr("extractors.layouts.select.load_profile", lambda _: _other_headings())
    with pytest.raises(NoFittingProfile) as told:
        choose_profile(reading)
    assert "適合度 100%、ただし見出しの番号の付け方が違う" in told.value.message_ja
    assert "fit 100%, but its headings are numbered in another way" in told.value.message_en
