"""From an extraction's findings to a drift report: reworded rows are paired with the ones they replace."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from extractors.layouts import Profile
from extractors.records import Extraction, Finding, Kpi, Measure, MeasureField, MeasureRole, Member
from pipeline.conform import Tables
from pipeline.drift.report import DriftItem, DriftReport, ProfileLine, profile_file, toml_value
from pipeline.drift.signs import Sign, signs
from pipeline.wording import wording_key

# A label replaces a row where nearly every measure that lacks the row has the label.
_TOGETHER: Final = 0.8
# A word in a cell without a label is taken for a label only if it is much like a known word for that field.
_ALIKE: Final = 0.5
_KPI_KINDS: Final = ("indicator", "baseline", "target")
_COUNTED: Final = (("measures", "施策", "measures"), ("agreements", "協定", "agreements"))
_LABELS: Final = ("measure", "labels")
_OTHER_JA = "意味が既存の項目と同じなら、代わりに [{section}] のその項目に加えてください"
_OTHER_EN = "if it means the same as a known item, add it to that item of [{section}] instead"


def is_layout_open(extraction: Extraction) -> bool:
    """Whether anything about the layout was not understood."""
    return any(finding.check_id.startswith("layout.") for finding in extraction.findings)


def find_drift(
    extraction: Extraction, profile: Profile, previous: Tables | None = None
) -> DriftReport | None:
    """How the document's layout differs from its profile's, None where it fits.

    `previous` are the tables of the edition before: what its measures say under a label tells which label
    replaced it, and its numbers of tables are compared.
    """
    found = extraction.findings
    unknown = signs(found, "layout.unknown_label")
    missing = signs((*found, *_unsaid_roles(extraction, profile)), "layout.missing_row")
    rows = [sign for sign in unknown if sign.part == "row"]
    evidence = _Evidence(extraction, profile, previous)
    pairs = _pairs([*rows, *_heads(extraction, missing, evidence)], missing, evidence)
    items = [
        *(_renamed(sign, profile, pairs[sign.label]) for sign in rows if sign.label in pairs),
        *(_vanished(sign, profile) for sign in missing if sign.label not in pairs.values()),
        *(_appeared(sign, profile) for sign in rows if sign.label not in pairs),
        *(_head(sign, profile, extraction) for sign in unknown if sign.part != "row"),
        *_others(extraction, profile, {sign.label for sign in unknown}, pairs),
    ]
    is_drift = any(item.kind != "unknown_table" for item in items)
    return (
        DriftReport(
            profile.name,
            profile_file(profile),
            tuple(items),
            _counts(extraction, previous),
            is_first=previous is None,
        )
        if is_drift
        else None
    )


def _heads(extraction: Extraction, missing: Sequence[Sign], evidence: _Evidence) -> list[Sign]:
    """Words in cells without a label that may be the reworded label of a missing field beside another row."""
    return [
        sign
        for sign in signs(extraction.findings, "layout.unlabelled_cell")
        if _is_word(sign.label)
        and not _names_members(sign.label, extraction)
        and any(evidence.score(sign.label, field.label) >= _ALIKE for field in missing)
    ]


def _names_members(text: str, extraction: Extraction) -> bool:
    """Whether a text is nothing but names of the zone's municipalities."""
    names = sorted((m.municipality for m in extraction.records if isinstance(m, Member)), key=len)
    for name in reversed(names):
        text = text.replace(name, "")
    return not text.strip("、・,，")


def _unsaid_roles(extraction: Extraction, profile: Profile) -> Iterator[Finding]:
    """Measures without roles of any form, where the extraction left open if an unknown row holds them."""
    told = {f.row_id for f in extraction.findings if f.expected == "role_sharing"}
    shared = {r.measure_id for r in extraction.records if isinstance(r, MeasureRole)}
    if "role_sharing" not in profile.file.measure.required:
        return
    measures = (record for record in extraction.records if isinstance(record, Measure))
    for record in measures:
        if record.role_sharing is None and record.measure_id not in told | shared:
            yield Finding(
                check_id="layout.missing_row",
                table_name="measures",
                row_id=record.measure_id,
                column_name="role_sharing",
                expected="role_sharing",
            )


