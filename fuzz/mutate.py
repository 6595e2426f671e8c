"""Damage to PDFs: what transfers, editors, generators and attackers do to a file."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Final

Mutation = Callable[[bytes, random.Random], bytes]

_NUMBER: Final = re.compile(rb"(?<![\w.])-?\d+(?:\.\d+)?(?![\w.])")
_REFERENCE: Final = re.compile(rb"(\d+) 0 R\b")
_OBJECT: Final = re.compile(rb"\b\d+ 0 obj\b(.*?)\bendobj\b", re.DOTALL)
_NAME: Final = re.compile(rb"/[A-Za-z][A-Za-z0-9]*")
_KEYWORD: Final = re.compile(
    rb"\b(?:endobj|endstream|stream|xref|trailer|startxref|obj|BT|ET|Tj|re|Do|cm|q|Q)\b"
)
_WILD_NUMBERS: Final = (
    *(b"0", b"-1", b"1e99", b"99999999999999999999", b"-2147483648", b"4294967296"),
    *(b"0.0000000001", b"65536", b"1000000", b"nan"),
)


def flip_bytes(data: bytes, rng: random.Random) -> bytes:
    """A few bytes changed anywhere."""
    out = bytearray(data)
    for _ in range(rng.choice((1, 4, 32, 256))):
        out[rng.randrange(len(out))] = rng.randrange(256)
    return bytes(out)


def truncate(data: bytes, rng: random.Random) -> bytes:
    """The end missing, with or without an end mark put back."""
    return data[: rng.randrange(1, len(data))] + rng.choice((b"", b"\n%%EOF", b"\nstartxref\n0\n%%EOF"))


def cut_out(data: bytes, rng: random.Random) -> bytes:
    """A part missing from the middle."""
    start = rng.randrange(len(data))
    return data[:start] + data[start + rng.randrange(1, 2 + len(data) // 4) :]


def repeat_part(data: bytes, rng: random.Random) -> bytes:
    """A part twice."""
    start = rng.randrange(len(data))
    part = data[start : start + rng.randrange(1, 5000)]
    return data[:start] + part * rng.choice((2, 50)) + data[start:]


def blow_up_numbers(data: bytes, rng: random.Random) -> bytes:
    """Numbers replaced by extreme ones."""
    return _replace_some(_NUMBER, data, rng, lambda _: rng.choice(_WILD_NUMBERS))


def redirect_references(data: bytes, rng: random.Random) -> bytes:
    """References that lead to another object: cycles, wrong kinds, nothing."""
    numbers = [found[1] for found in _REFERENCE.finditer(data)] or [b"1"]
    return _replace_some(_REFERENCE, data, rng, lambda _: rng.choice(numbers) + b" 0 R")


def swap_objects(data: bytes, rng: random.Random) -> bytes:
    """Bodies of two objects exchanged."""
    bodies = list(_OBJECT.finditer(data))
    if len(bodies) < 2:
        return data
    first, second = sorted(rng.sample(bodies, 2), key=lambda m: m.start())
    return b"".join(
        (
            data[: first.start(1)],
            second[1],
            data[first.end(1) : second.start(1)],
            first[1],
            data[second.end(1) :],
        )
    )


def exchange_names(data: bytes, rng: random.Random) -> bytes:
    """Names replaced by others of the same file."""
    names = [found[0] for found in _NAME.finditer(data)] or [b"/X"]
    return _replace_some(_NAME, data, rng, lambda _: rng.choice(names))


def drop_keywords(data: bytes, rng: random.Random) -> bytes:
    """Keywords and operators missing."""
    return _replace_some(_KEYWORD, data, rng, lambda _: b"")


MUTATIONS: Final[Mapping[str, Mutation]] = {
    function.__name__: function
    for function in (
        flip_bytes,
        truncate,
        cut_out,
        repeat_part,
        blow_up_numbers,
        redirect_references,
        swap_objects,
        exchange_names,
        drop_keywords,
    )
}


def _replace_some(
    pattern: re.Pattern[bytes], data: bytes, rng: random.Random, new: Callable[[re.Match[bytes]], bytes]
) -> bytes:
    """One to a hundred occurrences replaced."""
    places = list(pattern.finditer(data))
    chosen = rng.sample(places, min(len(places), rng.choice((1, 5, 20, 100))))
    out, end = [], 0
    for place in sorted(chosen, key=lambda m: m.start()):
        out += [data[end : place.start()], new(place)]
        end = place.end()
    return b"".join([*out, data[end:]])


def laid_open(data: bytes, pages: int) -> bytes:
    """The first pages of a PDF with nothing packed, so that damage reaches operators and dictionaries."""
    import pikepdf

    with pikepdf.open(BytesIO(data)) as pdf:
        while len(pdf.pages) > pages:
            del pdf.pages[-1]
        out = BytesIO()
        pdf.save(
            out,
            compress_streams=False,
            stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
        )
    return out.getvalue()
