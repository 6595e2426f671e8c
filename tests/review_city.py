"""A planted document, its tables as the pipeline makes them, and a browser to look at its review page."""

from __future__ import annotations

import os
import random
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from extractors.layouts import choose_profile
from extractors.readers import read_document
from extractors.records import Extraction
from extractors.vision import interpret
from pipeline.decisions import Decision, load_decisions
from pipeline.edition import EditionResult, build_edition
from pipeline.registry import Zone, ZoneMember
from pipeline.review import ReviewSource
from tests.typesetter.draw import typeset
from tests.typesetter.planting import Planted
from tests.typesetter.plants import plant
from tests.typesetter.style import STYLE_2019
from tests.typesetter.vision2019 import vision_2019

ZONE = Zone(
    zone_id="ichinoseki-hiraizumi",
    name="一関・平泉定住自立圏",
    members=(
        ZoneMember(name="一関市", role="central", jis_code="032093"),
        ZoneMember(name="平泉町", role="partner", jis_code="034029"),
    ),
)
EDITION = "2019-03"
PREFIX = f"{ZONE.zone_id}:{EDITION}:"
KINDS = ("digit_dropped", "municipality_outside_zone", "share_above_100", "prose_figure_off")


@dataclass(frozen=True)
class City:
    """A document with slips, where they are, and what was read from it."""

    pdf: Path
    planted: dict[str, Planted]
    extraction: Extraction

    def edition(self, decisions: Sequence[Decision] = ()) -> EditionResult:
        """The edition's tables, with decisions applied."""
        return build_edition(self.extraction, ZONE, EDITION, source_uri="vision.pdf", decisions=decisions)


def make_city(folder: Path, kinds: Sequence[str] = KINDS) -> City:
    """Set the 2019 vision with slips, and read it."""
    vision, rng = vision_2019(), random.Random(11)
    planted = {}
    for kind in kinds:
        vision, planted[kind] = plant(vision, kind, rng)
    pdf = folder / "vision.pdf"
    typeset(vision, STYLE_2019, pdf)
    reading = read_document(pdf, reader="pdfium")
    return City(pdf, planted, interpret(reading, choose_profile(reading)))


CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
DRIVER = shutil.which("chromedriver")
needs_chromium = pytest.mark.skipif(
    not (CHROMIUM and DRIVER), reason="chromium and chromedriver are not installed"
)
_FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--window-size=1440,1000",
)


# What stands in the decisions' file before the reviewer begins.
EARLIER = """\
# 2026年の確認
[[decision]]
# 市に電話で確認
table = "measures"
row = "ichinoseki-hiraizumi:2019-03:m02"
column = "name"
printed = "{name}"
action = "accept"
reason = "確認済み"
who = "鈴木"
when = 2026-04-01
"""
# How many dark pixels the picture that the page shows has inside the chosen finding's outline.
DARK_PIXELS = """
    const done = arguments[0];
    const finding = DATA.findings[shown.chosen];
    const image = new Image();
    image.onload = () => {
      const scale = image.naturalWidth / pageSize(finding.page).width;
      const [x0, top, x1, bottom] = finding.boxes[0].map((edge) => Math.round(edge * scale));
      const canvas = new OffscreenCanvas(image.naturalWidth, image.naturalHeight).getContext("2d");
      canvas.drawImage(image, 0, 0);
      const pixels = canvas.getImageData(x0 + 4, top + 4, x1 - x0 - 8, bottom - top - 8).data;
      done(pixels.filter((value, index) => index % 4 === 0 && value < 120).length);
    };
    image.src = pageImage(finding.page);
"""
# Visible controls and pictures of which a screen reader has nothing to say.
NAMELESS = """
    const controls = "button, input, select, textarea, img, [role=img], [role=listbox]";
    const words = (e) => e.getAttribute("aria-label") || e.getAttribute("aria-labelledby") || e.alt
      || e.innerText?.trim() || e.labels?.length;
    return [...document.querySelectorAll(controls)]
      .filter((e) => e.checkVisibility() && !e.closest("[aria-hidden=true], .crop") && !words(e))
      .map((e) => e.outerHTML.slice(0, 120))
"""


