"""What a disk refuses is no internal error: it is named, with what to do, and holds nothing else back."""

from __future__ import annotations

import errno
import json
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.changes.zone import compare_zones
from pipeline.cli import main
from pipeline.project import Project
from tests.kyosei_command import REPOSITORY

FULL = OSError(errno.ENOSPC, "No space left on device", "curated/zone")


def _failing(name: str, error: OSError, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(name, fail)


def test_a_command_names_it(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    _failing("expectations.catalogue.load_catalogue", FULL, monkeypatch)
    assert main(["checks", "--json"]) == 2
    told = json.loads(capsys.readouterr().out)["error"]
    assert told["code"] == "STORAGE_UNUSABLE"
    assert "curated/zone" in told["message_ja"] and "No space left" in told["message_en"]


def test_a_file_that_is_not_there_is_still_the_programs_own_slip(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("KYOSEI_ROOT", str(tmp_path))
    _failing("expectations.catalogue.load_catalogue", FileNotFoundError(errno.ENOENT, "x", "y"), monkeypatch)
    assert main(["checks"]) == 3


def test_a_zone_whose_changes_cannot_be_written_does_not_end_the_run(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    _failing("pipeline.changes.zone.publish_changes", FULL, monkeypatch)
    outcomes = compare_zones(Project(tmp_path), ["one", "two"])
    assert [(one.zone_id, one.status) for one in outcomes] == [("one", "unusable"), ("two", "unusable")]


def test_an_edition_that_cannot_be_written_is_unusable_and_no_crash(tmp_path: Path) -> None:
    code = (
        "from pipeline import flows\n"
        "def full(*_): raise OSError(28, 'No space left on device', 'curated/zone')\n"
        "flows.edition_flow = full\n"
        "outcome = flows._run_edition('.', 'zone', '2019-03', False, False)\n"
        "print(outcome.status, outcome.error['code'])\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=REPOSITORY, capture_output=True, text=True, check=True
    )
    assert ran.stdout.split() == ["unusable", "STORAGE_UNUSABLE"]
