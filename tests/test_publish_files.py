"""The published files keep the contract's file rules, and every reader of them finds the same rows."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from decimal import Decimal

import duckdb
import pandas as pd
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from expectations.contract import EDITION_TABLES, TABLES, sort_rows
from pipeline.conform import ContractViolationError
from pipeline.findings import with_findings
from pipeline.publish import Source, edition_files, read_tables, write_tables
from pipeline.publish.csv_text import csv_bytes, decimal_text
from pipeline.tabulate import tabulate
from tests import random_tables
from tests.edition_sample import ZONE, extraction

QUICK = settings(
    max_examples=25, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)  # fmt: skip
A_TABLE = st.sampled_from(list(TABLES.values())).flatmap(
    lambda table: st.tuples(st.just(table), random_tables.rows(table))
)


@pytest.fixture(scope="module")
def tables():
    made, findings = tabulate(extraction(), ZONE, "2019-03", "raw/vision.pdf")
    return with_findings(made, findings)


@pytest.fixture(scope="module")
def folder(tables, tmp_path_factory):
    path = tmp_path_factory.mktemp("curated") / "kita-minami" / "2019-03"
    write_tables(path, tables, [Source("北市", "raw/vision.pdf", "複製", "A copy")])
    return path


def in_csv(field, value):
    """What the contract lets a CSV cell hold for a value, written out a second time."""
    if value is None:
        return ""
    if field.type == "string":
        return ("'" if value[0] in "=+-@\t\r" else "") + value.replace("\n", "　")
    return value


def from_csv(field, cell):
    if cell == "" or field.type == "string":
        return cell
    if field.type == "boolean":
        return {"true": True, "false": False}[cell]
    return {"decimal": Decimal, "coordinate": float}.get(field.type, int)(cell)


@QUICK
@given(A_TABLE)
def test_a_csv_holds_the_rows_one_record_a_line(made):
    table, rows = made
    content = csv_bytes(table, rows)
    assert content.startswith(b"\xef\xbb\xbf")
    text = content.decode("utf-8-sig")
    assert text.count("\r\n") == len(rows) + 1 == len(text.splitlines())
    header, *records = csv.reader(io.StringIO(text, newline=""), strict=True)
    assert tuple(header) == table.columns
    read = [[from_csv(f, cell) for f, cell in zip(table.fields, record, strict=True)] for record in records]
    assert read == [[in_csv(f, row[f.name]) for f in table.fields] for row in rows]


@QUICK
@given(random_tables.tables())
def test_parquet_gives_back_every_value_sorted_by_key(tmp_path_factory, made):
    path = tmp_path_factory.mktemp("random")
    write_tables(path, made)
    assert read_tables(path) == {name: sort_rows(TABLES[name], rows) for name, rows in made.items()}


@settings(max_examples=8, deadline=None, derandomize=True)
@given(random_tables.tables(), st.randoms())
def test_the_order_rows_come_in_changes_no_byte(made, random):
    shuffled = {name: random.sample(rows, len(rows)) for name, rows in made.items()}
    assert edition_files(made) == edition_files(shuffled)


def test_pandas_duckdb_and_the_csv_module_read_the_same_rows(folder, tables):
    for name, table in EDITION_TABLES.items():
        expected = [
            [str(in_csv(f, decimal_text(row[f.name]) if isinstance(row[f.name], Decimal) else row[f.name]))
             for f in table.fields]
            for row in tables[name]
        ]  # fmt: skip
        path = str(folder / f"{name}.csv")
        frame = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
        assert tuple(frame.columns) == table.columns
        plain = [[_plain(f, cell) for f, cell in zip(table.fields, row, strict=True)]
                 for row in frame.to_numpy().tolist()]  # fmt: skip
        assert plain == expected
        query = f"SELECT * FROM read_csv('{path}', all_varchar=true, header=true, nullstr='')"
        found = duckdb.sql(query)
        assert tuple(found.columns) == table.columns
        rows = [["" if cell is None else cell for cell in row] for row in found.fetchall()]
        assert [[_plain(f, c) for f, c in zip(table.fields, row, strict=True)] for row in rows] == expected


def _plain(field, cell):
    """A cell as `str` of the Python value it stands for."""
    if cell == "" or field.type not in ("coordinate", "boolean"):
        return cell
    return str(from_csv(field, cell))


def test_duckdb_reads_all_editions_with_one_glob(folder, tables):
    total = sum(row["amount_yen"] or 0 for row in tables["budgets"])
    curated = folder.parent.parent
    query = f"SELECT sum(amount_yen) FROM '{curated}/*/*/budgets.parquet'"
    assert duckdb.sql(query).fetchall() == [(total,)] == [(1_000_000,)]
    rates = duckdb.sql(f"SELECT value FROM '{curated}/*/*/statistics.parquet'").fetchall()
    assert rates == [(Decimal("-29.48"),)]


def test_pandas_reads_parquet_with_text_codes_and_exact_values(folder):
    members = pd.read_parquet(folder / "municipalities.parquet")
    assert sorted(members["jis_code"]) == ["032093", "034029"]
    assert pd.read_parquet(folder / "statistics.parquet")["value"].tolist() == [Decimal("-29.48")]


def test_parquet_says_what_it_is(folder):
    schema = pq.read_schema(folder / "budgets.parquet")
    assert schema.metadata[b"contract_version"] == b"1"
    assert schema.metadata[b"source_sha256"] == b"ab" * 32
    assert schema.metadata[b"edition_id"] == b"2019-03"
    assert not schema.field("measure_id").nullable and schema.field("amount_yen").nullable


def test_the_data_package_describes_every_file(folder, tables):
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    assert package["contract_version"] == "1"
    assert package["sources"][0]["note_en"] == "A copy"
    paths = {resource["path"] for resource in package["resources"]}
    assert paths == {path.name for path in folder.iterdir()} - {"datapackage.json"}
    assert len(paths) == 2 * len(EDITION_TABLES)
    for resource in package["resources"]:
        content = (folder / resource["path"]).read_bytes()
        assert resource["bytes"] == len(content)
        assert resource["hash"] == "sha256:" + hashlib.sha256(content).hexdigest()
        assert resource["rows"] == len(tables[resource["path"].partition(".")[0]])
        assert resource["title"] and resource["title_en"] and resource["schema"]["primaryKey"]
    stated = {resource["name"]: resource for resource in package["resources"]}
    assert (stated["kpis"]["encoding"], stated["kpis"]["bom"]) == ("utf-8", True)
    enums = [_enum(stated[name], "target_comparator") for name in ("kpis", "kpis-parquet")]
    assert [enum[0] for enum in enums] == ["'=", "="] and enums[0][1:] == enums[1][1:]


def _enum(resource, column):
    fields = {field["name"]: field for field in resource["schema"]["fields"]}
    return fields[column]["constraints"]["enum"]


def test_foreign_keys_of_the_sample_resolve(tables):
    for table in EDITION_TABLES.values():
        for key in table.foreign_keys:
            known = {tuple(row[c] for c in TABLES[key.table].primary_key) for row in tables[key.table]}
            named = {tuple(row[c] for c in key.fields) for row in tables[table.name]}
            assert {one for one in named if None not in one} <= known, (table.name, key)


def test_a_row_out_of_contract_is_never_written(tables, tmp_path):
    broken = {**tables, "coverage": [{**tables["coverage"][0], "page": None}]}
    with pytest.raises(ContractViolationError):
        write_tables(tmp_path / "out", broken)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("100.0", "100"),
        ("1E+3", "1000"),
        ("-0.110", "-0.11"),
        ("0", "0"),
        ("1256.42", "1256.42"),
        ("100", "100"),
    ],
)
def test_decimals_are_written_plainly(value, text):
    assert decimal_text(Decimal(value)) == text
