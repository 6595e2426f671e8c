"""What every test shares: the same examples on each run, no deadline (speed is no test), and the order."""

from __future__ import annotations

import pytest
from hypothesis import settings

settings.register_profile("kyosei", deadline=None, derandomize=True)
settings.load_profile("kyosei")

# Files that take longest begin first, so that workers that share the files end together.
_LONGEST = (
    "test_pull_schedule",
    "test_flows",
    "test_diff_revision",
    "test_traps_hostile",
    "test_review_browser",
    "test_qa_eval",
    "test_publish_atomic",
    "test_bad_input",
    "test_ocr_scan",
    "test_drift",
    "test_ocr_turned",
    "test_roundtrip_browser",
    "test_cli_extract",
)
_RANK = {f"{name}.py": rank for rank, name in enumerate(_LONGEST)}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest files first; within a file, and among the others, the order stays."""
    items.sort(key=lambda item: _RANK.get(item.path.name, len(_RANK)))
