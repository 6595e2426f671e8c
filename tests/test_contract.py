"""The declaration says what the fixed contract says, and what is made from it agrees with it."""

from __future__ import annotations

import shutil
from dataclasses import fields
from pathlib import Path

import pytest

from expectations import contract
from expectations.contract import EDITION_TABLES, TABLES, row_id, scoped_row_id
from expectations.contract.arrow import arrow_schema
from expectations.contract.dictionary import describe, markdown
from expectations.contract.load import load_contract
from expectations.contract.table_schema import table_schema
from extractors.records import Record

ROOT = Path(__file__).parent.parent

# Written out from the data contract: after zone_id and edition_id, the key's columns and the others.
KEYS_AND_COLUMNS = {
    "editions": ("", "zone_name title publisher published plan_start_fiscal_year plan_end_fiscal_year "
                 "page_count text_source source_sha256 source_uri layout_profile contract_version"),
    "municipalities": ("municipality", "jis_code role ordinal"),
    "outline": ("section_id", "ordinal parent_section_id level label title page text toc_printed_page "
                "toc_page_matches"),
    "agreements": ("agreement_id", "section_id policy_area field item content page"),
    "agreement_roles": ("agreement_id municipality", "role_text"),
    "measures": ("measure_id", "measure_key ordinal agreement_id policy_area field item name content effect "
                 "role_sharing note page_first page_last"),
    "measure_municipalities": ("measure_id municipality", "jis_code ordinal"),
    "measure_roles": ("measure_id municipality", "role_text"),
    "measure_fields": ("measure_id label", "text"),
    "kpis": ("kpi_id", "measure_id ordinal indicator is_cumulative baseline_value baseline_unit "
             "baseline_year baseline_period_kind baseline_missing_reason baseline_raw target_value "
             "target_value_max target_unit target_comparator target_year target_period_kind "
             "target_missing_reason target_raw note"),
    "budgets": ("measure_id fiscal_year funding", "amount_yen missing_reason amount_raw unit_raw"),
    "schedules": ("measure_id activity fiscal_year", "is_active"),
    "projects": ("measure_id ordinal", "municipality name"),
    "statistics": ("table_id row_label column_label", "table_title value unit missing_reason raw year "
                   "is_projection"),
    "footnotes": ("footnote_id", "table_name row_id marker text page"),
    "provenance": ("table_name row_id column_name part", "page x0 top x1 bottom raw_text reader agreement "
                   "corrected"),
    "coverage": ("page", "chars_total chars_in_tables chars_headings chars_prose chars_furniture "
                 "chars_unclaimed"),
    "findings": ("finding_id", "severity check_id table_name row_id column_name observed expected message_ja "
                 "message_en page x0 top x1 bottom adjudication"),
}  # fmt: skip
CHANGES = (
    "from_edition_id to_edition_id kind measure_key measure_name table_name row_key column_name old new "
    "delta match_score message_ja"
)


@pytest.mark.parametrize("name", KEYS_AND_COLUMNS)
def test_an_edition_table_has_the_contracts_key_and_columns(name):
    key, columns = (text.split() for text in KEYS_AND_COLUMNS[name])
    assert list(TABLES[name].primary_key) == ["zone_id", "edition_id", *key]
    assert list(TABLES[name].columns) == ["zone_id", "edition_id", *key, *columns]


def test_changes_belong_to_the_zone():
    assert TABLES["changes"].primary_key == ("change_id",)
    assert list(TABLES["changes"].columns) == ["zone_id", "change_id", *CHANGES.split()]
    assert list(EDITION_TABLES) == list(KEYS_AND_COLUMNS)
    assert list(TABLES) == [*KEYS_AND_COLUMNS, "changes"]


def test_money_and_values_are_exact_and_only_places_are_binary_fractions():
    kinds = {
        f"{table.name}.{field.name}": str(field.type)
        for table in TABLES.values()
        for field in arrow_schema(table)
    }
    assert kinds["budgets.amount_yen"] == "int64"
    assert kinds["statistics.value"] == kinds["kpis.target_value"] == "decimal128(28, 8)"
    assert {name.partition(".")[2] for name, kind in kinds.items() if kind == "double"} == {
        "x0", "top", "x1", "bottom"
    }  # fmt: skip


def test_every_column_is_described_in_its_parquet_field():
    for table in TABLES.values():
        for field in arrow_schema(table):
            assert field.metadata[b"description"] and field.metadata[b"description_ja"], field.name
    assert arrow_schema(TABLES["budgets"]).field("amount_yen").metadata[b"unit"] == "円".encode()


