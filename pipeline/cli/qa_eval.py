"""`kyosei qa-eval`: how many planted errors the checks find, and what they say of clean documents."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.options import AsJson, Root
from pipeline.cli.output import print_json, print_table
from pipeline.cli.usage import Mistake

if TYPE_CHECKING:
    from pipeline.qa_eval.measuring import Measured

app = typer.Typer(add_completion=False)


@app.command("qa-eval")
def qa_eval(
    kinds: Annotated[
        str | None, typer.Option("--kinds", metavar="A,B", help="誤りの種類 · kinds of error, all without it")
    ] = None,
    seeds: Annotated[int, typer.Option("--seeds", min=1, help="組の数 · how many sets of documents")] = 1,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE.md", help="表の書き出し先 · write the table here")
    ] = None,
    root: Root = None,
    as_json: AsJson = False,
) -> None:
    """誤りを植えた文書を組み、実際の処理で読み、点検が誤りを見つけた割合を測ります。

    Sets documents with known errors (one at a time and in clusters) and clean ones, runs the real pipeline
    over them, and prints recall by kind, false alarms and time. Needs a checkout with the developers' tools.

    例 Examples:
      kyosei qa-eval
      kyosei qa-eval --kinds digit_dropped,toc_page_wrong --seeds 3
      kyosei qa-eval --out docs/qa-eval.md --json
    """
    from pipeline.project import find_project
    from pipeline.qa_eval.report import HEAD, figures, rows, summary, write_markdown

    found = figures(list(_measured(find_project(root).raw_dir, _chosen(kinds), seeds)))
    if out is not None:
        write_markdown(found, out)
    if as_json:
        print_json(found.as_dict())
        return
    print_table(HEAD, rows(found))
    print("\n".join(summary(found)))
    for verdict in found.missed:
        print(f"見逃し missed: {verdict.kind} {verdict.row_id} {verdict.true} → {verdict.printed}")
    for alarm in found.false_alarms:
        print(f"誤報 false alarm: {alarm}")


def _measured(raw_dir: Path, kinds: Sequence[str], n_seeds: int) -> Iterator[Measured]:
    """The measured cases, each told on stderr as it is done."""
    from pipeline.qa_eval.cases import cases
    from pipeline.qa_eval.measuring import measure

    total = len(list(cases(kinds, n_seeds)))
    for number, one in enumerate(measure(raw_dir, kinds, n_seeds), start=1):
        verdicts = one.judgement.verdicts
        n_found = sum(verdict.check_id is not None for verdict in verdicts)
        kind = one.case.kinds[0] if one.case.kind == "single" else one.case.kind
        print(f"{number}/{total} {kind}: {n_found}/{len(verdicts)}", file=sys.stderr)
        yield one


def _chosen(named: str | None) -> tuple[str, ...]:
    from pipeline.qa_eval.typesetter import kinds as all_kinds

    known = all_kinds()
    if named is None:
        return known
    wanted = tuple(name.strip() for name in named.split(","))
    if unknown := sorted(set(wanted) - set(known)):
        raise Mistake(
            f"「{', '.join(unknown)}」という誤りの種類はありません。あるのは {', '.join(known)} です",
            f"There is no kind {', '.join(unknown)}; there are {', '.join(known)}",
        )
    return wanted
