"""Great Expectations' Data Docs as files that need no network: one page a table and an index."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from pathlib import Path

from expectations.suites import SuiteRun

# The stock pages fetch their looks and scripts from other hosts; a report must open on a machine without any.
_REMOTE = re.compile(
    r"<script\b[^>]*\bsrc=[^>]*>\s*</script>|<link\b[^>]*>|<img\b[^>]*\bsrc=\"?http[^>]*>"
    r"|background: url\('http[^;]*;|<footer\b.*?</footer>",
    re.S,
)
_STYLE = """<style>
body { font: 14px/1.5 sans-serif; margin: 1rem 2rem; color: #222 }
table { border-collapse: collapse; margin: .5rem 0 } td, th { border: 1px solid #bbb; padding: .2rem .5rem }
code, .badge { background: #eee; padding: 0 .25em } .fa-check-circle::before { content: "✓" }
.fa-times::before { content: "✗" } .modal, .navbar, .sticky-top { display: none }
</style>"""


def write_data_docs(runs: Sequence[SuiteRun], folder: Path) -> Path:
    """Write `<table>.html` for each run and `index.html`; returns the index. The folder is made if needed."""
    folder.mkdir(parents=True, exist_ok=True)
    for run in runs:
        (folder / f"{run.table_name}.html").write_text(_page(run), encoding="utf-8")
    index = folder / "index.html"
    index.write_text(_index(runs), encoding="utf-8")
    return index


def _page(run: SuiteRun) -> str:
    from great_expectations.render.renderer import ValidationResultsPageRenderer
    from great_expectations.render.view import DefaultJinjaPageView

    document = ValidationResultsPageRenderer().render(run.result)
    page = str(DefaultJinjaPageView().render(document))
    return _REMOTE.sub("", page).replace("</head>", f"{_STYLE}</head>", 1)


def _index(runs: Sequence[SuiteRun]) -> str:
    rows = "".join(
        f'<tr><td><a href="{run.table_name}.html">{html.escape(run.table_name)}</a></td>'
        f"<td>{run.n_expectations}</td><td>{'✓' if run.result.success else '✗'}</td></tr>"
        for run in runs
    )
    return (
        '<!DOCTYPE html><html lang="ja"><head><meta charset="utf-8"><title>Data Docs</title>'
        f"{_STYLE}</head><body><h1>検証結果 Data Docs</h1><table>"
        "<tr><th>表 table</th><th>検査 expectations</th><th>結果 result</th></tr>"
        f"{rows}</table></body></html>"
    )
