"""`kyosei add`: register a PDF at hand as an edition."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.options import AsJson, EditionId, Root, ZoneId
from pipeline.cli.output import print_json

app = typer.Typer(add_completion=False)


@app.command()
def add(
    file: Annotated[Path, typer.Argument(metavar="FILE.pdf", help="登録する PDF · the PDF to register")],
    zone: ZoneId = None,
    edition: EditionId = None,
    root: Root = None,
    as_json: AsJson = False,
) -> int:
    """手元の PDF を raw/ に保存し、版として登録します。圏域と年月は文書から読み取ります。

    Stores a PDF in raw/ and registers it as an edition. Zone and date are read from the document; what
    --zone, --edition or raw/sources.toml say must agree with it.

    例 Examples:
      kyosei add vision-2020.pdf
      kyosei add scan.pdf --zone ichinoseki-hiraizumi --edition 2020-03

    終了コード Exit code: 0 登録した、または登録済み registered, now or before, 2 登録できない not registered.
    """
    from pipeline.project import find_project
    from pipeline.pull.job import add as add_document

    taken = add_document(find_project(root), file, zone_id=zone, edition_id=edition)
    if as_json:
        print_json(asdict(taken))
        return 0
    done = "登録しました registered" if taken.is_new else "すでに登録されています registered before"
    print(f"{taken.zone_id} {taken.edition_id}: {done}")
    print(f"次の手順 next step: kyosei run --zone {taken.zone_id} --edition {taken.edition_id}")
    return 0
