"""Errors as an API: one class for each, a stable code, where it happened and what to do next.

Messages are for the people of a city office: Japanese first, English beside it.
"""

from __future__ import annotations

import re
from typing import Any, ClassVar

# Control characters but tab and line feed, and marks that turn the direction of what follows.
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def without_controls(text: str) -> str:
    """A text from outside as it may be shown: a terminal obeys control characters, also those in a title."""
    return _CONTROLS.sub("\ufffd", text)


class KyoseiError(Exception):
    """Base of all named errors.

    A subclass sets `code`, `title_ja/en`, `next_step_ja/en`; the templates are filled from the keyword
    arguments given to the constructor. `exit_code` is the process's exit code (2: unusable input or usage).
    """

    code: ClassVar[str] = "KYOSEI"
    exit_code: ClassVar[int] = 2
    title_ja: ClassVar[str] = "処理できませんでした"
    title_en: ClassVar[str] = "The input could not be processed"
    next_step_ja: ClassVar[str] = ""
    next_step_en: ClassVar[str] = ""

    def __init__(
        self,
        *,
        document: str | None = None,
        page: int | None = None,
        table: str | None = None,
        row: str | None = None,
        **details: Any,
    ) -> None:
        self.document, self.page, self.table, self.row = document, page, table, row
        self.details = details
        super().__init__(self.message_en)

    def __reduce__(self) -> tuple[Any, ...]:
        # Errors cross the process boundary of the reading sandbox.
        return (_rebuild, (type(self), self.as_dict()["where"], self.details))

    def _fill(self, template: str) -> str:
        known = {"document": self.document, "page": self.page, "table": self.table, "row": self.row}
        return without_controls(template.format_map(_Blank({**known, **self.details})))

    @property
    def message_ja(self) -> str:
        """What happened, in Japanese."""
        return self._fill(self.title_ja)

    @property
    def message_en(self) -> str:
        """What happened, in English."""
        return self._fill(self.title_en)

    @property
    def hint_ja(self) -> str:
        """The next step to take, in Japanese."""
        return self._fill(self.next_step_ja)

    @property
    def hint_en(self) -> str:
        """The next step to take, in English."""
        return self._fill(self.next_step_en)

    def as_dict(self) -> dict[str, Any]:
        """The error as plain data, for `--json`."""
        return {
            "code": self.code,
            "where": {"document": self.document, "page": self.page, "table": self.table, "row": self.row},
            "message_ja": self.message_ja,
            "message_en": self.message_en,
            "next_step_ja": self.hint_ja,
            "next_step_en": self.hint_en,
            "details": {k: _plain(v) for k, v in self.details.items()},
        }


def _plain(value: Any) -> Any:
    return value if isinstance(value, int | float | bool) else str(value)


class _Blank(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return f"({key}?)"


def _rebuild(kind: type[KyoseiError], where: dict[str, Any], details: dict[str, Any]) -> KyoseiError:
    return kind(**where, **details)
