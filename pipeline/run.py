"""The job over everything registered: nothing heavy is imported where nothing is to do."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.changes.zone import compare_zones
from pipeline.outcome import Outcome
from pipeline.planning import plan_edition, select_editions, skip
from pipeline.project import Project


def run_editions(
    project: Project,
    *,
    zone: str | None = None,
    edition: str | None = None,
    force: bool = False,
    verify_visual: bool = False,
) -> Sequence[Outcome]:
    """Publish the registered editions asked for; each edition's ending.

    Where every edition is unchanged neither Prefect nor Great Expectations is imported. Raises a
    `KyoseiError` only for what concerns the whole run (registry, selection); an edition's own error is its
    outcome.
    """
    chosen, bad = select_editions(project, zone, edition)
    plans = [plan_edition(project, entry, force=force, verify_visual=verify_visual) for entry in chosen]
    if not any(plan.is_due for plan in plans):
        zone_ids = [entry.zone.zone_id for entry in chosen]
        return [*bad, *(skip(project, plan) for plan in plans), *compare_zones(project, zone_ids)]
    from expectations import preload
    from pipeline.prefect_home import start_server

    server = start_server(project.work_dir / "prefect")
    from pipeline.flows import run_flow

    # Great Expectations takes seconds to import: time the server needs to start anyway, on another core. Not
    # beside the import of Prefect, with which it shares libraries: two threads could meet half-made modules.
    preload().join()
    if server is not None:
        server.wait()
    return run_flow(project, zone=zone, edition=edition, force=force, verify_visual=verify_visual)
