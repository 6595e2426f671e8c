"""`kyosei checks`: the catalogue of checks, what each means and what to do about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from difflib import get_close_matches
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.options import AsJson
from pipeline.cli.output import print_json, print_table
from pipeline.cli.usage import Mistake

if TYPE_CHECKING:
    from expectations.catalogue import Check

app = typer.Typer(add_completion=False)


@app.command()
def checks(
    check_id: Annotated[
        str | None,
        typer.Argument(metavar="ID", help="点検項目の ID か、その前半 · check id, or its first part"),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """点検項目の一覧、または一つの項目の意味・理由・対処を示します。

    The checks, or one check in full.

    例 Examples:
      kyosei checks
      kyosei checks budget
      kyosei checks ledger.unclaimed
      kyosei checks --json
    """
    from expectations.catalogue import load_catalogue

    chosen = _chosen(load_catalogue(), check_id)
    if as_json:
        print_json([asdict(check) for check in chosen])
    elif check_id == chosen[0].check_id:
        _show_one(chosen[0])
    else:
        _show_all(chosen)


def _chosen(catalogue: Mapping[str, Check], wanted: str | None) -> list[Check]:
    """All checks, the one of an id, or those of a family (`budget`). Raises `Mistake`."""
    if wanted is not None and wanted in catalogue:
        return [catalogue[wanted]]
    family = [check for key, check in catalogue.items() if wanted in (None, key.partition(".")[0])]
    if not family:
        near = ", ".join(get_close_matches(wanted or "", catalogue)) or "kyosei checks"
        raise Mistake(
            f"「{wanted}」という点検項目はありません(候補: {near})", f"There is no check {wanted}; see {near}"
        )
    return family


def _show_all(chosen: Sequence[Check]) -> None:
    print_table(
        ("ID", "重大度 severity", "内容 title"),
        ((check.check_id, check.severity, f"{check.title_ja}\n{check.title_en}") for check in chosen),
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
