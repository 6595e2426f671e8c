"""The command group and the way out: every ending is an exit code and a message a person can act on."""

from __future__ import annotations

import importlib
import inspect
import io
import os
import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from extractors.errors import KyoseiError, without_controls
from pipeline.cli.commands import COMMANDS, CommandEntry
from pipeline.cli.output import print_json
from pipeline.cli.usage import usage_mistake
from pipeline.outcome import internal_error
from pipeline.project import work_folder
from pipeline.storage import refusals_named

EXIT_OK, EXIT_CRITICAL, EXIT_UNUSABLE, EXIT_INTERNAL, EXIT_INTERRUPTED = 0, 1, 2, 3, 130

HELP = """共生ビジョンの PDF を、検証済みの表にします。
From printed regional plans (共生ビジョン) to tables people can trust.

例 Examples:
  kyosei run
  kyosei extract vision.pdf --out tables/
  kyosei explain ichinoseki-hiraizumi:2019-03:m07 --column name

終了コード Exit codes:
  0    公開した、または変更なし · published, or nothing had changed
  1    重大な指摘があり、その版は公開していない
       critical findings, nothing published for that edition
  2    入力または使い方の誤り · unusable input or usage
  3    プログラム内部の誤り · internal error; its log file is named
  130  利用者による中断 · interrupted

どのコマンドにも --debug(内部の誤りの詳細を表示)を付けられます。kyosei --version は番号を示します。
Every command takes --debug: show an internal error in full. kyosei --version tells the release."""


def build_group(argv: list[str]) -> TyperGroup:
    """The `kyosei` group for one command line: the typed command in full, the others as one-line help."""
    typed = next((word for word in argv if not word.startswith("-")), None)
    commands = {entry.name: _load(entry) if entry.name == typed else _stand_in(entry) for entry in COMMANDS}
    return TyperGroup(name="kyosei", commands=commands, help=HELP, no_args_is_help=True)


def _stand_in(entry: CommandEntry) -> TyperCommand:
    return TyperCommand(entry.name, help=entry.help, callback=None)


def _load(entry: CommandEntry) -> Any:
    app: typer.Typer = importlib.import_module(entry.module).app
    command = get_command(app)
    command.name = entry.name
    for one in (command, *getattr(command, "commands", {}).values()):
        one.help = _flowing(one.help or "")
        for flag in (param for param in one.params if getattr(param, "is_flag", False)):
            flag.metavar = ""  # a flag takes no word; typer writes <bool> beside it
    return command


def _flowing(text: str) -> str:
    """A help text whose paragraphs take the terminal's width, not the source file's; indented lines stay."""
    paragraphs = inspect.cleandoc(text).split("\n\n")
    return "\n\n".join(p if "\n  " in p else " ".join(p.split("\n")) for p in paragraphs)


def run_command(argv: list[str]) -> int:
    """Run one command line and return the exit code of its ending (see `HELP`)."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a folder's name may be no Unicode
    words = [word for word in argv if word != "--debug"]
    is_debug = len(words) < len(argv)
    as_json = "--json" in words
    try:
        return _obey(words)
    except KyoseiError as error:
        tell_error(error, as_json=as_json)
        return error.exit_code
    except typer.TyperException as error:
        # Of a bare `kyosei` the library has shown the help by now.
        if type(error).__name__ != "NoArgsIsHelpError":
            tell_error(usage_mistake(error, words), as_json=as_json)
        return EXIT_UNUSABLE
    except (KeyboardInterrupt, typer.Abort):
        _say("中断しました", "Interrupted")
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        # The pipe's reader left (`kyosei schema | head`); Python would complain again when closing stdout.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_OK
    except Exception as error:
        tell_crash(error, words, as_json=as_json, is_debug=is_debug)
        return EXIT_INTERNAL


def _obey(words: list[str]) -> int:
    if words == ["--version"]:
        print(release())
        return EXIT_OK
    with refusals_named():
        result = build_group(words).main(words, prog_name="kyosei", standalone_mode=False)
    return result if isinstance(result, int) else EXIT_OK


def release() -> str:
    """The program's name and release, as installed."""
    from importlib.metadata import version

    return f"kyosei {version('kyosei')}"


def tell_error(error: KyoseiError, *, as_json: bool = False) -> None:
    """A named error on stderr, Japanese first: what, where, code, next step; `as_json`: also on stdout."""
    place = [
        f"{label} {value}"
        for label, value in (
            ("文書 document", error.document),
            ("頁 page", error.page),
            ("表 table", error.table),
            ("行 row", error.row),
        )
        if value is not None
    ]
    _say(f"エラー {error.code}: {error.message_ja}", f"Error {error.code}: {error.message_en}")
    for line in place:
        print(f"  {without_controls(line)}", file=sys.stderr)
    if error.hint_ja or error.hint_en:
        _say(f"  次の手順: {error.hint_ja}", f"  Next step: {error.hint_en}")
    if "draft" in error.details:
        _say("  下書き Draft:", str(error.details["draft"]))
    if as_json:
        print_json({"error": error.as_dict()})


def tell_crash(error: Exception, words: list[str], *, as_json: bool, is_debug: bool) -> None:
    """An internal error: what to do and a log file for the maintainers; `is_debug`: the traceback too."""
    details = "".join(traceback.format_exception(error))
    log = write_log(work_folder(), words, details)
    kept = f"{log}" if log else "-"
    _say(
        f"内部エラーが起きました({type(error).__name__})。記録: {kept}",
        f"Internal error ({type(error).__name__}: {error}). Log: {kept}",
    )
    _say(
        "  公開済みの表は変わっていません。記録を添えて開発者に知らせてください(--debug で詳細を表示)",
        "  Published tables are unchanged. Send the log to the maintainers (--debug shows it here)",
    )
    if is_debug or log is None:
        print(details, file=sys.stderr)
    if as_json:
        print_json({"error": {**internal_error(error), "log": kept}})


def _say(japanese: str, english: str) -> None:
    print(f"{japanese}\n{english}", file=sys.stderr)


def write_log(work_dir: Path, words: list[str], details: str) -> Path | None:
    """Keep an internal error's details under a work folder; None where that cannot be written."""
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
    log = work_dir / "logs" / f"error-{stamp}.log"
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        told = f"{release()}\nkyosei {' '.join(words)}\n\n{details}"
        log.write_text(told, encoding="utf-8", errors="backslashreplace")  # a file's name may be no Unicode
    except OSError:
        return None
    return log
