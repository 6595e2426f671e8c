"""Labels put right: a label's cell that differs from one known label by a character or two is that label.

Labels are matched exactly further on, so one misread stroke would lose a row. Only cells at a table's head or
side are looked at, only against the words of the vocabulary and the profiles, and every change is reported.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from rapidfuzz.distance import Levenshtein

from extractors.geometry import Box
from extractors.layouts.labels import split_label, without_mark
from extractors.layouts.profile import load_profile, profile_names, vocabulary
from extractors.reading import Cell, Line, PageReading, Table
from extractors.tables.glyphs import visible_length
from extractors.text.folding import fold, label_key
from extractors.text.units import money_unit

# A shorter word is too near to others; in four characters one may be wrong, in eight two.
_MIN_LENGTH = 4
_TWO_WRONG_LENGTH = 8
_MIN_BEFORE_MONEY = 3  # 事業費（千円）: a unit of money behind a label says that it is one of amounts
_DOUBLED = re.compile(r"([ぁ-んァ-ヴ])\1+")
_STROKES_AROUND = re.compile(r"^[一ー―—–−・-]+|[一ー―—–−・-]+$")
# Trust of every character of a cell that all looks read alike: 連携の内容 (0.99) is a label of its own, while
# 役割分揚 for 役割分担 has 0.96 at most.
_SURE = 0.97
# Shapes that Tesseract takes for each other however sure it is, beside small kana and voiced ones.
_OF_ONE_SHAPE = str.maketrans(
    "ぁぃぅぇぉっゃゅょァィゥェォッャュョ一", "あいうえおつやゆよアイウエオツヤユヨー"
)
_VOICING = str.maketrans("", "", "\u3099\u309a")
_PARTS = ("measure", "measure_fields", "kpi", "schedule", "budget", "agreement", "totals", "list")


def with_labels_put_right(reading: PageReading) -> PageReading:
    """The page with its labels as the vocabulary has them; each change is a problem `ocr.label_corrected`."""
    problems: list[tuple[str, str, Box | None]] = []
    tables = tuple(_table(table, problems) for table in reading.tables)
    if not problems:
        return reading
    # The account is of what the cells hold: a label may have gained the character that was not read.
    chars_total = reading.chars_total + _n_chars(tables) - _n_chars(reading.tables)
    return replace(reading, tables=tables, chars_total=chars_total, problems=(*reading.problems, *problems))


def _n_chars(tables: Sequence[Table]) -> int:
    cells = (cell for table in tables for cell in table.cells)
    return sum(visible_length(line.text) for cell in cells for line in cell.lines)


@cache
def known_labels() -> frozenset[str]:
    """Folded labels of the vocabulary and of the package's profiles, without those that name a member."""
    words = [word for part in _PARTS for word in _words(vocabulary()[part])]
    for name in profile_names():
        words += _words(load_profile(name).file.model_dump(exclude={"profile", "statistics"}))
    return frozenset(fold(word) for word in words if "{" not in word)


