"""`kyosei extract`: one document to the files of an edition, nothing published."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.options import AsJson, EditionId, Reader, Root, VerifyVisual, ZoneId
from pipeline.cli.output import print_json, told_mode
from pipeline.cli.progress import shown_progress

if TYPE_CHECKING:
    from pipeline.decisions import Chosen, DecisionSources
    from pipeline.edition import EditionResult
    from pipeline.outcome import Outcome
    from pipeline.registry import Registry

app = typer.Typer(add_completion=False)

ProfileName = Annotated[
    str | None, typer.Option("--profile", metavar="NAME|FILE.toml", help="様式 · layout profile")
]
DecisionsFile = Annotated[
    Path | None,
    typer.Option(
        "--decisions", metavar="FILE.toml", exists=True, dir_okay=False, help="決定 · people's decisions"
    ),
]


@app.command()
def extract(
    file: Annotated[Path, typer.Argument(metavar="FILE.pdf", help="共生ビジョンの PDF · the vision's PDF")],
    out: Annotated[Path, typer.Option("--out", help="書き出すフォルダ · folder to write, made anew")],
    zone: ZoneId = None,
    edition: EditionId = None,
    profile: ProfileName = None,
    reader: Reader = "both",
    decisions: DecisionsFile = None,
    verify_visual: VerifyVisual = True,
    root: Root = None,
    as_json: AsJson = False,
) -> int:
    """PDF 一つを表にしてフォルダに書き出します。公開はしません。

    Reads one PDF and writes the same files as a published edition. Zone, edition and members come from the
    document; a zone known to raw/sources.toml takes its id and codes from there. The files are written also
    when there are critical findings (exit 1); after an error (exit 2) nothing is written.

    Decisions are applied: those of --decisions, else of a decisions.toml in the --out folder (saved from the
    review page), else of the registered edition where FILE.pdf is that edition's document.

    例 Examples:
      kyosei extract vision.pdf --out tables/
      kyosei extract vision.pdf --out tables/ --zone ichinoseki-hiraizumi --decisions decisions.toml
      kyosei extract vision.pdf --out tables/ --profile my-layout.toml --reader pdfium --json
    """
    from pipeline.decisions import DecisionSources
    from pipeline.edition import process_document

    raw_dir = _raw_dir(root)
    _require_usable(out, raw_dir)
    sources = DecisionSources(decisions, out, raw_dir)
    visual = told_mode(verify_visual)
    with shown_progress():
        result = process_document(
            file,
            registry=_registry(raw_dir),
            reader=reader,
            profile=profile,
            visual=visual,
            zone_id=zone,
            edition_id=edition,
            decisions=sources,
        )
    return _written(result, sources, out, as_json=as_json).exit_code


def _written(result: EditionResult, sources: DecisionSources, out: Path, *, as_json: bool) -> Outcome:
    """Write the tables, and tell what they hold and which decisions they carry."""
    from pipeline.folder import write_folder

    sha256 = result.tables["editions"][0]["source_sha256"]
    chosen = sources.choose(result.zone.zone_id, result.edition_id, sha256)
    write_folder(out, result.tables)
    outcome = result.outcome("extracted" if result.is_publishable else "held_back")
    tell = _print_json if as_json else _show
    tell(outcome, out, chosen)
    return outcome


def _raw_dir(root: Path | None) -> Path | None:
    """The project's `raw/`; outside any, that of the program's own checkout, else None."""
    from pipeline.project import NoProjectError, find_project, own_project

    try:
        found = find_project(root)
    except NoProjectError:
        if root is not None:
            raise
        found = None
    if root is None and not (found and found.is_registered):
        found = own_project() or found
    return found.raw_dir if found else None


def _require_usable(out: Path, raw_dir: Path | None) -> None:
    """Refuse what cannot be written to, and the folders that only `kyosei add` and `kyosei run` write to."""
    from pipeline.folder import require_usable
    from pipeline.project import Project

    project = Project(raw_dir.parent) if raw_dir else None
    reserved = (project.raw_dir, project.curated_dir) if project and project.is_registered else ()
    require_usable(out, reserved)


def _registry(raw_dir: Path | None) -> Registry:
    """The project's registry, else an empty one."""
    from pipeline.registry import Registry, load_registry

    return load_registry(raw_dir) if raw_dir else Registry(())


def _print_json(outcome: Outcome, out: Path, chosen: Chosen) -> None:
    print_json(
        {
            "folder": str(out.resolve()),
            **outcome.as_dict(),
            "decisions": _path_text(chosen.file),
            "decisions_passed_over": _path_text(chosen.passed_over),
            "exit_code": outcome.exit_code,
        }
    )


def _path_text(path: Path | None) -> str | None:
    return None if path is None else str(path)


def _show(outcome: Outcome, out: Path, chosen: Chosen) -> None:
    from rich.console import Console

    from pipeline.summary import figures

    print(f"{outcome.zone_id} {outcome.edition_id}")
    Console().print(figures(outcome))
    for line in outcome.drift:
        print(f"  {line}")
    if chosen.file:
        print(f"  → 決定 decisions ({len(chosen.decisions)}): {chosen.file}")
    if chosen.passed_over:
        print(f"  → 登録済みの文書とは別のファイルなので、決定は適用していません: {chosen.passed_over}")
        print("    not applied: this file is not the registered document; --decisions FILE.toml applies them")
    print(f"  → 表 tables: {out.resolve()}")
    if outcome.exit_code:
        print(f"  → 重大な指摘があります · critical findings: {out.resolve() / 'findings.csv'}")
