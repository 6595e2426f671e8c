"""The review page: one HTML file with everything in it, nothing to fetch, nothing to install."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from importlib import resources
from pathlib import Path
from typing import Any, Final

from expectations.review import domain_failures
from pipeline.review.charts import budget_chart, kpi_changes
from pipeline.review.drawing import draw_budgets, draw_kpis, in_millions
from pipeline.review.images import PageImage, page_images
from pipeline.review.model import review_data
from pipeline.review.source import ReviewSource

# In the order in which they are run: each may use what stands before it.
SCRIPTS: Final = (
    "core", "decisions", "crop", "form", "findings", "evidence", "pages", "adding", "search", "print", "main",
)  # fmt: skip


def render_review(source: ReviewSource) -> str:
    """The page's HTML. Raises the named errors of opening and reading the document."""
    text = source.decisions_path.read_text(encoding="utf-8") if source.decisions_path.is_file() else ""
    failures = domain_failures(source.tables, source.previous)
    data = review_data(source.tables, source.decisions, text, failures)
    data["decisionsPath"] = _shown_path(source.decisions_path)
    data["strings"] = _strings()
    data["isHeldBack"] = source.is_held_back
    images = page_images(source.pdf) if source.pdf else []
    data["pages"] = [
        {"page": image.page, "width": image.width_pt, "height": image.height_pt} for image in images
    ]
    return _rendered(data, images, source)


def write_review(source: ReviewSource, out: Path) -> Path:
    """Write the page to `out`, whole or not at all; the file written."""
    html = render_review(source)
    out.parent.mkdir(parents=True, exist_ok=True)
    staged = out.with_name(f".{out.name}.tmp")
    staged.write_text(html, encoding="utf-8")
    return staged.replace(out)


def _rendered(data: Mapping[str, Any], images: Sequence[PageImage], source: ReviewSource) -> str:
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=PackageLoader("pipeline.review", "static"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["words"] = _words
    budgets = budget_chart(source.tables)
    return environment.get_template("page.html.j2").render(
        edition=data["edition"],
        data=Markup(_script_json(data)),
        decisions_path=data["decisionsPath"],
        style=Markup(_file("review.css")),
        scripts=[Markup(_file(f"{name}.js")) for name in SCRIPTS],
        images=images,
        budgets=budgets,
        budget_drawing=draw_budgets(budgets),
        kpis=draw_kpis(kpi_changes(source.tables)),
        in_millions=in_millions,
    )


def _shown_path(path: Path) -> str:
    """Where to put the file: from `raw/` on, which is the same on every machine, else its folder's name."""
    parts = path.parts
    start = len(parts) - 1 - parts[::-1].index("raw") if "raw" in parts else len(parts) - 2
    return "/".join(parts[start:])


def _file(name: str) -> str:
    return resources.files("pipeline.review").joinpath("static", name).read_text(encoding="utf-8")


def _strings() -> dict[str, list[str]]:
    strings: dict[str, list[str]] = json.loads(_file("strings.json"))
    return strings


def _words(key: str) -> Any:
    """A string of the page in both languages; the style sheet shows the one that is chosen."""
    from markupsafe import Markup

    japanese, english = _strings()[key]
    return Markup('<span lang="ja">{}</span><span lang="en">{}</span>').format(japanese, english)


def _script_json(data: Mapping[str, Any]) -> str:
    """JSON that cannot end the script element it stands in."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
