"""The catalogue of checks: severity and wording of every finding, read from `checks/*.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any, Literal

Severity = Literal["critical", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = ("critical", "warning", "info")


class CatalogueError(Exception):
    """The catalogue is not valid; the message names the check and the key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One check: how grave a failure is and how it is told.

    `columns` are the places it can speak of, as `table.column` or `table.*`; empty where a failure may
    concern any value. Templates know `{observed}`, `{expected}` and the finding's own params.
    """

    check_id: str
    severity: Severity
    columns: tuple[str, ...]
    title_ja: str
    title_en: str
    message_ja: str
    message_en: str
    meaning_ja: str
    meaning_en: str
    why_ja: str
    why_en: str
    todo_ja: str
    todo_en: str

    def messages(
        self, observed: str | None, expected: str | None, params: Mapping[str, str]
    ) -> tuple[str, str]:
        """The filled (Japanese, English) message; a value that is not at hand is shown as 「―」."""
        values = _Shown({**params, "observed": observed, "expected": expected})
        return self.message_ja.format_map(values), self.message_en.format_map(values)

    def concerns(self, table_name: str, column_name: str | None) -> bool:
        """Whether the check can speak of that column (any column of the table for None)."""
        if column_name is None:
            return any(place.startswith(f"{table_name}.") for place in self.columns)
        return f"{table_name}.{column_name}" in self.columns or f"{table_name}.*" in self.columns


class _Shown(dict[str, Any]):
    """Template values; 「―」 stands for what is missing or empty."""

    def __getitem__(self, key: str) -> Any:
        value = self.get(key)
        return "―" if value is None or value == "" else value


@cache
def load_catalogue() -> Mapping[str, Check]:
    """All checks by id, in the files' order. Raises CatalogueError for an invalid or doubled entry."""
    catalogue: dict[str, Check] = {}
    for path in sorted((Path(__file__).parent / "checks").glob("*.toml")):
        checks = parse_catalogue(path.read_text(encoding="utf-8"))
        if doubled := catalogue.keys() & checks.keys():
            raise CatalogueError(f"{path.name}: {sorted(doubled)} stand in another file already")
        catalogue |= checks
    return catalogue


def parse_catalogue(text: str) -> Mapping[str, Check]:
    """Checks from TOML text: one table `["check.id"]` a check. Raises CatalogueError."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise CatalogueError(str(error)) from error
    return {check_id: _check(check_id, entry) for check_id, entry in raw.items()}


def _check(check_id: str, entry: Any) -> Check:
    wanted = {f.name for f in fields(Check)} - {"check_id"}
    if not isinstance(entry, dict) or set(entry) != wanted:
        found = set(entry) if isinstance(entry, dict) else set()
        missing, unknown = sorted(wanted - found), sorted(found - wanted)
        raise CatalogueError(f"{check_id}: missing {missing}, unknown {unknown}")
    if entry["severity"] not in SEVERITIES:
        raise CatalogueError(f"{check_id}: severity {entry['severity']!r} is none of {SEVERITIES}")
    texts = wanted - {"severity", "columns"}
    if empty := sorted(k for k in texts if not isinstance(entry[k], str) or not entry[k].strip()):
        raise CatalogueError(f"{check_id}: empty {empty}")
    _require_places(check_id, entry["columns"])
    return Check(check_id=check_id, **{**entry, "columns": tuple(entry["columns"])})


def _require_places(check_id: str, columns: Any) -> None:
    if not isinstance(columns, list) or any(str(place).count(".") != 1 for place in columns):
        raise CatalogueError(f"{check_id}: columns must be a list of 'table.column'")
