"""The run's summary for a person: what was published, what the checks say, where to look next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from pipeline.outcome import Outcome, Status
from pipeline.project import Project

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

STATUS_WORDS: dict[Status, tuple[str, str]] = {
    "published": ("公開しました", "published"),
    "extracted": ("表にしました(公開はしません)", "made into tables, not published"),
    "unchanged": ("変更なし(前回のまま)", "unchanged, skipped"),
    "held_back": ("重大な指摘があり公開していません", "held back by critical findings"),
    "unusable": ("入力に問題があり処理していません", "unusable input"),
    "crashed": ("内部エラー", "internal error"),
}
# What a run was for, by the names of `pipeline.state.changed_inputs` and `pipeline.planning`.
REASON_WORDS: dict[str, tuple[str, str]] = {
    "first_run": ("この場所での最初の実行", "first run here"),
    "forced": ("--force の指定", "forced"),
    "published_files": ("公開したファイルが元と違う", "published files altered"),
    "code": ("プログラムの更新", "program updated"),
    "source": ("文書または source.toml の変更", "document or source.toml changed"),
    "zone": ("登録された圏域の変更", "zone's registration changed"),
    "reader": ("読み取り器の変更", "another reader"),
    "visual": ("--verify-visual の設定の変更", "another setting of --verify-visual"),
    "previous_edition": ("前の版の変更", "an earlier edition changed"),
    "decisions": ("decisions.toml の変更", "decisions changed"),
    "lineage": ("lineage.toml の変更", "lineage changed"),
}
_SEVERITY_JA = {"critical": "重大", "warning": "要確認", "info": "参考"}
_STYLES: dict[Status, str] = {
    "published": "green",
    "extracted": "green",
    "unchanged": "cyan",
    "held_back": "red",
    "unusable": "red",
    "crashed": "red",
}


def print_summary(console: Console, project: Project, outcomes: Sequence[Outcome]) -> None:
    """One block an edition on `console`, and after them what to do next."""
    for outcome in outcomes:
        console.print()
        console.print(_headline(outcome), soft_wrap=True)
        if outcome.rows:
            console.print(figures(outcome))
        for line in (*_error_lines(outcome), *(f"  {told}" for told in outcome.drift)):
            console.print(line, markup=False, highlight=False, soft_wrap=True)
        for line in next_steps(project, outcome):
            console.print(f"  → {line}", markup=False, highlight=False, soft_wrap=True)


def _headline(outcome: Outcome) -> RenderableType:
    from rich.text import Text

    japanese, english = STATUS_WORDS[outcome.status]
    head = Text(f"{outcome.zone_id} {outcome.edition_id}  ", style="bold")
    head.append(f"{japanese} · {english}", style=_STYLES[outcome.status])
    if outcome.timings_s:
        head.append(f"  ({sum(outcome.timings_s.values()):.1f} s)", style="dim")
    return head


def figures(outcome: Outcome) -> RenderableType:
    """Why it was made, rows, characters, checks and findings of one edition."""
    from rich.table import Table

    table = Table(show_header=False, box=None, padding=(0, 2))
    table.add_column(style="dim")
    table.add_column(overflow="fold")
    if outcome.reasons:
        words = (" ".join(REASON_WORDS[reason]) for reason in outcome.reasons)
        table.add_row("作成の理由 made because", "\n".join(words))
    rows = ", ".join(f"{name} {count:,}" for name, count in outcome.rows.items() if count)
    sizes = f"{len(outcome.rows)} 表 tables · {sum(outcome.rows.values()):,} 行 rows"
    table.add_row("表と行 tables, rows", f"{sizes}\n{rows}")
    total, unclaimed = outcome.chars["total"], outcome.chars["unclaimed"]
    account = f"{total:,} · 帰属 accounted {total - unclaimed:,} · 不明 unclaimed {unclaimed:,}"
    table.add_row("文字の収支 characters", account)
    table.add_row("点検 checks run", f"{outcome.n_checks:,}")
    findings = (f"{_SEVERITY_JA[one]} {one} {count:,}" for one, count in outcome.findings.items())
    table.add_row("指摘 open findings", " · ".join(findings))
    return table


def _error_lines(outcome: Outcome) -> Iterator[str]:
    error = outcome.error
    if error is None:
        return
    for language in ("message_ja", "message_en", "next_step_ja", "next_step_en"):
        if error.get(language):
            yield f"  {error[language]}"


def next_steps(project: Project, outcome: Outcome) -> Iterator[str]:
    """Where a person looks next, for one edition."""
    zone_id, edition_id = outcome.zone_id, outcome.edition_id
    place = f"{zone_id}:{edition_id}"
    if outcome.status in ("published", "unchanged"):
        yield f"表 tables: {project.curated_dir / zone_id / edition_id}"
        if before := _edition_before(project, zone_id, edition_id):
            yield f"前の版との比較 compare with the one before: kyosei diff {zone_id} {before} {edition_id}"
    run_dir = project.run_dir(zone_id, edition_id)
    if outcome.status == "held_back":
        yield f"指摘 findings: {run_dir / 'tables' / 'findings.csv'}"
    docs = run_dir / "data-docs" / "index.html"
    if outcome.rows and docs.is_file():
        yield f"点検の記録 Data Docs: {docs}"
    if outcome.rows:
        yield f"確認の頁 review page: kyosei review {zone_id} {edition_id}"
        yield f"値の出どころ where a value is printed: kyosei explain {place}:m01"


def _edition_before(project: Project, zone_id: str, edition_id: str) -> str | None:
    """The zone's newest published edition before this one."""
    from pipeline.changes.zone import published_editions

    names = [folder.name for folder in published_editions(project, zone_id) if folder.name < edition_id]
    return names[-1] if names else None
