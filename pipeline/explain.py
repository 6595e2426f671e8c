"""Where a published value comes from: its print, page and box, what the readers and checks say of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from expectations.contract import EDITION_TABLES, row_id
from extractors.errors import KyoseiError
from extractors.geometry import Box
from pipeline.conform import Tables
from pipeline.project import Project

CROP_DPI = 150
# About five lines above and below the cell, so that its head and neighbours are seen.
CROP_MARGIN_PT = 60.0
_NOT_EXPLAINED = ("provenance", "findings", "coverage")

# Rows by the table, row and column they speak of.
_ByValue = defaultdict[tuple[str | None, str | None, str | None], list[dict[str, Any]]]


class UnknownIdError(KyoseiError):
    """No row has the id: `id`, `folder`."""

    code = "UNKNOWN_ID"
    title_ja = "「{id}」という行は {folder} にありません"
    title_en = "There is no row {id} in {folder}"
    next_step_ja = (
        "ID の綴りを確かめてください。ID は圏域と版で始まり、各表の *_id 列か、findings の row_id にあります"
    )
    next_step_en = (
        "Check the spelling; an id begins with zone and edition, and is in the *_id columns of the tables "
        "and in row_id of findings"
    )


class UnknownColumnError(KyoseiError):
    """The row has no such column: `id`, `column`, `columns`."""

    code = "UNKNOWN_COLUMN"
    title_ja = "「{id}」に列「{column}」はありません"
    title_en = "{id} has no column {column}"
    next_step_ja = "列は {columns} です"
    next_step_en = "Its columns are {columns}"


class NothingPublishedError(KyoseiError):
    """The edition that an id names is not published: `folder`."""

    code = "NOTHING_PUBLISHED"
    title_ja = "{folder} に公開された版がありません"
    title_en = "There is no published edition in {folder}"
    next_step_ja = "kyosei run で公開するか、kyosei extract で作ったフォルダを --dir で指定してください"
    next_step_en = "Publish it with kyosei run, or name a folder that kyosei extract wrote with --dir"


@dataclass(frozen=True, slots=True)
class Explanation:
    """One value: what is published and everything known of its origin; a whole row where no column is named.

    `pieces` are its rows of `provenance`, `findings` its rows of `findings`, `check_ids` the checks that look
    at its column.
    """

    table_name: str
    row_id: str
    column_name: str | None
    value: Any
    pieces: tuple[dict[str, Any], ...]
    findings: tuple[dict[str, Any], ...]
    check_ids: tuple[str, ...]

    @property
    def boxes(self) -> tuple[Box, ...]:
        """Where the value is printed."""
        edges = ("page", "x0", "top", "x1", "bottom")
        return tuple(Box(*(piece[edge] for edge in edges)) for piece in self.pieces)

    def as_dict(self) -> dict[str, Any]:
        """The explanation as JSON-able data."""
        return {
            "table": self.table_name,
            "row_id": self.row_id,
            "column": self.column_name,
            "value": self.value,
            "printed": list(self.pieces),
            "findings": list(self.findings),
            "checks": list(self.check_ids),
        }


def edition_folder(project: Project, wanted_id: str) -> Path:
    """The folder of the run that held the edition of an id back, else that it is published in, if it is.

    Raises `UnknownIdError` for a zone that is not among the published ones.
    """
    from pipeline.publish import PACKAGE_FILE

    zone_id, edition_id = id_edition(wanted_id, project.curated_dir)
    held_back = project.held_back_dir(zone_id, edition_id)
    if (held_back / PACKAGE_FILE).is_file():
        return held_back
    if project.curated_dir.is_dir() and not (project.curated_dir / zone_id).is_dir():
        raise UnknownIdError(id=wanted_id, folder=project.curated_dir)
    return project.published_dir(zone_id, edition_id)


def id_edition(wanted_id: str, folder: Path) -> tuple[str, str]:
    """The zone and edition an id begins with. Raises `UnknownIdError`, which names `folder`."""
    parts = wanted_id.split(":")
    if len(parts) < 2 or not all(_is_folder_name(part) for part in parts[:2]):
        raise UnknownIdError(id=wanted_id, folder=folder)
    return parts[0], parts[1]


def _is_folder_name(part: str) -> bool:
    return part.isascii() and part.replace("-", "").isalnum()


def load_folder(folder: Path) -> Tables:
    """The tables of an edition's folder. Raises `NothingPublishedError`."""
    from pipeline.publish import PACKAGE_FILE, read_tables

    if not (folder / PACKAGE_FILE).is_file():
        raise NothingPublishedError(folder=folder)
    return read_tables(folder)


