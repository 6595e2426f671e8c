"""Hostile and found PDFs through the commands of `kyosei`, and an audit of what the tables lost."""