def decided_source(city: City, folder: Path) -> ReviewSource:
    """The city's edition, held back, with one decision of last year in `folder`."""
    path = folder / "decisions.toml"
    tables = city.edition().tables
    name = next(row["name"] for row in tables["measures"] if row["measure_id"] == PREFIX + "m02")
    path.write_text(EARLIER.format(name=name), encoding="utf-8")
    decisions = load_decisions(path)
    return ReviewSource(city.edition(decisions).tables, city.pdf, decisions, path, True)


def two_editions(path: Path) -> None:
    """The page that compares the 2019 vision with its revision."""
    from pipeline.changes import compare_editions
    from pipeline.diffpage.comparison import Comparison
    from pipeline.diffpage.page import page_html
    from tests.revised_edition import NEW, OLD, published_tables, vision_2020

    old, new = published_tables(vision_2019(), OLD), published_tables(vision_2020(), NEW)
    path.write_text(page_html(Comparison(old, new, compare_editions(old, new)), None, None), encoding="utf-8")


def start_browser(profile: Path, downloads: Path):
    """A real headless Chromium with a profile of its own, saving into `downloads` without asking."""
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for flag in (*_FLAGS, f"--user-data-dir={profile}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    options.add_experimental_option(
        "prefs", {"download.default_directory": str(downloads), "download.prompt_for_download": False}
    )
    environment = {**os.environ, "HOME": str(profile)}
    return webdriver.Chrome(options=options, service=Service(DRIVER, env=environment))


class Reviewer:
    """What a person does with the page."""

    def __init__(self, driver: Any, page: Path, downloads: Path) -> None:
        self.driver, self.page, self.downloads = driver, page, downloads

    def open(self) -> None:
        self.driver.get(self.page.as_uri())

    def without_memory(self) -> Reviewer:
        """The same reviewer before a page on which nothing was ever decided."""
        self.open()
        self.script("localStorage.clear(); taken.clear()")
        self.open()
        return self

    @contextmanager
    def narrow(self, width_px: int = 390) -> Iterator[int]:
        """The screen of a telephone; its width."""
        metrics = {"width": width_px, "height": 844, "deviceScaleFactor": 1, "mobile": True}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        try:
            yield width_px
        finally:
            self.driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})

    def find(self, selector: str) -> Any:
        return self.driver.find_element("css selector", selector)

    def all(self, selector: str) -> list[Any]:
        return self.driver.find_elements("css selector", selector)

    def click(self, selector: str) -> None:
        self.find(selector).click()

    def keys(self, *keys: str) -> None:
        self.driver.switch_to.active_element.send_keys(*keys)

    def script(self, text: str) -> Any:
        return self.driver.execute_script(text)

    def titles(self) -> list[str]:
        return [item.text for item in self.all("#finding-list .finding strong")]

    def choose(self, check_id: str) -> None:
        number = self.script(f"return DATA.findings.findIndex((f) => f.check_id === '{check_id}')")
        self.click(f"#finding-{number}")

    def decide(self, panel: str, number: int, reason: str, value: str | None = None) -> None:
        self.all(f"{panel} .choice")[number].click()
        if value is not None:
            field = self.find(f"{panel} .right-value")
            field.clear()
            field.send_keys(value)
        for name, text in (("reason", reason), ("who", "佐藤")):
            field = self.find(f"{panel} .{name}")
            field.clear()
            field.send_keys(text)
        self.click(f"{panel} .record")

    def wait(self, holds: Callable[[], Any]) -> Any:
        for _ in range(200):
            if found := holds():
                return found
            time.sleep(0.05)
        raise AssertionError("what was waited for did not happen")

    def saved(self) -> str:
        path = self.downloads / "decisions.toml"
        path.unlink(missing_ok=True)
        self.click("#save-button")
        self.wait(path.exists)
        return path.read_text(encoding="utf-8")

    def complaints(self) -> list[str]:
        return [entry["message"] for entry in self.driver.get_log("browser")]
