"""A first profile for a document nobody has read yet: what its tables print and what that means.

Words of the vocabulary are taken as they are. A label it does not hold is proposed for a field only on what
the document itself shows (the values beside it, its place, its last word), each with its reason; the draft is
then tried on the document, and what it leaves open is listed for the person who reviews it.
"""

from __future__ import annotations

import difflib
import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from extractors.layouts.errors import NoMeasureTable
from extractors.layouts.evidence import (
    LONGEST_LABEL,
    MOST,
    Label,
    Proposal,
    agreement_items,
    area_labels,
    heads_targets,
    is_value,
    labels_of,
    measure_contents,
    names_with_number,
    proposals,
)
from extractors.layouts.levels import heading_levels, heading_roles, measures_of
from extractors.layouts.profile import Profile, load_profile, parse_profile, vocabulary
from extractors.layouts.shapes import is_settled, names_measure, sorted_tables
from extractors.reading import DocumentReading, Table
from extractors.records import Extraction, Finding
from extractors.text.folding import label_key

_NEEDED = ("name", "municipalities", "content", "kpi", "budget")  # nearly every vision prints them
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")  # no line of TOML, nor a comment, may hold these
_LIKE = 0.6  # from here on a word is worth showing as a likeness
HALF = 0.5
_AREAS = ("policy_area", "field", "item")
_ROLES = {
    "policy_area": "政策分野の見出し · the heading of a policy area",
    "field": "取組分野の見出し · of a field",
    "item": "取組の項目の見出し · of an item",
}
_SHAPES = {
    "table": "施策ごとに一つの表 · one table a measure",
    "list": "施策は一覧の行 · measures are rows of a list",
}
_NOT_REQUIRED = (*_AREAS, "years", "note", "indicator", "baseline", "target", "actual")


@dataclass(slots=True)
class Draft:
    """A drafted profile: its TOML text, its proposals (label, field, count, reason), what is open.

    `unknown` are labels a person has to settle, with how often they are printed.
    """

    text: str
    unknown: list[tuple[str, int]] = field(default_factory=list)
    proposals: list[tuple[str, str, int, str]] = field(default_factory=list)


@dataclass(slots=True)
class _Plan:
    """The parts of the profile under way."""

    name: str
    levels: list[str]
    known: dict[str, list[Label]]
    proposed: dict[str, Proposal]
    unknown: list[Label]
    shape: str = "table"
    ignore: list[str] = field(default_factory=list)
    roles: Mapping[str, str] = field(default_factory=dict)
    required: list[str] = field(default_factory=lambda: ["name"])
    funding: dict[str, str] = field(default_factory=dict)
    content: list[str] = field(default_factory=list)
    kpi: list[tuple[str, int]] = field(default_factory=list)
    cells: list[tuple[str, int]] = field(default_factory=list)
    found: set[str] = field(default_factory=set)

    def words(self) -> dict[str, list[tuple[str, int, str]]]:
        """Label, how often and why, for each field."""
        found: dict[str, list[tuple[str, int, str]]] = {}
        for name, labels in self.known.items():
            found[name] = [(w.text, w.n, "語彙 vocabulary") for w in labels]
        for word, one in self.proposed.items():
            why = f"要確認 {one.reason_ja} · {one.reason_en}"
            found.setdefault(one.field, []).append((word, one.n, why))
        return found

    def open(self) -> list[tuple[str, int]]:
        """The labels that are settled nowhere yet."""
        settled = {label_key(w) for w in (*self.proposed, *self.content, *self.funding)}
        return [(w.text, w.n) for w in self.unknown if label_key(w.text) not in settled] + self.cells


def draft_profile(reading: DocumentReading, name: str) -> Draft:
    """Draft a profile from the labels, headings, schedules and units a document prints."""
    base = load_profile("teiju-measure-sheet")
    tables = [t for p in reading.pages for t in p.tables if t.parent is None and len(t.cells) > 1]
    plan = _plan(name, tables, heading_levels(reading), base)
    profile = parse_profile(_toml(plan), name)
    measures = measures_of(reading, profile)
    if measures:
        printed = {role for role in _AREAS if any(d.of(role) for d in measures)}
        plan.roles = heading_roles(measures, printed, plan.levels)
        fields = {b.field for d in measures for b in d.blocks if ":" not in b.field} - {"", *_NOT_REQUIRED}
        plan.required = sorted({"name"} | {f for f in fields if all(d.of(f) for d in measures)})
        _try(plan, reading)
    words = [(label, f, n, why) for f, ws in plan.words().items() for label, n, why in ws]
    return Draft(_toml(plan), [*plan.open(), *plan.kpi], words)


