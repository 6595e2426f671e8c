"""Planning: an edition is made again when, and only when, something it depends on has changed."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from filelock import FileLock, Timeout

from pipeline import prefect_home, state
from pipeline.outcome import Outcome, Status, exit_code
from pipeline.planning import Plan, earlier_dirs, plan_edition, select_editions
from pipeline.project import NoProjectError, Project, find_project
from pipeline.registry import load_edition, load_registry
from pipeline.run import run_editions
from pipeline.state import changed_inputs, is_whole, write_record
from pipeline.summary import REASON_WORDS, print_summary
from tests.kyosei_command import RAW

ZONE, EDITION = "ichinoseki-hiraizumi", "2019-03"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project whose one edition stands published, as far as planning can tell."""
    shutil.copytree(RAW, tmp_path / "raw")
    made = Project(tmp_path)
    _publish(made, EDITION)
    plan = _plan(made)
    outcome = Outcome(ZONE, EDITION, "published", reasons=("first_run",), rows={"measures": 31})
    write_record(made, ZONE, EDITION, {"fingerprint": dict(plan.fingerprint), "outcome": outcome.as_dict()})
    return made


def _publish(project: Project, edition_id: str, content: bytes = b"rows") -> Path:
    """A published folder in miniature: one file and the data package that states its hash."""
    folder = project.curated_dir / ZONE / edition_id
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "measures.csv").write_bytes(content)
    stated = state.file_sha256(folder / "measures.csv")
    resource = {"path": "measures.csv", "bytes": len(content), "hash": f"sha256:{stated}"}
    (folder / "datapackage.json").write_text(json.dumps({"resources": [resource]}))
    return folder


def _plan(project: Project, *, force: bool = False) -> Plan:
    edition = load_edition(project.raw_dir, load_registry(project.raw_dir), ZONE, EDITION)
    return plan_edition(project, edition, force=force)


def test_an_unchanged_edition_is_not_due(project: Project) -> None:
    plan = _plan(project)
    assert not plan.is_due
    assert plan.unchanged() == Outcome(ZONE, EDITION, "unchanged", rows={"measures": 31})


def test_what_a_withdrawn_run_left_goes_with_it(project: Project) -> None:
    held_back = project.held_back_dir(ZONE, EDITION)
    held_back.mkdir(parents=True)
    (outcome,) = run_editions(project)
    assert outcome.status == "unchanged"
    assert not held_back.exists()


def test_every_reason_to_make_an_edition_has_its_words(project: Project) -> None:
    known = {*_plan(project).fingerprint, "first_run", "forced", "published_files"}
    assert set(REASON_WORDS) == known


def test_force_makes_it_due(project: Project) -> None:
    assert _plan(project, force=True).reasons == ("forced",)


def test_a_published_file_that_was_changed_is_noticed(project: Project) -> None:
    (project.curated_dir / ZONE / EDITION / "measures.csv").write_bytes(b"rowz")
    assert _plan(project).reasons == ("published_files",)


def test_a_published_file_that_is_gone_is_noticed(project: Project) -> None:
    (project.curated_dir / ZONE / EDITION / "measures.csv").unlink()
    assert _plan(project).reasons == ("published_files",)


def test_decisions_and_lineage_are_inputs(project: Project) -> None:
    (project.raw_dir / ZONE / EDITION / "decisions.toml").write_text("# a decision\n")
    (project.raw_dir / ZONE / "lineage.toml").write_text("# a lineage\n")
    assert _plan(project).reasons == ("decisions", "lineage")


def test_the_zones_record_is_an_input(project: Project) -> None:
    registry = project.raw_dir / "sources.toml"
    registry.write_text(registry.read_text().replace("other_names = [", 'other_names = ["別名", '))
    assert _plan(project).reasons == ("zone",)


def test_an_earlier_edition_is_an_input_and_a_later_one_is_not(project: Project) -> None:
    _publish(project, "2021-03")
    assert not _plan(project).is_due
    _publish(project, "2014-03")
    assert _plan(project).reasons == ("previous_edition",)


