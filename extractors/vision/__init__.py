"""From a document as read to the typed records of a vision."""

from extractors.vision.interpret import interpret

__all__ = ["interpret"]
