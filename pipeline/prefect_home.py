"""An embedded Prefect API server for one command: own home, no account, no telemetry, gone with the command.

It is started before the heavy imports, so that its start-up runs beside them on another core. It listens on a
socket that this process opened on the loopback address, so no port is guessed and nobody else can take it.
"""

from __future__ import annotations

import atexit
import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

from filelock import FileLock

from extractors.errors import KyoseiError

START_TIMEOUT_S = 180
STOP_TIMEOUT_S = 10
API_URL_VARIABLE = "PREFECT_API_URL"

# Writing task runs in batches keeps SQLite from answering "database is locked", which stalls a run.
SERVER_SETTINGS = {
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_UI_ENABLED": "false",
    "PREFECT_SERVER_LOGGING_LEVEL": "ERROR",
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_BATCH_SIZE": "100",
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_READ_BATCH_SIZE": "100",
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_FLUSH_INTERVAL": "1",
}
QUIET_SETTINGS = {
    "DO_NOT_TRACK": "1",
    "PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW": "ignore",
    # What goes wrong is told by the command itself, without a traceback; the server keeps the log.
    "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "CRITICAL",
}
# The ephemeral server's own mode: no scheduler, no background loops that only a long-lived server needs.
_EPHEMERAL = {"PREFECT__SERVER_EPHEMERAL": "1", "PREFECT__SERVER_FINAL": "1"}


class FlowServerError(KyoseiError):
    """The embedded server did not start."""

    code = "FLOW_SERVER"
    exit_code = 3
    title_ja = "実行記録サーバー(Prefect)を起動できませんでした: {reason}"
    title_en = "The embedded Prefect server did not start: {reason}"
    next_step_ja = "記録 {log} を確認し、フォルダ {home} を消してからもう一度実行してください"
    next_step_en = "Look at {log}, delete the folder {home} and run again"


class EmbeddedServer:
    """One server sub-process; `url` is valid once `start` returned, it answers once `wait` returned.

    On a fresh home, and after an update of Prefect, the server first brings its database up to date: a lock
    from `start` to the end of `wait` keeps two commands from doing so at once.
    Scheduled runs fire only on a server that `has_scheduler`; one command needs none.
    """

    def __init__(self, home: Path, *, has_scheduler: bool = False) -> None:
        self.home = home
        self._mode = {} if has_scheduler else _EPHEMERAL
        self.log = home / "server.log"
        self.url = ""
        self._process: subprocess.Popen[bytes] | None = None
        self._starting = FileLock(home / "start.lock")

    def start(self) -> None:
        """Start the server and export its URL; it is stopped last at exit, after Prefect flushed its logs."""
        self.home.mkdir(parents=True, exist_ok=True)
        self._starting.acquire()
        _set_environment(self.home)
        listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{listener.getsockname()[1]}/api"
        with listener, self.log.open("wb") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "pipeline.prefect_home", str(listener.fileno()), str(os.getpid())],
                env={**os.environ, **self._mode},
                pass_fds=[listener.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        os.environ[API_URL_VARIABLE] = self.url
        atexit.register(self.stop)

    def wait(self) -> None:
        """Return when the server answers. Raises `FlowServerError` when it died or is too slow."""
        try:
            # The socket already listens: one request waits in its queue until the server takes it.
            with urllib.request.urlopen(f"{self.url}/health", timeout=START_TIMEOUT_S) as answer:
                answer.read()
        except (urllib.error.URLError, ConnectionError, TimeoutError) as error:
            self.stop()
            raise FlowServerError(reason=error, log=self.log, home=self.home) from error
        finally:
            self._starting.release()

    def stop(self) -> None:
        """End the server; harmless when it is gone already."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(STOP_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None


def start_server(home: Path) -> EmbeddedServer | None:
    """Start the embedded server under `home`; None where the user named a server of their own."""
    if os.environ.get(API_URL_VARIABLE):
        os.environ.update({key: value for key, value in QUIET_SETTINGS.items() if key not in os.environ})
        return None
    server = EmbeddedServer(home)
    server.start()
    return server


def _set_environment(home: Path) -> None:
    # A stray key or profile of the user's shell would silently change the target.
    for name in ("PREFECT_API_KEY", "PREFECT_PROFILE"):
        os.environ.pop(name, None)
    os.environ.update(SERVER_SETTINGS)
    os.environ.update(QUIET_SETTINGS)
    os.environ.update({"PREFECT_HOME": str(home), "PREFECT_PROFILES_PATH": str(home / "profiles.toml")})


def _die_with_parent(parent_pid: int) -> None:
    """Ask Linux to end this process when its parent ends, however it ends; leave now if it already has."""
    import ctypes

    set_parent_death_signal = 1
    ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGKILL)
    if os.getppid() != parent_pid:
        sys.exit(0)


def _serve(listener: int, parent_pid: int) -> None:
    if sys.platform == "linux":
        _die_with_parent(parent_pid)
    import uvicorn

    uvicorn.run(
        "prefect.server.api.server:create_app", factory=True, fd=listener, log_level="error", lifespan="on"
    )


if __name__ == "__main__":
    _serve(int(sys.argv[1]), int(sys.argv[2]))
