"""`kyosei pull`: fetch new documents from the cities' pages and register them as editions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.options import AsJson, Root, ZoneId
from pipeline.cli.output import print_json, print_table
from pipeline.pull.report import NO_EDITION, REPLACED, SHRUNKEN, SIZE_ONLY, Ending, PullItem, exit_code

if TYPE_CHECKING:
    from rich.console import Console

app = typer.Typer(add_completion=False)

WORDS: dict[Ending, str] = {
    "new": "新しい版 new edition",
    "known": "変更なし unchanged",
    "would_fetch": "取得予定 would be fetched",
    "not_taken": "対象外の種類 not taken",
    "unclassified": "分類されていないリンク unclassified link",
    "vanished": "なくなった vanished",
    "empty_page": "文書のリンクがない no document links",
    "failed": "失敗 failed",
}
NOTES = {
    SHRUNKEN: "以前より小さい smaller than before",
    REPLACED: "同じ年月のまま差し替え replaced without a new date",
    SIZE_ONLY: "サイズだけで判断 compared by size alone",
    NO_EDITION: "保存済み・版は未登録 stored, not an edition yet (kyosei add)",
}


@app.command()
def pull(
    zone: ZoneId = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="取得せずに示すだけ · show only, fetch no document")
    ] = False,
    root: Root = None,
    as_json: AsJson = False,
) -> int:
    """登録された市のページを見て、新しいビジョンの PDF を取り込み、版として登録します。

    Looks at the registered pages, fetches visions that are new and registers them as editions.
    Publish them with kyosei run.

    例 Examples:
      kyosei pull
      kyosei pull --zone ichinoseki-hiraizumi --dry-run
      kyosei pull --json

    終了コード Exit code: 0 完了 done, 2 取得できない文書があった something could not be fetched.
    """
    from rich.console import Console

    from pipeline.project import find_project
    from pipeline.pull.job import pull as pull_documents

    project = find_project(root)
    items: list[PullItem] = []
    console = Console(stderr=True)
    for item in pull_documents(project, zone_id=zone, is_dry_run=dry_run):
        items.append(item)
        console.print(f"{item.address}: {WORDS[item.ending]}", markup=False, highlight=False)
    code = exit_code(items)
    if as_json:
        print_json({"exit_code": code, "items": [item.as_dict() for item in items]})
    else:
        _show(Console(), items)
    return code


def _show(console: Console, items: Sequence[PullItem]) -> None:
    quiet = ("known", "not_taken")
    told = [item for item in items if item.ending not in quiet or item.notes]
    if told:
        print_table(("圏域 zone", "結果 result", "リンク link", "詳細 details"), map(_row, told))
    counts = Counter(item.ending for item in items)
    summary = " · ".join(f"{words}: {counts[ending]}" for ending, words in WORDS.items() if counts[ending])
    console.print(summary or "登録された取得元がありません · no source is registered", markup=False)
    if counts["new"]:
        console.print("次の手順: kyosei run で公開します · next step: kyosei run", markup=False)


def _row(item: PullItem) -> tuple[str, str, str, str]:
    link = "\n".join(part for part in (item.text, item.address) if part)
    edition = (f"版 edition {item.edition_id}",) if item.edition_id else ()
    error = (item.error["message_ja"], item.error["message_en"]) if item.error else ()
    details = (*edition, *(NOTES[note] for note in item.notes), *error)
    return item.zone_id, WORDS[item.ending], link, "\n".join(details)
