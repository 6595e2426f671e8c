"""`kyosei profile draft|check`: a first layout profile, and how well a profile reads a document."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.options import AsJson
from pipeline.cli.output import print_json, print_table

app = typer.Typer(
    add_completion=False, help="様式(レイアウト)の下書きと点検 · draft and check layout profiles"
)
Document = Annotated[Path, typer.Argument(metavar="FILE.pdf", help="共生ビジョンの PDF · the vision's PDF")]


@app.command(short_help="様式の下書きを作る · draft a profile from the labels a document prints")
def draft(
    document: Document,
    out: Annotated[Path | None, typer.Option("--out", help="書き出す TOML · file to write")] = None,
) -> None:
    """表の項目名から様式の下書きを作ります。

    Draft a profile from the labels a document prints.

    例 Example:
      kyosei profile draft vision.pdf --out my-zone.toml
    """
    from extractors.layouts.draft import draft_profile
    from extractors.ocr import read_any_document

    drafted = draft_profile(read_any_document(document), out.stem if out else document.stem)
    if out is None:
        print(drafted.text)
    else:
        out.write_text(drafted.text, "utf-8")
        print(f"書き出しました · written: {out}")
    print_table(
        ("項目名 label", "当てた項目 field", "回数 times", "根拠 reason"),
        [
            *((label, field, str(n), reason) for label, field, n, reason in drafted.proposals),
            *((label, "？ 未知 unknown", str(n), "") for label, n in drafted.unknown),
        ],
    )


@app.command(short_help="様式が文書に合うかを点検する · how well a profile reads a document")
def check(
    document: Document,
    profile: Annotated[str | None, typer.Option("--profile", help="名前か TOML · name or TOML file")] = None,
    pictures: Annotated[
        Path | None,
        typer.Option("--pictures", metavar="DIR", help="合わない箇所の画像 · pictures of what differs"),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """様式がこの PDF にどれだけ合うかを点検します。

    How well a profile reads a document.

    例 Examples:
      kyosei profile check vision.pdf
      kyosei profile check vision.pdf --profile my-zone.toml --pictures drift/
    """
    from pipeline.profile_check import check_profile

    report = check_profile(document, profile, pictures)
    if as_json:
        print_json(report.as_dict())
    else:
        print_table(("点検 check", "結果 result"), report.rows())
        for advice in report.advice:
            print(advice)
    raise typer.Exit(0 if report.is_clean else 1)
