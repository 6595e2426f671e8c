"""Fetching new documents from the cities' pages, and taking in documents at hand."""
