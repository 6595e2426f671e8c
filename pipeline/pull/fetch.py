"""Polite HTTP: one connection, robots.txt, conditional and resumed requests, limits on everything."""

from __future__ import annotations

import math
import shutil
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar
from urllib.parse import urldefrag, urljoin, urlsplit
from urllib.request import url2pathname

import httpx
from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt

from pipeline.pull.addresses import LOOPBACK_HOSTS, AddressPolicy, goes_through_proxy
from pipeline.pull.deadline import Watchdog
from pipeline.pull.errors import (
    AddressRefusedError,
    RefusedByServerError,
    TooLargeError,
    TooManyRedirectsError,
    TooSlowError,
    UnreachableError,
    VanishedError,
)
from pipeline.pull.partial import Partial
from pipeline.pull.robots import RobotsRules
from pipeline.pull.unpack import CODINGS, unpacked

T = TypeVar("T")

AGENT = "kyosei"
USER_AGENT = f"{AGENT}/0.1 (reads published regional plans once a month; robots.txt name: {AGENT})"
_GONE = (404, 410)
_LARGEST_PAGE_BYTES = 10_000_000
_TRY_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
_NOT_MODIFIED, _PARTIAL_CONTENT, _RANGE_NOT_SATISFIABLE = 304, 206, 416
# Headers worth keeping in a receipt.
KEPT_HEADERS = ("content-type", "content-length", "etag", "last-modified", "date", "server")


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one transfer (bytes, seconds, counts) and of the waits between attempts and requests."""

    max_bytes: int = 200_000_000
    max_transfer_s: float = 600.0
    idle_s: float = 30.0
    max_head_s: float = 60.0
    max_redirects: int = 5
    attempts: int = 4
    backoff_s: float = 2.0
    longest_wait_s: float = 60.0
    pause_s: float = 1.0


@dataclass(frozen=True, slots=True)
class Known:
    """What is remembered of an address from the time it was fetched before."""

    etag: str | None = None
    last_modified: str | None = None
    size: int | None = None

    @property
    def conditions(self) -> dict[str, str]:
        """The headers of a conditional request; what a server sent that no request can hold is left out."""
        named = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in named.items() if value and value.isascii()}

    def is_same(self, headers: Mapping[str, str]) -> bool:
        """Whether headers say that it is the same document, from a server that ignores conditions."""
        if self.etag and headers.get("etag"):
            return self.etag == headers["etag"]
        length = headers.get("content-length")
        is_same_size = self.size is not None and length == str(self.size)
        if self.last_modified and headers.get("last-modified"):
            return is_same_size and self.last_modified == headers["last-modified"]
        return is_same_size


@dataclass(frozen=True, slots=True)
class Answer:
    """A finished transfer. `path` is None when the document is unchanged since it was last fetched."""

    address: str
    final_address: str
    status: int
    headers: dict[str, str]
    path: Path | None
    is_unverified: bool = False  # unchanged by its size alone: the server gives no ETag or date


@dataclass(frozen=True, slots=True)
class WebPage:
    """A page at its address after redirects; `charset` is what the server says, None where it does not."""

    address: str
    html: bytes
    charset: str | None


class _Transient(Exception):
    """Worth another attempt, after `wait_s` where the server says so."""

    def __init__(self, reason: str, wait_s: float | None = None) -> None:
        super().__init__(reason)
        self.wait_s = wait_s


@dataclass(slots=True)
class Fetcher:
    """A client for one pull. Use as a context manager; `sleep` is the clock's (tests pass their own)."""

    policy: AddressPolicy
    limits: Limits = field(default_factory=Limits)
    sleep: Callable[[float], None] = time.sleep
    _client: httpx.Client = field(init=False)
    _robots: RobotsRules = field(init=False)
    _watchdog: Watchdog = field(init=False)
    _last_request: dict[str, float] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        one = httpx.Limits(max_connections=1, max_keepalive_connections=1)
        self._client = httpx.Client(
            headers={"User-Agent": USER_AGENT, "Accept-Encoding": CODINGS},
            timeout=self.limits.idle_s,
            limits=one,
            follow_redirects=False,
            mounts={f"all://{_in_address(host)}": None for host in LOOPBACK_HOSTS},
        )
        self._watchdog = Watchdog(self.limits.max_head_s)
        self._robots = RobotsRules(AGENT, self._robots_text)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def page(self, address: str) -> WebPage:
        """A web page. Raises the named errors of `pipeline.pull.errors`."""
        if local := self._local_path(address):
            return WebPage(address, local.read_bytes(), None)
        return self._with_retries(address, lambda: self._page_once(address))

    def document(self, address: str, partial: Partial, known: Known | None = None) -> Answer:
        """A document into `partial`, resumed where an earlier attempt stopped.

        With `known`, the request is conditional and an unchanged document is not transferred.
        Raises the named errors of `pipeline.pull.errors`.
        """
        if local := self._local_path(address):
            with partial.writing({}, is_resumed=False) as stream, local.open("rb") as source:
                shutil.copyfileobj(source, stream)
            return Answer(address, address, 200, {}, partial.path)
        return self._with_retries(address, lambda: self._document_once(address, partial, known or Known()))

    def _local_path(self, address: str) -> Path | None:
        """The file of a `file:` address, None for any other. Raises AddressRefusedError, VanishedError."""
        if not address.lower().startswith("file:"):
            return None
        self.policy.check(address)
        path = Path(url2pathname(urlsplit(address).path))
        if not path.is_file():
            raise VanishedError(address=address, status="file")
        return path

    def _with_retries(self, address: str, attempt: Callable[[], T]) -> T:
        retrying = Retrying(
            stop=stop_after_attempt(self.limits.attempts),
            wait=self._wait_s,
            retry=retry_if_exception_type(_Transient),
            sleep=self.sleep,
            reraise=True,
        )
        try:
            return retrying(attempt)
        except _Transient as error:
            raise UnreachableError(
                address=address, attempts=self.limits.attempts, reason=str(error)
            ) from error

    def _wait_s(self, state: RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome else None
        asked = error.wait_s if isinstance(error, _Transient) else None
        doubled: float = self.limits.backoff_s * 2 ** (state.attempt_number - 1)
        return min(self.limits.longest_wait_s, asked if asked is not None else doubled)

    def _page_once(self, address: str) -> WebPage:
        body = bytearray()
        with closing(self._open(address, {})) as response:
            self._require_success(response, address)
            for chunk in self._chunks(response, address, _LARGEST_PAGE_BYTES):
                body += chunk
            return WebPage(str(response.url), bytes(body), response.charset_encoding)

    def _document_once(self, address: str, partial: Partial, known: Known) -> Answer:
        resume = partial.resume_headers()
        headers = {"Accept-Encoding": "identity", **(resume or known.conditions)}
        with closing(self._open(address, headers)) as response:
            kept = {name: response.headers[name] for name in KEPT_HEADERS if name in response.headers}
            unchanged = Answer(address, str(response.url), response.status_code, kept, None)
            if response.status_code == _NOT_MODIFIED and known.conditions:
                return unchanged
            self._require_success(response, address)
            if not resume and known.is_same(kept):
                has_validator = bool(kept.keys() & {"etag", "last-modified"})
                return replace(unchanged, is_unverified=not has_validator)
            if not partial.accepts(response.status_code, response.headers):
                partial.clear()
                raise _Transient("the answer does not continue what was received", 0.0)
            self._receive(response, address, partial)
            return replace(unchanged, path=partial.path)

    def _receive(self, response: httpx.Response, address: str, partial: Partial) -> None:
        is_resumed = response.status_code == _PARTIAL_CONTENT
        with partial.writing(response.headers, is_resumed=is_resumed) as stream:
            left = self.limits.max_bytes - stream.tell()
            for chunk in self._chunks(response, address, left):
                stream.write(chunk)

    def _chunks(self, response: httpx.Response, address: str, max_bytes: int) -> Iterator[bytes]:
        """The body, decoded, within the limits; a connection that breaks is worth another attempt."""
        too_large = TooLargeError(address=address, limit_mb=self.limits.max_bytes // 1_000_000)
        if int(response.headers.get("content-length", "0")) > max_bytes:
            raise too_large
        n_bytes, deadline = 0, time.monotonic() + self.limits.max_transfer_s
        try:
            for chunk in unpacked(response.iter_raw(), response.headers.get("content-encoding", "")):
                n_bytes += len(chunk)
                if n_bytes > max_bytes:
                    raise too_large
                if time.monotonic() > deadline:
                    raise TooSlowError(address=address, limit_s=self.limits.max_transfer_s)
                yield chunk
        except (httpx.TransportError, zlib.error) as error:
            raise _Transient(_reason(error)) from error

    def _require_success(self, response: httpx.Response, address: str) -> None:
        status = response.status_code
        if status in _GONE:
            raise VanishedError(address=address, status=status)
        if status in _TRY_AGAIN:
            raise _Transient(f"HTTP {status}", _retry_after_s(response.headers))
        if not response.is_success and status != _RANGE_NOT_SATISFIABLE:
            raise RefusedByServerError(address=address, status=status)

    def _open(self, address: str, headers: Mapping[str, str]) -> httpx.Response:
        """The answer at the end of the redirects; every hop is checked like the address itself."""

        def before_hop(hop: str) -> None:
            """Obey the host's robots.txt and wait as long as it asks."""
            self._robots.require(hop)
            self._pause(hop, self._robots.delay_s(hop))

        return self._follow(address, headers, before_hop)

    def _robots_text(self, address: str) -> tuple[int, str]:
        def fetch() -> tuple[int, str]:
            """The status and text of robots.txt. Raises `_Transient` where another try may help."""
            with closing(self._follow(address, {}, lambda hop: self._pause(hop, 0.0))) as response:
                if response.status_code in _TRY_AGAIN:
                    raise _Transient(f"HTTP {response.status_code}", _retry_after_s(response.headers))
                body = b"".join(self._chunks(response, address, _LARGEST_PAGE_BYTES))
                return response.status_code, body.decode("utf-8", "replace")

        return self._with_retries(address, fetch)

    def _follow(
        self, address: str, headers: Mapping[str, str], before_hop: Callable[[str], None]
    ) -> httpx.Response:
        hop = address
        for _ in range(self.limits.max_redirects + 1):
            self.policy.check(hop)
            before_hop(hop)
            response = self._send(hop, headers)
            if not response.has_redirect_location:
                return response
            response.close()
            hop = self._next_hop(hop, response.headers["location"])
        raise TooManyRedirectsError(address=address, limit=self.limits.max_redirects)

    def _next_hop(self, hop: str, location: str) -> str:
        try:
            return urldefrag(urljoin(hop, location)).url
        except ValueError:
            self.policy.check(location)  # says that it is no address
            raise

    def _send(self, address: str, headers: Mapping[str, str]) -> httpx.Response:
        try:
            traced = {"trace": self._watchdog.trace}
            request = self._client.build_request("GET", address, headers=dict(headers), extensions=traced)
            with self._watchdog.watching():
                response = self._client.send(request, stream=True)
        except (httpx.TransportError, httpx.InvalidURL) as error:
            raise _Transient(_reason(error)) from error
        peer = response.extensions["network_stream"].get_extra_info("server_addr")
        if peer and not goes_through_proxy(address):
            try:
                self.policy.check_peer(address, peer[0])
            except AddressRefusedError:
                response.close()
                raise
        return response

    def _pause(self, address: str, asked_s: float) -> None:
        """Wait so long after the last request to the host as the host or our own manners ask."""
        host = urlsplit(address).netloc
        earliest = self._last_request.get(host, -math.inf) + max(asked_s, self.limits.pause_s)
        if (wait_s := earliest - time.monotonic()) > 0:
            self.sleep(wait_s)
        self._last_request[host] = time.monotonic()


def _in_address(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _reason(error: Exception) -> str:
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__


def _retry_after_s(headers: Mapping[str, str]) -> float | None:
    asked = headers.get("retry-after", "")
    return float(asked) if asked.isascii() and asked.isdigit() else None
