"""Random merged grids, typeset in random pens, read back as they were set."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.lattice_kit import Merge, Sheet, owners, spans, texts
from tests.test_lattice_rules import PENS

WORDS = ["施策名", "効　果", "49,680", "一関市", "▲29.48", "DMO", "―", "2019年度", "事業費見込(千円)"]


@st.composite
def grids(draw: st.DrawFn) -> tuple[list[float], list[float], list[Merge]]:
    """Column edges, row edges, and disjoint merged rectangles that leave every edge visible somewhere."""
    n_rows, n_columns = draw(st.integers(1, 7)), draw(st.integers(1, 6))
    widths = draw(st.lists(st.integers(45, 90), min_size=n_columns, max_size=n_columns))
    heights = draw(st.lists(st.integers(14, 60), min_size=n_rows, max_size=n_rows))
    merges: list[Merge] = []
    for _ in range(draw(st.integers(0, 6))):
        r0, c0 = draw(st.integers(0, n_rows - 1)), draw(st.integers(0, n_columns - 1))
        r1, c1 = draw(st.integers(r0, n_rows - 1)), draw(st.integers(c0, n_columns - 1))
        merge = (r0, c0, r1, c1)
        if all(_apart(merge, other) for other in merges) and _keeps_edges(
            [*merges, merge], n_rows, n_columns
        ):
            merges.append(merge)
    xs = [40.0 + sum(widths[:k]) for k in range(n_columns + 1)]
    ys = [60.0 + sum(heights[:k]) for k in range(n_rows + 1)]
    return xs, ys, merges


def _apart(a: Merge, b: Merge) -> bool:
    return a[2] < b[0] or b[2] < a[0] or a[3] < b[1] or b[3] < a[1]


def _keeps_edges(merges: list[Merge], n_rows: int, n_columns: int) -> bool:
    owner = owners(n_rows, n_columns, merges)
    rows = all(any(owner[r, c] != owner[r + 1, c] for c in range(n_columns)) for r in range(n_rows - 1))
    columns = all(any(owner[r, c] != owner[r, c + 1] for r in range(n_rows)) for c in range(n_columns - 1))
    return rows and columns


@settings(max_examples=40, deadline=None, derandomize=True)
@given(grids(), st.sampled_from(sorted(PENS)), st.data())
def test_what_was_set_is_read(
    grid: tuple[list[float], list[float], list[Merge]], pen: str, data: st.DataObject
) -> None:
    xs, ys, merges = grid
    owner = owners(len(ys) - 1, len(xs) - 1, merges)
    cells = sorted(set(owner.values()))
    words = [data.draw(st.sampled_from(["", *WORDS])) for _ in cells]
    with tempfile.TemporaryDirectory() as folder:
        sheet = Sheet(Path(folder) / "t.pdf")
        sheet.grid(xs, ys, merges, draw=PENS[pen](sheet))
        for (row, column), word in zip(cells, words, strict=True):
            sheet.text(xs[column] + 2, ys[row] + 3, word, 5)
        (table,) = sheet.read("pdfium").tables
    last = {merge[:2]: merge[2:] for merge in merges}
    expected = [
        (r, c, last.get((r, c), (r, c))[0] - r + 1, last.get((r, c), (r, c))[1] - c + 1) for r, c in cells
    ]
    assert (spans(table), texts(table)) == (expected, words)
