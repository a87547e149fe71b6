"""Counts of mediation by kind, outcome, quarter and level of committee, and causes that come again; never a person, never a file."""
