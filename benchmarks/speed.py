"""`python -m benchmarks.speed`: kyosei and other table extractors over the 2019 vision, in one run.

Each tool runs in a process of its own on one core, after reading another document to be warm. The rounds are
interleaved and the fastest counts, so that other work on the machine disturbs the ratios less. A ratio is CPU
time over that of plain pdfplumber `extract_tables()`. Tools of benchmarks/requirements.txt that are not
installed are said to be absent. Reads the truth from the repository; needs the developers' packages.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.tools import BASE, TOOLS

ROOT = Path(__file__).parents[1]
VISION = ROOT / "raw/ichinoseki-hiraizumi/2019-03/vision.pdf"
WARM_UP = ROOT / "tests/data/layout2/vision.pdf"
N_PAGES = 37
SLOW_SECONDS = 10.0
TARGETS = {"kyosei both": 1.3, "kyosei pdfium": 0.35}


def main() -> None:
    """Run the rounds and print a table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--tools", nargs="+", choices=list(TOOLS), default=list(TOOLS))
    options = parser.parse_args()
    wanted = dict.fromkeys([BASE, *options.tools])
    best: dict[str, dict[str, Any]] = {}
    for number in range(options.rounds):
        for tool in wanted:
            if not number or _is_worth_another(best[tool]):
                _keep_best(best, tool, _run(tool))
        print(f"round {number + 1} of {options.rounds}", file=sys.stderr, flush=True)
    print("\n".join(_lines(best)))


def _run(tool: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.measure", tool, str(VISION), str(WARM_UP)]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    except subprocess.TimeoutExpired:
        return {"failed": "not done in 300 s"}
    if not done.stdout:
        return {"failed": f"exit {done.returncode}"}
    return dict(json.loads(done.stdout))


def _is_worth_another(result: dict[str, Any]) -> bool:
    return "seconds" in result and result["seconds"] < SLOW_SECONDS


def _keep_best(best: dict[str, dict[str, Any]], tool: str, result: dict[str, Any]) -> None:
    before = best.get(tool)
    if before is None or result.get("cpu_seconds", 1e9) < before.get("cpu_seconds", 1e9):
        best[tool] = result


def _lines(best: dict[str, dict[str, Any]]) -> Sequence[str]:
    base = best[BASE]["cpu_seconds"]
    lines = [
        "| tool | ms a page | pages a second | ratio | target | peak MB | cells exact | characters lost |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for tool, result in best.items():
        if "cpu_seconds" not in result:
            why = f"absent ({result['absent']})" if "absent" in result else f"failed ({result['failed']})"
            lines.append(f"| {tool} | {why} | | | | | | |")
            continue
        ms, ratio = 1000 * result["cpu_seconds"] / N_PAGES, result["cpu_seconds"] / base
        cells = f"{result['n_exact']} of {result['n_cells']}"
        target = f"≤ {TARGETS[tool]}" if tool in TARGETS else ""
        memory, lost = round(result["peak_mb"]), result["n_chars_lost"]
        speed = f"{ms:.1f} | {1000 / ms:.0f}"
        lines.append(f"| {tool} | {speed} | {ratio:.2f} | {target} | {memory} | {cells} | {lost} |")
    return lines


if __name__ == "__main__":
    main()
