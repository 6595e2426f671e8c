"""Pulling from a server that means harm: each answer ends by name, the good document beside it is taken."""

from __future__ import annotations

import gzip
import socket
import threading
import time
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from extractors.errors import KyoseiError
from pipeline.cli.pull import _lines
from pipeline.pull.addresses import AddressPolicy
from pipeline.pull.errors import UnreachableError
from pipeline.pull.fetch import Fetcher, WebPage
from pipeline.pull.job import pull
from pipeline.pull.links import document_links
from pipeline.pull.partial import Partial
from pipeline.pull.report import PullItem
from pipeline.pull.robots import RobotsRules
from pipeline.pull.unpack import unpacked
from pipeline.registry import load_registry
from tests.pull_city import (
    PAGE,
    QUICK,
    Answer,
    City,
    Document,
    identify_by_label,
    make_project,
    pdf_bytes,
    running_city,
)

GOOD = pdf_bytes("一関・平泉定住自立圏|2019-03|30")
OPEN = AddressPolicy(allow_http=True, allow_private=True)
IMPATIENT = replace(QUICK, idle_s=0.3, max_head_s=0.4, max_transfer_s=0.8, attempts=1)


@pytest.fixture
def city() -> Iterator[City]:
    with running_city() as running:
        running.documents["/good.pdf"] = Document(GOOD)
        yield running


def pulled(city: City, root: Path) -> list[PullItem]:
    """What two pulls in a row say of everything but the good document, which the first one takes."""
    project = make_project(root / "p", city.uri + PAGE)
    items = [
        item
        for _ in range(2)
        for item in pull(project, limits=QUICK, identify_document=identify_by_label)
        if item.address != city.uri + "/good.pdf" or item.ending not in ("new", "known")
    ]
    assert len(list((project.raw_dir / "ichinoseki-hiraizumi").glob("2019-03/source.toml"))) == 1
    return items


def codes(items: list[PullItem]) -> set[str]:
    return {str(item.error["code"]) for item in items if item.error}


@pytest.mark.parametrize(
    "address",
    [
        *("http://[bad", "//[bad/v.pdf", "http://127.0.0.1:abc/v.pdf", "http://127.0.0.1:99999/v.pdf"),
        *(
            "/a\x1bb.pdf",
            "/" + "a" * 80_000 + ".pdf",
            "http://" + "a" * 80 + ".jp/v.pdf",
            "http://a..b/v.pdf",
        ),
    ],
)
def test_a_link_that_is_no_address_holds_no_other_back(city: City, tmp_path: Path, address: str) -> None:
    city.list_links([(address, "共生ビジョン pdf"), ("/good.pdf", "共生ビジョン pdf")])
    assert codes(pulled(city, tmp_path)) == {"PULL_ADDRESS_REFUSED"}


def test_a_base_that_is_no_address_is_none(city: City, tmp_path: Path) -> None:
    city.pages[PAGE] = '<base href="http://[">  <a href="/good.pdf">共生ビジョン pdf</a>'.encode()
    assert pulled(city, tmp_path) == []


@pytest.mark.parametrize(
    "location", ["http://[", "data:,x", "http://127.0.0.1:99999/", "file:///etc/hostname"]
)
def test_a_redirect_to_no_address_ends_by_name(city: City, tmp_path: Path, location: str) -> None:
    city.first["/v.pdf"] = [Answer(302, headers={"Location": location}) for _ in range(9)]
    city.list_links([("/v.pdf", "共生ビジョン pdf"), ("/good.pdf", "共生ビジョン pdf")])
    assert codes(pulled(city, tmp_path)) <= {"PULL_ADDRESS_REFUSED", "PULL_UNREACHABLE"}


@pytest.mark.parametrize("name", ["ETag", "Last-Modified"])
def test_a_validator_that_no_request_can_hold_is_not_sent(city: City, tmp_path: Path, name: str) -> None:
    odd = Answer(200, pdf_bytes("一関・平泉定住自立圏|2018-03|30"), {name: '"\xe3\x81\x82"'})
    city.first["/v.pdf"] = [odd, odd]
    city.list_links([("/v.pdf", "共生ビジョン pdf"), ("/good.pdf", "共生ビジョン pdf")])
    assert {item.ending for item in pulled(city, tmp_path)} == {"new", "known"}


def test_an_unasked_not_modified_and_a_wait_of_no_number_end_by_name(city: City, tmp_path: Path) -> None:
    city.first["/v.pdf"] = [Answer(304) for _ in range(2)]
    city.first["/w.pdf"] = [Answer(503, headers={"Retry-After": "\xb2"}) for _ in range(6)]
    city.list_links([(f"/{name}.pdf", "共生ビジョン pdf") for name in ("v", "w", "good")])
    assert codes(pulled(city, tmp_path)) == {"PULL_REFUSED", "PULL_UNREACHABLE"}


