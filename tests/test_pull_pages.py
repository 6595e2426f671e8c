"""Pulling from a landing page like the city's: what is fetched, once, and what is only told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.project import Project
from pipeline.pull.job import pull
from pipeline.pull.report import NO_EDITION, REPLACED, SHRUNKEN, SIZE_ONLY, PullItem, exit_code
from pipeline.registry import discover_editions, load_registry
from tests.pull_city import (
    PAGE,
    QUICK,
    Answer,
    City,
    Document,
    identify_by_label,
    make_project,
    pdf_bytes,
    running_city,
    snapshot,
)

ZONE = "一関・平泉定住自立圏"


@pytest.fixture
def city() -> Iterator[City]:
    with running_city() as running:
        yield running


@pytest.fixture
def project(city: City, tmp_path: Path) -> Project:
    return make_project(tmp_path / "project", city.uri + PAGE)


def run(project: Project, *, dry: bool = False) -> dict[str, PullItem]:
    items = pull(project, is_dry_run=dry, limits=QUICK, identify_document=identify_by_label)
    return {item.address.rsplit("/", 1)[-1]: item for item in items}


def publish(city: City, *months: str, **how: bool) -> None:
    links = []
    for month in months:
        city.documents[f"/teiju/{month}.pdf"] = Document(pdf_bytes(f"{ZONE}|{month}|30"), **how)
        links.append((f"{month}.pdf", f"共生ビジョン {month} [828KB pdfファイル]"))
    city.list_links(links)


def test_one_new_among_three_known_is_one_download_and_one_edition(city: City, project: Project) -> None:
    publish(city, "2017-03", "2018-03", "2019-03")
    run(project)
    city.requests.clear()
    publish(city, "2017-03", "2018-03", "2019-03", "2020-03")
    items = run(project)
    assert [name for name, item in items.items() if item.ending == "new"] == ["2020-03.pdf"]
    assert [path for path, _, status in city.requests if path.endswith(".pdf") and status != 304] == [
        "/teiju/2020-03.pdf"
    ]
    editions = discover_editions(project.raw_dir, load_registry(project.raw_dir))
    assert [entry.edition_id for entry in editions] == ["2017-03", "2018-03", "2019-03", "2020-03"]
    assert editions[-1].document_path.read_bytes() == city.documents["/teiju/2020-03.pdf"].body


def test_a_second_pull_downloads_nothing_and_changes_no_byte(city: City, project: Project) -> None:
    publish(city, "2019-03", "2020-03")
    run(project)
    before = snapshot(project.raw_dir)
    city.requests.clear()
    items = run(project)
    assert {item.ending for item in items.values()} == {"known"}
    assert city.seen("/teiju/2019-03.pdf", 200) == 0
    assert snapshot(project.raw_dir) == before


@pytest.mark.parametrize("how", [{"knows_conditions": False}, {"has_etag": False}, {"has_date": False}])
def test_validators_suffice_in_any_combination(city: City, project: Project, how: dict[str, bool]) -> None:
    publish(city, "2019-03", **how)
    run(project)
    before = snapshot(project.raw_dir)
    assert run(project)["2019-03.pdf"].ending == "known"
    assert snapshot(project.raw_dir) == before


def test_without_validators_the_size_decides_and_is_said(city: City, project: Project) -> None:
    publish(city, "2019-03", has_etag=False, has_date=False)
    run(project)
    assert run(project)["2019-03.pdf"].notes == (SIZE_ONLY,)


def test_other_kinds_are_named_and_unclassified_links_reported(city: City, project: Project) -> None:
    city.documents["/teiju/v.pdf"] = Document(pdf_bytes(f"{ZONE}|2020-03|30"))
    city.list_links(
        [
            ("v.pdf", "第2次共生ビジョン（2020年3月変更）"),
            ("draft.pdf", "共生ビジョン（案）"),
            ("outline.pdf", "共生ビジョン概要版"),
            ("agreement.pdf", "形成協定書"),
            ("other.pdf", "お知らせ"),
            ("/index.html", "共生ビジョンとは"),
        ]
    )
    items = run(project)
    endings = {name: (item.ending, item.kind) for name, item in items.items()}
    assert endings == {
        "v.pdf": ("new", "vision"),
        "draft.pdf": ("not_taken", "draft"),
        "outline.pdf": ("not_taken", "outline"),
        "agreement.pdf": ("not_taken", "agreement"),
        "other.pdf": ("unclassified", None),
    }
    assert not any(city.seen(f"/teiju/{name}") for name in endings if name != "v.pdf")


def test_links_are_relative_to_the_page_its_base_and_the_redirect(city: City, project: Project) -> None:
    for path in ("/teiju/a.pdf", "/files/b.pdf", "/moved/c.pdf"):
        city.documents[path] = Document(pdf_bytes(f"{ZONE}|20{20 + ord(path[-5]) - 97}-03|30"))
    city.first[PAGE] = [Answer(302, headers={"Location": "/moved/page.html"})]
    city.list_links([("../teiju/a.pdf", "共生ビジョン"), ("c.pdf", "共生ビジョン")], path="/moved/page.html")
    assert {item.ending for item in run(project).values()} == {"new"}
    city.pages[PAGE] = '<base href="/files/"><a href="b.pdf#page=2">共生ビジョン</a>'.encode()
    assert run(project)["b.pdf"].edition_id == "2021-03"


def test_a_page_in_an_older_encoding_with_a_japanese_address(city: City, project: Project) -> None:
    name = "%E5%85%B1%E7%94%9F.PDF"
    city.documents[f"/teiju/{name}"] = Document(pdf_bytes(f"{ZONE}|2020-03|30"))
    html = '<a href="共生.PDF?v=1#p">第2次<br>共生ビジョン</a>'.encode("cp932")
    city.first[PAGE] = [Answer(200, html, {"Content-Type": "text/html; charset=Shift_JIS"})]
    city.documents[f"/teiju/{name}?v=1"] = city.documents.pop(f"/teiju/{name}")
    (item,) = run(project).values()
    assert (item.ending, item.text, item.kind) == ("new", "第2次 共生ビジョン", "vision")


def test_dry_run_fetches_no_document_and_writes_nothing(city: City, project: Project) -> None:
    publish(city, "2019-03")
    before = snapshot(project.raw_dir)
    assert run(project, dry=True)["2019-03.pdf"].ending == "would_fetch"
    assert city.seen("/teiju/2019-03.pdf") == 0
    assert snapshot(project.raw_dir) == before


def test_vanished_from_the_page_and_from_the_server(city: City, project: Project) -> None:
    publish(city, "2019-03", "2020-03")
    run(project)
    city.list_links([("2020-03.pdf", "共生ビジョン")])
    del city.documents["/teiju/2020-03.pdf"]
    items = run(project)
    assert items["2019-03.pdf"].ending == items["2020-03.pdf"].ending == "vanished"
    assert items["2020-03.pdf"].edition_id == "2020-03"
    assert len(discover_editions(project.raw_dir, load_registry(project.raw_dir))) == 2


def test_an_unreachable_page_makes_nothing_vanish(city: City, project: Project) -> None:
    publish(city, "2019-03")
    run(project)
    city.first[PAGE] = [Answer(503)] * 9
    assert [item.ending for item in run(project).values()] == ["failed"]


def test_an_empty_page_is_told(city: City, project: Project) -> None:
    city.list_links([])
    assert run(project)["list.html"].ending == "empty_page"


def test_a_shrunken_replacement_at_the_same_address_is_kept_and_told(city: City, project: Project) -> None:
    publish(city, "2019-03")
    run(project)
    old = discover_editions(project.raw_dir, load_registry(project.raw_dir))[0].document_path
    old_bytes = old.read_bytes()
    city.documents["/teiju/2019-03.pdf"] = Document(pdf_bytes(f"{ZONE}|2019-03|12", 1500))
    item = run(project)["2019-03.pdf"]
    assert (item.ending, item.edition_id) == ("new", "2019-03-2")
    assert set(item.notes) == {SHRUNKEN, REPLACED}
    assert old.read_bytes() == old_bytes


def test_same_bytes_under_a_new_etag_are_no_new_edition(city: City, project: Project) -> None:
    publish(city, "2019-03")
    run(project)
    document = city.documents["/teiju/2019-03.pdf"]
    city.first["/teiju/2019-03.pdf"] = [Answer(200, document.body, {"ETag": '"other"'})]
    assert run(project)["2019-03.pdf"].ending == "known"
    assert [p.name for p in (project.raw_dir / "ichinoseki-hiraizumi").iterdir()] == ["2019-03"]


def test_a_document_that_does_not_say_its_date_is_stored_once_and_told_again(
    city: City, project: Project
) -> None:
    city.documents["/teiju/v.pdf"] = Document(pdf_bytes(f"{ZONE}|-|30"))
    city.list_links([("v.pdf", "共生ビジョン")])
    for _ in range(2):
        items = run(project)
        assert (items["v.pdf"].ending, items["v.pdf"].notes) == ("failed", (NO_EDITION,))
        assert exit_code(items.values()) == 2
    assert city.seen("/teiju/v.pdf", 200) == 1


def test_another_zones_document_is_a_conflict_that_shows_both(city: City, project: Project) -> None:
    city.documents["/teiju/v.pdf"] = Document(pdf_bytes("奥州定住自立圏|2020-03|30"))
    city.list_links([("v.pdf", "共生ビジョン")])
    error = run(project)["v.pdf"].error
    assert error is not None and error["code"] == "PULL_CONFLICT"
    assert "奥州定住自立圏" in error["message_ja"] and ZONE in error["message_ja"]


def test_direct_addresses_and_local_files(city: City, tmp_path: Path) -> None:
    city.documents["/d.pdf"] = Document(pdf_bytes(f"{ZONE}|2020-03|30"))
    sources = f'local_files = ["hand/l.pdf"]\ndirect_addresses = [{{ uri = "{city.uri}/d.pdf" }}]'
    project = make_project(tmp_path / "p", sources=sources)
    (project.raw_dir / "hand").mkdir()
    (project.raw_dir / "hand" / "l.pdf").write_bytes(pdf_bytes(f"{ZONE}|2021-03|30"))
    assert {i.edition_id for i in run(project).values()} == {"2020-03", "2021-03"}
    assert {i.ending for i in run(project).values()} == {"known"}
