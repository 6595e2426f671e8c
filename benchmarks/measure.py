"""One tool over one PDF in this process, on one core: `python -m benchmarks.measure TOOL PDF WARM_UP_PDF`."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import resource
import sys
import time
from dataclasses import asdict
from typing import Any

from benchmarks.tools import TOOLS
from benchmarks.truth import score


def measure(tool: str, path: str, warm_up: str) -> dict[str, Any]:
    """CPU seconds and peak memory of one reading; another document is read first, so that all is imported."""
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    logging.disable(logging.CRITICAL)
    read = TOOLS[tool]
    with contextlib.suppress(Exception):  # the other document need not be to every tool's taste
        read(warm_up)
    started, started_cpu = time.perf_counter(), time.process_time()
    rows = read(path)
    spent = {"seconds": time.perf_counter() - started, "cpu_seconds": time.process_time() - started_cpu}
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {**spent, "peak_mb": peak_mb, **asdict(score(rows))}


def main() -> None:
    """Print the measurement, or why there is none, as JSON."""
    told = sys.stdout
    with contextlib.redirect_stdout(sys.stderr):
        try:
            result = measure(*sys.argv[1:4])
        except ModuleNotFoundError as error:
            result = {"absent": error.name}
        except Exception as error:  # a tool's failure is a result
            result = {"failed": f"{type(error).__name__}: {error}"[:120]}
    print(json.dumps(result), file=told)


if __name__ == "__main__":
    main()
