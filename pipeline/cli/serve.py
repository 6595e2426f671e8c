"""`kyosei serve`: check the sources on a schedule and publish what is new, until it is stopped."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from extractors.errors import KyoseiError
from pipeline.cli.options import Root, ZoneId

app = typer.Typer(add_completion=False)

# The first of each month at six in the morning: cities publish at the turn of a month, mostly March.
MONTHLY = "0 6 1 * *"
TIMEZONE = "Asia/Tokyo"


class CronError(KyoseiError):
    """A schedule that is no cron line."""

    code = "SERVE_CRON"
    title_ja = "「{cron}」は cron の書式ではありません"
    title_en = "{cron} is not a cron line"
    next_step_ja = '例: --cron "0 6 1 * *"（毎月1日6時）'
    next_step_en = 'Example: --cron "0 6 1 * *" (six in the morning on the first of each month)'


@app.command()
def serve(
    cron: Annotated[
        str, typer.Option("--cron", help="実行する時刻 · when to check (cron, Japan time)")
    ] = MONTHLY,
    notify: Annotated[
        str | None,
        typer.Option(
            "--notify", help="Prefect の通知ブロック · notification block, e.g. slack-webhook/kyosei"
        ),
    ] = None,
    zone: ZoneId = None,
    root: Root = None,
) -> None:
    """毎月、登録された市のページを見て、新しい版があれば公開します。Ctrl-C で止めるまで動き続けます。

    Checks the sources every month and publishes what is new, until it is stopped. It brings its own Prefect
    server, or uses the one that PREFECT_API_URL names; docs/scheduling.md tells more.

    例 Examples:
      kyosei serve
      kyosei serve --cron "0 6 * * 1" --notify slack-webhook/kyosei
    """
    from pipeline.project import find_project
    from pipeline.registry import load_registry

    _require_cron(cron)
    project = find_project(root)
    registry = load_registry(project.raw_dir)
    if zone:
        registry.zone(zone)
    _start_server(project.work_dir / "scheduler")
    _serve(project.root, cron, zone, notify)


def _require_cron(cron: str) -> None:
    """Raise `CronError` before anything is started; Prefect reads schedules with the same library."""
    from cronsim import CronSim, CronSimError

    try:
        CronSim(cron, datetime.now(UTC))
    except CronSimError as error:
        raise CronError(cron=cron) from error


def _start_server(home: Path) -> None:
    """Our own server with a scheduler, unless the user named one. It is stopped last at exit."""
    from pipeline.prefect_home import API_URL_VARIABLE, EmbeddedServer

    if not os.environ.get(API_URL_VARIABLE):
        server = EmbeddedServer(home, has_scheduler=True)
        server.start()
        server.wait()


def _serve(root: Path, cron: str, zone: str | None, notify: str | None) -> None:
    from prefect.schedules import Cron

    from pipeline.prefect_home import API_URL_VARIABLE
    from pipeline.scheduled import require_notifier, wait_for_schedule

    if notify:
        require_notifier(notify)  # a wrong name is told now, not in a month
    schedule = Cron(cron, timezone=TIMEZONE)
    print(f"待機中です(Ctrl-C で終了): {cron} {TIMEZONE} · waiting, Ctrl-C ends it")
    print(f"Prefect: {os.environ[API_URL_VARIABLE]}", flush=True)
    wait_for_schedule(schedule, {"root": str(root), "zone": zone, "notify": notify})
