"""Scheduling with a real local Prefect server: `kyosei serve` registers, schedules, runs and notifies."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest
import yaml
from pydantic import SecretStr

from pipeline.cli import main
from pipeline.cli.serve import MONTHLY, TIMEZONE
from pipeline.project import Project
from pipeline.pull.report import PullItem
from tests.pull_city import PAGE, City, Document, make_project, running_city
from tests.typesetter.draw import typeset
from tests.typesetter.style import Style
from tests.typesetter.vision2019 import vision_2019

REPOSITORY = Path(__file__).parents[1]
PATIENCE_S = 120
TOKYO = ZoneInfo(TIMEZONE)


@pytest.fixture
def city() -> Iterator[City]:
    with running_city() as running:
        yield running


@pytest.fixture
def project(city: City, tmp_path: Path) -> Project:
    typeset(vision_2019(), Style(), tmp_path / "v.pdf")
    city.documents["/v.pdf"] = Document((tmp_path / "v.pdf").read_bytes())
    city.list_links([("/v.pdf", "第2次共生ビジョン")])
    return make_project(tmp_path / "project", city.uri + PAGE)


@contextmanager
def ctrl_c(disposition: signal.Handlers) -> Iterator[None]:
    """What processes started meanwhile do on Ctrl-C, unless they say otherwise."""
    before = signal.signal(signal.SIGINT, disposition)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def serving(project: Project) -> Iterator[httpx.Client]:
    """`kyosei serve` in a process of its own; a client of the Prefect server that it brings."""
    environment = {name: value for name, value in os.environ.items() if name != "PREFECT_API_URL"}
    command = [sys.executable, "-m", "pipeline.cli", "serve", "--root", str(project.root)]
    with ctrl_c(signal.SIG_IGN):  # as a script leaves it to what it starts with &
        process = subprocess.Popen(
            command, cwd=REPOSITORY, env=environment, stdout=subprocess.PIPE, text=True
        )
    try:
        assert process.stdout is not None
        assert "待機中" in process.stdout.readline()
        uri = process.stdout.readline().removeprefix("Prefect: ").strip()
        with httpx.Client(base_url=uri) as client:
            yield client
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE_S) == 0


@contextmanager
def prefect_server(home: Path) -> Iterator[httpx.Client]:
    """A user's own server, started as docs/scheduling.md shows."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    uri = f"http://127.0.0.1:{port}/api"
    process = prefect(uri, "server", "start", "--no-ui", "--port", str(port), home=home)
    try:
        with httpx.Client(base_url=uri) as client:
            wait_for(lambda: _is_up(client), "the server")
            yield client
    finally:
        process.terminate()
        process.wait(PATIENCE_S)


def _is_up(client: httpx.Client) -> bool:
    try:
        return client.get("/health").is_success
    except httpx.TransportError:
        return False


def wait_for(condition: Callable[[], Any], what: str) -> Any:
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        if found := condition():
            return found
        time.sleep(0.5)
    raise AssertionError(f"{what} did not come")


def save_block(uri: str, address: str) -> None:
    """Save a webhook block, as docs/scheduling.md shows."""
    environment = {**os.environ, "PREFECT_API_URL": uri, "DO_NOT_TRACK": "1"}
    code = BLOCK.format(address=address)
    subprocess.run(
        [sys.executable, "-c", code], cwd=REPOSITORY, env=environment, check=True, timeout=PATIENCE_S
    )


BLOCK = """
from prefect.blocks.notifications import CustomWebhookNotificationBlock as Webhook
Webhook(
    name="news", url="{address}", json_data={{"text": "{{{{body}}}}"}}, allow_private_urls=True
).save("kyosei")
"""


def test_serve_schedules_the_month_runs_publishes_and_notifies(city: City, project: Project) -> None:
    with serving(project) as server:
        (deployment,) = wait_for(lambda: server.post("/deployments/filter", json={}).json(), "the deployment")
        assert deployment["schedules"][0]["schedule"] == {
            "cron": "0 6 1 * *",
            "timezone": "Asia/Tokyo",
            "day_or": True,
        }
        (planned, *_) = wait_for(
            lambda: server.post("/flow_runs/filter", json={"sort": "EXPECTED_START_TIME_ASC"}).json(),
            "the scheduler's next run",
        )
        start = datetime.fromisoformat(planned["expected_start_time"])
        assert planned["state_type"] == "SCHEDULED" and (start.astimezone(TOKYO).day, start.minute) == (1, 0)
        save_block(str(server.base_url), f"{city.uri}/news")
        run_id = run_now(server, deployment, root=str(project.root), notify="custom-webhook/kyosei")
        ending = wait_for(lambda: _ended(server, run_id), "the end of the run")
    assert ending == ("COMPLETED", "")
    package = project.curated_dir / "ichinoseki-hiraizumi" / "2019-03" / "datapackage.json"
    assert json.loads(package.read_text(encoding="utf-8"))["resources"]
    (news,) = [body for path, body in city.posts if path == "/news"]
    assert "new: ichinoseki-hiraizumi 2019-03" in json.loads(news)["text"]


