"""The job as Prefect flows and tasks, thin over plain functions. Importing this module imports Prefect."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from prefect import flow, task
from prefect.artifacts import create_markdown_artifact, create_table_artifact
from prefect.cache_policies import NO_CACHE
from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings
from prefect.tasks import exponential_backoff
from prefect.utilities.annotations import quote

from extractors.errors import KyoseiError
from extractors.records import Extraction
from pipeline.changes.zone import compare_zones
from pipeline.edition import EditionResult
from pipeline.edition_run import EditionRun
from pipeline.outcome import Outcome, crashed, exit_code, failed
from pipeline.planning import READER, plan_edition, select_editions, skip
from pipeline.project import Project
from pipeline.registry import load_edition, load_registry
from pipeline.state import code_version
from pipeline.storage import refusals_named


class HeldBackError(Exception):
    """An edition has open critical findings; its flow run fails, so that automations hear of it."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(f"{outcome.findings['critical']} open critical findings")
        self.outcome = outcome


class IncompleteRunError(Exception):
    """Some edition was not published; the run's flow fails with every edition's outcome."""

    def __init__(self, outcomes: Sequence[Outcome]) -> None:
        missing = (f"{one.zone_id} {one.edition_id}: {one.status}" for one in outcomes if one.exit_code)
        super().__init__(", ".join(missing))
        self.outcomes = outcomes


def _disk_failed(task: Any, run: Any, state: Any) -> bool:
    """Whether another try may help: the disk failed, not the document."""
    return isinstance(state.result(raise_on_failure=False), OSError)


def _content_key(context: Any, parameters: Mapping[str, Any]) -> str:
    """Records depend on the document's bytes, the layout, the reader and the code, and on nothing else."""
    run: EditionRun = parameters["run"]
    source = run.edition.source
    return "-".join((source.main.sha256, source.profile or "chosen", READER, run.plan.visual, code_version()))


@task(
    name="extract",
    task_run_name="extract {zone_id} {edition_id}",
    cache_key_fn=_content_key,
    persist_result=True,
    result_serializer="pickle",
)
def extract_task(run: EditionRun, zone_id: str, edition_id: str) -> Extraction:
    """Read the document; a document read by the same code before comes from the cache."""
    return run.read()


@task(name="validate", task_run_name="validate {zone_id} {edition_id}", cache_policy=NO_CACHE)
def validate_task(run: EditionRun, zone_id: str, edition_id: str, extraction: Extraction) -> EditionResult:
    """Make and check the tables, and write the reports."""
    result = run.check(extraction)
    run.report(result)
    return result


@task(
    name="publish",
    task_run_name="publish {zone_id} {edition_id}",
    cache_policy=NO_CACHE,
    retries=3,
    retry_delay_seconds=exponential_backoff(backoff_factor=1),
    retry_condition_fn=_disk_failed,
)
def publish_task(run: EditionRun, zone_id: str, edition_id: str, result: EditionResult) -> Outcome:
    """Swap the edition in, if the gate lets it."""
    return run.publish(result)


@task(name="compare", task_run_name="compare editions", cache_policy=NO_CACHE)
def compare_task(root: str, zone_ids: Sequence[str]) -> list[Outcome]:
    """Compare every zone's editions; outcomes only of those that could not be compared."""
    return compare_zones(Project(Path(root)), zone_ids)


@flow(name="edition", flow_run_name="{zone_id} {edition_id}", validate_parameters=False)
def edition_flow(
    root: str, zone_id: str, edition_id: str, force: bool = False, verify_visual: bool = True
) -> Outcome:
    """One registered edition: skipped where unchanged, else read, checked and published.

    Raises `HeldBackError` where critical findings are open, or the document's `KyoseiError`.
    """
    project = Project(Path(root))
    edition = load_edition(project.raw_dir, load_registry(project.raw_dir), zone_id, edition_id)
    plan = plan_edition(project, edition, force=force, verify_visual=verify_visual)
    if not plan.is_due:
        return skip(project, plan)
    run = EditionRun(project, plan)
    extraction = extract_task(run, zone_id, edition_id)
    result = validate_task(run, zone_id, edition_id, _opaque(extraction))
    outcome: Outcome = publish_task(run, zone_id, edition_id, _opaque(result))
    _write_artifacts(outcome, result)
    if outcome.exit_code:
        raise HeldBackError(outcome)
    return outcome


def _run_name() -> str:
    """`publish everything`, or `publish <zone> <edition>` as far as they were named."""
    from prefect.runtime import flow_run

    named = [flow_run.parameters[key] for key in ("zone", "edition")]
    return " ".join(["publish", *filter(None, named)]) if any(named) else "publish everything"


@flow(name="publish", flow_run_name=_run_name, validate_parameters=False)
def publish_flow(
    root: str,
    zone: str | None = None,
    edition: str | None = None,
    force: bool = False,
    verify_visual: bool = True,
) -> list[Outcome]:
    """Every registered edition asked for, one after the other: a later one is compared with an earlier one.

    Raises `IncompleteRunError` where some edition was not published.
    """
    chosen, outcomes = select_editions(Project(Path(root)), zone, edition)
    for entry in chosen:
        outcomes.append(_run_edition(root, entry.zone.zone_id, entry.edition_id, force, verify_visual))
    outcomes += compare_task(root, [entry.zone.zone_id for entry in chosen])
    if exit_code(outcomes):
        raise IncompleteRunError(outcomes)
    return outcomes


def run_flow(
    project: Project,
    *,
    zone: str | None = None,
    edition: str | None = None,
    force: bool = False,
    verify_visual: bool = False,
) -> Sequence[Outcome]:
    """Run `publish_flow` in this process and return every edition's outcome."""
    # A synchronous flow run waits up to a second for its heartbeat thread; a local run needs no heartbeat.
    with temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}):
        try:
            return publish_flow(str(project.root), zone, edition, force, verify_visual)
        except IncompleteRunError as incomplete:
            return incomplete.outcomes


def _run_edition(root: str, zone_id: str, edition_id: str, force: bool, verify_visual: bool) -> Outcome:
    """One edition's flow; what ends it becomes its outcome, so that it does not hold back the others."""
    try:
        with refusals_named():
            return edition_flow(root, zone_id, edition_id, force, verify_visual)
    except HeldBackError as held_back:
        return held_back.outcome
    except KyoseiError as error:
        return failed(zone_id, edition_id, error)
    except Exception as error:
        return crashed(zone_id, edition_id, error)


def _opaque(value: Any) -> Any:
    """Keep Prefect from walking thousands of records in search of futures; the task gets the value itself."""
    return quote(value)


def _write_artifacts(outcome: Outcome, result: EditionResult) -> None:
    key = f"{outcome.zone_id}-{outcome.edition_id}"
    create_table_artifact(
        key=f"{key}-tables",
        table=[{"table": name, "rows": count} for name, count in outcome.rows.items()],
        description=f"{outcome.zone_id} {outcome.edition_id}: {outcome.status}",
    )
    create_markdown_artifact(key=f"{key}-findings", markdown=_findings_markdown(result))


def _findings_markdown(result: EditionResult) -> str:
    lines = ["| severity | check | place | message |", "|---|---|---|---|"]
    for row in result.tables["findings"]:
        place = " ".join(filter(None, (row["row_id"], row["column_name"])))
        cells = (row["severity"], row["check_id"], place, row["message_ja"])
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(lines)
