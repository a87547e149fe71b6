"""Arithmetic and rules on plain values: no Django, no database, usable from a notebook."""
