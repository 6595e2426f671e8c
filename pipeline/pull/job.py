"""`pull` and `add`: one project, one process at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.project import Project
from pipeline.pull.addresses import AddressPolicy
from pipeline.pull.errors import PullBusyError
from pipeline.pull.fetch import Fetcher, Limits
from pipeline.pull.identify import identify
from pipeline.pull.intake import Expected, Identify, Intake, TakenIn
from pipeline.pull.report import PullItem
from pipeline.pull.store import ObjectStore, Obtained, now_utc
from pipeline.pull.zone import ZonePull, require_pdf
from pipeline.registry import Zone, load_registry


def pull(
    project: Project,
    *,
    zone_id: str | None = None,
    is_dry_run: bool = False,
    limits: Limits = Limits(),
    identify_document: Identify = identify,
) -> Iterator[PullItem]:
    """Look for new documents of all zones or of one, and register what is new as editions.

    What fails is an item too and holds nothing else back. Raises the registry's errors and PullBusyError.
    """
    registry = load_registry(project.raw_dir)
    zones = (registry.zone(zone_id),) if zone_id else registry.zones
    intake = Intake(project.raw_dir, registry, ObjectStore(project.raw_dir), identify_document)
    with _alone(project):
        for zone in zones:
            with Fetcher(_policy(zone), limits) as fetcher:
                partial_dir = project.work_dir / "partial"
                yield from ZonePull(zone, intake, fetcher, partial_dir, is_dry_run).run()


def add(
    project: Project,
    path: Path,
    *,
    zone_id: str | None = None,
    edition_id: str | None = None,
    identify_document: Identify = identify,
) -> TakenIn:
    """Register a PDF at hand as an edition.

    Zone and edition are read from it; what `zone_id`, `edition_id` or the registry says must agree. Raises
    the reading errors, the registry's, `EditionConflictError` and PullBusyError.
    """
    require_pdf(path, str(path))
    registry = load_registry(project.raw_dir)
    intake = Intake(project.raw_dir, registry, ObjectStore(project.raw_dir), identify_document)
    with _alone(project):
        obtained = Obtained(f"file:{path.name}", zone_id or "", now_utc())
        return intake.take(path, obtained, Expected(zone_id, edition_id))


def _policy(zone: Zone) -> AddressPolicy:
    return AddressPolicy(zone.allow_file_uris, zone.allow_http, zone.allow_private_addresses)


@contextmanager
def _alone(project: Project) -> Iterator[None]:
    from filelock import FileLock, Timeout

    project.work_dir.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(project.work_dir / "pull.lock", timeout=0):
            yield
    except Timeout as error:
        raise PullBusyError() from error
