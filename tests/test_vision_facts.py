"""What a document says of itself and its members: the name, the period, who takes part."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.vision.facts import municipalities_in
from tests.drawn_measures import LEFT, RIGHT, Document, Read
from tests.test_vision_other_zones import PROFILE


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    path = tmp_path / "other.toml"
    path.write_text(PROFILE, "utf-8")
    return path


FRONT = (("第3次白鳥", 24.0), ("定住自立圏共生ビジョン", 24.0), ("令和2年3月策定", 12.0), ("白鳥市", 12.0))


def _facts(tmp_path: Path, profile: Path, lines: tuple[str, ...], table: tuple[str, ...] = ()) -> Read:
    """A document with a cover, the lines as sections and prose, a table of names and figures, one measure."""
    document = Document(tmp_path, front=FRONT)
    for line in lines:
        document.page.line(line, 13 if line[1:2] in "\u3000" else 10)
    for name in table:
        document.page.row([LEFT, 160, RIGHT], [name, "1,000"])
    document.page.line("II\u3000具体的な取組", 13)
    document.measure("図書館事業")
    return document.read(profile)


def test_facts_in_other_words(tmp_path: Path, profile: Path) -> None:
    read = _facts(
        tmp_path,
        profile,
        (
            "I\u3000圏域",
            "1\u3000連携中枢都市圏の名称",
            "白鳥定住自立圏",
            "2\u3000構成する市町",
            "岩手県一関市と西磐井郡平泉町で構成します。",
            "3\u3000期間",
            "2020（令和2）年度から2024（令和6）年度までの5年間",
        ),
    )
    facts = read.facts
    assert facts.title == "第3次白鳥定住自立圏共生ビジョン"
    assert (facts.plan_start_fiscal_year, facts.plan_end_fiscal_year) == (2020, 2024)
    assert (facts.zone_name, facts.published) == ("白鳥定住自立圏", "2020-03")
    assert [m.municipality for m in read.rows["municipalities"]] == ["一関市", "平泉町"]
    assert not {c for c in read.checks if c.startswith("edition.")}


def test_what_a_document_does_not_say_is_told(tmp_path: Path, profile: Path) -> None:
    read = _facts(tmp_path, profile, ("I\u3000圏域の人口",), ("一関市", "平泉町"))
    assert [m.municipality for m in read.rows["municipalities"]] == ["一関市", "平泉町"]
    assert read.checks["edition.members_unclear"] == 1
    assert read.checks["edition.not_stated"] == 1  # the plan period


def test_a_table_lists_the_members(tmp_path: Path, profile: Path) -> None:
    """Under its heading it is as good as a sentence, and no table of figures; 近隣町村 is no name."""
    document = Document(tmp_path, front=FRONT)
    page = document.page
    page.line("I　圏域", 13)
    page.line("1　圏域の市町村", 13)
    for kind, name in (("区分", "市町村名"), ("中心市", "小樽市"), ("近隣町村", "余市町")):
        page.row([LEFT, 160, RIGHT], [kind, name])
    page.line("2　期間", 13)
    page.line("令和5～9年度の5年間", 10)
    page.line("II　具体的な取組", 13)
    document.head("図書館事業")
    page.row([LEFT, 160, 475, RIGHT], ["取組内容", "相互に利用する。", "全\n市町"], 32)
    document.kpi()
    document.rest()
    read = document.read(profile)
    assert [m.municipality for m in read.rows["municipalities"]] == ["小樽市", "余市町"]
    assert [m.municipality for m in read.rows["measure_municipalities"]] == ["小樽市", "余市町"]
    assert "layout.unknown_table" not in read.checks
    assert "edition.members_unclear" not in read.checks


def test_roles_name_the_municipalities_where_no_row_does(tmp_path: Path, profile: Path) -> None:
    document = Document(tmp_path)
    page = document.page
    page.row([LEFT, 160, RIGHT], ["施策名", "図書館事業"])
    page.row([LEFT, 160, RIGHT], ["取組内容", "相互に利用する。"])
    document.kpi()
    page.cell(LEFT, 160, 36, "役割分担")
    page.row([160, 235, RIGHT], ["平泉町", "協力する。"])
    page.row([160, 235, RIGHT], ["一関市", "運営する。"])
    read = document.read(profile)
    rows = read.rows["measure_municipalities"]
    assert [(r.municipality, r.ordinal) for r in rows] == [("一関市", 1), ("平泉町", 2)]
    assert rows[1].sources["municipality"][0].raw_text == "平泉町"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("姫路市、たつの市及び太子町", ("姫路市", "たつの市", "太子町")),
        ("いの町と土佐市で構成する。", ("いの町", "土佐市")),
        ("たつの市の区域", ("たつの市",)),
        ("一関市の区域とする。", ("一関市",)),
        ("中心の市と周辺の町", ()),
    ],
)
def test_names_with_no_in_them_are_whole(text: str, names: tuple[str, ...]) -> None:
    assert municipalities_in(text) == names


@pytest.mark.parametrize(
    "date", ["令和6（2024）年2月", "2024(令和6)年2月策定", "令和6年(2024年)2月", "令和6年2月"]
)
def test_a_date_in_two_notations(tmp_path: Path, profile: Path, date: str) -> None:
    document = Document(tmp_path, front=(*FRONT[:2], (date, 12.0), *FRONT[3:]))
    document.page.line("II\u3000具体的な取組", 13)
    document.measure("図書館事業")
    assert document.read(profile).facts.published == "2024-02"