class _Evidence:
    """How well a label replaces a field: by its words, and by what the edition before said there."""

    def __init__(self, extraction: Extraction, profile: Profile, previous: Tables | None) -> None:
        names = {r.measure_id: wording_key(r.name) for r in extraction.records if isinstance(r, Measure)}
        self._said = {
            (names.get(r.measure_id), r.label): wording_key(r.text)
            for r in extraction.records
            if isinstance(r, MeasureField)
        }
        self._before = {wording_key(row["name"]): row for row in previous["measures"]} if previous else {}
        self._profile = profile

    def score(self, label: str, field: str) -> float:
        """0 to 2: the likeness of the words, and of what is said."""
        from rapidfuzz import fuzz

        words = max(
            (fuzz.ratio(label, word) / 100 for word in _known_words(self._profile, field)), default=0.0
        )
        pairs = [
            (text, wording_key(self._before[name].get(field)))
            for (name, said_under), text in self._said.items()
            if said_under == label and name in self._before
        ]
        said = [fuzz.ratio(text, before) / 100 for text, before in pairs]
        return words + (sum(said) / len(said) if said else 0.0)


def _known_words(profile: Profile, field: str) -> list[str]:
    return [key for key, name in profile.measure_labels.items() if name == field]


def _pairs(unknown: Sequence[Sign], missing: Sequence[Sign], evidence: _Evidence) -> dict[str, str]:
    """Unknown row labels to the missing fields they replace, one to one, the best evidence first."""
    scored = sorted(
        (
            (evidence.score(label.label, field.label), label.label, field.label)
            for label in unknown
            for field in missing
            if len(label.measures & field.measures) >= _TOGETHER * len(field.measures) > 0
        ),
        reverse=True,
    )
    pairs: dict[str, str] = {}
    for _, label, field in scored:
        if label not in pairs and field not in pairs.values():
            pairs[label] = field
    return pairs


def _renamed(sign: Sign, profile: Profile, field: str) -> DriftItem:
    own: dict[str, list[str]] = {str(key): words for key, words in profile.file.measure.labels.items()}
    words = [*own.get(field, []), sign.label]
    line = ProfileLine(_LABELS, f"{field} = {toml_value(words)}", is_sure=True)
    known = (own.get(field) or _known_words(profile, field) or [field])[0]
    return replace(_item("renamed", sign, sign.label, known, line), field=field)


def _vanished(sign: Sign, profile: Profile) -> DriftItem:
    required = [name for name in profile.file.measure.required if name != sign.label]
    line = ProfileLine(
        ("measure",),
        f"required = {toml_value(required)}",
        is_sure=False,
        meaning_ja="印刷されているのに読めていないなら、この行は変えず、頁の画像を確かめてください",
        meaning_en="if it is printed after all, leave this line as it is and look at the page",
    )
    known = next(
        (words[0] for name, words in profile.file.measure.labels.items() if name == sign.label), None
    )
    return replace(_item("vanished", sign, None, known or sign.label, line), field=sign.label)


def _appeared(sign: Sign, profile: Profile) -> DriftItem:
    line = ProfileLine(
        ("measure",),
        f"fields = {toml_value([*profile.file.measure.fields, sign.label])}",
        is_sure=False,
        meaning_ja=_OTHER_JA.format(section=".".join(_LABELS)),
        meaning_en=_OTHER_EN.format(section=".".join(_LABELS)),
    )
    return _item("appeared", sign, sign.label, None, line)


def _head(sign: Sign, profile: Profile, extraction: Extraction) -> DriftItem:
    """An unknown head or label in a part of the table that has words of its own."""
    if sign.part == "funding":
        line = ProfileLine(
            ("budget", "funding"),
            f"{toml_value(sign.label)} = {toml_value(sign.label)}",
            is_sure=False,
            meaning_ja='事業費の全体を表す行なら、右辺を "total" にしてください',
            meaning_en='if the row holds the whole amount, write "total" on the right',
        )
        return _item("appeared", sign, sign.label, None, line)
    if sign.part == "agreement":
        key = "role_joint" if "役割" in sign.label or "分担" in sign.label else "content"
        own = list(getattr(profile.file.agreement, key))
        return _item("appeared", sign, sign.label, None, _open_line("agreement", key, [*own, sign.label]))
    gone = _silent_kpi_kinds(extraction)
    kind = gone[0] if len(gone) == 1 else _likest(sign.label, profile)
    words = [*getattr(profile.file.kpi, kind), sign.label]
    if len(gone) == 1:
        line = ProfileLine(("kpi",), f"{kind} = {toml_value(words)}", is_sure=True)
        return replace(_item("renamed", sign, sign.label, _kpi_word(profile, kind), line), field="kpi")
    return _item("appeared", sign, sign.label, None, _open_line("kpi", kind, words))