def _plan(name: str, tables: Sequence[Table], levels: list[str], base: Profile) -> _Plan:
    agreements, lists, sheets = sorted_tables(tables, base)
    shape = "list" if len(lists) > sum(names_measure(t, base) for t in sheets) else "table"
    labels = labels_of(lists, base, are_lists=True) if shape == "list" else labels_of(sheets, base)
    known: dict[str, list[Label]] = {}
    unknown: list[Label] = []
    common = max((w.n_tables for w in labels), default=0)
    for label in labels:
        match = base.match(label.text)
        is_open = match is None and label.is_in_label_place
        is_word = not is_settled(label.text, base) or names_with_number(label, common)
        if is_open and (is_word or heads_targets(label, base)):
            unknown += [label] if label.n > 1 or shape == "list" else []
        elif match is not None and ":" not in match.field and match.field != "years":
            known.setdefault(match.field, []).append(label)
    areas = area_labels(labels, base)
    known = {f: kept for f, words in known.items() if (kept := _meant(words, common, areas))}
    counts = Counter({f: max(w.n_tables for w in words) for f, words in known.items()})
    contents = measure_contents(labels, counts, base)
    counts.update({one.field: one.n for one in contents.values()})
    items = agreement_items(labels_of(agreements, base), labels, base)
    proposed = areas | contents | proposals(unknown, counts, base) | items
    numbers = base.words("list", "number")
    ignore = [w.text for w in labels if shape == "table" and label_key(w.text) in numbers]
    return _Plan(name, levels, known, proposed, unknown, shape, ignore)


def _meant(words: Sequence[Label], common: int, areas: Mapping[str, Proposal]) -> list[Label]:
    """The labels of a field without words printed now and then: rows of another block, a rest over a page.

    The vocabulary knows them all the same; a rare one must not stand in the way of the block's own label.
    """
    is_rare = max(w.n_tables for w in words) < HALF * common
    return [] if is_rare else [w for w in words if w.text not in areas and w.is_in_label_place]


def _try(plan: _Plan, reading: DocumentReading) -> None:
    """Read the document with the draft: rows that some measures lack are not required, heads are settled."""
    from extractors.vision.interpret import interpret

    try:
        read = interpret(reading, parse_profile(_toml(plan), plan.name))
    except NoMeasureTable:
        return
    missing = {f.expected for f in read.findings if f.check_id == "layout.missing_row"}
    plan.required = [f for f in plan.required if f not in missing or f == "name"]
    unknown = [f for f in read.findings if f.check_id == "layout.unknown_label" and f.observed]
    plan.funding = _funding(unknown, read)
    plan.content = _agreed(unknown)
    heads = Counter(str(f.observed) for f in unknown if f.table_name == "measures")
    plan.kpi = [(word, n) for word, n in heads.items() if not any(word == w.text for w in plan.unknown)]
    plan.found = {r.TABLE for r in read.records}
    plan.cells = _open_cells(read.findings, sum(r.TABLE == "measures" for r in read.records))


def _open_cells(findings: Sequence[Finding], n_measures: int) -> list[tuple[str, int]]:
    """Words of cells that no label speaks for and that nearly every measure prints (連携町 beside a role)."""
    counts = Counter(str(f.observed) for f in findings if f.check_id == "layout.unlabelled_cell")
    words = ((w, n) for w, n in counts.most_common() if n >= MOST * n_measures and n > 1)
    return [(w, n) for w, n in words if len(w) <= LONGEST_LABEL and not is_value(w)]


def _funding(unknown: Sequence[Finding], read: Extraction) -> dict[str, str]:
    """Rows of amounts whose source is no word of the vocabulary, kept as printed."""
    printed = dict.fromkeys(str(f.observed) for f in unknown if f.table_name == "budgets")
    has_total = any(getattr(r, "funding", None) == "total" for r in read.records)
    sums = [w for w in printed if w.endswith(("計", "事業費", "総額"))]
    return {w: "total" if not has_total and sums == [w] else w for w in printed}


def _agreed(unknown: Sequence[Finding]) -> list[str]:
    printed = dict.fromkeys(str(f.observed) for f in unknown if f.table_name == "agreements")
    return [w for w in printed if w.endswith(("内容", "概要", "事項"))]


