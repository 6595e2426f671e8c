"""Layout drift: a document that no longer fits its profile, and the line of the profile to change."""

from pipeline.drift.detect import find_drift, is_layout_open
from pipeline.drift.misfit import LayoutDriftError, misfit_error, misfit_report
from pipeline.drift.pictures import Before, write_pictures
from pipeline.drift.report import DriftItem, DriftReport, ProfileLine, Shown

__all__ = [
    "Before",
    "DriftItem",
    "DriftReport",
    "LayoutDriftError",
    "ProfileLine",
    "Shown",
    "find_drift",
    "is_layout_open",
    "misfit_error",
    "misfit_report",
    "write_pictures",
]
