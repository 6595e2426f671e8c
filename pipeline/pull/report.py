"""What a pull found, link by link."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, Literal

from extractors.errors import KyoseiError

Ending = Literal[
    "new",  # stored and registered as an edition
    "known",  # unchanged since it was stored
    "would_fetch",  # a dry run stops here
    "not_taken",  # another kind of document: annex, outline, agreement, draft …
    "unclassified",  # no rule of the registry says what it is
    "vanished",  # was there before and is not any more
    "empty_page",  # a landing page without a link to a document
    "failed",
]


@dataclass(frozen=True, slots=True)
class PullItem:
    """One document or page, and what became of it. `notes` are facts a person should look at."""

    zone_id: str
    address: str
    ending: Ending
    text: str | None = None
    kind: str | None = None
    sha256: str | None = None
    edition_id: str | None = None
    notes: tuple[str, ...] = ()
    error: dict[str, Any] | None = None

    def as_dict(self) -> dict[str, Any]:
        """The item as JSON-able data."""
        return asdict(self)


# Notes: what is odd about a document that was taken or found unchanged.
SHRUNKEN = "shrunken"
REPLACED = "replaced_at_same_address"
SIZE_ONLY = "unchanged_by_size_only"
NO_EDITION = "stored_without_edition"


def failed(zone_id: str, address: str, error: KyoseiError, text: str | None = None) -> PullItem:
    """The item of a document or page that could not be taken."""
    return PullItem(zone_id, address, "failed", text=text, error=error.as_dict())


def exit_code(items: Iterable[PullItem]) -> int:
    """2 when something failed, else 0: what is new, vanished or unclassified is told, and is no failure."""
    return 2 if any(item.ending == "failed" for item in items) else 0
