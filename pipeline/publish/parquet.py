"""Parquet by the contract: typed columns described in the schema, the same bytes for the same rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from expectations.contract import CONTRACT_VERSION, TABLES, Table
from expectations.contract.arrow import arrow_schema
from pipeline.conform import Tables


def parquet_bytes(table: Table, rows: Sequence[Mapping[str, Any]], metadata: Mapping[str, str]) -> bytes:
    """A table as Parquet, `metadata` and the contract version in the file's metadata."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    stated = {"contract_version": CONTRACT_VERSION, "table": table.name, **metadata}
    schema = arrow_schema(table).with_metadata(stated)
    columns = [[row[field.name] for row in rows] for field in table.fields]
    arrays = [pa.array(column, type=field.type) for column, field in zip(columns, schema, strict=True)]
    sink = pa.BufferOutputStream()
    # Every option that shapes bytes is fixed here, so that another default of the library changes nothing.
    pq.write_table(
        pa.Table.from_arrays(arrays, schema=schema),
        sink,
        version="2.6",
        data_page_version="1.0",
        compression="zstd",
        compression_level=3,
        use_dictionary=True,
        write_statistics=True,
        row_group_size=100_000,
    )
    return bytes(sink.getvalue())


def read_parquet_rows(path: Path) -> list[dict[str, Any]]:
    """The rows of a Parquet file as dictionaries; decimals without the zeros the scale adds."""
    import pyarrow.parquet as pq

    rows: list[dict[str, Any]] = pq.read_table(path).to_pylist()
    decimals = [field.name for field in TABLES[path.stem].fields if field.type == "decimal"]
    for row in rows:
        for name in decimals:
            row[name] = _plain(row[name])
    return rows


def _plain(value: Any) -> Any:
    if value is None:
        return None
    whole = value.to_integral_value()
    return whole if value == whole else value.normalize()


def read_tables(folder: Path, names: Sequence[str] | None = None) -> Tables:
    """The tables of a published folder, from Parquet (`names`, or all that are there, in contract order).

    All of one edition, also when another is put in its place meanwhile. Raises FileNotFoundError.
    """
    before = _state(folder)
    wanted = [name for name in TABLES if (folder / f"{name}.parquet").exists()] if names is None else names
    tables = {name: read_parquet_rows(folder / f"{name}.parquet") for name in wanted}
    return tables if _state(folder) == before else read_tables(folder, names)


def _state(folder: Path) -> tuple[int, int]:
    """Which folder stands there and when it was last renamed or a file in it replaced."""
    found = folder.stat()
    return found.st_ino, found.st_ctime_ns  # numbers of folders are used again, times are not