def _toml(plan: _Plan) -> str:
    words = plan.words()
    out = [
        "# 下書き。ページと見比べて直してください · A draft: check every line against the pages.",
        "",
        "[profile]",
        f"name = {_quoted(plan.name)}",
        f"title_ja = {_quoted(plan.name)}   # 様式を一行で · the layout in a line",
        "",
        "[headings]   # 見出しの番号の種類、外側から内側へ · numbering styles, outermost first",
        f"levels = {_listed(plan.levels)}",
        *(f'{role} = "{style}"   # {_ROLES[role]}' for role, style in plan.roles.items()),
        "",
        "[measure]",
        f'shape = "{plan.shape}"   # {_SHAPES[plan.shape]}',
        "# 全ての施策に印字される項目。欠ければ止まります · printed on every measure; its lack stops the run",
        f"required = {_listed(plan.required)}",
        *_unknown_lines(plan.open()),
        "fields = []   # 表に列のない項目：そのまま残す · rows kept as printed",
        f"ignore = {_listed(plan.ignore)}   # 公表する値のない語 · words that hold nothing to publish",
        "",
        "[measure.labels]   # 「要確認」は文書の印字からの案 · 要確認: proposed from the print",
        *(_label_line(f, one) for f, one in sorted(words.items())),
        *(f'# {f} = ["…"]   # 見つかりません · not found' for f in _missing(plan, words)),
        "",
        *_parts(plan),
    ]
    return "\n".join(_UNPRINTABLE.sub("\ufffd", line) for line in out)


def _missing(plan: _Plan, words: Mapping[str, object]) -> list[str]:
    """Fields that nearly every vision prints and that neither a label nor a table of its own gave."""
    tables = {"budget": "budgets", "kpi": "kpis", "municipalities": "measure_municipalities"}
    known = {*words, *plan.required}
    return [f for f in _NEEDED if f not in known and tables.get(f) not in plan.found]


def _parts(plan: _Plan) -> list[str]:
    """The sections beside the measure's labels, those that the document needs."""
    out = []
    if plan.kpi:
        heads = "、".join(f"{w} ×{n}" for w, n in plan.kpi)
        out += [f"[kpi]   # 未知の列 not known: {heads}", "# indicator, baseline, target, actual = […]", ""]
    if plan.funding:
        out += ["[budget.funding]   # 財源の行 · rows of funding (total: 事業費の全体)"]
        out += [f'{_quoted(printed)} = "{published}"' for printed, published in plan.funding.items()] + [""]
    if plan.content:
        out += ["[agreement]   # 協定の表 · agreements", f"content = {_listed(plan.content)}", ""]
    return out


def _label_line(name: str, words: Sequence[tuple[str, int, str]]) -> str:
    times = "、".join(f"{w} ×{n}" for w, n, _ in words)
    reasons = "、".join(dict.fromkeys(why for _, _, why in words))
    return f"{name} = {_listed([w for w, _, _ in words])}   # {reasons}: {times}"


def _unknown_lines(unknown: Sequence[tuple[str, int]]) -> list[str]:
    """Unknown labels as comments; the reviewer moves each to labels, fields or ignore."""
    if not unknown:
        return []
    lines = [
        "# 未知の語。measure.labels の項目・fields(表にそのまま残す)・ignore(値を持たない)・",
        "# budget.funding(財源の行)・agreement(役割を持つ者)のどれかに書いてください(docs/new-zone.ja.md)",
        "# Not known. Put each under measure.labels, fields (kept as printed), ignore (holds no value),",
        "# budget.funding (a row of funding) or agreement (whose role); see docs/new-zone.md:",
    ]
    for label, count in unknown:
        near = _likeness(label)
        lines.append(f"#   {_quoted(label)} ×{count}" + (f"   似た語 looks like: {near}" if near else ""))
    return lines


def _likeness(label: str) -> str:
    words = {w: f for f, ws in vocabulary()["measure"].items() for w in ws}
    close = difflib.get_close_matches(label, words, n=2, cutoff=_LIKE)
    return "、".join(f"{w} ({words[w]})" for w in close)


def _listed(words: Sequence[str]) -> str:
    return "[" + ", ".join(map(_quoted, words)) + "]"


def _quoted(text: str) -> str:
    """A TOML string: print may hold quotation marks and backslashes, which JSON escapes alike."""
    return json.dumps(text, ensure_ascii=False)
