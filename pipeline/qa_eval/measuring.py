"""The measurement: every case made, read, checked and judged."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from pipeline.qa_eval.cases import Case, cases, make_document
from pipeline.qa_eval.judging import Judgement, judge


@dataclass(frozen=True, slots=True)
class Measured:
    """A case with its judgement and the seconds that reading and checking took."""

    case: Case
    judgement: Judgement
    seconds: float


def measure(raw_dir: Path, kinds: Sequence[str], n_seeds: int) -> Iterator[Measured]:
    """Run all cases, two at a time where there are two cores, and yield each as it is done, in order.

    `raw_dir` holds the registry of zones. Raises TypesetterMissingError, and whatever the pipeline raises.
    """
    with ProcessPoolExecutor(min(2, len(os.sched_getaffinity(0)))) as pool:
        yield from pool.map(partial(measure_case, raw_dir), cases(kinds, n_seeds))


def measure_case(raw_dir: Path, case: Case) -> Measured:
    """Make one document, run the pipeline from its bytes to its findings, and judge them."""
    from expectations.contract import edition_prefix
    from pipeline.edition import process_document
    from pipeline.registry import load_registry

    registry = load_registry(raw_dir)
    with tempfile.TemporaryDirectory(prefix="kyosei-qa-") as folder:
        path = Path(folder) / "vision.pdf"
        planted = make_document(case, path)
        start = time.perf_counter()
        result = process_document(path, registry=registry, reader="pdfium")
        seconds = time.perf_counter() - start
    prefix = edition_prefix(result.zone.zone_id, result.edition_id)
    return Measured(case, judge(planted, result.tables["findings"], prefix), seconds)