def explain(tables: Tables, wanted_id: str, column: str | None = None) -> list[Explanation]:
    """Every value of the rows with the id (or that a finding with the id speaks of), or the one of `column`.

    Columns that are printed nowhere (ids, say) are left out unless asked for. Raises `UnknownIdError`,
    `UnknownColumnError`.
    """
    target = next((row for row in tables["findings"] if row["finding_id"] == wanted_id), None)
    if target is not None and target["row_id"]:
        wanted_id, column = target["row_id"], column or target["column_name"]
    rows = list(_rows(tables, wanted_id))
    if not rows:
        folder = f"{tables['editions'][0]['zone_id']} {tables['editions'][0]['edition_id']}"
        raise UnknownIdError(id=wanted_id, folder=folder)
    columns = {name for _, row in rows for name in row}
    if column is not None and column not in columns:
        raise UnknownColumnError(id=wanted_id, column=column, columns=", ".join(sorted(columns)))
    pieces, findings = _by_value(tables["provenance"]), _by_value(tables["findings"])
    values = [(name, key, value) for name, row in rows for key, value in _values(row, column)]
    explained = (
        Explanation(
            name,
            wanted_id,
            key,
            value,
            tuple(pieces[name, wanted_id, key]),
            _told(findings, name, wanted_id, key, is_printed=bool(pieces[name, wanted_id, key])),
            _checks(name, key),
        )
        for name, key, value in values
    )
    return [one for one in explained if one.column_name == column or one.pieces or one.findings]


def _told(
    findings: _ByValue, name: str, row: str, column: str | None, *, is_printed: bool
) -> tuple[dict[str, Any], ...]:
    """Findings on a value, and on a printed one the record of the decision that added its row."""
    of_row = findings[name, row, None] if column is not None and is_printed else []
    return (
        *findings[name, row, column],
        *(one for one in of_row if one["check_id"] == "decision.added"),
    )


def _values(row: Mapping[str, Any], column: str | None) -> Iterator[tuple[str | None, Any]]:
    """The columns asked for with their values; for a whole row None stands for the row itself."""
    if column is None:
        yield None, None
        yield from row.items()
    elif column in row:
        yield column, row[column]


def _rows(tables: Tables, wanted_id: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, table in EDITION_TABLES.items():
        if name not in _NOT_EXPLAINED:
            yield from ((name, row) for row in tables.get(name, ()) if row_id(table, row) == wanted_id)


def _by_value(rows: Sequence[dict[str, Any]]) -> _ByValue:
    grouped: _ByValue = defaultdict(list)
    for row in rows:
        grouped[row["table_name"], row["row_id"], row["column_name"]].append(row)
    return grouped


def _checks(table_name: str, column_name: str | None) -> tuple[str, ...]:
    from expectations import checks_for

    return tuple(checks_for(table_name, column_name))


def write_crops(document: Path, explanations: Sequence[Explanation], out: Path) -> list[Path]:
    """Write a picture of each page the values are printed on, their cells outlined; the files written.

    One page goes to `out` itself, several to `<name>-p<page>.png` beside it. Raises a reader's named error.
    """
    from extractors.readers import Renderer

    by_page: defaultdict[int, list[Box]] = defaultdict(list)
    for box in {box for explanation in explanations for box in explanation.boxes}:
        by_page[box.page].append(box)
    written: list[Path] = []
    if not by_page:
        return written
    out.parent.mkdir(parents=True, exist_ok=True)
    with Renderer(document) as renderer:
        for page, boxes in sorted(by_page.items()):
            target = out if len(by_page) == 1 else out.with_stem(f"{out.stem}-p{page}")
            renderer.strip(sorted(boxes), dpi=CROP_DPI, margin_pt=CROP_MARGIN_PT).save(target, format="PNG")
            written.append(target)
    return written
