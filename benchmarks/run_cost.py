"""`python -m benchmarks.run_cost`: where `kyosei run` spends its time, and memory by number of pages.

Copies the project's raw/ to a scratch folder and runs the command line there: a first run, a run that finds
nothing changed, `--help`, the imports, each stage as the result tells it, and books of 10, 100 and 600 pages.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
VISION = ROOT / "raw/ichinoseki-hiraizumi/2019-03/vision.pdf"
_MEMORY = """
import resource, sys
from extractors.readers import iter_pages
count = sum(1 for _ in iter_pages(sys.argv[1], require_japanese=False, workers=1))
print(count, *(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)))
"""


def main() -> None:
    """Print all measurements as Markdown."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--repeats", type=int, default=3, help="the fastest of so many counts")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="run-cost-") as name:
        scratch = Path(name)
        shutil.copytree(ROOT / "raw", scratch / "raw")
        print("| command | wall s | CPU s |\n|---|---|---|")
        for title, seconds, cpu in _commands(scratch, options.repeats):
            print(f"| {title} | {seconds:.2f} | {cpu:.2f} |", flush=True)
        print("\n| stage of `kyosei extract` | wall s |\n|---|---|")
        for stage, seconds in _stages(scratch).items():
            print(f"| {stage} | {seconds:.2f} |", flush=True)
        print("\n| pages | parent MB | reading process MB |\n|---|---|---|")
        for n_pages in (10, 100, 600):
            print("| {} | {} | {} |".format(*_memory(scratch, n_pages)), flush=True)


def _commands(scratch: Path, repeats: int) -> Iterator[tuple[str, float, float]]:
    extract = ["extract", str(VISION), "--out", str(scratch / "tables")]
    for title, words, times in (
        ("`kyosei --help`", ["--help"], repeats),
        ("`kyosei extract`", extract, repeats),
        ("`kyosei extract --reader pdfium`", [*extract, "--reader", "pdfium"], repeats),
        ("`kyosei extract --no-verify-visual`", [*extract, "--no-verify-visual"], repeats),
        ("`kyosei run`, the first: Prefect's database is made", ["run"], 1),
        ("`kyosei run --force`", ["run", "--force"], repeats),
        ("`kyosei run`, nothing changed", ["run"], repeats),
    ):
        yield (title, *min(_timed(_kyosei(words), scratch) for _ in range(times)))
    for title, modules in (
        (
            "imports of reading and interpreting",
            "extractors.readers.session, extractors.tables.page, extractors.vision",
        ),
        ("import of pandas and pyarrow", "pandas, pyarrow.parquet"),
        ("import of Prefect", "prefect"),
        ("import of Great Expectations", "great_expectations"),
    ):
        command = [sys.executable, "-c", f"import {modules}"]
        yield (title, *min(_timed(command, scratch) for _ in range(repeats)))


def _kyosei(words: Sequence[str]) -> list[str]:
    return [sys.executable, "-m", "pipeline.cli", *words]


def _timed(command: Sequence[str], folder: Path) -> tuple[float, float]:
    before, started = os.times(), time.perf_counter()
    done = subprocess.run(command, cwd=folder, env=_env(), capture_output=True, text=True, check=False)
    seconds, after = time.perf_counter() - started, os.times()
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {done.returncode}:\n{done.stderr[-2000:]}")
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return seconds, cpu


def _env() -> dict[str, str]:
    """The caller's environment, with compiled modules kept as on a user's machine."""
    kept = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPATH": str(ROOT), "NO_COLOR": "1"}


def _stages(scratch: Path) -> Mapping[str, float]:
    """Seconds of each stage as the result of `kyosei extract` states them."""
    command = _kyosei(["extract", str(VISION), "--out", str(scratch / "tables"), "--json"])
    done = subprocess.run(command, cwd=scratch, env=_env(), capture_output=True, text=True, check=True)
    return dict(json.loads(done.stdout)["timings_s"])


def _memory(scratch: Path, n_pages: int) -> list[int]:
    """Pages read, and the peak memory of the parent and of its reading process in MB."""
    import pikepdf

    path = scratch / f"{n_pages}.pdf"
    with pikepdf.open(VISION) as vision, pikepdf.new() as book:
        while len(book.pages) < n_pages:
            book.pages.append(vision.pages[len(book.pages) % len(vision.pages)])
        book.save(path)
    done = subprocess.run(
        [sys.executable, "-c", _MEMORY, str(path)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    count, own, child = map(int, done.stdout.split())
    return [count, own // 1024, child // 1024]


if __name__ == "__main__":
    main()
