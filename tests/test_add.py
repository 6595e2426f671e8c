"""`kyosei add`: what a document says of itself decides; a contradiction is an error that shows both sides."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfgen.canvas import Canvas

from extractors.readers.errors import NotPdf
from pipeline.cli.shell import run_command
from pipeline.project import Project
from pipeline.pull.errors import EditionConflictError, EditionIdError, PullBusyError
from pipeline.pull.identify import identify
from pipeline.pull.job import add, pull
from pipeline.registry import discover_editions, load_registry
from pipeline.registry.errors import EditionUnknownError, ZoneNameMissingError, ZoneNotRegisteredError
from tests.pull_city import identify_by_label, make_project, pdf_bytes, snapshot
from tests.typesetter.draw import typeset
from tests.typesetter.style import Style
from tests.typesetter.vision2019 import vision_2019

ZONE_ID, ZONE = "ichinoseki-hiraizumi", "一関・平泉定住自立圏"
FONT = "HeiseiKakuGo-W5"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return make_project(tmp_path / "project")


def labelled(folder: Path, label: str, name: str = "v.pdf") -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(pdf_bytes(label))
    return folder / name


def lettered(path: Path, *pages: Sequence[tuple[str, float]]) -> Path:
    """A PDF of lines (text, size in points), one page each sequence."""
    registerFont(UnicodeCIDFont(FONT))
    canvas = Canvas(str(path))
    for lines in pages:
        top = 780.0
        for text, size_pt in lines:
            canvas.setFont(FONT, size_pt)
            canvas.drawString(72, top, text)
            top -= 2.2 * size_pt
        canvas.showPage()
    canvas.save()
    return path


PROSE = [(f"本ビジョンは圏域の将来像を示すものであり、{n}番目の文である。", 10.5) for n in range(8)]


@pytest.mark.parametrize(
    ("dates", "published"),
    [
        (["2019年3月 策定"], "2019-03"),
        (["平成31年3月策定", "令和2年3月変更"], "2020-03"),
        (["２０１９年３月　策定", "（２０２１年１２月　第３回変更）"], "2021-12"),
        (["令和元年10月 改定"], "2019-10"),
        (["令和５年３月　一部改訂"], "2023-03"),
        (["平成31年3月 策定", "令和3年4月 時点修正"], "2021-04"),
    ],
)
def test_the_edition_is_the_latest_date_on_the_cover(
    tmp_path: Path, dates: list[str], published: str
) -> None:
    cover = [
        ("第2次一関・平泉定住自立圏共生ビジョン", 20.0),
        *((date, 14.0) for date in dates),
        ("一関市", 16.0),
    ]
    found = identify(lettered(tmp_path / "v.pdf", cover, PROSE))
    assert (found.facts.published, found.facts.zone_name) == (published, ZONE)


def test_a_real_document_becomes_an_edition(project: Project, tmp_path: Path) -> None:
    whole = vision_2019()
    path = tmp_path / "revised.pdf"
    typeset(replace(whole, published=(2020, 3), sections=whole.sections[:21]), Style(), path)
    taken = add(project, path)
    assert (taken.zone_id, taken.edition_id, taken.is_new) == (ZONE_ID, "2020-03", True)
    (edition,) = discover_editions(project.raw_dir, load_registry(project.raw_dir))
    assert edition.document_path.read_bytes() == path.read_bytes()
    receipt = tomllib.loads((project.raw_dir / "objects" / f"{taken.sha256}.toml").read_text())
    assert receipt["size_bytes"] == path.stat().st_size and receipt["n_pages"] == taken.n_pages
    assert receipt["obtained"][0]["address"] == "file:revised.pdf"


def test_adding_it_again_changes_nothing(project: Project, tmp_path: Path) -> None:
    path = labelled(tmp_path / "in", f"{ZONE}|2020-03|30|一関市|平泉町")
    add(project, path, identify_document=identify_by_label)
    before = snapshot(project.raw_dir)
    again = add(project, path, identify_document=identify_by_label)
    assert (again.edition_id, again.is_new) == ("2020-03", False)
    assert snapshot(project.raw_dir) == before


def test_a_second_edition_of_one_month_takes_a_number(project: Project, tmp_path: Path) -> None:
    for name in ("a", "b"):
        path = labelled(tmp_path / name, f"{ZONE}|2020-03|{len(name) + ord(name)}")
        last = add(project, path, identify_document=identify_by_label)
    assert last.edition_id == "2020-03-2"


@pytest.mark.parametrize(
    ("label", "options", "both"),
    [
        (f"{ZONE}|2020-03|9", {"edition_id": "2021-03"}, ("2020-03", "2021-03")),
        ("奥州定住自立圏|2020-03|9", {"zone_id": ZONE_ID}, ("奥州定住自立圏", ZONE)),
        (f"{ZONE}|2020-03|9|一関市|奥州市", {}, ("一関市・奥州市", "一関市・平泉町")),
    ],
)
def test_contradictions_show_both_sides_and_store_nothing(
    project: Project, tmp_path: Path, label: str, options: dict[str, str], both: tuple[str, str]
) -> None:
    before = snapshot(project.raw_dir)
    with pytest.raises(EditionConflictError) as caught:
        add(project, labelled(tmp_path / "in", label), identify_document=identify_by_label, **options)
    assert all(side in caught.value.message_ja and side in caught.value.message_en for side in both)
    assert snapshot(project.raw_dir) == before


def test_an_edition_that_is_taken_by_another_document_is_not_replaced(
    project: Project, tmp_path: Path
) -> None:
    add(project, labelled(tmp_path / "a", f"{ZONE}|2020-03|9"), identify_document=identify_by_label)
    other = labelled(tmp_path / "b", f"{ZONE}|2020-03|10")
    before = snapshot(project.raw_dir)
    with pytest.raises(EditionConflictError, match="2020-03"):
        add(project, other, edition_id="2020-03", identify_document=identify_by_label)
    assert snapshot(project.raw_dir) == before


def test_what_the_document_does_not_say_a_person_can(project: Project, tmp_path: Path) -> None:
    path = labelled(tmp_path / "in", "-|-|30")
    with pytest.raises(ZoneNameMissingError):
        add(project, path, identify_document=identify_by_label)
    with pytest.raises(EditionUnknownError):
        add(project, path, zone_id=ZONE_ID, identify_document=identify_by_label)
    taken = add(project, path, zone_id=ZONE_ID, edition_id="2018-03", identify_document=identify_by_label)
    assert taken.edition_id == "2018-03"


def test_an_edition_is_a_year_and_a_month(project: Project, tmp_path: Path) -> None:
    path = labelled(tmp_path / "in", f"{ZONE}|-|30")
    with pytest.raises(EditionIdError):
        add(project, path, edition_id="../2020", identify_document=identify_by_label)


def test_a_registered_document_is_not_said_to_be_another_edition(project: Project, tmp_path: Path) -> None:
    path = labelled(tmp_path / "in", f"{ZONE}|2020-03|30")
    add(project, path, identify_document=identify_by_label)
    with pytest.raises(EditionConflictError, match=r"2020-03.*2021-03"):
        add(project, path, edition_id="2021-03", identify_document=identify_by_label)


def test_an_unregistered_zone_is_not_made_up(project: Project, tmp_path: Path) -> None:
    path = labelled(tmp_path / "in", "奥州定住自立圏|2020-03|30")
    with pytest.raises(ZoneNotRegisteredError, match="奥州定住自立圏"):
        add(project, path, identify_document=identify_by_label)


def test_a_web_page_saved_as_pdf_is_named(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "v.pdf"
    path.write_text("<html><title>お探しのページは見つかりません</title></html>", encoding="utf-8")
    with pytest.raises(NotPdf, match="お探しのページは見つかりません"):
        add(project, path)


def test_two_at_once_are_told_apart(project: Project, tmp_path: Path) -> None:
    path = labelled(tmp_path / "in", f"{ZONE}|2020-03|30")
    running = pull(project)
    sources = project.raw_dir / "sources.toml"
    sources.write_text(sources.read_text().replace("allow_file_uris = false", 'local_files = ["no.pdf"]'))
    next(running)
    with pytest.raises(PullBusyError):
        add(project, path, identify_document=identify_by_label)
    running.close()
    assert add(project, path, identify_document=identify_by_label).is_new


def test_the_command_says_what_it_did(
    project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cover = [("第2次一関・平泉定住自立圏共生ビジョン", 20.0), ("令和2年3月 変更", 14.0)]
    path = lettered(tmp_path / "v.pdf", cover, PROSE)
    assert run_command(["add", str(path), "--root", str(project.root), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["edition_id"] == "2020-03"
    assert run_command(["add", str(path), "--root", str(project.root), "--edition", "2020-03"]) == 0
    assert "すでに登録されています" in capsys.readouterr().out
    assert run_command(["pull", "--root", str(project.root), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"exit_code": 0, "items": []}
