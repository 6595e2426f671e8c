"""The contract of the curated tables, their expectations and the catalogue of checks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from expectations.catalogue import load_catalogue
from expectations.preload import preload

if TYPE_CHECKING:
    from expectations.validation import Validation, validate

__all__ = ["Validation", "checks_for", "preload", "validate"]


def checks_for(table_name: str, column_name: str | None = None) -> list[str]:
    """Ids of the checks that can speak of a column (of the whole table for None), in catalogue order."""
    return [c.check_id for c in load_catalogue().values() if c.concerns(table_name, column_name)]


def __getattr__(name: str) -> Any:
    # Great Expectations takes seconds to import: only who validates pays.
    if name in ("validate", "Validation"):
        from expectations import validation

        return getattr(validation, name)
    raise AttributeError(f"module 'expectations' has no attribute {name!r}")
