"""`kyosei schema`: the data dictionary from the one declaration of the tables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import typer

from pipeline.cli.options import AsJson
from pipeline.cli.output import print_json, print_table
from pipeline.cli.usage import Mistake

app = typer.Typer(add_completion=False)


@app.command()
def schema(
    table: Annotated[str | None, typer.Argument(metavar="TABLE", help="表の名前 · table name")] = None,
    as_json: AsJson = False,
) -> None:
    """表と列の意味・型・単位・主キーを示します。

    The tables and columns: meaning, type, unit, key.

    例 Examples:
      kyosei schema
      kyosei schema budgets
      kyosei schema kpis --json
    """
    from expectations.contract import TABLES
    from expectations.contract.dictionary import describe

    if table is not None and table not in TABLES:
        raise Mistake(
            f"「{table}」という表はありません。表は {', '.join(TABLES)} です",
            f"There is no table {table}; the tables are {', '.join(TABLES)}",
        )
    described = describe(table)
    if as_json:
        print_json(described)
    elif table is None:
        _show_tables(described)
    else:
        _show_columns(described)


def _show_tables(described: Mapping[str, Any]) -> None:
    print_table(
        ("表 table", "主キー primary key", "内容 what it holds"),
        (
            (entry["name"], ", ".join(entry["primary_key"]), f"{entry['title_ja']}\n{entry['title_en']}")
            for entry in described["tables"]
        ),
    )


def _show_columns(described: Mapping[str, Any]) -> None:
    print(f"{described['name']}: {described['title_ja']} · {described['title_en']}")
    print(f"{described['description_ja']}\n{described['description_en']}")
    print(f"主キー Primary key: {', '.join(described['primary_key'])}")
    for key in described["foreign_keys"]:
        print(f"参照 Reference: {', '.join(key['fields'])} → {key['table']}")
    print_table(
        ("列 column", "型 type", "単位 unit", "説明 description"),
        ((field["name"], field["type"], _unit(field), _meaning(field)) for field in described["fields"]),
    )


def _unit(field: Mapping[str, Any]) -> str:
    return str(field.get("unit") or field.get("unit_field") or "")


def _meaning(field: Mapping[str, Any]) -> str:
    parts = [f"{field['title_ja']} · {field['title_en']}", field["description_ja"], field["description_en"]]
    if "enum" in field:
        parts.append(f"値 values: {', '.join(field['enum'])}")
    parts += [field[note] for note in ("usage_note_ja", "usage_note_en") if note in field]
    return "\n".join(parts)
