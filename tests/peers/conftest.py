"""Peers live in an environment of their own (docs/decisions/0014): elsewhere these tests are not collected."""

import sys
from pathlib import Path

if Path(sys.prefix).name != ".venv-bench":
    collect_ignore_glob = ["test_*.py"]
