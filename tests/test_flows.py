"""The whole job in a sub-process: several editions, hermetic, skipped when unchanged, killed cleanly."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline.state import is_whole
from tests.kyosei_command import RAW, REAL_PDF, REPOSITORY, Ran, environment, kyosei

ZONE = "ichinoseki-hiraizumi"

# The zone of this second entry does not have 平泉町, so its document names a stranger: a critical finding.
SMALLER_ZONE = """
[[zones]]
zone_id = "smaller"
name = "小さい圏域"

[[zones.members]]
name = "一関市"
jis_code = "032093"
role = "central"
"""


def _register(project: Path, zone: str, edition: str, name: str, content: bytes) -> None:
    import hashlib

    folder = project / "raw" / zone / edition
    folder.mkdir(parents=True)
    (folder / name).write_bytes(content)
    record = (
        f'[pdf]\nfile = "{name}"\nsha256 = "{hashlib.sha256(content).hexdigest()}"\n'
        f'source_uri = "test"\nobtained = 2026-01-01\n'
    )
    (folder / "source.toml").write_text(record)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with the real edition, one that is a saved web page and one with a critical finding."""
    root = tmp_path_factory.mktemp("project")
    shutil.copytree(RAW, root / "raw")
    registry = root / "raw" / "sources.toml"
    registry.write_text(registry.read_text() + SMALLER_ZONE)
    _register(root, ZONE, "2020-03", "saved.pdf", "<html><title>一関市</title></html>".encode())
    _register(root, "smaller", "2019-03", "vision.pdf", REAL_PDF.read_bytes())
    return root


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("scratch")


@pytest.fixture(scope="module")
def first_run(project: Path, scratch: Path) -> Ran:
    return kyosei("run", "--json", cwd=project, scratch=scratch)


def _by_edition(ran: Ran) -> dict[tuple[str, str], dict[str, object]]:
    return {(one["zone_id"], one["edition_id"]): one for one in ran.json["editions"]}


def test_a_failed_edition_does_not_hold_back_the_others(first_run: Ran, project: Path) -> None:
    editions = _by_edition(first_run)
    statuses = {key: one["status"] for key, one in editions.items()}
    assert statuses == {
        (ZONE, "2019-03"): "published",
        (ZONE, "2020-03"): "unusable",
        ("smaller", "2019-03"): "held_back",
    }, first_run.err
    assert first_run.code == first_run.json["exit_code"] == 2
    assert is_whole(project / "curated" / ZONE / "2019-03")
    assert not (project / "curated" / ZONE / "2020-03").exists()
    assert not (project / "curated" / "smaller" / "2019-03").exists()


def test_the_committed_edition_is_what_a_run_makes(first_run: Ran, project: Path) -> None:
    assert first_run.code == 2
    committed = _bytes(REPOSITORY / "curated" / ZONE / "2019-03")
    made = _bytes(project / "curated" / ZONE / "2019-03")
    differing = sorted(name for name in {*committed, *made} if committed.get(name) != made.get(name))
    assert not differing, "publish and commit curated/ again (./do run)"


def test_the_summary_counts_what_was_published(first_run: Ran, project: Path) -> None:
    edition = _by_edition(first_run)[ZONE, "2019-03"]
    package = json.loads((project / "curated" / ZONE / "2019-03" / "datapackage.json").read_text())
    files = {resource["path"] for resource in package["resources"]}
    assert {f"{table}.parquet" for table in edition["rows"]} <= files
    assert edition["rows"]["measures"] == 31
    assert edition["chars"]["total"] > 20_000
    assert edition["chars"]["unclaimed"] == 0
    assert edition["n_checks"] > 1_000
    assert edition["findings"]["critical"] == 0


def test_an_unusable_document_says_what_to_do(first_run: Ran) -> None:
    error = _by_edition(first_run)[ZONE, "2020-03"]["error"]
    assert error["code"] and error["message_ja"] and error["message_en"] and error["next_step_ja"]
    assert "Traceback" not in first_run.err


def test_a_run_connects_to_nothing_but_this_machine(first_run: Ran) -> None:
    assert first_run.seen("connect"), "the witness saw not even the embedded server"
    outside = {
        place
        for place in first_run.seen("connect")
        if not place.startswith(("('127.", "('::1'", "'/", "b'/", "b'\\x00"))
    }
    assert not outside
    assert first_run.seen("lookup") <= {"'127.0.0.1'", "b'127.0.0.1'", "'localhost'", "None"}


def test_a_run_writes_nothing_outside_the_project(first_run: Ran, scratch: Path, project: Path) -> None:
    assert first_run.code == 2
    assert not list((scratch / "home").rglob("*"))
    assert {path.name for path in project.iterdir()} == {"raw", "curated", ".kyosei"}


def test_data_docs_stand_in_the_runs_folder(first_run: Ran, project: Path) -> None:
    assert first_run.code == 2
    docs = project / ".kyosei" / "runs" / ZONE / "2019-03" / "data-docs" / "index.html"
    assert "budgets" in docs.read_text()


def test_an_unchanged_edition_needs_no_engine(first_run: Ran, project: Path, scratch: Path) -> None:
    assert first_run.code == 2
    before = _bytes(project / "curated")
    again = kyosei("run", "--zone", ZONE, "--edition", "2019-03", "--json", cwd=project, scratch=scratch)
    assert again.code == 0
    assert [one["status"] for one in again.json["editions"]] == ["unchanged"]
    assert again.json["editions"][0]["rows"] == _by_edition(first_run)[ZONE, "2019-03"]["rows"]
    assert not again.seen("import") & {"prefect", "great_expectations", "pandas"}
    assert not again.seen("connect")
    assert _bytes(project / "curated") == before


def test_a_forced_run_makes_the_same_bytes(first_run: Ran, project: Path, scratch: Path) -> None:
    assert first_run.code == 2
    before = _bytes(project / "curated")
    again = kyosei("run", "--zone", ZONE, "--edition", "2019-03", "--force", cwd=project, scratch=scratch)
    assert again.code == 0, again.err
    assert "公開しました" in again.out and "published" in again.out
    assert _bytes(project / "curated") == before


def _bytes(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.skipif(sys.platform != "linux", reason="/proc tells which processes are left")
@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM])
def test_an_ended_run_leaves_no_process_and_no_half_edition(
    first_run: Ran, project: Path, scratch: Path, tmp_path: Path, end: signal.Signals
) -> None:
    assert first_run.code == 2
    before = _bytes(project / "curated")
    marker = f"KYOSEI_TEST_MARK={tmp_path}"
    env = {**environment(scratch), "KYOSEI_TEST_MARK": str(tmp_path)}
    command = [sys.executable, "-m", "pipeline.cli", "run", "--force", "--zone", ZONE, "--edition", "2019-03"]
    with subprocess.Popen(command, cwd=project, env=env, stderr=subprocess.PIPE, text=True) as run:
        assert run.stderr is not None
        assert run.stderr.readline(), "the run ended before it began to read"
        run.send_signal(end)
        run.wait(60)
    assert run.returncode != 0
    deadline = time.monotonic() + 20
    while _marked(marker) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not _marked(marker)
    assert _bytes(project / "curated") == before


def _marked(marker: str) -> list[str]:
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit() and int(folder.name) != os.getpid():
            try:
                if marker.encode() in (folder / "environ").read_bytes().split(b"\0"):
                    found.append((folder / "cmdline").read_bytes().decode())
            except OSError:
                continue  # it ended while we looked, or is another user's
    return found
