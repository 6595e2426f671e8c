"""`kyosei schema`: the data dictionary from the one declaration of the tables."""

from __future__ import annotations

from typing import Annotated

import typer

from pipeline.cli.options import AsJson

app = typer.Typer(add_completion=False)


@app.command()
def schema(
    table: Annotated[str | None, typer.Argument(help="表の名前 · table name")] = None,
    as_json: AsJson = False,
) -> None:
    """表と列の意味・単位・主キーを示します。 The tables and columns: meaning, unit, key.

    例 Examples:
      kyosei schema
      kyosei schema budgets
      kyosei schema kpis --json
    """
    raise SystemExit(0)