def test_the_code_is_an_input(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(state, "code_version", lambda: "another program")
    assert _plan(project).reasons == ("code",)


def test_without_a_record_everything_is_due(project: Project) -> None:
    shutil.rmtree(project.work_dir)
    assert _plan(project).reasons == ("first_run",)


@pytest.mark.parametrize("broken", ["", "[]", "{}", "{"])
def test_a_broken_record_counts_as_none(project: Project, broken: str) -> None:
    (project.work_dir / "state" / ZONE / f"{EDITION}.json").write_text(broken)
    assert _plan(project).reasons == ("first_run",)


def test_the_previous_edition_is_the_nearest_before(project: Project) -> None:
    for edition_id in ("2009-03", "2014-03", "2014-03-2", "2021-03"):
        _publish(project, edition_id)
    (project.curated_dir / ZONE / "2018-03").mkdir()
    edition = _plan(project).edition
    earlier = [folder.name for folder in earlier_dirs(project, edition)]
    assert earlier == ["2009-03", "2014-03", "2014-03-2"]


def test_a_bad_record_is_an_outcome_of_its_own(project: Project) -> None:
    shutil.copytree(project.raw_dir / ZONE / EDITION, project.raw_dir / ZONE / "2020-03")
    (project.raw_dir / ZONE / "2020-03" / "vision.pdf").write_bytes(b"%PDF-1.4 other bytes")
    chosen, bad = select_editions(project, ZONE, None)
    assert [entry.edition_id for entry in chosen] == [EDITION]
    (outcome,) = bad
    assert (outcome.edition_id, outcome.status) == ("2020-03", "unusable")
    assert outcome.error and outcome.error["code"] == "SOURCE_CHANGED"


def test_changed_inputs_names_what_came_went_and_differs() -> None:
    old = {"same": "1", "differs": "1", "went": "1", "came": None}
    new = {"same": "1", "differs": "2", "came": "1"}
    assert changed_inputs(old, new) == ("came", "differs", "went")


def test_a_folder_without_a_data_package_is_not_whole(tmp_path: Path) -> None:
    assert not is_whole(tmp_path)
    (tmp_path / "datapackage.json").write_text('{"resources": [{}]}')
    assert not is_whole(tmp_path)


def test_the_gravest_outcome_decides() -> None:
    def outcomes(*statuses: Status) -> Iterator[Outcome]:
        return (Outcome("z", "e", status) for status in statuses)

    assert exit_code(outcomes()) == 0
    assert exit_code(outcomes("published", "unchanged")) == 0
    assert exit_code(outcomes("held_back", "published")) == 1
    assert exit_code(outcomes("held_back", "unusable", "published")) == 2
    assert exit_code(outcomes("unusable", "crashed")) == 3


def test_an_outcome_survives_its_record() -> None:
    outcome = Outcome("z", "e", "published", ("code",), {"measures": 1}, {"total": 2}, 3, {"info": 4})
    assert Outcome.from_dict(json.loads(json.dumps(outcome.as_dict()))) == outcome


def test_the_project_is_the_nearest_folder_with_raw(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "docs" / "deep").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "docs" / "deep")
    assert find_project() == Project(tmp_path)
    with pytest.raises(NoProjectError):
        find_project(tmp_path / "docs")


def test_a_server_of_the_users_own_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PREFECT_API_URL", "http://prefect.example/api")
    for name in prefect_home.QUIET_SETTINGS:
        monkeypatch.setenv(name, "as the user wishes")
    assert prefect_home.start_server(tmp_path / "home") is None
    assert not (tmp_path / "home").exists()


@pytest.fixture
def own_server_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """The embedded server's environment, restored after the test, with a server that ends at once."""
    for name in ("PREFECT_HOME", *prefect_home.SERVER_SETTINGS, *prefect_home.QUIET_SETTINGS):
        monkeypatch.setenv(name, "restored after the test")
    monkeypatch.setenv("PREFECT_API_URL", "")
    monkeypatch.setenv("PREFECT_PROFILES_PATH", "")
    monkeypatch.setattr(prefect_home.sys, "executable", "/bin/false")


def test_a_server_that_dies_is_a_named_error(own_server_environment: None, tmp_path: Path) -> None:
    server = prefect_home.start_server(tmp_path / "home")
    assert server is not None
    with pytest.raises(prefect_home.FlowServerError) as told:
        server.wait()
    assert str(tmp_path / "home") in told.value.hint_en


def test_servers_start_one_after_the_other(own_server_environment: None, tmp_path: Path) -> None:
    home = tmp_path / "home"
    server = prefect_home.start_server(home)
    assert server is not None
    with pytest.raises(Timeout):
        FileLock(home / "start.lock").acquire(timeout=0)
    with pytest.raises(prefect_home.FlowServerError):
        server.wait()
    FileLock(home / "start.lock").acquire(timeout=0).lock.release()


def test_the_summary_breaks_no_path_and_tells_no_time_of_an_unchanged_edition(project: Project) -> None:
    from io import StringIO

    from rich.console import Console

    last = Outcome(
        ZONE, EDITION, "published", ("decisions", "code"), rows={"measures": 1, "budgets": 2},
        chars={"total": 3, "unclaimed": 0}, findings={"critical": 0, "info": 1}, timings_s={"read": 4.0},
    )  # fmt: skip
    unchanged = replace(last, status="unchanged", reasons=(), timings_s={})
    shown = StringIO()
    print_summary(Console(file=shown, width=100), project, [last, unchanged])
    first, second = shown.getvalue().split("変更なし")
    assert "made because    decisions.toml の変更 decisions changed" in first
    assert "made because" not in second
    assert "(4.0 s)" in first and " s)" not in second
    assert f"→ 表 tables: {project.curated_dir / ZONE / EDITION}\n" in first
    assert "重大 critical 0 · 参考 info 1" in first
