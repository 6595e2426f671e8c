"""Measurements against other table extractors and of this program's own running costs. No tests."""