def _words(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [word for part in value.values() for word in _words(part)]
    return [word for part in value or () for word in _words(part)] if isinstance(value, list) else []


def _table(table: Table, problems: list[tuple[str, str, Box | None]]) -> Table:
    return replace(table, cells=tuple(_put_right(cell, problems) for cell in table.cells))


def _put_right(cell: Cell, problems: list[tuple[str, str, Box | None]]) -> Cell:
    found = _corrected(cell) if _may_be_label(cell) else None
    if found is None:
        return cell
    word, lines = found
    problems.append(("ocr.label_corrected", f"{_squeezed(cell)} → {word}", cell.box))
    return replace(cell, lines=lines)


def _may_be_label(cell: Cell) -> bool:
    return bool(cell.lines) and (cell.is_shaded or cell.row == 0 or cell.column == 0)


def _squeezed(cell: Cell) -> str:
    return "".join(fold(cell.raw).split())


def _corrected(cell: Cell) -> tuple[str, tuple[Line, ...]] | None:
    """The label that a cell's words nearly are, and its lines with it; None where they are one, or none."""
    text = _squeezed(cell)
    base, suffix = split_label(text)
    plain = {text, base, without_mark(text), without_mark(base)}  # ⑦事業費 is no misread 総事業費
    if plain & known_labels() or {label_key(words) for words in plain} & _keys():
        return None
    is_sure = _is_sure(cell)
    for words in dict.fromkeys((text, base)):
        near = _without_strokes(words) or nearest_label(words) or nearest_label(_once(words))
        if near is None and words == base and suffix is not None and money_unit(suffix):
            near = _nearest(base, _amounts(), _MIN_BEFORE_MONEY)
        if near is not None and not (is_sure and _is_other(words, near)):
            return near, tuple(_relined(cell.lines, words, near))
    return None


def _is_sure(cell: Cell) -> bool:
    """Whether all looks at a cell read it alike and trust each of its characters."""
    trusts = [line.confidence for line in cell.lines if line.confidence is not None]
    return cell.agreement != "differ" and min(trusts, default=0.0) >= _SURE


def _is_other(words: str, label: str) -> bool:
    """Whether words surely read are another label: not by look-alikes alone, nor cut by the end of a page."""
    return _shape(words) != _shape(label) and not label.startswith(words)


def _shape(words: str) -> str:
    """Words with one character for all of one shape; strokes around them, remains of a rule, are no word."""
    plain = _STROKES_AROUND.sub("", words).translate(_OF_ONE_SHAPE)
    return unicodedata.normalize("NFD", plain).translate(_VOICING)


def _without_strokes(words: str) -> str | None:
    """The known label within strokes that a rule beside it left (一一事業名, 実施計画一一), if any."""
    label = _STROKES_AROUND.sub("", words)
    return label if label != words and label_key(label) in _keys() else None


def _once(words: str) -> str:
    """Words with each run of one kana as a single one: Tesseract at times doubles those of スケジュール."""
    return _DOUBLED.sub(r"\1", words)


@cache
def _keys() -> frozenset[str]:
    return frozenset(label_key(word) for word in known_labels())


def nearest_label(words: str) -> str | None:
    """The one known label within reach of `words`; None where there is none or several are as near."""
    return _nearest(words, known_labels(), _MIN_LENGTH)


@cache
def _amounts() -> frozenset[str]:
    """The vocabulary's labels of amounts."""
    return frozenset(fold(word) for word in _words(vocabulary()["measure"]["budget"]))


def _nearest(words: str, labels: frozenset[str], min_length: int) -> str | None:
    if len(words) < min_length:
        return None
    reach = 2 if len(words) >= _TWO_WRONG_LENGTH else 1
    near = sorted(
        (d, w) for w in labels if (d := Levenshtein.distance(words, w)) <= reach and len(w) >= min_length
    )
    if not near or (len(near) > 1 and near[1][0] == near[0][0]):
        return None
    return near[0][1]


def _relined(lines: tuple[Line, ...], words: str, label: str) -> Iterator[Line]:
    """The lines with the characters of `words` replaced by those of `label`; what follows them stays."""
    texts = ["".join(fold(line.text).split()) for line in lines]
    owner = [i for i, text in enumerate(texts) for _ in text]
    new = [""] * len(lines)
    for step in Levenshtein.opcodes(words, label):
        at = min(step.src_start, len(owner) - 1)
        if step.tag in ("insert", "delete"):
            new[owner[max(0, at - 1)]] += label[step.dest_start : step.dest_end]
            continue
        for k in range(step.dest_end - step.dest_start):
            new[owner[step.src_start + k]] += label[step.dest_start + k]
    rest = "".join(texts)[len(words) :]
    for k, char in enumerate(rest):
        new[owner[len(words) + k]] += char
    return (replace(line, text=text) for line, text in zip(lines, new, strict=True) if text)
