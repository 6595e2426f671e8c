"""新旧対照: two published editions side by side, for a terminal and as one self-contained page."""

from pipeline.diffpage.comparison import Comparison, EditionNotPublishedError, compare_published
from pipeline.diffpage.page import page_html
from pipeline.diffpage.printed import print_comparison

__all__ = [
    "Comparison",
    "EditionNotPublishedError",
    "compare_published",
    "page_html",
    "print_comparison",
]
