"""Publishing: tables to Parquet, CSV and `datapackage.json`; whole or not at all."""

from pipeline.publish.csv_text import guarded_cells
from pipeline.publish.package import PACKAGE_FILE, Source
from pipeline.publish.parquet import read_parquet_rows, read_tables
from pipeline.publish.publisher import (
    Published,
    PublishLockedError,
    clear_leftovers,
    edition_files,
    publish_edition,
    write_tables,
    write_zone_table,
)

__all__ = [
    "PACKAGE_FILE",
    "PublishLockedError",
    "Published",
    "Source",
    "clear_leftovers",
    "edition_files",
    "guarded_cells",
    "publish_edition",
    "read_parquet_rows",
    "read_tables",
    "write_tables",
    "write_zone_table",
]