def run_now(server: httpx.Client, deployment: dict[str, Any], **parameters: str) -> str:
    answer = server.post(f"/deployments/{deployment['id']}/create_flow_run", json={"parameters": parameters})
    run_id: str = answer.json()["id"]
    return run_id


def _ended(server: httpx.Client, run_id: str) -> tuple[str, str] | None:
    """The final state's type and message, None while the run is not over."""
    state = server.get(f"/flow_runs/{run_id}").json()["state"] or {}
    is_over = state.get("type") in ("COMPLETED", "FAILED", "CRASHED", "CANCELLED")
    return (state["type"], state["message"] or "") if is_over else None


def test_prefect_yaml_names_the_flow_and_the_same_schedule() -> None:
    declared = yaml.safe_load((REPOSITORY / "prefect.yaml").read_text(encoding="utf-8"))
    (deployment,) = declared["deployments"]
    path, _, name = deployment["entrypoint"].partition(":")
    assert f"def {name}(" in (REPOSITORY / path).read_text(encoding="utf-8")
    assert deployment["schedules"] == [{"cron": MONTHLY, "timezone": TIMEZONE}]


def test_prefect_yaml_deploys_and_a_worker_runs_it(city: City, tmp_path: Path) -> None:
    project = make_project(tmp_path / "project", city.uri + PAGE)
    city.list_links([("other.pdf", "お知らせ")])
    with prefect_server(tmp_path / "home") as server:
        uri = str(server.base_url)
        prefect(uri, "work-pool", "create", "kyosei", "--type", "process").wait(PATIENCE_S)
        assert prefect(uri, "deploy", "--all").wait(PATIENCE_S) == 0
        (deployment,) = server.post("/deployments/filter", json={}).json()
        assert deployment["work_pool_name"] == "kyosei"
        run_id = run_now(server, deployment, root=str(project.root))
        worker = prefect(uri, "worker", "start", "--pool", "kyosei")
        try:
            ending = wait_for(lambda: _ended(server, run_id), "the end of the run")
        finally:
            worker.terminate()
            worker.wait(PATIENCE_S)
    assert ending == ("COMPLETED", "")
    assert city.seen(PAGE) == 1


def prefect(uri: str, *words: str, home: Path | None = None) -> subprocess.Popen[bytes]:
    """A command of Prefect's own, as a user of that server would give it."""
    environment = {**os.environ, "PREFECT_API_URL": uri, "DO_NOT_TRACK": "1"}
    environment |= {"PREFECT_SERVER_ANALYTICS_ENABLED": "false"} | (
        {"PREFECT_HOME": str(home)} if home else {}
    )
    command = [sys.executable, "-m", "prefect", "--no-prompt", *words]
    with ctrl_c(signal.SIG_DFL):  # else Prefect's own processes would not end where a script runs these tests
        return subprocess.Popen(command, cwd=REPOSITORY, env=environment, stdout=subprocess.DEVNULL)


def test_news_is_what_a_person_should_hear_of() -> None:
    from pipeline.outcome import Outcome
    from pipeline.scheduled import _news

    items = [PullItem("z", "https://a", "known"), PullItem("z", "https://b", "unclassified")]
    outcomes = [Outcome("z", "2019-03", "unchanged"), Outcome("z", "2020-03", "held_back")]
    assert _news(items, outcomes) == ["unclassified: z  https://b", "held_back: z 2020-03"]


@pytest.mark.parametrize("cron", ["monthly", "0 6 1 *", "61 * * * *", "0 0 31 2 *"])
def test_a_schedule_that_is_none_is_told_before_a_server_starts(
    cron: str, project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["serve", "--cron", cron, "--root", str(project.root)]) == 2
    assert f"SERVE_CRON: 「{cron}」" in capsys.readouterr().err
    assert not project.work_dir.exists()


def test_a_block_that_is_not_there_or_cannot_notify_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    from prefect.blocks.core import Block
    from prefect.blocks.notifications import SlackWebhook
    from prefect.blocks.system import Secret

    from pipeline.scheduled import NotifyBlockError, _load_notifier

    def answers(block: Block | Exception) -> None:
        async def load(_: str) -> Block:
            if isinstance(block, Exception):
                raise block
            return block

        monkeypatch.setattr(Block, "aload", load)

    for wrong in (ValueError("Unable to find block document"), Secret[str](value=SecretStr("no news"))):
        answers(wrong)
        with pytest.raises(NotifyBlockError, match="slack-webhook/kyosei"):
            asyncio.run(_load_notifier("slack-webhook/kyosei"))
    news = SlackWebhook(url=SecretStr("https://hooks.example/x"))
    answers(news)
    assert asyncio.run(_load_notifier("slack-webhook/kyosei")) is news
