"""`datapackage.json` (Data Package v2): every file with its size, hash, row count and schema."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from expectations.contract import CONTRACT_VERSION, TABLES, Table
from expectations.contract.table_schema import table_schema
from pipeline.publish.csv_text import GUARD, PARAGRAPH_BREAK, guarded

PACKAGE_FILE: Final = "datapackage.json"
_PROFILE: Final = "https://datapackage.org/profiles/2.0/datapackage.json"
_RESOURCE_PROFILE: Final = "https://datapackage.org/profiles/2.0/dataresource.json"
_DIALECT: Final = {
    "$schema": "https://datapackage.org/profiles/2.0/tabledialect.json",
    "header": True,
    "delimiter": ",",
    "lineTerminator": "\r\n",
    "quoteChar": '"',
    "doubleQuote": True,
}


@dataclass(frozen=True, slots=True)
class Source:
    """Where the data come from: a document or a page, with a note when it is not what it seems."""

    title: str
    path: str
    note_ja: str | None = None
    note_en: str | None = None

    def as_dict(self) -> dict[str, str]:
        """The source as Data Package v2 puts it."""
        known = {"title": self.title, "path": self.path, "note_ja": self.note_ja, "note_en": self.note_en}
        return {key: value for key, value in known.items() if value}


@dataclass(frozen=True, slots=True)
class WrittenTable:
    """A table's two files as bytes."""

    table: Table
    n_rows: int
    csv: bytes
    parquet: bytes


def package_bytes(
    edition: Mapping[str, Any], written: Sequence[WrittenTable], sources: Sequence[Source]
) -> bytes:
    """The data package of an edition (`edition` is its row of `editions`), keys in a fixed order."""
    package = {
        "$schema": _PROFILE,
        "name": f"{edition['zone_id']}-{edition['edition_id']}",
        "id": f"{edition['zone_id']}:{edition['edition_id']}",
        "title": edition["title"] or edition["zone_name"] or edition["zone_id"],
        "contract_version": CONTRACT_VERSION,
        "source_sha256": edition["source_sha256"],
        "sources": [source.as_dict() for source in sources],
        "resources": [resource for one in written for resource in (_csv(one), _parquet(one))],
    }
    return (json.dumps(package, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _csv(one: WrittenTable) -> dict[str, Any]:
    # Data Package counts the BOM as part of the file; a reader must ask for utf-8-sig.
    return {
        **_resource(one, one.table.name, "csv", "text/csv", one.csv),
        "encoding": "utf-8",
        "bom": True,
        "dialect": _DIALECT,
        "paragraph_break": PARAGRAPH_BREAK,
        "formula_guard": GUARD,
        "schema": table_schema(one.table, guarded),
    }


def _parquet(one: WrittenTable) -> dict[str, Any]:
    return {
        **_resource(
            one, f"{one.table.name}-parquet", "parquet", "application/vnd.apache.parquet", one.parquet
        ),
        "schema": table_schema(one.table),
    }


def _resource(one: WrittenTable, name: str, suffix: str, mediatype: str, content: bytes) -> dict[str, Any]:
    table = TABLES[one.table.name]
    return {
        "$schema": _RESOURCE_PROFILE,
        "name": name,
        "path": f"{table.name}.{suffix}",
        "title": table.title_ja,
        "title_en": table.title_en,
        "description": table.description_ja,
        "description_en": table.description_en,
        "format": suffix,
        "mediatype": mediatype,
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "rows": one.n_rows,
    }
