"""Wrong usage of a command, told like every other error: in two languages, with the next step."""

from __future__ import annotations

import re
from typing import Final, Protocol, runtime_checkable

import typer

from extractors.errors import KyoseiError

# How a sentence of the command-line library, which speaks English only, begins, and its Japanese.
_IN_JAPANESE: Final = (
    (r"No such command ('.*?')\.", "{0} というコマンドはありません"),
    (r"No such option: (\S+)", "{0} というオプションはありません"),
    (r"Missing command\.", "どのコマンドかが書かれていません"),
    (r"Missing argument (.*)\.", "{0} が書かれていません"),
    (r"Missing option (.*)\.", "オプション {0} が必要です"),
    (r"Got unexpected extra argument\(s\) \((.*)\)", "余分な語があります: {0}"),
    (r"Option (\S+) requires an argument\.", "オプション {0} には値が必要です"),
    (r"Option (\S+) does not take a value\.", "オプション {0} に値は付けられません"),
    (r"Invalid value for (.*?): [Ff]ile (.*) does not exist\.", "{0} のファイル {1} がありません"),
    (r"Invalid value for (.*?): [Ff]ile (.*) is a directory\.", "{0} の {1} はフォルダです"),
    (r"Invalid value for (.*?): .*, (.*) is not one of (.*)\.", "{0} の値は {2} のどれかです({1} は不可)"),
    (r"Invalid value for (.*?): Input should be a valid integer", "{0} の値は整数です"),
    (r"Invalid value for (.*?): Input should be greater than or equal to (\d+)", "{0} の値は {1} 以上です"),
)  # fmt: skip
_SUGGESTED: Final = r"(?:Did you mean |Possible options: )(.*?)[?)]"


class UsageMistakeError(KyoseiError):
    """The command line cannot be followed: `command`, and in both languages what is wrong with it."""

    code = "USAGE"
    title_ja = "コマンドの書き方の誤り。{mistake_ja}"
    title_en = "Wrong usage. {mistake_en}"
    next_step_ja = "{command} --help に使い方と例があります"
    next_step_en = "{command} --help shows usage and examples"


@runtime_checkable
class _Formatted(Protocol):
    """An exception of the library that puts its message together when asked."""

    def format_message(self) -> str:
        """The message in English, with the name of the argument."""


class Mistake(typer.BadParameter):
    """What a command finds wrong with its own arguments, in both languages."""

    def __init__(self, japanese: str, english: str) -> None:
        self.japanese, self.english = japanese, english
        super().__init__(f"{japanese} · {english}")


def usage_mistake(error: typer.TyperException, words: list[str]) -> UsageMistakeError:
    """The library's exception as a named error; `words` is the command line without the program's name."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context else " ".join(["kyosei", *words[:1]])
    japanese, english = _both(error)
    return UsageMistakeError(command=command, mistake_ja=japanese, mistake_en=english)


def _both(error: typer.TyperException) -> tuple[str, str]:
    if isinstance(error, Mistake):
        return error.japanese, error.english
    message = error.format_message() if isinstance(error, _Formatted) else str(error)
    english = " ".join(message.split())
    return _in_japanese(english), english


def _in_japanese(english: str) -> str:
    """The same in Japanese; what is not on the list stands as it is."""
    suggested = re.search(_SUGGESTED, english)
    for pattern, japanese in _IN_JAPANESE:
        if found := re.match(pattern, english):
            told = japanese.format(*found.groups())
            return f"{told}(候補: {suggested.group(1)})" if suggested else told
    return english
