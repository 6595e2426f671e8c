"""The text operators of a content stream (PDF 32000-1 §9), with fonts and objects from pdfminer.

Some nine tenths of a plan's content streams are rules and colours. One pattern skips those at the speed of
the `re` module, which makes the second opinion about four times cheaper than pdfminer's own interpreter; the
tests hold the two against each other.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from extractors.readers.frame import IDENTITY, Matrix, multiply

_MAX_FORM_DEPTH = 24

_TOKEN = re.compile(
    rb"""[\0\t\n\f\r ]*+(?:
    (?P<skip>(?:[-+.0-9]+[\0\t\n\f\r ]+){0,6}+
        (?:re|rg|RG|[SsFfBbW]\*?|[mlcvyhnwJjMiGgkKd])(?![^\0\t\n\f\r \[\]()<>/%]))
    |(?P<number>[-+]?(?:[0-9]++\.?[0-9]*+|\.[0-9]++))
    |(?P<operator>[A-Za-z'"][A-Za-z0-9*]*+)
    |<(?P<hex>[0-9A-Fa-f\0\t\n\f\r ]*+)>
    |\((?P<text>(?:[^()\\]++|\\.)*+)\)
    |(?P<nested>\()
    |/(?P<name>[^\0\t\n\f\r \[\]()<>{}/%]*+)
    |(?P<opening>\[)
    |%[^\r\n]*+
    |.
    )""",
    re.VERBOSE | re.DOTALL,
)
_PAREN = re.compile(rb"\\.|[()]", re.DOTALL)
_IMAGE_END = re.compile(rb"[\0\t\n\f\r ]EI(?=[\0\t\n\f\r ]|$)")
_ESCAPE = re.compile(rb"\\(?:([0-7]{1,3})|(\r\n?|\n)|(.))", re.DOTALL)
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}

Operand = float | bytes | str


@dataclass(slots=True)
class TextState:
    """The text state parameters that q and Q save, and the transformation matrix."""

    ctm: Matrix
    font: Any = None
    size: float = 0.0
    char_space: float = 0.0
    word_space: float = 0.0
    scaling: float = 1.0
    leading: float = 0.0
    rise: float = 0.0
    mode: int = 0


class TextSink(Protocol):
    """Takes shown strings."""

    def show(
        self, state: TextState, matrix: Matrix, start: tuple[float, float], items: list[Any]
    ) -> tuple[float, float]:
        """Take `items` (bytes and TJ numbers) from `start` on; return where the next string starts.

        Positions are in text space relative to the line's start; `matrix` leads from there to the display.
        """


@dataclass(slots=True)
class Resources:
    """Looks up what a content stream names: fonts, and forms as (data, matrix, their own resources)."""

    font: Callable[[str], Any]
    form: Callable[[str], tuple[bytes, Matrix, Resources] | None]


@dataclass(slots=True)
class ContentRunner:
    """Runs one content stream for its text. Unknown operators and surplus operands are passed over."""

    sink: TextSink
    resources: Resources
    state: TextState
    depth: int = 0
    line: Matrix = IDENTITY
    offset: tuple[float, float] = (0.0, 0.0)
    saved: list[TextState] = field(default_factory=list)

    def run(self, data: bytes) -> None:
        """Interpret the decoded stream."""
        operands: list[Operand] = []
        position, match, end = 0, _TOKEN.match, len(data)
        while position < end and (token := match(data, position)) is not None:
            position, kind = token.end(), token.lastgroup
            if kind == "number":
                operands.append(float(token[kind]))
            elif kind == "operator":
                position = self._operate(token[kind], operands, data, position)
                operands = []
            elif kind == "skip":
                operands = []
            elif kind == "text":
                operands.append(_unescaped(token[kind]))
            elif kind == "hex":
                operands.append(_from_hex(token[kind]))
            elif kind == "name":
                operands.append(token[kind].decode("latin-1"))
            elif kind == "nested":
                text, position = _nested_string(data, position)
                operands.append(text)
            elif kind == "opening":
                operands = []  # only TJ takes an array that matters, and it takes nothing else

    def _operate(self, operator: bytes, operands: list[Operand], data: bytes, position: int) -> int:
        if operator == b"ID":
            found = _IMAGE_END.search(data, position)
            return found.end() if found else len(data)
        action = _ACTIONS.get(operator)
        if action is not None:
            action(self, operands)
        return position

    def save(self, _operands: list[Operand]) -> None:
        """q."""
        self.saved.append(replace(self.state))

    def restore(self, _operands: list[Operand]) -> None:
        """Q."""
        if self.saved:
            self.state = self.saved.pop()

    def concatenate(self, operands: list[Operand]) -> None:
        """cm."""
        matrix = _matrix(operands)
        if matrix is not None:
            self.state.ctm = multiply(matrix, self.state.ctm)

    def begin(self, _operands: list[Operand]) -> None:
        """BT."""
        self._start_line(IDENTITY)

    def set_font(self, operands: list[Operand]) -> None:
        """Tf."""
        if len(operands) >= 2 and isinstance(operands[-2], str) and isinstance(operands[-1], float):
            self.state.font, self.state.size = self.resources.font(operands[-2]), operands[-1]

    def move(self, operands: list[Operand]) -> None:
        """Td."""
        x, y = _numbers(operands, 2)
        a, b, c, d, e, f = self.line
        self._start_line((a, b, c, d, x * a + y * c + e, x * b + y * d + f))

    def move_and_lead(self, operands: list[Operand]) -> None:
        """TD."""
        self.state.leading = -_numbers(operands, 2)[1]
        self.move(operands)

    def set_matrix(self, operands: list[Operand]) -> None:
        """Tm."""
        self._start_line(_matrix(operands) or self.line)

    def next_line(self, _operands: list[Operand]) -> None:
        """T*."""
        self.move([0.0, -self.state.leading])

    def show(self, operands: list[Operand]) -> None:
        """Tj and TJ."""
        if self.state.font is not None:
            matrix = multiply(self.line, self.state.ctm)
            self.offset = self.sink.show(self.state, matrix, self.offset, operands)

    def next_line_and_show(self, operands: list[Operand]) -> None:
        """' (one string) and " (word space, character space, string)."""
        if len(operands) >= 3:
            self.state.word_space, self.state.char_space = _numbers(operands[:2], 2)
        self.next_line([])
        self.show(operands[-1:])

    def do(self, operands: list[Operand]) -> None:
        """Do: forms are run in place, images are none of the text's business."""
        name = operands[-1] if operands else None
        found = self.resources.form(name) if isinstance(name, str) else None
        if found is None or self.depth >= _MAX_FORM_DEPTH:
            return
        data, matrix, resources = found
        inner = replace(self.state, ctm=multiply(matrix, self.state.ctm))
        ContentRunner(self.sink, resources, inner, self.depth + 1).run(data)

    def _start_line(self, line: Matrix) -> None:
        self.line, self.offset = line, (0.0, 0.0)


def _setter(name: str, factor: float = 1.0) -> Callable[[ContentRunner, list[Operand]], None]:
    def set_parameter(runner: ContentRunner, operands: list[Operand]) -> None:
        """Set the parameter of the text state from the operator's one number."""
        setattr(runner.state, name, _numbers(operands, 1)[0] * factor)

    return set_parameter


_ACTIONS: dict[bytes, Callable[[ContentRunner, list[Operand]], None]] = {
    b"q": ContentRunner.save,
    b"Q": ContentRunner.restore,
    b"cm": ContentRunner.concatenate,
    b"BT": ContentRunner.begin,
    b"Tf": ContentRunner.set_font,
    b"Td": ContentRunner.move,
    b"TD": ContentRunner.move_and_lead,
    b"Tm": ContentRunner.set_matrix,
    b"T*": ContentRunner.next_line,
    b"Tj": ContentRunner.show,
    b"TJ": ContentRunner.show,
    b"'": ContentRunner.next_line_and_show,
    b'"': ContentRunner.next_line_and_show,
    b"Do": ContentRunner.do,
    b"Tc": _setter("char_space"),
    b"Tw": _setter("word_space"),
    b"Tz": _setter("scaling", 0.01),
    b"TL": _setter("leading"),
    b"Ts": _setter("rise"),
    b"Tr": _setter("mode"),
}


def _numbers(operands: list[Operand], count: int) -> list[float]:
    """The last `count` operands, 0 for what is missing or no number."""
    found = [value if isinstance(value, float) else 0.0 for value in operands[-count:]]
    return [0.0] * (count - len(found)) + found


def _matrix(operands: list[Operand]) -> Matrix | None:
    found = [value for value in operands[-6:] if isinstance(value, float)]
    return (found[0], found[1], found[2], found[3], found[4], found[5]) if len(found) == 6 else None


def _nested_string(data: bytes, start: int) -> tuple[bytes, int]:
    """A string with parentheses inside, from after its opening one; also the position after its end."""
    depth = 1
    for mark in _PAREN.finditer(data, start):
        depth += {b"(": 1, b")": -1}.get(mark[0], 0)
        if depth == 0:
            return _unescaped(data[start : mark.start()]), mark.end()
    return _unescaped(data[start:]), len(data)


def _unescaped(text: bytes) -> bytes:
    return _ESCAPE.sub(_meaning, text) if b"\\" in text else text


def _meaning(escape: re.Match[bytes]) -> bytes:
    octal, line_end, other = escape.groups()
    if octal is not None:
        return bytes([int(octal, 8) & 0xFF])
    return b"" if line_end is not None else _ESCAPED.get(other, other)


def _from_hex(digits: bytes) -> bytes:
    digits = digits.translate(None, b"\0\t\n\f\r ")
    return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))
