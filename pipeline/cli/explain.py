"""`kyosei explain`: where a value is printed and what the checks say of it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from pipeline.cli.options import AsJson, ExtractedFolder, ExtractedPdf, Root
from pipeline.cli.output import print_json

if TYPE_CHECKING:
    from pipeline.conform import Tables
    from pipeline.explain import Explanation

Picture = Annotated[
    Path | None,
    typer.Option(
        "--out",
        metavar="FILE.png",
        help="切り抜き画像(なければ .kyosei/ か --dir の中) · its file; else in .kyosei/ or --dir",
    ),
]

app = typer.Typer(add_completion=False)


@app.command()
def explain(
    wanted_id: Annotated[
        str, typer.Argument(metavar="ID", help="行または指摘の ID · id of a row or finding")
    ],
    column: Annotated[str | None, typer.Option("--column", help="列 · one column of the row")] = None,
    out: Picture = None,
    folder: ExtractedFolder = None,
    pdf: ExtractedPdf = None,
    root: Root = None,
    as_json: AsJson = False,
) -> None:
    """値の出どころを示します: 印刷された文字、頁、位置、二つの読み取りの一致、点検、頁の切り抜き画像。

    Shows where a value comes from: its print, page and box, the readers' agreement, the checks that look at
    it, any decision, and a picture of the page with the cell outlined. A run that was held back is shown as
    it is, else what is published.

    例 Examples:
      kyosei explain ichinoseki-hiraizumi:2019-03:m07
      kyosei explain ichinoseki-hiraizumi:2019-03:m07:k1 --column target_value --out k1.png
      kyosei explain zone-0a1b2c3d:2019-03:m01 --dir tables/ --pdf vision.pdf
    """
    from pipeline.explain import explain as explain_id
    from pipeline.explain import write_crops

    source = _of_folder(folder, pdf) if folder else _of_project(root, wanted_id, pdf)
    found = explain_id(source.tables, wanted_id, column)
    target = out or source.pictures_dir / _picture_name(wanted_id)
    crops = write_crops(source.document, found, target) if source.document else []
    if as_json:
        print_json({"values": [one.as_dict() for one in found], "crops": [str(crop) for crop in crops]})
        return
    if source.is_held_back:
        print("公開を保留した版の値です · of the edition as it was held back, not of what is published")
    for one in found:
        _show(one, with_checks=column is not None)
    if column is None:
        print("列ごとの点検項目は --column で · the checks of a column: --column")
    _show_crops(crops, source.document)


class _Source(NamedTuple):
    """Tables to explain, their PDF where there is one (not for a transcript), and where pictures belong."""

    tables: Tables
    document: Path | None
    pictures_dir: Path
    is_held_back: bool = False


def _of_folder(folder: Path, pdf: Path | None) -> _Source:
    from pipeline.explain import load_folder

    return _Source(load_folder(folder), pdf, folder)


def _of_project(root: Path | None, wanted_id: str, pdf: Path | None) -> _Source:
    """What the last run made of the id's edition; its pictures go where the run keeps its own."""
    from pipeline.explain import edition_folder, load_folder
    from pipeline.project import find_project
    from pipeline.registry import load_edition, load_registry

    project = find_project(root)
    folder = edition_folder(project, wanted_id)
    tables = load_folder(folder)
    names = tables["editions"][0]["zone_id"], tables["editions"][0]["edition_id"]
    registered = load_edition(project.raw_dir, load_registry(project.raw_dir), *names)
    pictures_dir = project.run_dir(*names) / "explain"
    return _Source(tables, pdf or registered.pdf_path, pictures_dir, folder.is_relative_to(project.work_dir))


def _picture_name(wanted_id: str) -> str:
    """The id as a file name on every system: those of Windows hold no colon."""
    return "-".join(wanted_id.replace("/", "-").split(":")) + ".png"


def _show(one: Explanation, *, with_checks: bool) -> None:
    print(_headline(one))
    for piece in one.pieces:
        _show_piece(piece)
    for finding in one.findings:
        decided = f" [{finding['adjudication']}]" if finding["adjudication"] else ""
        print(f"    指摘 finding: {finding['severity']} {finding['check_id']}{decided}")
        print(f"      {finding['message_ja']}\n      {finding['message_en']}")
        print(f"      対処 what to do: kyosei checks {finding['check_id']}")
    if with_checks:
        _show_checks(one)


def _headline(one: Explanation) -> str:
    from expectations.contract import TABLES

    table = TABLES[one.table_name]
    if one.column_name is None:
        return f"{table.title_ja} · {one.table_name} {one.row_id}"
    value = "(空 null)" if one.value is None else str(one.value).replace("\n", "\n    ")
    return f"{table.by_name[one.column_name].title_ja} · {one.table_name}.{one.column_name} = {value}"


def _show_checks(one: Explanation) -> None:
    """The checks that look at the column, a family a line."""
    told = "指摘あり see above" if one.findings else "指摘なし no finding"
    print(f"    点検 checks {len(one.check_ids)}: {told}")
    families = groupby(sorted(one.check_ids), key=lambda check_id: check_id.partition(".")[0])
    for family, ids in families:
        print(f"      {family}: {', '.join(check_id.partition('.')[2] for check_id in ids)}")


def _show_piece(piece: dict[str, Any]) -> None:
    box = ", ".join(f"{piece[edge]:g}" for edge in ("x0", "top", "x1", "bottom"))
    corrected = " · 訂正済み corrected" if piece["corrected"] else ""
    print(f"    印刷 printed: {'⏎'.join((piece['raw_text'] or '').splitlines())}")
    print(
        f"    頁 page {piece['page']}, 位置 box ({box}) pt · 読み取り reader {piece['reader']}, "
        f"一致 agreement {piece['agreement']}{corrected}"
    )


def _show_crops(crops: Sequence[Path], document: Path | None) -> None:
    for crop in crops:
        print(f"画像 crop: {crop.resolve()}")
    if document is None:
        print("画像なし: 元の PDF を --pdf で指定してください · no picture: name the document with --pdf")
