"""Documents made to do harm: each is read or refused by name, within the limits of a reading process."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from extractors.errors import KyoseiError
from extractors.geometry import Box
from extractors.readers import Limits, read_document
from extractors.readers.session import DocumentSession
from extractors.reading import Line, PageReading
from extractors.tables.export import draw_overlay
from fuzz.commands import ROOT, published_files, task_for
from fuzz.crafted import CRAFTED
from fuzz.crafted.basic import BASIC
from fuzz.mutate import MUTATIONS, laid_open
from fuzz.probe import _published_otherwise, probe
from pipeline.registry import discover_editions, load_registry

LIMITS = Limits(memory_bytes=640 * 1024 * 1024, page_seconds=40.0)
# Some of each family; all of them are `python -m fuzz --crafted`.
SLOW = {
    *("character_map_of_wide_ranges", "shading_and_pattern_in_a_ring", "states_saved_without_end"),
    *("characters_by_the_million", "content_of_nothing", "bomb_in_a_form", "bomb_of_two_layers"),
    *("bomb_in_a_character_map", "form_in_itself", "forms_doubling"),
}
QUICK = {
    *("parent_in_a_ring", "page_tree_doubling", "kids_that_are_no_pages", "content_list_in_itself"),
    *("content_in_another_file", "encrypted_by_itself", "box_elsewhere", "wild_coordinates", "wild_matrices"),
    *("text_of_no_size", "map_to_control_characters", "font_set_vertically", "filter_in_itself"),
    *("updates_in_a_ring", "object_streams_in_a_ring", "length_in_a_ring", "notes_that_are_no_notes"),
    *("font_that_draws_itself", "picture_of_no_width", "cells_with_commands", "controls_in_cells"),
}
REFUSED = {
    "bomb_in_the_content": "READ_DECOMPRESSION_BOMB",
    "rules_by_the_100_000": "READ_TOO_MANY_OBJECTS",
    "encrypted_with_rubbish": "READ_ENCRYPTED",
    "text_at_no_place": "READ_NO_TEXT_LAYER",
    "font_in_itself": "READ_NO_TEXT_LAYER",
    "page_tree_in_a_ring": "READ_PAGE_UNREADABLE",
    "page_tree_doubling": "READ_NO_PAGES",
    "content_in_another_file": "READ_NO_TEXT_LAYER",
}
TEXT = "本文の文字"


def ending(path: Path) -> tuple[str, str]:
    """The code of the refusal or "read", and all text that was read."""
    try:
        reading = read_document(path, limits=LIMITS, require_japanese=False, workers=1)
    except KyoseiError as error:
        assert error.exit_code == 2 and error.message_ja and error.message_en and error.hint_ja
        return error.code, ""
    lines = [line for page in reading.pages for line in page.lines]
    cells = [cell.raw for page in reading.pages for table in page.tables for cell in table.cells]
    return "read", "".join([*(line.text for line in lines), *cells])


@pytest.mark.parametrize("name", sorted((BASIC.keys() - SLOW) | QUICK))
def test_crafted_documents_are_read_or_refused_by_name(tmp_path: Path, name: str) -> None:
    path = tmp_path / "t.pdf"
    path.write_bytes(CRAFTED[name]())
    code, text = ending(path)
    assert REFUSED.get(name, code) == code
    if name in ("layers_in_a_ring", "annotations_in_a_ring", "fields_in_a_ring", "actions_that_fetch"):
        assert (code, TEXT in text) == ("read", True)


@pytest.mark.parametrize("name", MUTATIONS)
def test_damage_changes_the_file_and_ends_well(tmp_path: Path, name: str) -> None:
    sound = laid_open(CRAFTED["layers_in_a_ring"](), 1)
    damaged = {MUTATIONS[name](sound, random.Random(seed)) for seed in range(4)}
    assert damaged - {sound}
    for data in damaged:
        path = tmp_path / "t.pdf"
        path.write_bytes(data)
        ending(path)


def test_the_probe_sees_a_sound_reading_and_a_refusal(tmp_path: Path) -> None:
    path = tmp_path / "t.pdf"
    path.write_bytes(CRAFTED["actions_that_fetch"]())
    verdict = probe(path)
    assert (verdict.faults, verdict.ending) == ((), "read")
    path.write_bytes(b"%PDF-1.7\nrubbish")
    assert (probe(path).faults, probe(path).ending) == ((), "READ_TRUNCATED")


def test_the_probe_sees_writing_and_the_network(tmp_path: Path) -> None:
    outside = tmp_path / "outside.txt"
    script = (
        "import sys, socket, pipeline.cli.shell as shell\n"
        "def harm(words):\n"
        f"    open({str(outside)!r}, 'w').close()\n"
        "    try: socket.create_connection(('192.0.2.1', 9), timeout=0.01)\n"
        "    except OSError: pass\n"
        "    return 0\n"
        "shell.run_command = harm\n"
        "from fuzz.watched import main\n"
        "sys.exit(main())\n"
    )
    report, allowed = tmp_path / "report", tmp_path / "allowed"
    allowed.mkdir()
    subprocess.run([sys.executable, "-c", script, str(report), str(allowed)], cwd=ROOT, check=True)
    told = report.read_text()
    assert f"open {outside}" in told and "socket.connect" in told


def test_a_box_of_miles_is_drawn_in_no_time() -> None:
    box = Box(1, -1e9, 100.0, 1e9, 1e9)
    line = Line("字", box, 10.0, "F")
    reading = PageReading(1, 595.0, 842.0, 0, (), (line,), (), (), 1)
    drawn = draw_overlay(Image.new("RGB", (595, 842), "white"), reading)
    assert drawn.getpixel((300, 100)) != (255, 255, 255) and drawn.getpixel((300, 50)) == (255, 255, 255)


def test_the_probe_sees_published_tables_that_change() -> None:
    """Only a document that was read may bring tables, and only those of its own edition."""
    own, other = "ichinoseki-hiraizumi/2099-03/kpis.csv", "ichinoseki-hiraizumi/2019-03/kpis.csv"
    before = {other: "a"}
    assert _published_otherwise(before, {other: "a", own: "b"}, is_made=True) == []
    assert _published_otherwise(before, {other: "a", own: "b"}, is_made=False) == [f"published: {own}"]
    assert _published_otherwise(before, {other: "b"}, is_made=True) == [f"published: {other}"]
    assert _published_otherwise(before, {}, is_made=True) == [f"published: {other}"]


def test_the_next_edition_of_a_project_is_the_document(tmp_path: Path) -> None:
    document = tmp_path / "t.pdf"
    document.write_bytes(CRAFTED["actions_that_fetch"]())
    task = task_for(document, tmp_path / "p", "run")
    assert task.published and published_files(task.published)
    raw_dir = tmp_path / "p" / "raw"
    editions = discover_editions(raw_dir, load_registry(raw_dir))
    assert [edition.edition_id for edition in editions] == ["2019-03", "2099-03"]


def test_a_second_reader_that_never_ends_is_given_up(tmp_path: Path) -> None:
    """A box that is a reference to itself keeps pdfminer going round: the page was refused for that."""
    path = tmp_path / "t.pdf"
    path.write_bytes(CRAFTED["box_by_reference_in_a_ring"]())
    session = DocumentSession(path, "both", LIMITS, second_seconds=0.2)
    problems = session.read(1).reading.problems
    session.close()
    assert [(check_id, "TimeIsUp" in detail) for check_id, detail, _ in problems] == [
        ("reader.second_reader_failed", True)
    ]
