"""Reading a transcript (tab-separated tables, prose between them) into the records of a vision."""

from extractors.transcript.reader import read_transcript

__all__ = ["read_transcript"]
