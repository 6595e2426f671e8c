"""The fetcher against a server that misbehaves: limits, retries, resumption, manners, addresses refused."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from extractors.errors import KyoseiError
from pipeline.pull.addresses import AddressPolicy
from pipeline.pull.errors import (
    AddressRefusedError,
    RefusedByServerError,
    RobotsForbidError,
    TooLargeError,
    TooManyRedirectsError,
    TooSlowError,
    UnreachableError,
    VanishedError,
)
from pipeline.pull.fetch import Fetcher, Limits
from pipeline.pull.job import pull
from pipeline.pull.partial import Partial
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
    snapshot,
)

OPEN = AddressPolicy(allow_http=True, allow_private=True)
BODY = pdf_bytes("large", 60_000)


@pytest.fixture
def city() -> Iterator[City]:
    with running_city() as running:
        running.documents["/v.pdf"] = Document(BODY)
        yield running


@pytest.fixture
def waits() -> list[float]:
    return []


@pytest.fixture
def partial(tmp_path: Path, city: City) -> Partial:
    return Partial(tmp_path / "partial", city.uri + "/v.pdf")


def fetch(
    city: City,
    partial: Partial,
    waits: list[float] | None = None,
    limits: Limits = QUICK,
    path: str = "/v.pdf",
) -> bytes:
    record = waits if waits is not None else []
    with Fetcher(OPEN, limits, sleep=record.append) as fetcher:
        answer = fetcher.document(city.uri + path, partial)
    assert answer.path is not None
    return answer.path.read_bytes()


def test_a_plain_download_identifies_itself(city: City, partial: Partial) -> None:
    assert fetch(city, partial) == BODY
    _, asked, _ = city.requests[-1]
    assert asked["user-agent"].startswith("kyosei/")


def test_robots_is_asked_first_and_obeyed(city: City, partial: Partial) -> None:
    city.pages["/robots.txt"] = b"User-agent: kyosei\nDisallow: /v.pdf\n"
    with pytest.raises(RobotsForbidError):
        fetch(city, partial)
    assert [path for path, _, _ in city.requests] == ["/robots.txt"]


def test_robots_meant_for_others_does_not_bind(city: City, partial: Partial) -> None:
    city.pages["/robots.txt"] = b"User-agent: otherbot\nDisallow: /\n"
    assert fetch(city, partial) == BODY


def test_a_robots_file_that_fails_closes_the_host(city: City, partial: Partial) -> None:
    city.first["/robots.txt"] = [Answer(503)] * QUICK.attempts
    with pytest.raises(UnreachableError, match=r"robots\.txt"):
        fetch(city, partial)
    assert city.seen("/v.pdf") == 0


def test_crawl_delay_is_waited(city: City, partial: Partial, waits: list[float]) -> None:
    city.pages["/robots.txt"] = b"User-agent: *\nCrawl-delay: 7\n"
    fetch(city, partial, waits)
    assert max(waits) == pytest.approx(7, abs=0.5)


def test_server_errors_are_tried_again_with_growing_waits(
    city: City, partial: Partial, waits: list[float]
) -> None:
    city.first["/v.pdf"] = [Answer(503), Answer(502)]
    assert fetch(city, partial, waits, replace(QUICK, backoff_s=2.0)) == BODY
    assert waits == [2.0, 4.0]


def test_retry_after_is_respected_within_bounds(city: City, partial: Partial, waits: list[float]) -> None:
    city.first["/v.pdf"] = [
        Answer(503, headers={"Retry-After": "9"}),
        Answer(429, headers={"Retry-After": "9999"}),
    ]
    fetch(city, partial, waits)
    assert waits == [9.0, QUICK.longest_wait_s]


def test_attempts_are_bounded_and_the_reason_is_told(city: City, partial: Partial) -> None:
    city.first["/v.pdf"] = [Answer(500)] * 9
    with pytest.raises(UnreachableError, match="HTTP 500"):
        fetch(city, partial)
    assert city.seen("/v.pdf") == QUICK.attempts


def test_client_errors_are_not_tried_again(city: City, partial: Partial) -> None:
    city.first["/v.pdf"] = [Answer(403)]
    with pytest.raises(RefusedByServerError, match="403"):
        fetch(city, partial)
    city.first["/v.pdf"] = [Answer(410)]
    with pytest.raises(VanishedError):
        fetch(city, partial)
    assert city.seen("/v.pdf") == 2


def test_a_silent_server_is_given_up(city: City, partial: Partial) -> None:
    city.first["/v.pdf"] = [Answer(200, BODY, delay_s=1.0)] * QUICK.attempts
    with pytest.raises(UnreachableError, match="Timeout"):
        fetch(city, partial)


def test_a_transfer_that_takes_too_long_is_stopped(city: City, partial: Partial) -> None:
    with pytest.raises(TooSlowError):
        fetch(city, partial, limits=replace(QUICK, max_transfer_s=-1.0))


def test_a_cut_transfer_is_resumed_where_it_stopped(city: City, partial: Partial) -> None:
    document = city.documents["/v.pdf"]
    city.first["/v.pdf"] = [Answer(200, BODY, {"ETag": document.etag}, cut=20_000)]
    assert fetch(city, partial) == BODY
    assert city.requests[-1][1]["range"] == "bytes=20000-"
    assert city.requests[-1][2] == 206


def test_a_run_resumes_what_an_earlier_run_left(city: City, partial: Partial) -> None:
    document = city.documents["/v.pdf"]
    city.first["/v.pdf"] = [Answer(200, BODY, {"ETag": document.etag}, cut=20_000)]
    with pytest.raises(UnreachableError):
        fetch(city, partial, limits=replace(QUICK, attempts=1))
    assert fetch(city, partial) == BODY
    assert city.requests[-1][2] == 206


def test_a_document_that_changed_meanwhile_is_begun_anew(city: City, partial: Partial) -> None:
    city.first["/v.pdf"] = [Answer(200, pdf_bytes("older", 60_000), {"ETag": '"older"'}, cut=20_000)]
    assert fetch(city, partial) == BODY
    assert city.requests[-1][2] == 200


@pytest.mark.parametrize("headers", [{}, {"ETag": 'W/"weak"'}])
def test_without_a_strong_validator_it_is_begun_anew(
    city: City, partial: Partial, headers: dict[str, str]
) -> None:
    city.first["/v.pdf"] = [Answer(200, BODY, headers, cut=20_000)]
    assert fetch(city, partial) == BODY
    assert "range" not in city.requests[-1][1]


def test_a_range_answer_that_does_not_fit_is_not_glued_on(city: City, partial: Partial) -> None:
    etag = city.documents["/v.pdf"].etag
    wrong = Answer(206, BODY[100:], {"Content-Range": f"bytes 100-{len(BODY) - 1}/{len(BODY)}"})
    city.first["/v.pdf"] = [Answer(200, BODY, {"ETag": etag}, cut=20_000), wrong]
    assert fetch(city, partial) == BODY


def test_too_large_announced_or_not(city: City, partial: Partial) -> None:
    city.documents["/v.pdf"] = Document(pdf_bytes("huge", 300_000))
    with pytest.raises(TooLargeError):
        fetch(city, partial)
    bomb = gzip.compress(b"%PDF-" + bytes(5_000_000))
    city.first["/v.pdf"] = [Answer(200, bomb, {"Content-Encoding": "gzip"})]
    with pytest.raises(TooLargeError):
        fetch(city, partial)


def test_a_compressed_transfer_is_unpacked(city: City, partial: Partial) -> None:
    city.documents["/v.pdf"] = Document(BODY, is_gzipped=True)
    assert fetch(city, partial) == BODY


def test_redirects_are_followed_within_limits(city: City, partial: Partial) -> None:
    city.first["/old.pdf"] = [Answer(301, headers={"Location": "/older/../v.pdf"})]
    assert fetch(city, partial, path="/old.pdf") == BODY
    city.first["/v.pdf"] = [Answer(302, headers={"Location": "/v.pdf"})] * 9
    with pytest.raises(TooManyRedirectsError):
        fetch(city, partial)


def test_a_proxy_of_the_organisation_is_not_asked_for_this_machine(
    city: City, partial: Partial, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.9:1")
    assert fetch(city, partial) == BODY


def test_one_connection_at_a_time(city: City, tmp_path: Path) -> None:
    project = make_project(tmp_path / "p", city.uri + PAGE)
    for month in ("01", "02", "03"):
        city.documents[f"/{month}.pdf"] = Document(pdf_bytes(f"一関・平泉定住自立圏|2020-{month}|3"))
    city.list_links([(f"/{month}.pdf", "共生ビジョン") for month in ("01", "02", "03")])
    list(pull(project, limits=QUICK, identify_document=identify_by_label))
    assert city.most_open == 1


@pytest.mark.parametrize(
    "address",
    [
        "http://example.jp/v.pdf",
        "ftp://example.jp/v.pdf",
        "file:///etc/hostname",
        "https://127.0.0.1/v.pdf",
        "https://[::1]/v.pdf",
        "https://[::ffff:10.0.0.1]/v.pdf",
        "https://10.1.2.3/v.pdf",
        "https://169.254.169.254/latest/meta-data",
        "https://localhost/v.pdf",
        "https:///v.pdf",
    ],
)
def test_addresses_the_registry_does_not_allow(address: str, tmp_path: Path) -> None:
    with Fetcher(AddressPolicy(), QUICK) as fetcher, pytest.raises(AddressRefusedError):
        fetcher.document(address, Partial(tmp_path, address))


def test_a_redirect_cannot_lead_into_a_private_network(
    city: City, partial: Partial, monkeypatch: pytest.MonkeyPatch
) -> None:
    """127.0.0.1 stands for a public host here; 127.0.0.2 is as private as it is."""
    real = AddressPolicy.check_peer

    def check_peer(self: AddressPolicy, address: str, ip: str) -> None:
        if ip != "127.0.0.1":
            real(self, address, ip)

    monkeypatch.setattr(AddressPolicy, "check_peer", check_peer)
    city.first["/v.pdf"] = [Answer(302, headers={"Location": "http://127.0.0.2:1/secret"})]
    with (
        Fetcher(AddressPolicy(allow_http=True), QUICK) as fetcher,
        pytest.raises(AddressRefusedError, match=r"127\.0\.0\.2"),
    ):
        fetcher.document(city.uri + "/v.pdf", partial)


def test_a_name_that_resolves_anew_to_a_private_host_is_caught_at_the_connection(
    city: City, partial: Partial, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.pull.addresses._resolve", lambda *a: [])
    port = city.uri.rsplit(":", 1)[1]
    with Fetcher(AddressPolicy(allow_http=True), QUICK) as fetcher, pytest.raises(AddressRefusedError):
        fetcher.document(f"http://localhost:{port}/v.pdf", partial)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"<!DOCTYPE html><html><title>Not found</title></html>", "READ_NOT_PDF"),
        (b"", "READ_EMPTY_FILE"),
        (BODY[:30_000], "READ_TRUNCATED"),
        (b"PK\x03\x04word/", "READ_NOT_PDF"),
    ],
)
def test_what_is_no_pdf_is_named_and_not_stored(city: City, tmp_path: Path, body: bytes, code: str) -> None:
    project = make_project(tmp_path / "p", city.uri + PAGE)
    before = snapshot(project.raw_dir)
    city.documents["/v.pdf"] = Document(body)
    city.list_links([("/v.pdf", "共生ビジョン")])
    (item,) = pull(project, limits=QUICK, identify_document=identify_by_label)
    assert item.error is not None and item.error["code"] == code
    assert item.error["where"]["document"] == city.uri + "/v.pdf"
    assert snapshot(project.raw_dir) == before


def test_plain_http_and_loopback_need_the_registry(city: City, tmp_path: Path) -> None:
    for allowed in ({"allow_http": False}, {"allow_private": False}):
        project = make_project(tmp_path / str(allowed), city.uri + PAGE, **allowed)
        (item,) = pull(project, limits=QUICK, identify_document=identify_by_label)
        assert item.error is not None and item.error["code"] == "PULL_ADDRESS_REFUSED"
    assert city.requests == []


def test_file_addresses_where_the_registry_allows_them(tmp_path: Path) -> None:
    folder = tmp_path / "share"
    folder.mkdir()
    (folder / "v.pdf").write_bytes(pdf_bytes("一関・平泉定住自立圏|2020-03|3"))
    (folder / "list.html").write_text('<a href="v.pdf">共生ビジョン</a>', encoding="utf-8")
    address = (folder / "list.html").as_uri()
    refused = make_project(tmp_path / "a", address)
    assert [i.ending for i in pull(refused, limits=QUICK, identify_document=identify_by_label)] == ["failed"]
    allowed = make_project(tmp_path / "b", address, allow_file=True)
    assert [i.ending for i in pull(allowed, limits=QUICK, identify_document=identify_by_label)] == ["new"]
    before = snapshot(allowed.raw_dir)
    assert [i.ending for i in pull(allowed, limits=QUICK, identify_document=identify_by_label)] == ["known"]
    assert snapshot(allowed.raw_dir) == before


def test_errors_say_what_to_do(city: City, partial: Partial) -> None:
    city.first["/v.pdf"] = [Answer(404)]
    with pytest.raises(KyoseiError) as caught:
        fetch(city, partial)
    assert (
        caught.value.hint_ja and caught.value.hint_en and "(" not in caught.value.message_ja.split("HTTP")[0]
    )
