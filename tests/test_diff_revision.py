"""Next year's revision for real: PDFs in, editions and their changes out, a drifted one held back."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from expectations.contract import EDITION_TABLES, Table
from pipeline.publish import read_parquet_rows
from tests.drifted_layout import Drift, typeset_drifted
from tests.kyosei_command import RAW, Ran, kyosei
from tests.revised_edition import NEW, OLD, ZONE, told, true_changes, vision_2020
from tests.typesetter.draw import typeset
from tests.typesetter.style import STYLE_2019

DRIFTED = "2021-03"
# Three documents are read before the first test can begin.
pytestmark = pytest.mark.timeout(900)
# The comparison of drawn digits has tests of its own and takes as long as everything else.
RUN = ("run", "--no-verify-visual")
# Another office's hand: eras, full-width digits, yen, △, other rules, breaks inside cells.
STYLE_2020 = replace(
    STYLE_2019, year_style="wareki_reiwa", fullwidth_digits=True, unit="円", negative_mark="△",
    border="double", breaks="inside", repeat_header=True, label_shade=None, page_number="plain",
)  # fmt: skip


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("scratch")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory, scratch: Path) -> Path:
    """The real edition, its revision and a drifted one after it, the latter two handed over as PDFs."""
    root = tmp_path_factory.mktemp("project")
    shutil.copytree(RAW, root / "raw")
    typeset(vision_2020(), STYLE_2020, scratch / "revised.pdf")
    drift = Drift(renamed={"効果": "見込まれる成果"})
    short = vision_2020().with_measures({n: () for n in range(6, 32)})
    typeset_drifted(replace(short, published=(2021, 3)), drift, scratch / "drifted.pdf")
    for name in ("revised.pdf", "drifted.pdf"):
        added = kyosei("add", scratch / name, cwd=root, scratch=scratch)
        assert added.code == 0, added.err
    return root


@pytest.fixture(scope="module")
def run(project: Path, scratch: Path) -> Ran:
    return kyosei(*RUN, "--json", cwd=project, scratch=scratch)


def published(project: Path) -> dict[str, bytes]:
    curated = project / "curated"
    return {str(p.relative_to(curated)): p.read_bytes() for p in sorted(curated.rglob("*.*")) if p.is_file()}


def test_the_revision_is_published_and_the_drifted_edition_is_not(run: Ran, project: Path) -> None:
    statuses = {one["edition_id"]: one["status"] for one in run.json["editions"]}
    assert statuses == {OLD: "published", NEW: "published", DRIFTED: "held_back"}, run.err
    assert run.code == 1
    assert not (project / "curated" / ZONE / DRIFTED).exists()


def test_all_true_changes_and_no_others(run: Ran, project: Path) -> None:
    assert run.code == 1
    rows = read_parquet_rows(project / "curated" / ZONE / "changes.parquet")
    found = {told(row) for row in rows}
    assert true_changes() - found == set()
    assert found - true_changes() == set()
    assert {(row["from_edition_id"], row["to_edition_id"]) for row in rows} == {(OLD, NEW)}


def test_keys_run_through_both_editions(run: Ran, project: Path) -> None:
    assert run.code == 1
    rows = read_parquet_rows(project / "curated" / ZONE / NEW / "measures.parquet")
    keys = {row["name"]: row["measure_key"] for row in rows}
    assert keys["地域公共交通維持確保事業"] == f"{ZONE}:{OLD}:m25"
    assert keys["親子交流の場づくり事業"] == f"{ZONE}:{NEW}:m05"


def test_the_drifted_edition_says_what_line_mends_its_profile(run: Ran) -> None:
    (outcome,) = [one for one in run.json["editions"] if one["edition_id"] == DRIFTED]
    said = "\n".join(outcome["drift"])
    assert "「効果」 → 「見込まれる成果」" in said
    assert "extractors/layouts/teiju-measure-sheet.toml の [measure.labels]" in said
    assert 'effect = ["効果", "見込まれる成果"]' in said
    pictures = [line.split(": ", 1)[1] for line in outcome["drift"] if "画像" in line]
    assert [Path(picture).name for picture in pictures] == ["drift-1.png", "drift-1-before.png"]
    assert all(Path(picture).read_bytes().startswith(b"\x89PNG") for picture in pictures)


@pytest.mark.parametrize("table", EDITION_TABLES.values(), ids=lambda table: table.name)
def test_every_reader_finds_the_same_rows_over_all_editions(run: Ran, project: Path, table: Table) -> None:
    assert run.code == 1
    curated = project / "curated"
    assert sorted(_by_duckdb(curated, table)) == sorted(_by_csv(curated, table))
    assert sorted(_by_pandas(curated, table)) == sorted(_by_csv(curated, table))


def _by_duckdb(curated: Path, table: Table) -> Iterator[tuple[str, ...]]:
    import duckdb

    columns = ", ".join(table.columns)
    rows = duckdb.sql(f"SELECT {columns} FROM '{curated}/*/*/{table.name}.parquet'").fetchall()
    return (_as_csv(table, row) for row in rows)


def _by_pandas(curated: Path, table: Table) -> Iterator[tuple[str, ...]]:
    import pandas as pd

    for path in curated.glob(f"*/*/{table.name}.parquet"):
        frame = pd.read_parquet(path, dtype_backend="pyarrow")
        for row in frame.itertuples(index=False):
            yield _as_csv(table, [None if pd.isna(value) else value for value in row])


def _by_csv(curated: Path, table: Table) -> Iterator[tuple[str, ...]]:
    for path in curated.glob(f"*/*/{table.name}.csv"):
        with path.open(encoding="utf-8-sig", newline="") as stream:
            for row in csv.DictReader(stream):
                yield tuple(_number(table, column, text) for column, text in row.items())


def _as_csv(table: Table, row: Any) -> tuple[str, ...]:
    """A typed row as the contract writes it into a CSV."""
    texts = []
    for column, value in zip(table.columns, row, strict=True):
        text = "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
        text = text.replace("\n", "\u3000")
        is_text = table.by_name[column].type == "string"
        texts.append(_number(table, column, f"'{text}" if is_text and text[:1] in tuple("=+-@\t") else text))
    return tuple(texts)


def _number(table: Table, column: str, text: str) -> str:
    is_number = table.by_name[column].type in ("decimal", "money", "integer", "coordinate")
    return f"{Decimal(text).normalize():f}" if is_number and text else text


def test_a_second_run_reads_nothing_and_changes_no_byte(run: Ran, project: Path, scratch: Path) -> None:
    assert run.code == 1
    before = published(project)
    again = kyosei(*RUN, "--json", "--edition", NEW, cwd=project, scratch=scratch)
    assert [one["status"] for one in again.json["editions"]] == ["unchanged"]
    assert not again.seen("import") & {"prefect", "great_expectations"}
    assert published(project) == before


def test_a_lost_changes_table_is_made_again(run: Ran, project: Path, scratch: Path) -> None:
    assert run.code == 1
    before = published(project)
    (project / "curated" / ZONE / "changes.csv").unlink()
    assert kyosei(*RUN, "--edition", NEW, cwd=project, scratch=scratch).code == 0
    assert published(project) == before


def test_diff_prints_the_biggest_moves_first(run: Ran, project: Path, scratch: Path) -> None:
    assert run.code == 1
    said = kyosei("diff", ZONE, OLD, NEW, cwd=project, scratch=scratch)
    assert said.code == 0, said.err
    moves = said.out[said.out.index("biggest moves") :]
    assert moves.index("-102,161千円") < moves.index("-72,841千円") < moves.index("+13,345千円")
    assert "生活バス路線対策事業 → 地域公共交通維持確保事業" in said.out
    assert "目標値の年: 2023 → 2024 (29 施策" in said.out


def test_diff_json_and_page(run: Ran, project: Path, scratch: Path) -> None:
    assert run.code == 1
    page = scratch / "page.html"
    said = kyosei("diff", ZONE, OLD, NEW, "--json", "--out", page, cwd=project, scratch=scratch)
    assert {told(row) for row in said.json["changes"]} == true_changes()
    html = page.read_text(encoding="utf-8")
    assert "http://" not in html and "https://" not in html and 'src="data:image/png' in html
    assert "経費に対して<del>補助</del>を行う" in html and "経費に対して<ins>支援</ins>を行う" in html
    assert html.count("<svg") == 3 and len(html) < 5_000_000


def test_diff_backwards_turns_every_change_round(run: Ran, project: Path, scratch: Path) -> None:
    assert run.code == 1
    there, back = (
        kyosei("diff", ZONE, *pair, "--json", cwd=project, scratch=scratch).json["counts"]
        for pair in ((OLD, NEW), (NEW, OLD))
    )
    assert (there["measure_added"], there["measure_dropped"]) == (
        back["measure_dropped"],
        back["measure_added"],
    )
    assert (there["kpi_added"], there["kpi_dropped"]) == (back["kpi_dropped"], back["kpi_added"])
    assert there["value_changed"] == back["value_changed"]


def test_diff_of_an_edition_that_is_not_published_names_those_that_are(
    run: Ran, project: Path, scratch: Path
) -> None:
    assert run.code == 1
    said = kyosei("diff", ZONE, OLD, DRIFTED, cwd=project, scratch=scratch)
    assert said.code == 2 and "EDITION_NOT_PUBLISHED" in said.err and f"{OLD}, {NEW}" in said.err


def test_a_persons_decision_takes_effect_on_the_next_run(run: Ran, project: Path, scratch: Path) -> None:
    assert run.code == 1
    (project / "raw" / ZONE / "lineage.toml").write_text(
        f'[[decisions]]\nedition = "{NEW}"\nmeasure = "m26"\nname = "地域公共交通維持確保事業"\n'
        'decision = "new"\nreason = "別の事業として始めた"\n'
    )
    again = kyosei(*RUN, "--json", "--edition", NEW, cwd=project, scratch=scratch)
    assert again.code == 0, again.err
    rows = read_parquet_rows(project / "curated" / ZONE / "changes.parquet")
    about = {(row["kind"], row["measure_name"]) for row in rows if "交通" in str(row["measure_name"])}
    assert ("measure_added", "地域公共交通維持確保事業") in about
    assert not any(kind == "measure_renamed" for kind, _ in about)
    assert ("measure_dropped", "生活バス路線対策事業") in {(row["kind"], row["measure_name"]) for row in rows}
