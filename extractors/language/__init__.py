"""Hints at slips of the copyist in a document's language."""

from extractors.language.hints import language_hints

__all__ = ["language_hints"]
