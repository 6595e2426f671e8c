"""Scans made from the real document: its pages as a scanner would give them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pypdfium2
from PIL import Image, ImageFilter

VISION = Path("raw/ichinoseki-hiraizumi/2019-03/vision.pdf")
SCAN_DPI = 200


def make_scan(path: Path, numbers: Sequence[int], *, skew_degrees: float = 0.0, noise: float = 0.0) -> Path:
    """Pages of the vision as grey JPEGs at 200 dpi, each turned by `skew_degrees`, with grain of `noise`."""
    grain = np.random.default_rng(7)
    images = [_scanned(number, skew_degrees, noise, grain) for number in numbers]
    return save_images(path, images)


def save_images(path: Path, images: Sequence[Image.Image]) -> Path:
    images[0].save(path, save_all=True, append_images=list(images[1:]), resolution=SCAN_DPI, quality=75)
    return path


def _scanned(number: int, skew_degrees: float, noise: float, grain: np.random.Generator) -> Image.Image:
    document = pypdfium2.PdfDocument(VISION)
    page = document[number - 1].render(scale=SCAN_DPI / 72).to_pil().convert("L")
    document.close()
    if skew_degrees:
        page = page.rotate(skew_degrees, resample=Image.Resampling.BICUBIC, fillcolor=255)
    if noise:
        page = page.filter(ImageFilter.GaussianBlur(0.5))
        grey = 0.88 * np.asarray(page, dtype=np.float64) + 18
        page = Image.fromarray(np.clip(grey + grain.normal(0, noise, grey.shape), 0, 255).astype(np.uint8))
    packed = io.BytesIO()
    page.save(packed, "JPEG", quality=70)
    return Image.open(io.BytesIO(packed.getvalue()))
