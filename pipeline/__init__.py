"""Flows, command line and publishing around `extractors` and `expectations`."""
