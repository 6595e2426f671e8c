"""Tables that run over pages: what goes on, what is said twice, what begins anew."""

from __future__ import annotations

from pathlib import Path

from tests.drawn_measures import LEFT, RIGHT, ROLES, Document

WIDE = [LEFT, 160.0, RIGHT]


def test_an_agreement_whose_roles_stand_on_the_next_page_is_one(tmp_path: Path) -> None:
    document = Document(tmp_path)
    document.page.row(WIDE, ["取組の内容", "医療を守る。"])
    page = document.turn()
    page.row(WIDE, ["一関市の役割", "運営する。"])
    page.row(WIDE, ["平泉町の役割", "協力する。"])
    page.y += 20
    document.measure()
    read = document.read()
    assert [a.content for a in read.rows["agreements"]] == ["医療を守る。"]
    assert [(r.agreement_id, r.role_text) for r in read.rows["agreement_roles"]] == [
        ("a01", "運営する。"),
        ("a01", "協力する。"),
    ]


def test_two_agreements_on_two_pages_stay_two(tmp_path: Path) -> None:
    document = Document(tmp_path)
    for content in ("医療を守る。", "福祉を守る。"):
        document.page.row(WIDE, ["取組の内容", content])
        document.page.row(WIDE, ["一関市の役割", "運営する。"])
        document.page.row(WIDE, ["平泉町の役割", "協力する。"])
        document.turn()
    document.measure()
    read = document.read()
    assert [a.content for a in read.rows["agreements"]] == ["医療を守る。", "福祉を守る。"]
    assert len(read.rows["agreement_roles"]) == 4


def test_a_row_said_twice_is_told_also_on_the_next_page(tmp_path: Path) -> None:
    document = Document(tmp_path)
    document.measure()
    page = document.turn()
    page.row(WIDE, ["備考", "特になし"])
    page.row(WIDE, ["役割分担", ROLES])
    read = document.read()
    assert read.checks["layout.duplicate_row"] == 1
    assert read.amounts() == [1000, 2000, 3000, 4000, 5000]


def test_a_row_that_a_page_cuts_below_its_label_is_one(tmp_path: Path) -> None:
    document = Document(tmp_path)
    document.measure()
    document.turn().row(WIDE, ["役割分担", "毎年度、負担の割合を見直す。"])
    read = document.read()
    (measure,) = read.rows["measures"]
    assert measure.role_sharing == f"{ROLES}\n毎年度、負担の割合を見直す。"
    assert "layout.duplicate_row" not in read.checks
