"""The loss audit: content with a sound model; it names each way in which a model can lose a character."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fuzz.audit import _letters, audit, is_loss
from pipeline.ruled_tables import write_ruled_tables
from tests.lattice_kit import Sheet

Model = dict[str, Any]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("audit")
    sheet = Sheet(folder / "t.pdf")
    sheet.grid([50, 150, 250], [50, 80, 110])
    for x, y, text in (
        (55, 55, "項目"),
        (155, 55, "金額"),
        (55, 85, "道路"),
        (155, 85, "1,234"),
        (55, 150, "本文"),
    ):
        sheet.text(x, y, text)
    sheet.canvas.save()
    write_ruled_tables(folder / "t.pdf", folder)
    return folder / "t.pdf", folder


def cell(page: Model, text: str) -> Model:
    return next(cell for cell in page["tables"][0]["cells"] if cell["text"] == text)


def lose(page: Model) -> None:
    cell(page, "1,234")["text"] = "1,24"


def read_as_prose(page: Model) -> None:
    page["lines"] += [{"text": cell["text"]} for cell in page["tables"][0]["cells"]]
    page["tables"] = []


def misplace(page: Model) -> None:
    cell(page, "道路")["text"], cell(page, "1,234")["text"] = "道", "1,234路"


def merge(page: Model) -> None:
    cell(page, "項目")["box"] = [50, 50, 250, 80]
    cell(page, "金額").update(box=[0, 0, 0, 0])
    cell(page, "項目")["text"] = "項目金額"


def test_a_sound_model_gives_no_doubt(written: tuple[Path, Path]) -> None:
    assert list(audit(*written)) == []


@pytest.mark.parametrize(
    ("damage", "kind", "text"),
    [
        (lose, "lost", "3"),
        (read_as_prose, "outside", "項目金額道路1,234"),
        (misplace, "elsewhere", "路"),
        (merge, "merged", "項目金額"),
    ],
)
def test_each_way_to_lose_a_character_is_named(
    written: tuple[Path, Path], tmp_path: Path, damage: Callable[[Model], None], kind: str, text: str
) -> None:
    document, folder = written
    model = json.loads((folder / "tables.json").read_text("utf-8"))
    damage(model["pages"][0])
    (tmp_path / "tables.json").write_text(json.dumps(model), "utf-8")
    findings = (folder / "findings.csv").read_text("utf-8-sig")
    (tmp_path / "findings.csv").write_text(findings, "utf-8-sig")
    found = [doubt for doubt in audit(document, tmp_path) if doubt.kind == kind]
    assert [(doubt.page, doubt.text, is_loss(doubt)) for doubt in found] == [(1, text, kind != "merged")]
    told = findings + '1,40,40,300,120,warning,table.irregular,1,"",""\r\n'
    (tmp_path / "findings.csv").write_text(told, "utf-8-sig")
    assert not any(is_loss(doubt) for doubt in audit(document, tmp_path))


def test_a_middle_dot_under_another_name_is_not_lost() -> None:
    """PDFium calls the glyph ・ that pdfminer calls ‧, where one glyph is both."""
    counted = [_letters(f"道{dot}路") for dot in "\u2027\u00b7\u30fb\uff65"]
    assert counted == [counted[0]] * 4
