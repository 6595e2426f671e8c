"""`kyosei decide`: a person's decision on a printed value or a finding."""

from __future__ import annotations

from datetime import date
from getpass import getuser
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.options import AsJson, EditionId, Root, ZoneId
from pipeline.cli.output import print_json
from pipeline.cli.usage import Mistake

if TYPE_CHECKING:
    from pipeline.decisions import Action, Decision, Ruling, Seen
    from pipeline.review.source import ReviewSource

app = typer.Typer(add_completion=False)


RowOrFinding = Annotated[str, typer.Argument(metavar="ID", help="行または指摘の ID · id of a row or finding")]
Reason = Annotated[str, typer.Option("--reason", help="理由 · why")]
Column = Annotated[str | None, typer.Option("--column", help="列 · column of the row")]
TableName = Annotated[
    str | None, typer.Option("--table", help="表(同じ ID が複数の表にあるとき) · the row's table")
]
Correct = Annotated[
    str | None, typer.Option("--correct", metavar="VALUE", help="正しい値(列の単位で) · the right value")
]
Accept = Annotated[bool, typer.Option("--accept", help="印刷どおりでよい · the print stands")]
Report = Annotated[bool, typer.Option("--report", help="元文書の誤りとして報告した · source error reported")]
Add = Annotated[bool, typer.Option("--add", help="読み取れなかった行を追加 · add a row that was not read")]
Stated = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="COLUMN=VALUE", help="追加する行の値(何度でも) · a value of the row"),
]
Printed = Annotated[str | None, typer.Option("--printed", help="追加する行の印刷 · what is printed there")]
Page = Annotated[int | None, typer.Option("--page", min=1, help="追加する行の頁 · the page of the row")]
BoxEdges = Annotated[
    str | None,
    typer.Option("--box", metavar="X0,TOP,X1,BOTTOM", help="その場所(ポイント、左上原点) · where, in points"),
]
Who = Annotated[
    str | None, typer.Option("--who", help="決めた人(既定: ログイン名) · who decided (login name)")
]


@app.command()
def decide(
    wanted_id: RowOrFinding,
    reason: Reason,
    column: Column = None,
    table: TableName = None,
    correct: Correct = None,
    accept: Accept = False,
    report: Report = False,
    add: Add = False,
    stated: Stated = None,
    printed: Printed = None,
    page: Page = None,
    box: BoxEdges = None,
    who: Who = None,
    zone: ZoneId = None,
    edition: EditionId = None,
    root: Root = None,
    as_json: AsJson = False,
) -> None:
    r"""値や指摘についての決定を、その版の decisions.toml に記録します。次の kyosei run で適用されます。

    Records a decision in raw/<zone>/<edition>/decisions.toml; the next kyosei run applies it. The value is in
    the column's own unit (amount_yen: whole yen, or with a unit: 4,400千円). A decision on the same value
    replaces the earlier one. A row that was not read is added with --add: its id is the next of its owner's
    (…:m09:k2). When the print it was made for changes, or a run reads an added row by itself, that run says
    so and publishes nothing. --zone and --edition are needed only for a row whose id does not begin with them
    (a municipality, a statistic).

    例 Examples:
      kyosei decide ichinoseki-hiraizumi:2019-03:m09/2021/total \
        --column amount_yen --correct 4400000 --reason 決算書と照合
      kyosei decide ichinoseki-hiraizumi:2019-03:budget.step:4e3065cd \
        --accept --reason 市に確認済み --who 佐藤
      kyosei decide ichinoseki-hiraizumi:2019-03:m27:k1 \
        --column target_value --report --reason 市に照会中
      kyosei decide ichinoseki-hiraizumi:2019-03:m09/2024/total \
        --add --table budgets --set amount_yen=4400千円 --printed 4,400 \
        --page 17 --box 300,320,360,345 --reason 罫線が薄く読めない
    """
    ruling = _ruling(correct, reason, who, is_accepted=accept, is_reported=report, is_added=add)
    seen = _seen(wanted_id, table, stated or [], printed, page, box) if add else None
    source = _source(wanted_id, zone, edition, root)
    decision = _on_row(source, seen, ruling) if seen else _on_value(source, wanted_id, table, column, ruling)
    _record(decision, source.decisions_path, as_json=as_json)


