"""The data contract of the curated tables and the checks that guard it."""
