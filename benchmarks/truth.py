"""What the tables of the 2019 vision print, from its transcript: rows of neighbouring cells to look for."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Row = Sequence[str]


@dataclass(frozen=True, slots=True)
class Score:
    """Cells of the truth found whole, all cells of it, and characters of it that no cell holds."""

    n_exact: int
    n_cells: int
    n_chars_lost: int


def truth_rows() -> list[tuple[str, ...]]:
    """Runs of cells that stand side by side: a budget's five amounts, a KPI's three cells, single texts."""
    from tests.typesetter.expected import expected_tables
    from tests.typesetter.vision2019 import vision_2019

    tables = expected_tables(vision_2019())
    rows: list[tuple[str, ...]] = []
    for measure in tables["measures"]:
        own = [row for row in tables["budgets"] if row["measure_id"] == measure["measure_id"]]
        rows.append(tuple(_thousands(row["amount_yen"]) for row in own))
        rows += [(measure[column],) for column in ("name", "content", "effect", "role_sharing")]
    rows += [(kpi["indicator"], kpi["baseline_raw"], kpi["target_raw"]) for kpi in tables["kpis"]]
    rows += [(agreement["content"],) for agreement in tables["agreements"]]
    rows += [(role["role_text"],) for role in tables["agreement_roles"]]
    rows += [(statistic["raw"],) for statistic in tables["statistics"]]
    return [tuple(map(_key, row)) for row in rows if all(cell is not None for cell in row)]


def score(found: Iterable[Sequence[str | None]]) -> Score:
    """Compare rows of cells with the truth; white space and widths do not count."""
    rows = [[_key(cell) for cell in row if cell is not None] for row in found]
    runs = Counter(run for row in rows for run in _runs(_once(row)))
    truth = truth_rows()
    n_exact = 0
    for wanted in truth:
        if runs[wanted] > 0:
            runs[wanted] -= 1
            n_exact += len(wanted)
    have = Counter("".join(cell for row in rows for cell in _once(row)))
    want = Counter("".join(cell for wanted in truth for cell in wanted))
    return Score(n_exact, sum(map(len, truth)), (want - have).total())


def _once(row: list[str]) -> list[str]:
    """A row without empty cells between equal ones: a span written at each of its positions is one cell."""
    return [
        cell for i, cell in enumerate(row) if not i or cell != row[i - 1] or not cell or cell[0].isdigit()
    ]


def _runs(row: list[str]) -> set[tuple[str, ...]]:
    return {tuple(row[i:j]) for i in range(len(row)) for j in range(i + 1, min(len(row), i + 6) + 1)}


def _key(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _thousands(amount_yen: int | None) -> str:
    return "" if amount_yen is None else f"{amount_yen // 1000:,}"
