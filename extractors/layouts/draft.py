"""A first profile for a document nobody has read yet: what its tables print and what that means.

Only exact synonyms of the vocabulary become proposals; a likeness is a comment for the person who reviews.
"""

from __future__ import annotations

import difflib
from collections import Counter
from dataclasses import dataclass, field

import regex

from extractors.layouts.labels import split_label
from extractors.layouts.profile import Profile, load_profile, vocabulary
from extractors.reading import Cell, DocumentReading, Line, Table
from extractors.text.folding import fold, label_key

LONGEST_LABEL = 24
_STYLES = {
    "roman": r"^\s*(?:[IVX]{1,4}|[Ⅰ-Ⅻ])[\s.．、]+\S",
    "chapter": r"^\s*第\s*[0-9一二三四五六七八九十]+\s*[章編部]",
    "section": r"^\s*第\s*[0-9一二三四五六七八九十]+\s*節",
    "ordinal": r"^\s*第\s*[0-9一二三四五六七八九十]+\s+\S",
    "kanji": r"^\s*[一二三四五六七八九十]{1,3}[\s.．、]+\S",
    "arabic": r"^\s*[0-9]{1,2}[\s.．、]+[^\d\s.,%]",
    "paren": r"^\s*[(（]\s*[0-9]{1,2}\s*[)）]",
    "circled": r"^\s*[①-⑳]",
    "kana": r"^\s*[アイウエオカキクケコ][\s.．、]+\S",
}
_PERIOD = regex.compile(r"[0-9元]年度?\s*[～〜~－-]")
_MUNICIPALITY = regex.compile(
    r"^(?!.*(?:市町村|市町|町村)$)[\p{Han}\p{Hiragana}\p{Katakana}ヶー]{1,7}[市町村]$"
)
_NEEDED = ("name", "municipalities", "content", "kpi", "budget")  # nearly every vision prints them
_LIKE = 0.6  # from here on a word is worth showing as a likeness


# Words that have their place in the vocabulary outside [measure].
_SETTLED = (
    ("budget", "total"),
    ("budget", "funding"),
    ("budget", "total_funding"),
    ("schedule", "header"),
    ("list", "number"),
    ("agreement", "content"),
    ("municipalities", "everyone"),
    ("tables", "system"),
    ("totals", "row"),
)


@dataclass(slots=True)
class Draft:
    """A drafted profile: its TOML text, and what a person has to settle (label, how often printed)."""

    text: str
    unknown: list[tuple[str, int]] = field(default_factory=list)
    proposals: list[tuple[str, str, int]] = field(default_factory=list)


def draft_profile(reading: DocumentReading, name: str) -> Draft:
    """Draft a profile from the labels, headings, schedules and units a document prints."""
    base = load_profile("teiju-measure-sheet")
    tables = [t for p in reading.pages for t in p.tables if t.parent is None and len(t.cells) > 1]
    labels = _labels(tables)
    is_list = _lists_measures(tables, base)
    known: dict[str, list[tuple[str, int]]] = {}
    unknown: list[tuple[str, int]] = []
    for label, count in labels.most_common():
        match = base.match(label)
        if match is not None and not match.field.startswith(("field:", "ignore:")):
            known.setdefault(match.field, []).append((label, count))
        elif match is None and count > 1 and base.match_kpi(label) is None and not _is_value(label):
            unknown.append((label, count))
    settled = {word for part, kind in _SETTLED for word in base.words(part, kind)}
    unknown = [(w, n) for w, n in unknown if label_key(w) not in settled and not w.endswith("の役割")]
    levels = _levels([n for p in reading.pages for n in p.lines])
    text = _toml(name, levels, is_list, known, unknown, _form(reading, base))
    proposals = [(label, f, n) for f, words in known.items() for label, n in words]
    return Draft(text, unknown, proposals)


def _labels(tables: list[Table]) -> Counter[str]:
    """Texts that look like labels: in the first column, shaded, or at a table's head."""
    counts: Counter[str] = Counter()
    for table in tables:
        for cell in table.cells:
            base = split_label(fold(cell.raw))[0]
            if 1 < len(base) <= LONGEST_LABEL and (cell.column == 0 or cell.is_shaded or cell.row == 0):
                counts[base] += 1
    return counts


def _is_value(label: str) -> bool:
    """A number, a year, a sentence or a municipality's name is no label (連携する市町村 is none of them)."""
    return bool(regex.search(r"[0-9。、]", label) or _MUNICIPALITY.search(label))


