"""Shiliu (石榴): software that runs a mixed neighbourhood."""

__version__ = "0.1.0"
