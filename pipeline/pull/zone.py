"""One zone's sources: which of its documents are new, and taking those in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from extractors.errors import KyoseiError
from pipeline.pull.errors import VanishedError
from pipeline.pull.fetch import Answer, Fetcher
from pipeline.pull.intake import Expected, Intake, TakenIn, registered
from pipeline.pull.links import Link, document_links
from pipeline.pull.partial import Partial
from pipeline.pull.report import NO_EDITION, REPLACED, SHRUNKEN, SIZE_ONLY, Ending, PullItem, failed
from pipeline.pull.store import Obtained, Receipt, file_sha256, now_utc
from pipeline.registry import LinkKind, Zone

# Only a vision holds the tables; what else a page lists is named in the report.
TAKEN_KIND: LinkKind = "vision"
# A new version this much smaller than the one before is told: pages may have been lost.
_SHRUNKEN_SHARE = 0.8


@dataclass(frozen=True, slots=True)
class ZonePull:
    """What a pull of one zone works with. `partial_dir` keeps unfinished transfers between runs."""

    zone: Zone
    intake: Intake
    fetcher: Fetcher
    partial_dir: Path
    is_dry_run: bool

    def run(self) -> Iterator[PullItem]:
        """Look at every source of the zone; one item a link, document or page, as each is done."""
        listed: set[str] = set()
        unread: set[str] = set()  # pages that could not be read say nothing of what has vanished
        for page in self.zone.landing_pages:
            try:
                links = document_links(self.fetcher.page(page.uri), self.zone)
            except KyoseiError as error:
                unread.add(page.uri)
                yield failed(self.zone.zone_id, page.uri, error)
                continue
            if not links:
                yield self._item(Link(page.uri, "", None), "empty_page")
            for link in links:
                if link.address not in listed:
                    listed.add(link.address)
                    yield self._follow(link, page.uri)
        for direct in self.zone.direct_addresses:
            listed.add(direct.uri)
            yield self._follow(Link(direct.uri, "", direct.kind), None)
        for name in self.zone.local_files:
            yield self._local(name)
        yield from self._vanished(listed, unread)

    def _follow(self, link: Link, page: str | None) -> PullItem:
        if link.kind is None:
            return self._item(link, "unclassified")
        if link.kind != TAKEN_KIND:
            return self._item(link, "not_taken")
        known = self.intake.store.latest(link.address)
        if self.is_dry_run:
            return self._item(link, "known" if known else "would_fetch", known)
        return self._fetch(link, page, known)

    def _fetch(self, link: Link, page: str | None, known: Receipt | None) -> PullItem:
        partial = Partial(self.partial_dir, link.address)
        try:
            conditions = known.known(link.address) if known else None
            answer = self.fetcher.document(link.address, partial, conditions)
            if answer.path is None and known:
                return self._unchanged(link, known, answer)
            return self._received(link, page, answer, partial, known)
        except VanishedError as error:
            return self._item(link, "vanished", known, error=error.as_dict())
        except KyoseiError as error:
            return failed(self.zone.zone_id, link.address, error, link.text)

    def _received(
        self, link: Link, page: str | None, answer: Answer, partial: Partial, known: Receipt | None
    ) -> PullItem:
        obtained = Obtained(
            address=link.address,
            zone_id=self.zone.zone_id,
            at=now_utc(),
            final_address=answer.final_address,
            page=page,
            link_text=link.text or None,
            status=answer.status,
            headers=answer.headers,
        )
        try:
            require_pdf(partial.path, link.address)
            sha256 = file_sha256(partial.path)
            item = self._take(partial.path, link, obtained, known)
            # Stored in any case, so that it is not fetched again for want of a date or a password.
            is_edition = sha256 in registered(self.intake.raw_dir)
            self.intake.store.put(partial.path, obtained, None, is_kept_elsewhere=is_edition)
            return item if item.sha256 else replace(item, sha256=sha256)
        finally:
            partial.clear()

    def _unchanged(self, link: Link, known: Receipt, answer: Answer) -> PullItem:
        item = self._item(link, "known", known)
        obtained = known.last_from(link.address)
        if item.edition_id is None and obtained:
            # Stored before it could be told which edition it is; the registry may have been mended since.
            item = self._take(self.intake.store.path(known.sha256), link, obtained, None)
        notes = (*item.notes, SIZE_ONLY) if answer.is_unverified else item.notes
        return replace(item, sha256=known.sha256, notes=notes)

    def _take(self, path: Path, link: Link, obtained: Obtained, known: Receipt | None) -> PullItem:
        """The item of a document whose bytes are here: an edition now, or before, or not to be told which."""
        expected = Expected(self.zone.zone_id, None, "raw/sources.toml ", "raw/sources.toml")
        before = registered(self.intake.raw_dir)
        try:
            taken = self.intake.take(path, obtained, expected)
        except KyoseiError as error:
            item = failed(self.zone.zone_id, link.address, error, link.text)
            return replace(item, kind=link.kind, notes=(NO_EDITION,))
        item = self._item(link, "new" if taken.is_new else "known")
        notes = _notes(path, taken, known, before) if known and taken.is_new else ()
        return replace(item, sha256=taken.sha256, edition_id=taken.edition_id, notes=notes)

    def _local(self, name: str) -> PullItem:
        path = self.intake.raw_dir / name
        link = Link(f"file:{name}", path.name, TAKEN_KIND)
        if not path.is_file():
            return self._item(link, "vanished")
        is_known = file_sha256(path) in registered(self.intake.raw_dir)
        if self.is_dry_run:
            return self._item(link, "known" if is_known else "would_fetch")
        try:
            require_pdf(path, name)
            return self._take(path, link, Obtained(link.address, self.zone.zone_id, now_utc()), None)
        except KyoseiError as error:
            return failed(self.zone.zone_id, link.address, error)

    def _vanished(self, listed: set[str], unread: set[str]) -> Iterator[PullItem]:
        """Documents once found on a page of the zone that it does not list any more."""
        pages = {page.uri for page in self.zone.landing_pages} - unread
        for receipt in self.intake.store.receipts():
            for entry in {entry.address: entry for entry in receipt.obtained}.values():
                if entry.page in pages and entry.address not in listed and entry.zone_id == self.zone.zone_id:
                    yield self._item(
                        Link(entry.address, entry.link_text or "", TAKEN_KIND), "vanished", receipt
                    )

    def _item(
        self, link: Link, ending: Ending, receipt: Receipt | None = None, error: dict[str, Any] | None = None
    ) -> PullItem:
        sha256 = receipt.sha256 if receipt else None
        edition = registered(self.intake.raw_dir).get(sha256) if sha256 else None
        return PullItem(
            zone_id=self.zone.zone_id,
            address=link.address,
            ending=ending,
            text=link.text or None,
            kind=link.kind,
            sha256=sha256,
            edition_id=edition[1] if edition else None,
            error=error,
        )


def require_pdf(path: Path, name: str) -> None:
    """Raises the reading errors for what is no whole PDF, naming the document by where it came from."""
    from extractors.readers.errors import ReadingError
    from extractors.readers.limits import Limits
    from extractors.readers.preflight import check_file

    try:
        check_file(path, Limits())
    except ReadingError as error:
        raise type(error)(document=name, **error.details) from error


def _notes(
    path: Path, taken: TakenIn, known: Receipt, before: Mapping[str, tuple[str, str]]
) -> tuple[str, ...]:
    """What is odd about a new document at the address of an older one."""
    notes = []
    fewer_pages = bool(taken.n_pages and known.n_pages and taken.n_pages < known.n_pages)
    if fewer_pages or path.stat().st_size < _SHRUNKEN_SHARE * known.size_bytes:
        notes.append(SHRUNKEN)
    earlier = before.get(known.sha256)
    if earlier and earlier[1][:7] == taken.edition_id[:7]:
        notes.append(REPLACED)
    return tuple(notes)
