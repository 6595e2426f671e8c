"""Tesseract over the tesserocr binding: a line's picture in, its characters with places and trust out."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import cv2
import numpy as np

from extractors.ocr.image import Pixels
from extractors.readers.errors import TesseractMissing

Script = Literal["jpn", "digits"]

_FOLDERS = (
    "/usr/share/tesseract-ocr/5/tessdata",
    "/usr/share/tesseract-ocr/4.00/tessdata",
    "/usr/share/tessdata",
    "/usr/share/tesseract/tessdata",
    "/usr/local/share/tessdata",
    "/opt/homebrew/share/tessdata",
)
_LANGUAGES: dict[Script, str] = {"jpn": "jpn", "digits": "eng"}
_WHITELIST = "0123456789,."
_BORDER_PX = 12


@dataclass(frozen=True, slots=True)
class Symbol:
    """A character read: its ink's box in the picture's pixels and Tesseract's confidence, 0–1."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    confidence: float


def tessdata_folder() -> Path | None:
    """The folder with the Japanese and English data of Tesseract, None where either is not installed."""
    prefix = os.environ.get("TESSDATA_PREFIX")
    folders = [Path(prefix), Path(prefix) / "tessdata"] if prefix else []
    for folder in [*folders, *map(Path, _FOLDERS)]:
        if all((folder / f"{name}.traineddata").is_file() for name in ("jpn", "eng")):
            return folder
    return None


class Engine:
    """Tesseract loaded once a script. Raises TesseractMissing where its data is not installed."""

    def __init__(self) -> None:
        import tesserocr

        folder = tessdata_folder()
        if folder is None:
            raise TesseractMissing()
        self._levels = tesserocr
        self._apis: dict[Script, Any] = {}
        for script, language in _LANGUAGES.items():
            api = tesserocr.PyTessBaseAPI(path=str(folder), lang=language, psm=tesserocr.PSM.SINGLE_LINE)
            api.SetVariable("debug_file", os.devnull)
            self._apis[script] = api
        self._apis["digits"].SetVariable("tessedit_char_whitelist", _WHITELIST)

    def close(self) -> None:
        """Release Tesseract's memory."""
        for api in self._apis.values():
            api.End()

    def read(self, picture: Pixels, script: Script, factor: float, *, word: bool = False) -> list[Symbol]:
        """The symbols of one line (grey, dark on white), shown to Tesseract `factor` times as large."""
        api = self._apis[script]
        mode = self._levels.PSM
        api.SetPageSegMode(mode.SINGLE_WORD if word else mode.SINGLE_LINE)
        shown = _shown(picture, factor)
        height, width = shown.shape
        api.SetImageBytes(shown.tobytes(), width, height, 1, width)
        api.SetSourceResolution(300)
        api.Recognize()
        return list(self._symbols(api, factor))

    def _symbols(self, api: Any, factor: float) -> Any:
        found = api.GetIterator()
        level = self._levels.RIL.SYMBOL
        if found is None:
            return
        for symbol in self._levels.iterate_level(found, level):
            try:
                text = symbol.GetUTF8Text(level)
                box = symbol.BoundingBox(level)
            except RuntimeError:  # a page without any text has an iterator that stands nowhere
                continue
            if not text or text.isspace() or box is None:
                continue
            x0, top, x1, bottom = ((edge - _BORDER_PX) / factor for edge in box)
            yield Symbol(text, x0, top, x1, bottom, symbol.Confidence(level) / 100)


def _shown(picture: Pixels, factor: float) -> Pixels:
    height, width = picture.shape
    size = (max(1, round(width * factor)), max(1, round(height * factor)))
    how = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    sized = cv2.resize(picture, size, interpolation=how)
    return np.pad(np.asarray(sized, dtype=np.uint8), _BORDER_PX, constant_values=255)
