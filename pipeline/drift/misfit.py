"""A document so changed that no profile fits it, against the profile of its zone's edition before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from extractors.errors import KyoseiError
from extractors.geometry import Box
from extractors.layouts import Profile
from extractors.layouts.labels import split_label
from extractors.reading import Cell, DocumentReading, Table
from pipeline.drift.report import DriftItem, DriftReport, ProfileLine, profile_file, toml_value

if TYPE_CHECKING:
    from pipeline.drift.pictures import Before

# A label is a cell of a table's first column or row, and short.
_LONGEST_LABEL: Final = 20
# A row is gone where fewer tables have it than this share of the tables the profile knows anything of.
_GONE: Final = 0.5
# Labels that share fewer characters than this are not put forward for one another.
_LIKE: Final = 0.4


class LayoutDriftError(KyoseiError):
    """No profile fits an edition, its zone's last one least of all: `profile`, `report` (text of lines)."""

    code = "LAYOUT_DRIFT"
    title_ja = "{document} は前の版の様式 {profile} に合わなくなりました。\n{report}"
    title_en = "{document} no longer fits {profile}, the layout profile of the edition before (see above)."
    next_step_ja = (
        "上の行を確かめて様式定義を直し、kyosei profile check {document} --profile {profile} で確かめてから"
        " kyosei run を実行してください"
    )
    next_step_en = (
        "Check the lines above and mend the profile, try it with kyosei profile check {document} --profile "
        "{profile}, then kyosei run"
    )


def misfit_error(
    document: Path, profile_name: str, folder: Path, before: Before | None = None
) -> LayoutDriftError:
    """The error that says how a document departs from a profile, pictures of both written into `folder`.

    Raises the named errors of reading and of loading the profile.
    """
    from extractors.layouts import load_profile
    from extractors.ocr import read_any_document
    from pipeline.drift.pictures import write_pictures

    report = misfit_report(read_any_document(document, reader="pdfium"), load_profile(profile_name))
    crops = write_pictures(document, report, folder, before)
    text = "\n".join(report.lines(crops))
    return LayoutDriftError(document=str(document.resolve()), profile=profile_name, report=text)


def misfit_report(reading: DocumentReading, profile: Profile) -> DriftReport:
    """What a document prints where the profile expects its required rows.

    Only the words are compared, since no measure was recognised; every proposal is for a person to judge.
    """
    tables = [table for page in reading.pages for table in page.tables if _has_known(table, profile)]
    unknown = _unknown(tables, profile)
    gone = [f for f in profile.file.measure.required if _n_tables(tables, profile, f) < _GONE * len(tables)]
    pairs = _likest(list(unknown), gone, profile)
    items = [_item(boxes, label, pairs[label], profile) for label, boxes in unknown.items() if label in pairs]
    items += [
        DriftItem("vanished", None, _word(profile, field), len(tables), None, None, None, field)
        for field in gone
        if field not in pairs.values()
    ]
    rest = ((label, boxes) for label, boxes in unknown.items() if label not in pairs)
    items += [_item(boxes, label, None, profile) for label, boxes in rest if len(boxes) > 1]
    return DriftReport(profile.name, profile_file(profile), tuple(items))


def _has_known(table: Table, profile: Profile) -> bool:
    return any(profile.match(_label(cell)) for cell in table.cells if cell.raw.strip())


def _label(cell: Cell) -> str:
    return "".join(cell.raw.split())


def _n_tables(tables: Sequence[Table], profile: Profile, field: str) -> int:
    return sum(
        any(found.field == field for cell in table.cells if (found := profile.match(_label(cell))))
        for table in tables
    )


def _unknown(tables: Sequence[Table], profile: Profile) -> dict[str, list[Box]]:
    """Labels of first columns that the profile does not know, with their places, the commonest first."""
    found: dict[str, list[Box]] = defaultdict(list)
    for table in tables:
        for cell in table.cells:
            label = split_label(_label(cell))[0]
            is_label = cell.column == 0 and 0 < len(label) <= _LONGEST_LABEL
            if is_label and profile.match(_label(cell)) is None:
                found[label].append(cell.box)
    return dict(sorted(found.items(), key=lambda entry: -len(entry[1])))


def _likest(labels: Sequence[str], fields: Sequence[str], profile: Profile) -> dict[str, str]:
    """Unknown labels to the fields whose known words they are likest, one to one, best first."""
    scored = sorted(
        ((_score(label, field, profile), label, field) for label in labels for field in fields), reverse=True
    )
    pairs: dict[str, str] = {}
    for score, label, field in scored:
        if score >= _LIKE and label not in pairs and field not in pairs.values():
            pairs[label] = field
    return pairs


def _score(label: str, field: str, profile: Profile) -> float:
    from rapidfuzz import fuzz

    words = (key for key, name in profile.measure_labels.items() if name == field)
    return max((fuzz.ratio(label, word) / 100 for word in words), default=0.0)


def _labels(profile: Profile) -> Mapping[str, Sequence[str]]:
    return {str(name): words for name, words in profile.file.measure.labels.items()}


def _word(profile: Profile, field: str) -> str:
    return next(iter(_labels(profile).get(field, ())), field)


def _item(boxes: Sequence[Box], label: str, field: str | None, profile: Profile) -> DriftItem:
    pages = sorted(box.page for box in boxes)
    known = _word(profile, field) if field else None
    place = (len(boxes), (pages[0], pages[-1]), boxes[0])
    if field:
        words = [*_labels(profile).get(field, ()), label]
        line = ProfileLine(
            ("measure", "labels"), f"{field} = {toml_value(words)}", False,
            "言葉の似かただけによる案です。頁の画像で意味を確かめてください",
            "proposed by the likeness of the words alone: see on the page what it means",
        )  # fmt: skip
        return DriftItem("renamed", label, known, *place, line, field)
    line = ProfileLine(
        ("measure",), f"fields = {toml_value([*profile.file.measure.fields, label])}", False,
        "意味が既存の項目と同じなら、代わりに [measure.labels] のその項目に加えてください",
        "if it means the same as a known item, add it to that item of [measure.labels] instead",
    )  # fmt: skip
    return DriftItem("appeared", label, None, *place, line)
