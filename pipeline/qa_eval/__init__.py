"""Measuring the checks: errors planted into typeset documents, read by the real pipeline, found or not."""