def test_foreign_keys_name_whole_primary_keys():
    for table in TABLES.values():
        for key in table.foreign_keys:
            assert key.fields[:2] == TABLES[key.table].primary_key[:2]
            assert len(key.fields) == len(TABLES[key.table].primary_key)
    assert {key.table for key in TABLES["kpis"].foreign_keys} == {"editions", "measures"}


def test_a_table_that_refers_to_itself_names_no_resource():
    references = [key["reference"] for key in table_schema(TABLES["outline"])["foreignKeys"]]
    assert references == [
        {"resource": "editions", "fields": ["zone_id", "edition_id"]},
        {"fields": ["section_id"]},
    ]


def test_table_schema_carries_both_languages_units_and_constraints():
    fields = {field["name"]: field for field in table_schema(TABLES["budgets"])["fields"]}
    assert fields["amount_yen"]["title"] == "事業費"
    assert fields["amount_yen"]["title_en"] == "Amount"
    assert fields["amount_yen"]["unit"] == "円"
    assert fields["missing_reason"]["constraints"]["enum"] == list(
        ["blank", "dash", "undecided", "text", "unreadable"]
    )
    assert fields["measure_id"]["constraints"] == {"required": True}


def test_the_committed_dictionary_is_the_declared_one():
    committed = (ROOT / "docs" / "data-dictionary.md").read_text(encoding="utf-8")
    assert committed == markdown(), "run: python -m expectations.contract > docs/data-dictionary.md"


def test_describe_gives_one_table_or_all():
    assert [table["name"] for table in describe()["tables"]] == list(TABLES)
    assert describe("coverage")["primary_key"] == ["zone_id", "edition_id", "page"]
    with pytest.raises(KeyError):
        describe("no_such_table")


@pytest.mark.parametrize(
    ("name", "row", "expected"),
    [
        ("measures", {"measure_id": "z:2019-03:m07"}, "z:2019-03:m07"),
        ("budgets", {"measure_id": "z:2019-03:m07", "fiscal_year": 2021, "funding": "total"},
         "z:2019-03:m07/2021/total"),
        ("statistics", {"table_id": "budget-totals", "row_label": "合計", "column_label": "2019"},
         "budget-totals/合計/2019"),
        ("municipalities", {"municipality": "一関市"}, "一関市"),
        ("editions", {}, "z:2019-03"),
    ],
)  # fmt: skip
def test_row_ids_follow_the_rule(name, row, expected):
    assert row_id(TABLES[name], {"zone_id": "z", "edition_id": "2019-03", **row}) == expected


def test_local_row_ids_are_prefixed_where_their_first_key_is_scoped():
    scoped = [
        scoped_row_id(TABLES[name], local, "z", "2019-03")
        for name, local in (("budgets", "m07/2021/total"), ("statistics", "t1/a/b"), ("editions", "anything"))
    ]
    assert scoped == ["z:2019-03:m07/2021/total", "t1/a/b", "z:2019-03"]


@pytest.fixture
def declaration(tmp_path):
    folder = Path(contract.__file__).parent
    shutil.copy(folder / "contract.toml", tmp_path)
    shutil.copytree(folder / "tables", tmp_path / "tables")
    return tmp_path


@pytest.mark.parametrize(
    ("table", "old", "new", "message"),
    [
        ("kpis", 'measure_id = "measures"', 'measure_id = "measure"', "undeclared table measure"),
        ("kpis", "required = [", 'required = ["no_such", ', "no_such"),
        ("kpis", 'unit_field = "baseline_unit"', 'unit_field = "baseline"', "no field baseline"),
        ("kpis", 'type = "decimal"', 'type = "float"', "type"),
        ("kpis", "title_en", "titel_en", "title_en"),
        ("outline", 'parent_section_id = "outline"', 'parent_section_id = "budgets"', "number of columns"),
    ],
)
def test_a_declaration_that_contradicts_itself_is_refused(declaration, table, old, new, message):
    path = declaration / "tables" / f"{table}.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises((ValueError, KeyError), match=message):
        load_contract(declaration)


@pytest.mark.parametrize("record", Record.__subclasses__(), ids=lambda record: record.TABLE)
def test_a_record_has_the_key_and_only_columns_of_its_table(record):
    """A field that is no column would be dropped on the way to the table."""
    names = {field.name for field in fields(record)}
    assert TABLES[record.TABLE].row_key == record.KEY
    assert set(record.KEY) <= names
    assert names - {"sources"} <= set(TABLES[record.TABLE].columns)
