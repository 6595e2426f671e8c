"""`kyosei run`: publish everything registered that has changed."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.options import AsJson, EditionId, Root, VerifyVisual, ZoneId
from pipeline.cli.output import print_json, told_mode
from pipeline.cli.progress import shown_progress
from pipeline.outcome import Outcome, exit_code

if TYPE_CHECKING:
    from pipeline.project import Project

app = typer.Typer(add_completion=False)


@app.command()
def run(
    zone: ZoneId = None,
    edition: EditionId = None,
    force: Annotated[
        bool, typer.Option("--force", help="変更がなくても作り直す · make unchanged editions too")
    ] = False,
    verify_visual: VerifyVisual = True,
    root: Root = None,
    as_json: AsJson = False,
) -> int:
    """raw/ に登録された版を読み、点検し、curated/ に公開します。変更のない版は飛ばします。

    Reads, checks and publishes the editions registered in raw/; unchanged ones are skipped.
    A failed edition does not hold back the others.

    例 Examples:
      kyosei run
      kyosei run --zone ichinoseki-hiraizumi --edition 2019-03 --force
      kyosei run --json

    終了コード Exit code: 0 公開 published, 1 重大な指摘 critical findings, 2 入力の誤り unusable input,
    3 内部エラー internal error; 複数の版では最も重いもの the gravest of the editions.
    """
    from rich.console import Console

    from pipeline.project import find_project
    from pipeline.run import run_editions
    from pipeline.summary import print_summary

    project = find_project(root)
    told_mode(verify_visual)
    with shown_progress():
        outcomes = run_editions(project, zone=zone, edition=edition, force=force, verify_visual=verify_visual)
    _log_crashes(project, outcomes)
    if as_json:
        editions = [outcome.as_dict() for outcome in outcomes]
        print_json({"exit_code": exit_code(outcomes), "editions": editions})
    else:
        print_summary(Console(), project, outcomes)
    return exit_code(outcomes)


def _log_crashes(project: Project, outcomes: Sequence[Outcome]) -> None:
    from pipeline.cli.shell import write_log

    for outcome in outcomes:
        details = (outcome.error or {}).get("traceback")
        if details:
            log = write_log(project.work_dir, ["run", outcome.zone_id, outcome.edition_id], details)
            print(f"内部エラーの記録 internal error, log: {log or details}", file=sys.stderr)
