"""One slip, one finding: what follows from another slip is told among its consequences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from expectations.catalogue import SEVERITIES, load_catalogue
from expectations.claims import Claim
from expectations.edition import Edition
from expectations.failures import Consequence, Failure

# cause → what it entails in the same measure. A doubled year leaves another one out, spoils the key and
# shifts the schedule; a lost block leaves the measure without what it held.
_ENTAILS = {
    "budget.years_differ": (
        "budget.year_twice",
        "schedule.years_differ",
        "contract.unique",
        "budget.no_cell",
        "schedule.budget_mismatch",
    ),
    "budget.year_twice": ("budget.years_differ", "schedule.years_differ", "contract.unique"),
    "budget.no_rows": ("schedule.years_differ", "schedule.budget_mismatch"),
    "budget.no_year_columns": ("budget.no_rows", "schedule.years_differ"),
    "budget.no_yearly_amounts": ("budget.no_rows", "schedule.years_differ", "schedule.budget_mismatch"),
    "budget.projects_without_total": ("budget.no_rows", "schedule.years_differ", "schedule.budget_mismatch"),
    "budget.no_cell": ("budget.years_differ",),
    "budget.outlier": ("schedule.budget_mismatch",),
    "budget.lone_zero": ("schedule.budget_mismatch",),
    "budget.odd_unit": ("continuity.thousandfold", "continuity.tenfold", "continuity.unit_slip"),
    "schedule.budget_mismatch": ("schedule.budget_mismatch",),
    "schedule.unreadable": ("schedule.budget_mismatch", "schedule.years_differ"),
    "schedule.empty": ("schedule.budget_mismatch",),
    "schedule.ambiguous_extent": ("schedule.budget_mismatch",),
    "layout.missing_row": (
        "measure.no_kpi",
        "measure.empty_field",
        "measure.member_without_part",
        "budget.no_rows",
        "measure.no_municipality",
        "agreement.no_content",
        "agreement.missing_role",
        "schedule.years_differ",
    ),
    "zone.unknown_municipality": (
        "measure.role_not_listed",
        "projects.owner_not_listed",
        "agreement.missing_role",
    ),
    "projects.owner_not_listed": ("projects.owner_not_listed", "measure.role_not_listed"),
    "kpi.years_reversed": (
        "kpi.target_outside_plan",
        "kpi.target_year_odd",
        "kpi.baseline_after_publication",
        "kpi.baseline_stale",
    ),
    "kpi.share_above_100": ("kpi.share_above_100",),
    "kpi.unit_unlike_indicator": ("kpi.share_above_100", "kpi.fractional_count"),
    "kpi.copied_figures": ("kpi.unit_unlike_indicator",),
    "kpi.negative": ("kpi.negative",),
    "measure.duplicate_name": ("measure.duplicate_text", "budget.copied_series", "kpi.conflicting_figures"),
    "measure.duplicate_text": ("budget.copied_series",),
}
# What extraction reports of a value itself explains what the checks find odd about that value.
_READING_CHECKS = ("value.", "reader.", "ledger.", "visual.")


def one_failure_a_slip(edition: Edition, broken: Sequence[Claim]) -> tuple[Failure, ...]:
    """Failures of the broken claims, causes first; what another failure or finding explains is folded in."""
    kept: list[Claim] = []
    for claim in sorted(broken, key=_rank):
        if _is_reported(edition, claim):
            continue
        cause = next((i for i, other in enumerate(kept) if _explains(other, claim)), None)
        if cause is None:
            kept.append(claim)
        else:
            kept[cause] = _with_consequence(kept[cause], claim)
    return tuple(claim.failure() for claim in kept)


def _rank(claim: Claim) -> tuple[bool, int, int]:
    """Causes before what they entail, the graver first, those with a proposal before those without."""
    severity = load_catalogue()[claim.check_id].severity
    return (claim.check_id not in _ENTAILS, SEVERITIES.index(severity), claim.proposal is None)


def _is_reported(edition: Edition, claim: Claim) -> bool:
    """Whether a finding of the extraction says the same, or explains it."""
    place = claim.place
    for row in edition.rows("findings"):
        if _subject(row["table_name"], row["row_id"]) != _subject(place.table_name, place.row_id):
            continue
        if row["check_id"] == claim.check_id and row["row_id"] in (place.row_id, None):
            return True
        if claim.check_id in _ENTAILS.get(row["check_id"], ()):
            return True
        same_value = (row["row_id"], row["column_name"]) == (place.row_id, place.column_name)
        if same_value and row["severity"] != "info" and row["check_id"].startswith(_READING_CHECKS):
            return True
    return False


def _subject(table_name: str | None, row_id: str | None) -> str:
    """The measure, agreement … a row belongs to: `z:e:m07/2021/total` and `z:e:m07:k1` belong to m07."""
    owner = (row_id or "").split("/", 1)[0]
    parts = owner.split(":")
    return ":".join(parts[:3]) if len(parts) >= 3 else f"{table_name}:{row_id}"


def _explains(cause: Claim, claim: Claim) -> bool:
    if _subject(*cause.place[:2]) != _subject(*claim.place[:2]):
        return False
    if cause.place == claim.place and (cause.check_id == claim.check_id or _is_of_one_value(cause, claim)):
        return True
    return claim.check_id in _ENTAILS.get(cause.check_id, ()) and not _are_of_two_kpis(cause, claim)


def _is_of_one_value(cause: Claim, claim: Claim) -> bool:
    # What is odd about a value is not explained by the lack of its place on a page.
    return claim.place.column_name is not None and not cause.check_id.startswith("provenance.")


def _are_of_two_kpis(cause: Claim, claim: Claim) -> bool:
    kpi_checks = cause.check_id.startswith("kpi.") and claim.check_id.startswith("kpi.")
    return kpi_checks and cause.place.row_id != claim.place.row_id


def _with_consequence(cause: Claim, claim: Claim) -> Claim:
    ja, en = load_catalogue()[claim.check_id].messages(claim.observed, claim.expected, claim.params)
    found = Consequence(claim.check_id, ja, en, (claim.place,))
    return replace(cause, consequences=(*cause.consequences, found))
