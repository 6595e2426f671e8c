"""`kyosei pull`: fetch new documents from the cities' pages and register them as editions."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Annotated

import typer

from extractors.errors import without_controls
from pipeline.cli.options import AsJson, Root, ZoneId
from pipeline.cli.output import print_json
from pipeline.pull.report import NO_EDITION, REPLACED, SHRUNKEN, SIZE_ONLY, Ending, PullItem, exit_code

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
    from pipeline.project import find_project
    from pipeline.pull.job import pull as pull_documents

    project = find_project(root)
    items: list[PullItem] = []
    for item in pull_documents(project, zone_id=zone, is_dry_run=dry_run):
        items.append(item)
        print(f"{without_controls(item.address)}: {WORDS[item.ending]}", file=sys.stderr)
    code = exit_code(items)
    if as_json:
        print_json({"exit_code": code, "items": [item.as_dict() for item in items]})
    else:
        _show(items)
    return code


def _show(items: Sequence[PullItem]) -> None:
    quiet = ("known", "not_taken")
    for item in items:
        if item.ending not in quiet or item.notes:
            print("\n".join(_lines(item)))
    counts = Counter(item.ending for item in items)
    summary = " · ".join(f"{words}: {counts[ending]}" for ending, words in WORDS.items() if counts[ending])
    print(summary or "登録された取得元がありません · no source is registered")
    if counts["new"]:
        print("次の手順: kyosei run で公開します · next step: kyosei run")


def _lines(item: PullItem) -> Iterator[str]:
    edition = f" {item.edition_id}" if item.edition_id else ""
    yield f"● {WORDS[item.ending]}: {item.zone_id}{edition}"
    yield from (f"  {without_controls(part)}" for part in (item.text, item.address) if part)
    yield from (f"  {NOTES[note]}" for note in item.notes)
    if item.error:
        told = ("message_ja", "message_en", "next_step_ja", "next_step_en")
        yield from (f"  {item.error[part]}" for part in told)
