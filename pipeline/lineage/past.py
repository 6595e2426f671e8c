"""What an edition is compared with: the zone's published editions before it, and a person's decisions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from extractors.records import Finding
from pipeline.conform import Tables
from pipeline.lineage.decisions import Decision, load_decisions
from pipeline.lineage.matching import Lineage, match_measures

_MATCHED_BY: Final = ("editions", "measures", "kpis", "projects")


@dataclass(frozen=True, slots=True)
class Past:
    """`previous` are all tables of the edition before, `earlier` those of the ones before it, newest first.

    Of the earlier ones only the tables that measures are matched by are there.
    """

    previous: Tables | None = None
    earlier: Sequence[Tables] = ()
    decisions: Sequence[Decision] = ()

    def lineage(self, tables: Tables) -> Lineage:
        """Which measures of `tables` continue which of the past (`match_measures`)."""
        return match_measures(self.previous, tables, self.decisions, earlier=self.earlier)


def read_past(earlier_dirs: Sequence[Path], lineage_path: Path) -> Past:
    """The past of an edition: `earlier_dirs` are its zone's published editions before it, oldest first.

    Raises `RegistryInvalidError` and `StaleLineageError` for a lineage record that is not as it should be.
    """
    from pipeline.publish import read_tables

    registered = [path.name for path in lineage_path.parent.iterdir() if path.is_dir()]
    return Past(
        read_tables(earlier_dirs[-1]) if earlier_dirs else None,
        [read_tables(folder, _MATCHED_BY) for folder in reversed(earlier_dirs[:-1])],
        load_decisions(lineage_path, registered),
    )


def joined(tables: Tables, findings: Sequence[Finding], past: Past) -> tuple[Tables, tuple[Finding, ...]]:
    """The same tables with every measure under its key, and the findings with those of the lineage."""
    lineage = past.lineage(tables)
    return with_lineage(tables, lineage), (*findings, *lineage.findings)


def with_lineage(tables: Tables, lineage: Lineage) -> Tables:
    """The same tables with every measure under its key."""
    measures = [{**row, "measure_key": lineage.keys[row["measure_id"]]} for row in tables["measures"]]
    return {**tables, "measures": measures}
