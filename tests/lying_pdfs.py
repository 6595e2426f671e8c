"""Copies of the 2019 vision whose text layer lies: another digit is stored than the one that is drawn."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf

VISION = Path(__file__).parent.parent / "raw/ichinoseki-hiraizumi/2019-03/vision.pdf"
# Enough of it for every digit: statistics, population, and measures with their KPIs and amounts.
PAGES = (3, 5, 9, 10, 11, 12)
_NUMBER = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+\.[0-9]+|[0-9]{3}")


@dataclass(frozen=True)
class Lie:
    """A number on a page (from 1) as drawn and as stored."""

    page: int
    drawn: str
    stored: str


@dataclass(frozen=True)
class _Shown:
    """A number's show operator: page index, its place in the instructions, the font set for it, its text."""

    page: int
    index: int
    font_index: int
    font: str
    text: str


def _excerpt() -> pikepdf.Pdf:
    pdf = pikepdf.open(VISION)
    for index in reversed(range(len(pdf.pages))):
        if index + 1 not in PAGES:
            del pdf.pages[index]
    return pdf


def genuine(out: Path) -> None:
    """The same pages as they are."""
    with _excerpt() as pdf:
        pdf.save(out)


def with_twin_fonts(out: Path, count: int, seed: int) -> list[Lie]:
    """`count` numbers are shown in a copy of their font that stores one of their digits as another."""
    with _excerpt() as pdf:
        return _write(pdf, out, count, seed, _with_twin_font)


def with_actual_text(out: Path, count: int, seed: int) -> list[Lie]:
    """`count` numbers are marked with an /ActualText that has another digit."""
    with _excerpt() as pdf:
        return _write(pdf, out, count, seed, _with_actual_text)


def with_swapped_font(out: Path, one: str, other: str) -> list[Lie]:
    """Every font stores all of its `one` as `other` and the reverse; the numbers that lie because of it."""
    swap = str.maketrans({one: other, other: one})
    with _excerpt() as pdf:
        shown = [s for page in range(len(pdf.pages)) for s in _numbers(pdf, page)]
        fonts = {font.objgen: font for page in pdf.pages for font in page.Resources.Font.values()}
        for font in fonts.values():
            codes = {char: code for code, char in _characters(font).items()}
            if one in codes and other in codes:
                _store(pdf, font, {codes[one]: other, codes[other]: one})
        pdf.save(out)
    return [Lie(s.page + 1, s.text, lied) for s in shown if (lied := s.text.translate(swap)) != s.text]


def _write(pdf: pikepdf.Pdf, out: Path, count: int, seed: int, spoil: Any) -> list[Lie]:
    rng = random.Random(seed)
    shown = [s for page in range(len(pdf.pages)) for s in _numbers(pdf, page)]
    lies: list[Lie] = []
    by_page: dict[int, list[_Shown]] = {}
    for one in rng.sample(shown, count):
        by_page.setdefault(one.page, []).append(one)
    for page, chosen in sorted(by_page.items()):
        instructions = list(pikepdf.parse_content_stream(pdf.pages[page]))
        for one in sorted(chosen, key=lambda s: -s.index):
            drawn = rng.choice([char for char in one.text if char.isdigit()])
            stored = rng.choice([digit for digit in "0123456789" if digit != drawn])
            lies.append(Lie(page + 1, one.text, spoil(pdf, instructions, one, drawn, stored)))
        pdf.pages[page].Contents = pdf.make_stream(pikepdf.unparse_content_stream(instructions))
    pdf.save(out)
    return lies


def _with_twin_font(pdf: pikepdf.Pdf, instructions: list[Any], one: _Shown, drawn: str, stored: str) -> str:
    """Store each of the characters `drawn` as the one `stored`, in a font that only this number uses."""
    fonts = pdf.pages[one.page].Resources.Font
    codes = {char: code for code, char in _characters(fonts[one.font]).items()}
    twin = pdf.make_indirect(pikepdf.Dictionary(fonts[one.font]))
    _store(pdf, twin, {codes[char]: stored for char in drawn})
    name = f"/L{len(fonts)}"
    fonts[name] = twin
    operands, operator = instructions[one.font_index].operands, instructions[one.font_index].operator
    setting = pikepdf.ContentStreamInstruction([pikepdf.Name(name), operands[1]], operator)
    back = pikepdf.ContentStreamInstruction([pikepdf.Name(one.font), operands[1]], operator)
    instructions[one.index : one.index + 1] = [setting, instructions[one.index], back]
    return one.text.translate(dict.fromkeys(map(ord, drawn), stored))


def _with_actual_text(pdf: pikepdf.Pdf, instructions: list[Any], one: _Shown, drawn: str, stored: str) -> str:
    text = one.text.replace(drawn, stored, 1)
    properties = pikepdf.Dictionary(ActualText=pikepdf.String(text))
    begin = pikepdf.ContentStreamInstruction([pikepdf.Name.Span, properties], pikepdf.Operator("BDC"))
    end = pikepdf.ContentStreamInstruction([], pikepdf.Operator("EMC"))
    instructions[one.index : one.index + 1] = [begin, instructions[one.index], end]
    return text


def _numbers(pdf: pikepdf.Pdf, page: int) -> Iterator[_Shown]:
    fonts = pdf.pages[page].Resources.Font
    maps = {name: _characters(font) for name, font in fonts.items()}
    font, font_index = "", 0
    for index, instruction in enumerate(pikepdf.parse_content_stream(pdf.pages[page])):
        if str(instruction.operator) == "Tf":
            font, font_index = str(instruction.operands[0]), index
        elif str(instruction.operator) in ("Tj", "TJ"):
            text = "".join(maps[font].get(code, "?") for code in _codes(instruction.operands[0]))
            if _NUMBER.fullmatch(text):
                yield _Shown(page, index, font_index, font, text)


def _codes(operand: Any) -> Iterator[int]:
    parts = operand if isinstance(operand, pikepdf.Array) else [operand]
    for part in parts:
        if isinstance(part, pikepdf.String):
            yield from bytes(part)


def _characters(font: Any) -> dict[int, str]:
    """The font's stored characters by code; all fonts of this document have codes of one byte."""
    text = font.ToUnicode.read_bytes().decode("latin1")
    pairs = re.findall(r"<([0-9A-F]{2})>\s*<([0-9A-F]{4})>", text)
    return {int(code, 16): chr(int(value, 16)) for code, value in pairs}


def _store(pdf: pikepdf.Pdf, font: Any, changed: dict[int, str]) -> None:
    """Give the font a ToUnicode map of its own in which `changed` codes mean other characters."""

    def entry(found: re.Match[str]) -> str:
        code = int(found[1], 16)
        return f"<{found[1]}> <{ord(changed[code]):04X}>" if code in changed else found[0]

    text = font.ToUnicode.read_bytes().decode("latin1")
    mapped = re.sub(r"<([0-9A-F]{2})>\s*<[0-9A-F]{4}>", entry, text)
    font.ToUnicode = pdf.make_stream(mapped.encode("latin1"))


def with_unstored_digits(out: Path, count: int, seed: int) -> list[Lie]:
    """The first two digits of `count` numbers are drawn but stored as spaces, which PDFium takes for a gap.

    A single one is told as an unknown glyph where the page is read.
    """

    def spoil(pdf: pikepdf.Pdf, instructions: list[Any], one: _Shown, drawn: str, stored: str) -> str:
        return _with_twin_font(pdf, instructions, one, one.text[:2], " ")

    with _excerpt() as pdf:
        return _write(pdf, out, count, seed, spoil)