def _lists_measures(tables: list[Table], base: Profile) -> bool:
    heads = 0
    sheets = 0
    for table in tables:
        top: list[Cell] = [c for c in table.cells if c.row == 0 and c.raw.strip()]
        known = [c for c in top if base.match(c.raw) or base.match_kpi(c.raw)]
        named = any((m := base.match(c.raw)) and m.field == "name" for c in table.cells)
        is_head = len(known) >= 3 and len(known) >= 0.6 * len(top)
        heads += named and is_head
        sheets += named and not is_head
    return heads > sheets


def _levels(lines: list[Line]) -> list[str]:
    """Numbering styles in the order they first appear, those printed more than once."""
    counts: Counter[str] = Counter()
    first: dict[str, int] = {}
    for i, line in enumerate(lines):
        text = fold(line.text)
        for style, pattern in _STYLES.items():
            if len(text) < 60 and not text.rstrip().endswith("。") and regex.match(pattern, text):
                counts[style] += 1
                first.setdefault(style, i)
                break
    return sorted((s for s, n in counts.items() if n > 1), key=lambda s: first[s]) or ["arabic", "paren"]


def _form(reading: DocumentReading, base: Profile) -> str:
    """How schedules are shown: drawn arrows, marks in year cells, or a period in words."""
    arrows = sum(d.kind == "arrow" for p in reading.pages for d in p.drawings)
    periods = marks = 0
    active = base.words("marks", "active")
    for table in (t for p in reading.pages for t in p.tables):
        for cell in table.cells:
            text = "".join(cell.raw.split())
            periods += bool(_PERIOD.search(text)) and len(text) < 30
            marks += label_key(text) in active
    return max((("arrow", arrows), ("period", periods), ("marks", marks)), key=lambda pair: pair[1])[0]


def _toml(
    name: str,
    levels: list[str],
    is_list: bool,
    known: dict[str, list[tuple[str, int]]],
    unknown: list[tuple[str, int]],
    form: str,
) -> str:
    most = max((n for words in known.values() for _, n in words), default=1)
    required = [
        f
        for f, words in known.items()
        if sum(n for _, n in words) >= 0.8 * most and f not in ("years", "note")
    ]
    roles = list(zip(("policy_area", "field", "item"), levels[-3:], strict=False))
    out = [
        "# 下書き。ページと見比べて直してください · A draft: check every line against the pages.",
        "",
        "[profile]",
        f'name = "{name}"',
        f'title_ja = "{name}"',
        "",
        "[headings]   # 見出しの番号の種類、外側から内側へ · numbering styles, outermost first",
        f"levels = {_words(levels)}",
        *(f'{role} = "{style}"' for role, style in roles),
        "",
        "[measure]",
        f'shape = "{"list" if is_list else "table"}"',
        f"required = {_words(sorted(set(required) | {'name'}))}",
        *_unknown_lines(unknown),
        "",
        "[measure.labels]   # 語彙にある語だけを当てています · only exact words of the vocabulary",
        *(_label_line(f, words) for f, words in sorted(known.items()) if f != "years"),
        *(f'# {f} = ["…"]   # 見つかりません · not found' for f in _NEEDED if f not in known),
        "",
        "[schedule]",
        f'form = "{form}"',
        "",
    ]
    return "\n".join(out)


def _label_line(name: str, words: list[tuple[str, int]]) -> str:
    times = "、".join(f"{w} ×{n}" for w, n in words)
    return f"{name} = {_words([w for w, _ in words])}   # 語彙 vocabulary: {times}"


def _unknown_lines(unknown: list[tuple[str, int]]) -> list[str]:
    """Unknown labels as comments; the reviewer moves each to labels, fields or ignore."""
    if not unknown:
        return ["fields = []", "ignore = []"]
    lines = [
        "# 未知の項目名。measure.labels の項目・fields(表にそのまま残す)・ignore(値を持たない)・",
        "# budget.funding(財源の行)のどれかに書いてください(docs/new-zone.ja.md)",
        "# Not known. Put each under measure.labels, fields (kept as printed), ignore (holds no value) or",
        "# budget.funding (a row of funding); see docs/new-zone.md:",
    ]
    for label, count in unknown:
        near = _likeness(label)
        lines.append(f'#   "{label}" ×{count}' + (f"   似た語 looks like: {near}" if near else ""))
    return [*lines, "fields = []", "ignore = []"]


def _likeness(label: str) -> str:
    words = {w: f for f, ws in vocabulary()["measure"].items() for w in ws}
    close = difflib.get_close_matches(label, words, n=2, cutoff=_LIKE)
    return "、".join(f"{w} ({words[w]})" for w in close)


def _words(words: list[str]) -> str:
    return "[" + ", ".join(f'"{w}"' for w in words) + "]"
