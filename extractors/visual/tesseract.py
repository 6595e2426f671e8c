"""Digits read from pictures by Tesseract, many pictures a start, two processes at a time."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from extractors.visual.runs import digits_of

Picture = tuple[int, int, bytes]

_PROCESSES = 2
_WHITELIST = "tessedit_char_whitelist=0123456789,."
_SINGLE_LINE = "7"
_PAGE_END = "\f"
_SECONDS_A_PICTURE = 2.0
_SECONDS_TO_START = 20.0


@dataclass(frozen=True, slots=True)
class Look:
    """One way to show a number: the height in pixels it is scaled to, and the white around it."""

    height_px: int
    border_px: int


# Measured on visions set by three programs: single lines 20 to 30 pixels high are read best, and what one
# look misreads another reads right.
LOOKS = (Look(26, 12), Look(22, 8), Look(30, 8))


class TesseractFailed(Exception):
    """Tesseract is there but did not answer; the reason is its own."""


@cache
def has_tesseract() -> bool:
    """Whether Tesseract is installed with its Japanese data, as a machine for this work has it."""
    program = shutil.which("tesseract")
    if program is None:
        return False
    try:
        found = subprocess.run(
            [program, "--list-langs"], capture_output=True, text=True, timeout=_SECONDS_TO_START, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return {"eng", "jpn"} <= set((found.stdout + found.stderr).split())


def read_digits(pictures: Sequence[Picture], look: Look) -> list[str]:
    """The digits of each picture (width, height, grey bytes), dark on white. Raises TesseractFailed."""
    shares = [range(start, len(pictures), _PROCESSES) for start in range(min(_PROCESSES, len(pictures)))]
    with (
        tempfile.TemporaryDirectory(prefix="kyosei-digits-") as folder,
        ThreadPoolExecutor(_PROCESSES) as pool,
    ):
        batches = [_Batch(Path(folder), f"{share.start}", look) for share in shares]
        jobs = [
            pool.submit(batch.read, [pictures[i] for i in share])
            for batch, share in zip(batches, shares, strict=True)
        ]
        found = dict(_numbered(shares, [job.result() for job in jobs]))
    return [found[index] for index in range(len(pictures))]


def _numbered(shares: Sequence[range], answers: Sequence[list[str]]) -> Iterator[tuple[int, str]]:
    for share, texts in zip(shares, answers, strict=True):
        yield from zip(share, texts, strict=True)


class _Batch:
    def __init__(self, folder: Path, name: str, look: Look) -> None:
        self._folder, self._name, self._look = folder, name, look

    def read(self, pictures: Sequence[Picture]) -> list[str]:
        """The digits of each picture, in the pictures' order. Raises `TesseractFailed`."""
        listing = self._folder / f"{self._name}.txt"
        files = [self._write(index, picture) for index, picture in enumerate(pictures)]
        listing.write_text("".join(f"{file}\n" for file in files), encoding="utf-8")
        command = ["tesseract", str(listing), "stdout", "-l", "eng", "--psm", _SINGLE_LINE, "-c", _WHITELIST]
        seconds = _SECONDS_TO_START + _SECONDS_A_PICTURE * len(files)
        answer = _run(command, seconds)
        texts = answer.split(_PAGE_END)[: len(files)]
        if len(texts) != len(files):
            raise TesseractFailed(f"{len(texts)} answers to {len(files)} pictures")
        return [digits_of(text) for text in texts]

    def _write(self, index: int, picture: Picture) -> Path:
        from PIL import Image, ImageOps

        width, height, data = picture
        image = Image.frombytes("L", (width, height), data)
        factor = self._look.height_px / height
        image = image.resize((max(1, round(width * factor)), self._look.height_px), Image.Resampling.BICUBIC)
        file = self._folder / f"{self._name}-{index}.pgm"
        ImageOps.expand(image, self._look.border_px, 255).save(file)
        return file


def _run(command: list[str], seconds: float) -> str:
    # One thread a process: more threads only wait for each other on such small pictures.
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=seconds, env=environment, check=True
        )
    except (OSError, subprocess.SubprocessError, UnicodeDecodeError) as error:
        raise TesseractFailed(repr(error)[:300]) from error
    return done.stdout
