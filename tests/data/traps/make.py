"""Makes the documents beside it with programs that offices use, where LibreOffice and Chromium are.

    python tests/data/traps/make.py

The sheet is the same in all: a label over two rows, a head over two columns, a long name, figures.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
ROWS = """
<tr><td rowspan="2">施　策　名</td><td colspan="2">目標値（人、％）</td></tr>
<tr><td>2019年度</td><td>2023年度</td></tr>
<tr><td>休日・夜間診療体制確保事業のうち平泉町が負担する部分</td><td>１，２３４</td><td>▲5.6</td></tr>
<tr><td>移住定住環境整備事業</td><td>90,000</td><td>―</td></tr>
"""
PAGE = """<!doctype html><html lang="ja"><meta charset="utf-8"><style>
@page {{ size: A4; margin: 20mm }} body {{ font-family: "{font}" }}
table {{ {table} }} td {{ width: 40mm; padding: 1mm; border: {border} }}
</style><table border="1" cellspacing="0">{rows}</table></html>"""
STYLES = {
    "solid": ("IPAGothic", "border-collapse: collapse", "1px solid black"),
    "dotted": ("Noto Sans CJK JP", "border-collapse: collapse", "1px dotted black"),
    "separate": ("IPAMincho", "border-collapse: separate; border-spacing: 0", "1px solid black"),
    "double": ("Noto Serif CJK JP", "border-collapse: collapse", "3px double black"),
}


def main() -> None:
    """Write a PDF for each program and style."""
    for name, (font, table, border) in STYLES.items():
        page = PAGE.format(font=font, table=table, border=border, rows=ROWS)
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder) / "sheet.html"
            source.write_text(page, encoding="utf-8")
            _chromium(source, HERE / f"chromium-{name}.pdf")
            if name in ("solid", "double"):
                _libreoffice(source, HERE / f"libreoffice-{name}.pdf")


def _chromium(source: Path, target: Path) -> None:
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
    profile = f"--user-data-dir={source.parent / 'profile'}"
    command = ["chromium", *options, profile, f"--print-to-pdf={target}", source.as_uri()]
    subprocess.run(command, check=True, capture_output=True, timeout=120)


def _libreoffice(source: Path, target: Path) -> None:
    profile = f"-env:UserInstallation={(source.parent / 'office').as_uri()}"
    options = ["--headless", "--infilter=HTML (StarWriter)", "--convert-to", "pdf:writer_pdf_Export"]
    command = ["soffice", profile, *options, "--outdir", str(source.parent), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    shutil.move(source.with_suffix(".pdf"), target)


if __name__ == "__main__":
    main()
