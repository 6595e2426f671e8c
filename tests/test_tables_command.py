"""`kyosei tables`: the table model of any PDF as files."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from pipeline.cli import main
from pipeline.ruled_tables import PageListError, parse_pages
from tests.kyosei_command import REAL_PDF
from tests.lattice_kit import Sheet


def rows_of(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.reader(stream))


def sheet_with_table(path: Path) -> Path:
    sheet = Sheet(path)
    sheet.grid([50, 150, 250, 350], [50, 80, 110], merges=[(0, 1, 0, 2)])
    for x, y, text in (
        (55, 55, "項目"),
        (155, 55, "計"),
        (55, 85, "=1+1"),
        (155, 85, "-3.5"),
        (255, 85, "▲2"),
    ):
        sheet.text(x, y, text)
    sheet.canvas.save()
    return path


def test_every_page_gives_its_tables_its_model_and_its_picture(tmp_path: Path) -> None:
    out = tmp_path / "deep" / "tables"
    assert main(["tables", str(REAL_PDF), "--pages", "10,3", "--out", str(out)]) == 0
    names = {path.name for path in out.iterdir()}
    assert names == {
        *("p003.png", "p010.png", "p003-t1.csv", "p010-t1.csv", "p010-t2.csv", "tables.json", "findings.csv")
    }
    budget = next(row for row in rows_of(out / "p010-t2.csv") if row[0].startswith("事業費"))
    assert budget[-5:] == ["44,761", "53,761", "60,181", "67,741", "71,341"]
    with Image.open(out / "p010.png") as picture:
        assert picture.height > picture.width > 600


def test_spans_boxes_and_what_a_spreadsheet_could_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    sheet_with_table(tmp_path / "made.pdf")
    assert main(["tables", "made.pdf", "--json"]) == 0
    printed = capsys.readouterr().out
    assert printed == (tmp_path / "made-tables" / "tables.json").read_text(encoding="utf-8")
    cells = json.loads(printed)["pages"][0]["tables"][0]["cells"]
    head = next(cell for cell in cells if cell["text"] == "計")
    assert (head["row_span"], head["column_span"], head["box"]) == (1, 2, [150.0, 50.0, 350.0, 80.0])
    assert rows_of(tmp_path / "made-tables" / "p001-t1.csv") == [
        ["項目", "計", "計"],
        ["'=1+1", "-3.5", "▲2"],
    ]


def test_any_language_will_do(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "english.pdf"))
    canvas.grid([50, 250, 450], [700, 730, 760])
    for k, words in enumerate(
        ("municipal revenue of the year", "one hundred and two", "a third", "and more")
    ):
        canvas.drawString(60 + 200 * (k % 2), 740 - 30 * (k // 2), words)
    canvas.save()
    assert main(["tables", str(tmp_path / "english.pdf"), "--out", str(tmp_path / "out")]) == 0
    assert rows_of(tmp_path / "out" / "p001-t1.csv") == [
        ["municipal revenue of the year", "one hundred and two"],
        ["a third", "and more"],
    ]


def test_hidden_text_in_a_table_is_told(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "hidden.pdf")
    sheet.grid([50, 150, 250], [50, 80])
    sheet.text(55, 55, "見える")
    pen = sheet.canvas.beginText(160, 842 - 65)
    pen.setTextRenderMode(3)
    pen.setFont("HeiseiMin-W3", 10)
    pen.textOut("秘密")
    sheet.canvas.drawText(pen)
    sheet.canvas.save()
    assert main(["tables", str(tmp_path / "hidden.pdf"), "--out", str(tmp_path / "out")]) == 0
    assert rows_of(tmp_path / "out" / "p001-t1.csv") == [["見える", ""]]
    told = {row[6]: row[7] for row in rows_of(tmp_path / "out" / "findings.csv")}
    assert told["ledger.hidden_text"] == "2"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["missing.pdf"], "READ_FILE_MISSING"),
        (["page.pdf"], "READ_NOT_PDF"),
        (["made.pdf", "--pages", "2"], "READ_PAGE_OUT_OF_RANGE"),
        (["made.pdf", "--pages", "3-1"], "PAGES_NOT_UNDERSTOOD"),
        (["made.pdf", "--out", "page.pdf/sub"], "FOLDER_UNUSABLE"),
    ],
)
def test_a_refusal_is_named_and_leaves_nothing(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: list[str],
    code: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    sheet_with_table(tmp_path / "made.pdf")
    (tmp_path / "page.pdf").write_text("<!doctype html><title>一関市</title>", encoding="utf-8")
    before = set(tmp_path.rglob("*"))
    assert main(["tables", *words, "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["error"]["code"] == code
    assert set(tmp_path.rglob("*")) == before


def test_page_lists() -> None:
    assert parse_pages("1-3,7, 2") == [1, 2, 3, 7]
    for text in ("", "0", "a", "1-", "2-1", "1,,2", "1-99999999", "-1", "１"):
        with pytest.raises(PageListError):
            parse_pages(text)
