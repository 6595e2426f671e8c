"""Hostile input on purpose: mutated, crafted and found PDFs through `kyosei tables`."""
