"""`kyosei checks`: the catalogue of checks, what each means and what to do about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.options import AsJson
from pipeline.cli.output import print_json, print_table

if TYPE_CHECKING:
    from expectations.catalogue import Check

app = typer.Typer(add_completion=False)


@app.command()
def checks(
    check_id: Annotated[str | None, typer.Argument(help="点検項目の ID · check id")] = None,
    as_json: AsJson = False,
) -> None:
    """点検項目の一覧、または一つの項目の意味・理由・対処を示します。 The checks, or one check in full.

    例 Examples:
      kyosei checks
      kyosei checks ledger.unclaimed
      kyosei checks --json
    """
    from expectations.catalogue import load_catalogue

    catalogue = load_catalogue()
    if check_id is not None and check_id not in catalogue:
        raise typer.BadParameter(f"no check {check_id!r}; `kyosei checks` lists them")
    if as_json:
        chosen = [catalogue[check_id]] if check_id else list(catalogue.values())
        print_json([asdict(check) for check in chosen])
    elif check_id:
        _show_one(catalogue[check_id])
    else:
        _show_all(catalogue)


def _show_all(catalogue: Mapping[str, Check]) -> None:
    print_table(
        ("ID", "重大度 severity", "内容 title"),
        (
            (check.check_id, check.severity, f"{check.title_ja}\n{check.title_en}")
            for check in catalogue.values()
        ),
    )


def _show_one(check: Check) -> None:
    print(f"{check.check_id} ({check.severity})\n{check.title_ja}\n{check.title_en}")
    for heading, japanese, english in (
        ("意味 Meaning", check.meaning_ja, check.meaning_en),
        ("理由 Why it matters", check.why_ja, check.why_en),
        ("対処 What to do", check.todo_ja, check.todo_en),
        ("文面 Message", check.message_ja, check.message_en),
    ):
        print(f"\n{heading}\n  {japanese}\n  {english}")
    if check.columns:
        print(f"\n対象 Columns\n  {', '.join(check.columns)}")
