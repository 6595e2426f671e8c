"""A planted document, its tables as the pipeline makes them, and a browser to look at its review page."""

from __future__ import annotations

import os
import random
import shutil
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from extractors.layouts import choose_profile
from extractors.readers import read_document
from extractors.records import Extraction
from extractors.vision import interpret
from pipeline.decisions import Decision
from pipeline.edition import EditionResult, build_edition
from pipeline.registry import Zone, ZoneMember
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