def _source(wanted_id: str, zone: str | None, edition: str | None, root: Path | None) -> ReviewSource:
    """The edition that is decided on: the one that is named, else that of the id."""
    from pipeline.explain import id_edition
    from pipeline.project import find_project
    from pipeline.review.source import edition_source

    project = find_project(root)
    named = (zone, edition) if zone and edition else id_edition(wanted_id, project.curated_dir)
    return edition_source(project, *named)


def _on_row(source: ReviewSource, seen: Seen, ruling: Ruling) -> Decision:
    from pipeline.decisions import decide_row

    return decide_row(source.tables, seen, ruling, source.decisions)


def _on_value(
    source: ReviewSource, wanted_id: str, table: str | None, column: str | None, ruling: Ruling
) -> Decision:
    from pipeline.decisions import decide, find_target

    target = find_target(source.tables, wanted_id, table=table, column=column, decisions=source.decisions)
    return decide(target, ruling)


def _login_name() -> str:
    """Who is at the terminal; in a container the user may have no name."""
    try:
        return getuser()
    except (KeyError, OSError) as error:
        raise Mistake(
            "利用者の名前が分かりません。--who に決めた人を書いてください",
            "The user has no name here: say who decided with --who",
        ) from error


def _ruling(
    correct: str | None, reason: str, who: str | None, *, is_accepted: bool, is_reported: bool, is_added: bool
) -> Ruling:
    """What is decided, by whom and why; refused unless it is exactly one thing."""
    from pipeline.decisions import Ruling

    wanted: dict[Action, bool] = {
        "correct": correct is not None,
        "accept": is_accepted,
        "report": is_reported,
        "add": is_added,
    }
    chosen = [action for action, is_chosen in wanted.items() if is_chosen]
    if len(chosen) != 1:
        raise Mistake(
            "--correct, --accept, --report, --add のどれか一つを指定してください",
            "Give exactly one of --correct, --accept, --report and --add",
        )
    return Ruling(chosen[0], correct, reason, who or _login_name(), date.today())


def _seen(
    row: str, table: str | None, stated: list[str], printed: str | None, page: int | None, box: str | None
) -> Seen:
    from pipeline.decisions import Seen

    if table is None or printed is None or page is None or box is None:
        raise Mistake(
            "--add には --table, --printed, --page, --box が必要です",
            "--add needs --table, --printed, --page and --box",
        )
    values = dict(_pair(text) for text in stated)
    return Seen(table, row, values, printed, page, _edges(box))


def _pair(text: str) -> tuple[str, str]:
    column, sign, value = text.partition("=")
    if not sign:
        raise Mistake(f"--set 列=値 の形で書いてください: {text}", f"Write --set COLUMN=VALUE: {text}")
    return column.strip(), value


def _edges(text: str) -> tuple[float, float, float, float]:
    try:
        x0, top, x1, bottom = (float(part) for part in text.split(","))
    except ValueError as error:
        raise Mistake(
            f"--box には数を四つ、コンマで区切って書いてください: {text}",
            f"Give --box four numbers with commas: {text}",
        ) from error
    return x0, top, x1, bottom


def _record(decision: Decision, path: Path, *, as_json: bool) -> None:
    """Write the decision to its file and tell so."""
    from pipeline.decisions import adjudication, write_decision

    write_decision(path, decision)
    if as_json:
        told = decision.model_dump(mode="json", exclude_none=True)
        print_json({"file": str(path), "decision": told})
        return
    place = " ".join(part for part in (decision.table, decision.row, decision.column, decision.check) if part)
    print(f"{place}\n  印刷 printed: {' '.join(decision.printed.split()) or '(空 blank)'}")
    print(f"  {adjudication(decision)}")
    print(f"  → {path}\n  kyosei run で適用されます · kyosei run applies it")