@pytest.mark.parametrize(
    ("harm", "addresses"),
    [
        (b"<a href=/x.pdf>" * 20_000, ["https://example.jp/x.pdf"]),
        *((harm, []) for harm in (b'<a href="' + b'<a "' * 300_000, b"<!--" * 300_000)),
        *((harm, []) for harm in (b"<![CDATA[<![foo[", b"</a" * 300_000, b"<?" * 300_000)),
    ],
)
def test_a_page_of_rubbish_is_read_in_time_that_goes_with_its_length(
    tmp_path: Path, harm: bytes, addresses: list[str]
) -> None:
    """Of these a parser written in Python needs minutes, or it gives up."""
    zone = load_registry(make_project(tmp_path / "p").raw_dir).zones[0]
    links = document_links(WebPage("https://example.jp/", harm, "utf-8"), zone)
    assert [link.address for link in links] == addresses


def test_the_text_of_a_link_has_all_its_parts(tmp_path: Path) -> None:
    zone = load_registry(make_project(tmp_path / "p").raw_dir).zones[0]
    html = (
        "<p><a href='v.cfm?a=1&amp;b=2#x'>共生<!-- x --> <b>ビジョン</b>\n[828KB <i>PDF</i>]</a>後".encode()
    )
    (link,) = document_links(WebPage("https://example.jp/a/b.html", html, None), zone)
    assert (link.address, link.text) == ("https://example.jp/a/v.cfm?a=1&b=2", "共生 ビジョン [828KB PDF ]")


def test_what_is_packed_is_unpacked_in_pieces() -> None:
    bomb = gzip.compress(bytes(30_000_000))
    pieces = list(unpacked([bomb], "gzip"))
    assert max(map(len, pieces)) <= 1_000_000 and sum(map(len, pieces)) == 30_000_000
    bare = zlib.compressobj(wbits=-15)
    for coding, packed in {
        "x-gzip": gzip.compress(b"abc"),
        "deflate": zlib.compress(b"abc"),
        "Deflate": bare.compress(b"abc") + bare.flush(),
    }.items():
        assert b"".join(unpacked([packed[:3], packed[3:]], coding)) == b"abc"
    assert list(unpacked([bomb], "gzip, gzip")) == [bomb]  # its bytes say what it is
    with pytest.raises(zlib.error):
        list(unpacked([bomb[:-9]], "gzip"))


def test_packed_data_that_mean_nothing_give_a_piece_a_chunk() -> None:
    """So that whoever takes the pieces sees the time go by."""
    head, nothing = b"\x1f\x8b\x08\0\0\0\0\0\0\3", b"\0\0\0\xff\xff" * 100
    endless = unpacked((head if k == 0 else nothing for k in range(10**9)), "gzip")
    assert [next(endless) for _ in range(20)].count(b"") == 20


@pytest.mark.parametrize("step", [b"HTTP/1.1 100 Continue\r\n\r\n", b"HTTP/1.1 200 OK\r\nX", b"X"])
def test_an_answer_that_never_begins_is_given_up(tmp_path: Path, step: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=_drip, args=(server, step), daemon=True).start()
        address = f"http://127.0.0.1:{server.getsockname()[1]}/v.pdf"
        with Fetcher(OPEN, IMPATIENT) as fetcher, pytest.raises(UnreachableError):
            fetcher.document(address, Partial(tmp_path, address))


def _drip(server: socket.socket, step: bytes) -> None:
    """Answer every request with one piece of a head after the other."""
    while True:
        try:
            connection, _ = server.accept()
            for _ in range(600):
                connection.sendall(step)
                step = step if step.startswith(b"HTTP/1.1 100") else b"X"
                time.sleep(0.05)
        except OSError:
            if server.fileno() < 0:
                return


def test_rules_for_thousands_of_agents_are_those_for_ours() -> None:
    others = "".join(f"User-agent: a{k}\n" for k in range(20_000))
    rules = "".join(f"Disallow: /{k}/\n" for k in range(20_000))
    ours = "\nUser-Agent : kyosei # us\nDisallow: /ours/\n\nuser-agent: *\nDisallow: /all/\n"
    robots = RobotsRules("kyosei", lambda _: (200, others + rules + ours))
    robots.require("https://example.jp/7/v.pdf")
    robots.require("https://example.jp/all/v.pdf")
    with pytest.raises(KyoseiError):
        robots.require("https://example.jp/ours/v.pdf")


def test_what_is_shown_holds_no_commands_to_the_terminal(city: City, tmp_path: Path) -> None:
    title = "<html><title>\x1b]0;x\x07お探しの頁\u202e</title>"
    city.documents["/v.pdf"] = Document(title.encode())
    city.list_links([("/v.pdf", "共生ビジョン pdf"), ("/good.pdf", "共生ビジョン pdf")])
    (item, _) = pulled(city, tmp_path)
    shown = "\n".join(_lines(replace(item, text="\x9b31m共生")))
    assert item.error and "お探しの頁" in shown
    assert all(char.isprintable() for char in shown.replace("\n", ""))
