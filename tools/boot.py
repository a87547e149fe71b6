"""The way in: `python3 tools/boot.py <command>`, called by the Makefile. Needs nothing but Python 3.11's standard library."""

from __future__ import annotations

import sys

import environment


def dev() -> int:
    """Build .venv with everything tests and lint need."""
    environment.ensure("dev")
    return 0


COMMANDS = {"dev": dev}

if __name__ == "__main__":
    sys.exit(COMMANDS[sys.argv[1]]())
