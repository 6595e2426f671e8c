"""A city's web server on loopback that can misbehave in every way a real one does."""

from __future__ import annotations

import gzip
import hashlib
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from extractors.records import EditionFacts
from pipeline.project import Project
from pipeline.pull.fetch import Limits
from pipeline.pull.identify import Identity

PAGE = "/teiju/list.html"
QUICK = Limits(
    max_bytes=200_000,
    max_transfer_s=5.0,
    idle_s=0.5,
    max_head_s=2.0,
    max_redirects=3,
    attempts=3,
    backoff_s=0.0,
    pause_s=0.0,
)


def pdf_bytes(label: str, size: int = 3000) -> bytes:
    """A body that passes for a PDF; `label` is what `identify_by_label` reads from it."""
    filling = hashlib.sha256(label.encode()).hexdigest().encode() * (size // 64)
    return b"%PDF-1.7\n% " + label.encode() + b"\n" + filling + b"\n%%EOF\n"


def identify_by_label(path: Path) -> Identity:
    """Reads `<zone>|<YYYY-MM>|<pages>|<members>` from the second line; `-` says nothing."""
    label = path.read_bytes().split(b"\n")[1][2:].decode()
    zone, published, pages, *members = (None if part == "-" else part for part in label.split("|"))
    facts = EditionFacts(
        zone_name=zone,
        title=None,
        publisher=None,
        published=published,
        plan_start_fiscal_year=None,
        plan_end_fiscal_year=None,
        page_count=int(pages or 1),
        text_source="text_layer",
        source_sha256="0" * 64,
        layout_profile="",
    )
    return Identity(facts, tuple(name for name in members if name))


@dataclass
class Answer:
    """One answer: what is sent, and how. `cut` sends so many bytes of a longer announced body."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    cut: int | None = None
    delay_s: float = 0.0


@dataclass
class Document:
    """A document with validators, served as a well-behaved server would unless it is told not to."""

    body: bytes
    has_etag: bool = True
    has_date: bool = True
    knows_ranges: bool = True
    knows_conditions: bool = True
    is_gzipped: bool = False

    @property
    def etag(self) -> str:
        return f'"{hashlib.sha256(self.body).hexdigest()[:12]}"'

    @property
    def date(self) -> str:
        return formatdate(1_600_000_000 + len(self.body), usegmt=True)

    def answer(self, asked: dict[str, str]) -> Answer:
        headers = {"Content-Type": "application/pdf"}
        headers |= {"ETag": self.etag} if self.has_etag else {}
        headers |= {"Last-Modified": self.date} if self.has_date else {}
        is_same = (self.has_etag and asked.get("if-none-match") == self.etag) or (
            self.has_date and "if-none-match" not in asked and asked.get("if-modified-since") == self.date
        )
        if self.knows_conditions and is_same:
            return Answer(304, b"", headers)
        start = asked.get("range", "")
        if self.knows_ranges and start and asked.get("if-range") in (self.etag, self.date):
            first = int(start.removeprefix("bytes=").removesuffix("-"))
            if first >= len(self.body):
                return Answer(416, b"", headers)
            span = f"bytes {first}-{len(self.body) - 1}/{len(self.body)}"
            return Answer(206, self.body[first:], headers | {"Content-Range": span})
        if self.is_gzipped:
            return Answer(200, gzip.compress(self.body), headers | {"Content-Encoding": "gzip"})
        return Answer(200, self.body, headers)


@dataclass
class City:
    """The server's state: pages and documents by path, answers that come first, and a log of requests."""

    documents: dict[str, Document] = field(default_factory=dict)
    pages: dict[str, bytes] = field(default_factory=dict)
    first: dict[str, list[Answer]] = field(default_factory=dict)
    requests: list[tuple[str, dict[str, str], int]] = field(default_factory=list)
    posts: list[tuple[str, bytes]] = field(default_factory=list)
    open_now: int = 0
    most_open: int = 0
    uri: str = ""

    def list_links(self, links: Sequence[tuple[str, str]], *, path: str = PAGE) -> None:
        """Make the landing page: (href, text) pairs."""
        items = "".join(f'<li><a href="{href}">{text}</a></li>' for href, text in links)
        self.pages[path] = f"<html><meta charset=utf-8><body><ul>{items}</ul></body></html>".encode()

    def seen(self, path: str, status: int | None = None) -> int:
        """How many requests for a path were answered (with that status)."""
        return sum(p == path and status in (None, s) for p, _, s in self.requests)

    def answer(self, path: str, asked: dict[str, str]) -> Answer:
        if self.first.get(path):
            return self.first[path].pop(0)
        if path in self.documents:
            return self.documents[path].answer(asked)
        if path in self.pages:
            return Answer(200, self.pages[path], {"Content-Type": "text/html; charset=utf-8"})
        return Answer(404, b"not here")


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up on a slow answer is what some tests are about."""


@contextmanager
def running_city() -> Iterator[City]:
    """A city on a free loopback port."""
    city = City()
    server = _Server(("127.0.0.1", 0), _handler(city))
    city.uri = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield city
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _handler(city: City) -> type[BaseHTTPRequestHandler]:
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def setup(self) -> None:
            super().setup()
            with lock:
                city.open_now += 1
                city.most_open = max(city.most_open, city.open_now)

        def finish(self) -> None:
            with lock:
                city.open_now -= 1
            super().finish()

        def do_GET(self) -> None:
            asked = {name.lower(): value for name, value in self.headers.items()}
            answer = city.answer(self.path, asked)
            city.requests.append((self.path, asked, answer.status))
            time.sleep(answer.delay_s)
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            if answer.status != 304:
                self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            self.wfile.write(answer.body[: answer.cut])
            if answer.cut is not None:
                self.close_connection = True

        def do_POST(self) -> None:
            city.posts.append((self.path, self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(204)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            pass

    return Handler


SOURCES = """[[zones]]
zone_id = "ichinoseki-hiraizumi"
name = "一関・平泉定住自立圏"
allow_http = {allow_http}
allow_private_addresses = {allow_private}
allow_file_uris = {allow_file}
{sources}
[[zones.members]]
name = "一関市"
jis_code = "032093"
role = "central"

[[zones.members]]
name = "平泉町"
jis_code = "034029"
role = "partner"
{pages}
[[zones.link_rules]]
kind = "draft"
text = '[(（]案[)）]|素案'

[[zones.link_rules]]
kind = "outline"
text = '概要'

[[zones.link_rules]]
kind = "agreement"
text = '協定'

[[zones.link_rules]]
kind = "vision"
text = '共生ビジョン'
"""


def make_project(
    root: Path,
    *pages: str,
    allow_http: bool = True,
    allow_private: bool = True,
    allow_file: bool = False,
    sources: str = "",
) -> Project:
    """A project whose registry names the landing pages."""
    text = SOURCES.format(
        allow_http=str(allow_http).lower(),
        allow_private=str(allow_private).lower(),
        allow_file=str(allow_file).lower(),
        sources=sources,
        pages="".join(f'\n[[zones.landing_pages]]\nuri = "{page}"\n' for page in pages),
    )
    (root / "raw").mkdir(parents=True)
    (root / "raw" / "sources.toml").write_text(text, encoding="utf-8")
    return Project(root)


def snapshot(folder: Path) -> dict[str, bytes]:
    """Every file under a folder with its bytes."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}
