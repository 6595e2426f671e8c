"""Changes between two editions by what they say; figures and texts that moved only in form are none."""

from pipeline.changes.change import Change, Kind, Subject
from pipeline.changes.compare import change_rows, compare_editions
from pipeline.changes.zone import ZoneChanges, publish_changes

__all__ = ["Change", "Kind", "Subject", "ZoneChanges", "change_rows", "compare_editions", "publish_changes"]
