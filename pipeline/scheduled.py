"""The monthly check as a Prefect flow: pull, publish what is new, tell people. Imports Prefect."""

from __future__ import annotations

import asyncio
import contextlib
import inspect
import signal
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from prefect import flow, get_run_logger, task
from prefect.artifacts import create_table_artifact
from prefect.blocks.abstract import NotificationBlock
from prefect.blocks.core import Block
from prefect.cache_policies import NO_CACHE
from prefect.runner import Runner
from prefect.schedules import Schedule
from prefect.utilities.asyncutils import run_coro_as_sync

from extractors.errors import KyoseiError
from pipeline.flows import IncompleteRunError, publish_flow
from pipeline.outcome import Outcome
from pipeline.planning import NothingRegisteredError
from pipeline.project import Project
from pipeline.pull.job import pull
from pipeline.pull.report import PullItem, exit_code

# What a person wants to hear of; a month without news is no news.
_NEWS = frozenset({"new", "vanished", "unclassified", "empty_page", "failed"})


class NotifyBlockError(KyoseiError):
    """The named block is not on the Prefect server, or is none that can notify."""

    code = "SERVE_NOTIFY"
    title_ja = "通知ブロック「{block}」が見つからないか、通知に使えません"
    title_en = "The notification block {block} is not there, or cannot notify"
    next_step_ja = (
        "docs/scheduling.md のとおりに登録し、「種類/名前」(例 slack-webhook/kyosei)で指定してください"
    )
    next_step_en = "Register it as docs/scheduling.md shows and name it type/name, e.g. slack-webhook/kyosei"


class SourcesFailedError(Exception):
    """Some source could not be read or some edition was not published; the flow run fails."""


@task(name="pull", task_run_name="pull {zone}", cache_policy=NO_CACHE)
def pull_task(root: str, zone: str | None) -> list[PullItem]:
    """Look at the sources and register what is new; the fetcher itself tries again where that may help."""
    items = list(pull(Project(Path(root)), zone_id=zone))
    logger = get_run_logger()
    for item in items:
        logger.info("%s: %s %s", item.address, item.ending, item.edition_id or "")
    return items


@task(name="notify", cache_policy=NO_CACHE, retries=2, retry_delay_seconds=30)
def notify_task(block: str, subject: str, body: str) -> None:
    """Send the news through the user's notification block. Raises NotifyBlockError."""
    run_coro_as_sync(_send(block, subject, body))


def require_notifier(block: str) -> None:
    """Raises NotifyBlockError unless `type/name` is a block on the Prefect server that can notify."""
    run_coro_as_sync(_load_notifier(block))


async def _send(block: str, subject: str, body: str) -> None:
    notifier = await _load_notifier(block)
    with notifier.raise_on_failure():
        # Prefect's own blocks answer with a coroutine or at once, by where they are called from.
        sent: Any = notifier.notify(body, subject)
        if inspect.isawaitable(sent):
            await sent


async def _load_notifier(block: str) -> NotificationBlock:
    try:
        loaded = await Block.aload(block)
    except ValueError as error:
        raise NotifyBlockError(block=block) from error
    if not isinstance(loaded, NotificationBlock):
        raise NotifyBlockError(block=block)
    return loaded


@flow(name="check-sources", flow_run_name="check sources", validate_parameters=False)
def check_sources_flow(root: str = ".", zone: str | None = None, notify: str | None = None) -> None:
    """Pull, then publish what is new. `notify` is a notification block as `type/name`.

    Raises `SourcesFailedError` when something could not be fetched or was not published.
    """
    items = pull_task(root, zone)
    outcomes = _publish(root, zone)
    create_table_artifact(
        key="sources", table=[_row(item) for item in items], description="What each source listed"
    )
    news = _news(items, outcomes)
    if notify and news:
        notify_task(notify, "kyosei: 共生ビジョンの更新 / news of the sources", "\n".join(news))
    if exit_code(items) or any(outcome.exit_code for outcome in outcomes):
        raise SourcesFailedError("\n".join(news))


def _publish(root: str, zone: str | None) -> Sequence[Outcome]:
    try:
        outcomes: Sequence[Outcome] = publish_flow(root, zone)
    except IncompleteRunError as incomplete:
        return incomplete.outcomes
    except NothingRegisteredError:
        return ()  # no document has been found yet: the sources were looked at, which is the job
    return outcomes


def _row(item: PullItem) -> dict[str, str]:
    values = {
        "zone": item.zone_id,
        "address": item.address,
        "result": item.ending,
        "edition": item.edition_id,
        "notes": ", ".join(item.notes),
    }
    return {name: value or "" for name, value in values.items()}


def _news(items: Sequence[PullItem], outcomes: Sequence[Outcome]) -> list[str]:
    """One line a document or edition that a person should hear of."""
    lines = [
        f"{item.ending}: {item.zone_id} {item.edition_id or ''} {item.address}"
        for item in items
        if item.ending in _NEWS or item.notes
    ]
    return lines + [
        f"{outcome.status}: {outcome.zone_id} {outcome.edition_id}"
        for outcome in outcomes
        if outcome.status != "unchanged"
    ]


class _Runner(Runner):
    """Prefect's runner, which a SIGTERM ends as Ctrl-C does: its own handler does not wait for the end."""

    def handle_sigterm(self, *args: Any, **kwargs: Any) -> None:
        """End as on Ctrl-C."""
        signal.raise_signal(signal.SIGINT)


def wait_for_schedule(schedule: Schedule, parameters: Mapping[str, Any]) -> None:
    """Register the check as `check-sources/monthly` and run it when it is due, until a signal ends it."""
    # What a script starts in the background ignores Ctrl-C, and so would ignore what SIGTERM is turned into.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    runner = _Runner(name="monthly")
    runner.add_flow(check_sources_flow, name="monthly", schedule=schedule, parameters=dict(parameters))
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(runner.start())
