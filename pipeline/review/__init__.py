"""The review page: findings, the document page by page, decisions; one HTML file, no network."""

from pipeline.review.page import render_review, write_review
from pipeline.review.source import (
    NothingToReviewError,
    ReviewSource,
    edition_source,
    editions_at_hand,
    folder_source,
)

__all__ = [
    "NothingToReviewError",
    "ReviewSource",
    "edition_source",
    "editions_at_hand",
    "folder_source",
    "render_review",
    "write_review",
]
