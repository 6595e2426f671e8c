"""How an edition's run ended, as plain data: for the summary, `--json`, the state record, the flow engine."""

from __future__ import annotations

import traceback
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from extractors.errors import KyoseiError

Status = Literal["published", "extracted", "unchanged", "held_back", "unusable", "crashed"]

EXIT_CODES: Mapping[Status, int] = {
    "published": 0,
    "extracted": 0,
    "unchanged": 0,
    "held_back": 1,
    "unusable": 2,
    "crashed": 3,
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """One edition's ending.

    `reasons` names the inputs that had changed; `rows` counts rows a table; `chars` is the document's
    character account (`total`, `unclaimed`); `findings` counts the open findings a severity; `error` is a
    named error as data, or the internal error's text; `timings_s` are seconds a step; `drift` are lines that
    say how the document departs from its layout profile.
    """

    zone_id: str
    edition_id: str
    status: Status
    reasons: tuple[str, ...] = ()
    rows: Mapping[str, int] = field(default_factory=dict)
    chars: Mapping[str, int] = field(default_factory=dict)
    n_checks: int = 0
    findings: Mapping[str, int] = field(default_factory=dict)
    error: Mapping[str, Any] | None = None
    timings_s: Mapping[str, float] = field(default_factory=dict)
    drift: tuple[str, ...] = ()

    @property
    def exit_code(self) -> int:
        """The process's exit code if this were the only edition."""
        return EXIT_CODES[self.status]

    def as_dict(self) -> dict[str, Any]:
        """The outcome as JSON-able data."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Outcome:
        """The inverse of `as_dict` (lists become tuples again)."""
        return cls(**{**data, **{name: tuple(data.get(name, ())) for name in ("reasons", "drift")}})


def failed(zone_id: str, edition_id: str, error: KyoseiError) -> Outcome:
    """The outcome of an edition that a named error ended."""
    status: Status = "crashed" if error.exit_code == EXIT_CODES["crashed"] else "unusable"
    return Outcome(zone_id, edition_id, status, error=error.as_dict())


def internal_error(error: Exception) -> dict[str, str]:
    """An error without a name as data, in the form of the named ones."""
    message = f"{type(error).__name__}: {error}"
    return {
        "code": "INTERNAL",
        "message_ja": f"内部エラー: {message}",
        "message_en": f"Internal error: {message}",
        "next_step_ja": "記録を添えて開発者に知らせてください",
        "next_step_en": "Send the log to the maintainers",
    }


def crashed(zone_id: str, edition_id: str, error: Exception) -> Outcome:
    """The outcome of an edition that an internal error ended."""
    told = internal_error(error)
    details = "".join(traceback.format_exception(error))
    return Outcome(zone_id, edition_id, "crashed", error={**told, "traceback": details})


def exit_code(outcomes: Iterable[Outcome]) -> int:
    """The gravest ending decides; 0 for none."""
    return max((outcome.exit_code for outcome in outcomes), default=0)
