"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from extractors.readers.limits import ReaderName
from pipeline.project import ROOT_VARIABLE

Root = Annotated[
    Path | None,
    typer.Option("--root", envvar=ROOT_VARIABLE, help="プロジェクトのフォルダ · folder with raw/"),
]
AsJson = Annotated[bool, typer.Option("--json", help="JSON で出力 · one JSON document on stdout")]
ZoneId = Annotated[str | None, typer.Option("--zone", help="圏域の ID · zone id, e.g. ichinoseki-hiraizumi")]
VerifyVisual = Annotated[
    bool,
    typer.Option(
        "--verify-visual/--no-verify-visual",
        envvar="KYOSEI_VERIFY_VISUAL",
        help="紙面に描かれた数字と文字データを照合する · compare the drawn digits with the stored ones",
    ),
]
Reader = Annotated[ReaderName, typer.Option("--reader", help="読み取り器 · which reader")]
EditionId = Annotated[str | None, typer.Option("--edition", help="版の ID · edition id, e.g. 2019-03")]
ExtractedFolder = Annotated[
    Path | None, typer.Option("--dir", help="kyosei extract のフォルダ · a folder written by extract")
]
ExtractedPdf = Annotated[
    Path | None, typer.Option("--pdf", help="元の PDF(--dir のとき) · the document, with --dir")
]
