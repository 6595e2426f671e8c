"""An edition is published whole or not at all: killed at any instant, by two at once, on any file system."""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import sys
import tempfile
import time
from pathlib import Path

import pytest

from pipeline.publish import (
    PACKAGE_FILE,
    PublishLockedError,
    clear_leftovers,
    edition_files,
    publish_edition,
    publisher,
    read_parquet_rows,
    switch,
    write_zone_table,
)
from pipeline.state import is_whole
from pipeline.tabulate import tabulate
from tests.edition_sample import ZONE, extraction

N_KILLS = 12

# One interpreter with the libraries loaded, from which every child is forked in no time.
FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["pyarrow.parquet", "tests.test_publish_atomic"])


@pytest.fixture
def root(tmp_path):
    """A folder in memory where there is one: a kill leaves the same there, and no disk is waited for."""
    memory = Path("/dev/shm")
    if not os.access(memory, os.W_OK):
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(dir=memory) as folder:
        yield Path(folder)


def edition(title):
    return tabulate(extraction(title=title), ZONE, "2019-03", "raw/vision.pdf").tables


def snapshot(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def hidden(root):
    return sorted(path.name for path in root.rglob(".*") if path.name != publisher.LOCK_FILE)


def publish(root, title):
    return publish_edition(root, "kita-minami", "2019-03", edition(title))


def publish_forever(root, can_exchange, told):
    if not can_exchange:
        switch.exchange = lambda one, other: False
    versions = [edition("新"), edition("旧")]
    while True:
        for tables in versions:
            publish_edition(root, "kita-minami", "2019-03", tables)
            told.send(True)


def started(root, can_exchange=True):
    """A child that publishes for ever, what it tells through, and the seconds of its second publication."""
    heard, told = FORKS.Pipe(duplex=False)
    child = FORKS.Process(target=publish_forever, args=(root, can_exchange, told), daemon=True)
    child.start()
    heard.recv()
    begun = time.perf_counter()
    heard.recv()
    return child, heard, time.perf_counter() - begun


def kill(child):
    child.kill()
    child.join()
    child.close()


def killed_at_random(root, seed, can_exchange=True):
    child, heard, seconds = started(root, can_exchange)
    time.sleep(random.Random(seed).uniform(0, seconds))
    kill(child)
    heard.close()


def test_a_second_run_changes_nothing(tmp_path):
    first = publish(tmp_path, "旧")
    before = {path: path.stat().st_mtime_ns for path in first.folder.iterdir()}
    assert (first.changed, publish(tmp_path, "旧").changed) == (True, False)
    assert before == {path: path.stat().st_mtime_ns for path in first.folder.iterdir()}


def test_another_content_takes_its_place_and_leaves_nothing_behind(tmp_path):
    folder = publish(tmp_path, "旧").folder
    (folder / "left over.csv").write_text("x")
    assert publish(tmp_path, "新").changed
    assert snapshot(folder) == edition_files(edition("新"))
    assert hidden(tmp_path) == []


def test_a_published_folder_is_as_open_as_others(tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    assert publish(tmp_path, "旧").folder.stat().st_mode == other.stat().st_mode


@pytest.mark.skipif(sys.platform != "linux", reason="exchanges folders by renameat2")
def test_killed_at_random_a_reader_finds_the_old_or_the_new_edition_whole(root):
    wanted = [edition_files(edition(title)) for title in ("旧", "新")]
    folder = publish(root, "旧").folder
    for seed in range(N_KILLS):
        killed_at_random(root, seed)
        assert snapshot(folder) in wanted
    clear_leftovers(root)
    assert hidden(root) == [] and snapshot(folder) in wanted


def test_killed_without_exchange_the_next_start_makes_it_whole(root):
    wanted = [edition_files(edition(title)) for title in ("旧", "新")]
    folder = publish(root, "旧").folder
    for seed in range(4):
        killed_at_random(root, seed, can_exchange=False)
        clear_leftovers(root)
        assert snapshot(folder) in wanted
        assert hidden(root) == []


@pytest.mark.skipif(sys.platform != "linux", reason="exchanges folders by renameat2")
def test_a_reader_at_work_always_sees_a_whole_edition(root):
    folder = publish(root, "旧").folder
    child, heard, _ = started(root)
    try:
        titles = {_title_of_whole(folder) for _ in range(60)}
    finally:
        kill(child)
        heard.close()
    assert titles - {None} <= {"旧", "新"} and titles != {None}


def _title_of_whole(folder):
    """The title of an edition that is whole; None where another took its place while it was read."""
    before = folder.stat()
    whole = is_whole(folder)
    try:
        package = json.loads((folder / PACKAGE_FILE).read_text(encoding="utf-8"))
    except OSError:
        package = None
    after = folder.stat()
    if (before.st_ino, before.st_ctime_ns) != (after.st_ino, after.st_ctime_ns):
        return None
    assert whole
    return package["title"]


def publish_often(root):
    for title in ("旧", "新") * 5:
        publish(root, title)


def test_two_publishers_at_once_do_not_mix(root):
    both = [FORKS.Process(target=publish_often, args=(root,)) for _ in range(2)]
    for process in both:
        process.start()
    for process in both:
        process.join(120)
    assert [process.exitcode for process in both] == [0, 0]
    assert snapshot(root / "kita-minami" / "2019-03") == edition_files(edition("新"))
    assert hidden(root) == []


def test_a_publisher_that_never_ends_is_told(tmp_path, monkeypatch):
    from filelock import FileLock

    monkeypatch.setattr(publisher, "_LOCK_TIMEOUT_S", 0.1)
    with FileLock(tmp_path / publisher.LOCK_FILE), pytest.raises(PublishLockedError):
        publish(tmp_path, "旧")


def test_a_file_system_that_exchanges_no_folders_is_served_file_by_file(tmp_path, monkeypatch):
    folder = publish(tmp_path, "旧").folder
    monkeypatch.setattr(switch, "exchange", lambda one, other: False)
    (folder / "left over.csv").write_text("x")
    assert publish(tmp_path, "新").changed
    assert snapshot(folder) == edition_files(edition("新"))
    assert hidden(tmp_path) == []


def test_a_complete_folder_left_by_a_kill_is_put_in_place(tmp_path):
    folder = publish(tmp_path, "旧").folder
    new = edition_files(edition("新"))
    ready = folder.with_name(".ready-2019-03")
    ready.mkdir()
    for name, content in new.items():
        (ready / name).write_bytes(content)
    half = folder.with_name(".staging-x")
    half.mkdir()
    (half / "kpis.csv").write_text("half")
    clear_leftovers(tmp_path)
    assert snapshot(folder) == new and hidden(tmp_path) == []


def change(number):
    return {
        "zone_id": "kita-minami",
        "change_id": f"kita-minami:2019-03:2020-03:c{number:03}",
        "from_edition_id": "2019-03",
        "to_edition_id": "2020-03",
        "kind": "value_changed",
        **dict.fromkeys(
            ("measure_key", "measure_name", "table_name", "row_key", "column_name", "old", "new", "delta",
             "match_score")
        ),
        "message_ja": "変更",
    }  # fmt: skip


def test_a_zone_table_is_published_beside_the_editions(tmp_path):
    folder = publish(tmp_path, "旧").folder
    made = write_zone_table(tmp_path, "kita-minami", "changes", [change(2), change(1)])
    assert (made.changed, made.folder) == (True, folder.parent)
    assert read_parquet_rows(folder.parent / "changes.parquet") == [change(1), change(2)]
    assert (folder.parent / "changes.csv").read_bytes().count(b"\r\n") == 3
    again = write_zone_table(tmp_path, "kita-minami", "changes", [change(1), change(2)])
    assert not again.changed
    assert is_whole(folder) and hidden(tmp_path) == []


def test_both_files_of_a_zone_table_are_finished_after_a_kill(tmp_path, monkeypatch):
    write_zone_table(tmp_path, "kita-minami", "changes", [])

    def killed(ready):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(publisher, "_finish_zone", killed)
        write_zone_table(tmp_path, "kita-minami", "changes", [change(1)])
    assert read_parquet_rows(tmp_path / "kita-minami" / "changes.parquet") == []
    clear_leftovers(tmp_path)
    assert read_parquet_rows(tmp_path / "kita-minami" / "changes.parquet") == [change(1)]
    assert hidden(tmp_path) == []
