"""What was measured, as figures by kind of error, and as the table the README shows."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from pipeline.qa_eval.judging import SERIOUS, Verdict
from pipeline.qa_eval.measuring import Measured

HEAD = (
    "誤りの種類 kind",
    "植えた planted",
    "見つけた found",
    "警告以上 warning or worse",
    "主な検査 check",
)


@dataclass(frozen=True, slots=True)
class KindFigures:
    """How many errors of a kind were planted, named by a finding, and named by a serious one."""

    kind: str
    n_planted: int
    n_found: int
    n_serious: int
    check_id: str


@dataclass(frozen=True, slots=True)
class Figures:
    """The whole measurement. False alarms are serious findings that concern nothing planted."""

    kinds: tuple[KindFigures, ...]
    n_clean: int
    n_false_on_clean: int
    n_documents: int
    n_false: int
    median_seconds: float
    clusters: tuple[tuple[int, int], ...]
    missed: tuple[Verdict, ...]
    false_alarms: tuple[str, ...]

    @property
    def n_planted(self) -> int:
        """All planted errors."""
        return sum(kind.n_planted for kind in self.kinds)

    @property
    def n_found(self) -> int:
        """Those of them that a finding names."""
        return sum(kind.n_found for kind in self.kinds)

    def as_dict(self) -> dict[str, Any]:
        """Plain data for `--json`."""
        return {**asdict(self), "n_planted": self.n_planted, "n_found": self.n_found}


def figures(measured: Sequence[Measured]) -> Figures:
    """Add up what was measured (at least one case)."""
    verdicts = [verdict for one in measured for verdict in one.judgement.verdicts]
    by_kind: dict[str, list[Verdict]] = defaultdict(list)
    for verdict in verdicts:
        by_kind[verdict.kind].append(verdict)
    clean = [one for one in measured if one.case.kind == "clean"]
    clusters = [one.judgement.verdicts for one in measured if one.case.kind == "cluster"]
    return Figures(
        kinds=tuple(_kind_figures(kind, found) for kind, found in sorted(by_kind.items())),
        n_clean=len(clean),
        n_false_on_clean=sum(len(one.judgement.false_alarms) for one in clean),
        n_documents=len(measured),
        n_false=sum(len(one.judgement.false_alarms) for one in measured),
        median_seconds=sorted(one.seconds for one in measured)[len(measured) // 2],
        clusters=tuple((len(found), sum(v.check_id is not None for v in found)) for found in clusters),
        missed=tuple(verdict for verdict in verdicts if verdict.check_id is None),
        false_alarms=tuple(alarm for one in measured for alarm in one.judgement.false_alarms),
    )


def _kind_figures(kind: str, verdicts: Sequence[Verdict]) -> KindFigures:
    named = Counter(v.check_id for v in verdicts if v.check_id is not None)
    return KindFigures(
        kind,
        len(verdicts),
        named.total(),
        sum(v.severity in SERIOUS for v in verdicts),
        named.most_common(1)[0][0] if named else "―",
    )


def rows(found: Figures) -> list[tuple[str, ...]]:
    """One row a kind, and their sum."""
    listed = [
        (kind.kind, str(kind.n_planted), str(kind.n_found), str(kind.n_serious), kind.check_id)
        for kind in found.kinds
    ]
    n_serious = sum(kind.n_serious for kind in found.kinds)
    return [*listed, ("合計 all", str(found.n_planted), str(found.n_found), str(n_serious), "")]


def summary(found: Figures) -> list[str]:
    """What stands under the table, one sentence a line."""
    clusters = "、".join(f"{n_found}/{n}" for n, n_found in found.clusters)
    return [
        f"誤りの束 clusters: {clusters or '―'} found.",
        f"誤報 false alarms: {found.n_false_on_clean} on {found.n_clean} clean documents, "
        f"{found.n_false} on all {found.n_documents}.",
        f"一文書 a document: {found.median_seconds:.1f} s (median), from its bytes to its findings.",
    ]


def write_markdown(found: Figures, path: Path) -> None:
    """Write the table with the sentences under it as Markdown."""
    lines = ["| " + " | ".join(HEAD) + " |", "|---|---:|---:|---:|---|"]
    lines += ["| " + " | ".join(row) + " |" for row in rows(found)]
    path.parent.mkdir(parents=True, exist_ok=True)
    text = "\n".join([*lines, "", *(f"- {line}" for line in summary(found)), ""])
    path.write_text(text, encoding="utf-8")
