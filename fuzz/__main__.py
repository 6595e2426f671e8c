"""`python -m fuzz`: damaged, crafted and found PDFs until the time or the count is up.

    python -m fuzz --minutes 10                  # mutations of the PDFs of this repository
    python -m fuzz --count 50 --seed 7
    python -m fuzz --crafted                     # documents made to do harm, one of each kind
    python -m fuzz --files FOLDER_OR_FILE ...    # documents as they are

Needs the developers' packages. Exits with 1 when anything that must hold did not; such documents are kept in
the folder of --keep.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from fuzz.commands import COMMANDS, ROOT
from fuzz.crafted import CRAFTED
from fuzz.mutate import MUTATIONS, laid_open
from fuzz.probe import probe

Case = tuple[str, bytes]
_PAGES = 3


def main() -> int:
    """Probe every case and print one line each."""
    options = _parser().parse_args()
    deadline = time.monotonic() + 60 * options.minutes
    endings: Counter[str] = Counter()
    n_faulty, slowest, largest = 0, 0.0, 0
    for number, (name, data) in enumerate(_cases(options)):
        if time.monotonic() > deadline or (options.count and number >= options.count):
            break
        with tempfile.TemporaryDirectory(prefix="fuzz-case-") as folder:
            path = Path(folder) / "case.pdf"
            path.write_bytes(data)
            verdict = probe(path, options.command)
        endings[verdict.ending] += 1
        slowest, largest = max(slowest, verdict.seconds), max(largest, verdict.peak_bytes)
        told = "; ".join(verdict.faults) or verdict.ending
        print(f"{verdict.seconds:5.1f} s {verdict.peak_bytes >> 20:5} MB  {name}: {told}", flush=True)
        if verdict.faults:
            n_faulty += 1
            _keep(options.keep, data)
    print(f"{endings.total()} documents, {n_faulty} with faults; at most {slowest:.1f} s, {largest >> 20} MB")
    print(", ".join(f"{ending} {count}" for ending, count in endings.most_common()))
    return int(n_faulty > 0)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m fuzz", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--minutes", type=float, default=10.0, help="stop after so long (default 10)")
    parser.add_argument("--count", type=int, default=0, help="stop after so many documents")
    parser.add_argument("--seed", type=int, default=0, help="another seed, other damage")
    parser.add_argument(
        "--keep", type=Path, default=ROOT / ".kyosei" / "fuzz", help="folder for faulty documents"
    )
    parser.add_argument(
        "--crafted", action="store_true", help="documents made to do harm instead of mutations"
    )
    parser.add_argument(
        "--command", choices=COMMANDS, default="tables", help="which command gets them (default tables)"
    )
    parser.add_argument("--files", nargs="+", type=Path, help="these documents as they are")
    return parser


def _cases(options: argparse.Namespace) -> Iterator[Case]:
    if options.files:
        return _found(options.files)
    return ((name, make()) for name, make in CRAFTED.items()) if options.crafted else _mutated(options.seed)


def _found(places: list[Path]) -> Iterator[Case]:
    for place in places:
        for path in sorted(place.rglob("*.pdf")) if place.is_dir() else [place]:
            yield str(path), path.read_bytes()


def _mutated(seed: int) -> Iterator[Case]:
    """Mutations without end; most start from unpacked pages, so that they reach what the pages say."""
    rng = random.Random(seed)
    paths = [*sorted(ROOT.glob("raw/**/*.pdf")), *sorted(ROOT.glob("tests/data/**/*.pdf"))]
    whole = [path.read_bytes() for path in paths]
    seeds = [*(laid_open(data, _PAGES) for data in whole), *whole]
    while True:
        data, names = rng.choice(seeds), rng.choices(list(MUTATIONS), k=rng.choice((1, 1, 2, 3)))
        for name in names:
            data = MUTATIONS[name](data, rng) or data
        yield "+".join(names), data


def _keep(folder: Path, data: bytes) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{hashlib.sha256(data).hexdigest()[:16]}.pdf"
    path.write_bytes(data)
    print(f"        kept: {path}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