def _open_line(section: str, key: str, words: Sequence[str]) -> ProfileLine:
    meanings = (_OTHER_JA.format(section=section), _OTHER_EN.format(section=section))
    return ProfileLine((section,), f"{key} = {toml_value(words)}", False, *meanings)


def _silent_kpi_kinds(extraction: Extraction) -> list[str]:
    """The KPI columns that say nothing in any row: the ones an unknown head may have replaced."""
    kpis = [record for record in extraction.records if isinstance(record, Kpi)]
    prints: Mapping[str, Sequence[str | None]] = {
        "indicator": [kpi.indicator for kpi in kpis],
        "baseline": [kpi.baseline_raw for kpi in kpis],
        "target": [kpi.target_raw for kpi in kpis],
    }
    return [kind for kind in _KPI_KINDS if not any(prints[kind])]


def _likest(label: str, profile: Profile) -> str:
    from rapidfuzz import fuzz

    def score(kind: str) -> float:
        """How like the label is to the likest word of a kind of column, 0 to 100."""
        return max((fuzz.ratio(label, word) for word in profile.words("kpi", kind)), default=0.0)

    return max(_KPI_KINDS, key=score)


def _kpi_word(profile: Profile, kind: str) -> str:
    known: Mapping[str, Sequence[str]] = profile.vocabulary["kpi"]
    return next(iter([*getattr(profile.file.kpi, kind), *known[kind]]), kind)


def _others(
    extraction: Extraction, profile: Profile, told: Iterable[str], pairs: Mapping[str, str]
) -> Iterator[DriftItem]:
    """Doubled rows, cells without a label, unknown tables; a head that was told is not told again.

    Cells that lack their label because it was reworded (`pairs`) are told as that.
    """
    known = set(told)
    for sign in signs(extraction.findings, "layout.duplicate_row"):
        if sign.label not in known:
            yield _item("doubled", sign, sign.label, None, None)
    for sign in signs(extraction.findings, "layout.unlabelled_cell"):
        if sign.label in known or _stands_under(sign, extraction, pairs):
            continue
        if sign.label in pairs:
            yield _renamed(sign, profile, pairs[sign.label])
        else:
            advice = _ignored(sign, profile) if _is_word(sign.label) else None
            yield _item("unlabelled", sign, sign.label, None, advice)
    for sign in signs(extraction.findings, "layout.unknown_table"):
        yield _item("unknown_table", sign, sign.label, None, None)


def _stands_under(sign: Sign, extraction: Extraction, pairs: Mapping[str, str]) -> bool:
    """Whether a cell holds the names of municipalities, whose label was reworded."""
    return "municipalities" in pairs.values() and _names_members(sign.label, extraction)


def _is_word(text: str) -> bool:
    """Whether a cell without a label may be a head without a value: short, no figure, no sentence."""
    return 0 < len(text) <= 12 and not any(c.isdigit() or c in "、。" for c in text)


def _ignored(sign: Sign, profile: Profile) -> ProfileLine:
    return ProfileLine(
        ("measure",),
        f"ignore = {toml_value([*profile.file.measure.ignore, sign.label])}",
        is_sure=False,
        meaning_ja="年の見出しの隅などの、値を持たない語のときだけ。値なら頁の画像で表の区切りを確かめてください",
        meaning_en="only for a word without a value, as in the corner of a head; else look at the page",
    )


def _item(
    kind: Any, sign: Sign, label: str | None, known: str | None, advice: ProfileLine | None
) -> DriftItem:
    return DriftItem(kind, label, known, len(sign.findings), sign.pages, sign.box, advice)


def _counts(extraction: Extraction, previous: Tables | None) -> tuple[tuple[str, str, int | None, int], ...]:
    now = [record.TABLE for record in extraction.records]
    return tuple(
        (ja, en, len(previous[table]) if previous else None, now.count(table)) for table, ja, en in _COUNTED
    )
