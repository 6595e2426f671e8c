"""The commands by name. A command's module is imported only when it is the one that was typed.

A module of this table defines `app`, a `typer.Typer` with one command, or with several for a command group.
A new command is one line here and one module beside this file.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CommandEntry:
    """One command of the table: its module and the one-line help of the overview."""

    name: str
    module: str
    help: str


def _entry(name: str, help_text: str) -> CommandEntry:
    return CommandEntry(name, f"pipeline.cli.{name.replace('-', '_')}", help_text)


COMMANDS: tuple[CommandEntry, ...] = (
    _entry("run", "登録された全ての版を表にして公開する · publish every registered edition"),
    _entry("extract", "PDF 一つを表にする(公開しない) · read one PDF into tables, publish nothing"),
    _entry("explain", "値がどの頁のどこに印刷されているかを示す · where a value is printed"),
    _entry("review", "確認用の頁(HTML)を作る · make the review page"),
    _entry("decide", "確認結果(訂正・承認)を記録する · record a decision on a finding"),
    _entry("diff", "二つの版を比べる(新旧対照) · compare two editions"),
    _entry("add", "手元の PDF を登録する · register a PDF at hand"),
    _entry("pull", "市のページから新しい PDF を取り込む · fetch new PDFs from the cities' pages"),
    _entry("serve", "定期的に取り込んで実行する · check the sources on a schedule"),
    _entry("profile", "様式(レイアウト)の下書きと点検 · draft and check a layout profile"),
    _entry("tables", "罫線の表をそのまま取り出す · the ruled tables of any PDF"),
    _entry("schema", "表と列の説明(データ辞書) · the data dictionary"),
    _entry("checks", "点検項目の一覧 · the catalogue of checks"),
    _entry("qa-eval", "誤りを植えて点検の力を測る · measure the checks on planted errors"),
)
