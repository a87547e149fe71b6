"""`make lock`: choose versions for requirements/*.in, with hashes, without a word about where they came from."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from tools.system import Missing, need_venv_module

REQUIREMENTS = Path(__file__).resolve().parent.parent / "requirements"
COMPILE = "--no-config pip compile -q --universal --python-version 3.11 --only-binary :all: --generate-hashes".split()
COMPILE += ["--no-header", "--no-annotate"]
# Each under those before it, so that one environment serves all and peers are measured beside the very versions we run.
LOCKS = (("base", ()), ("extra", ("base",)), ("dev", ("base", "extra")), ("bench", ("base", "extra", "dev")))
LEAK = re.compile(r"^--|://|^file:|@ ", re.MULTILINE)


def lock(upgrade: bool = False) -> int:
    """Choose versions for each file in turn."""
    need_venv_module()
    with tempfile.TemporaryDirectory(prefix="shiliu-lock-") as folder:
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        subprocess.run([f"{folder}/bin/pip", "install", "-qq", "uv"], check=True, stdin=subprocess.DEVNULL)
        wish = ["--upgrade"] if upgrade else []
        for source, constraints in LOCKS:
            limits = [word for name in constraints for word in ("-c", f"{name}.txt")]
            command = [f"{folder}/bin/uv", *COMPILE, *wish, *limits, f"{source}.in", "-o", f"{source}.txt"]
            subprocess.run(command, cwd=REQUIREMENTS, check=True, env=_without_indexes())
    if leaks := leaking_lines():
        raise Missing("The lock names where packages came from; it must not:\n" + "\n".join(leaks))
    return 0


def leaking_lines() -> list[str]:
    return [
        f"{lock.name}:{number}: {line}"
        for lock in sorted(REQUIREMENTS.glob("*.txt"))
        for number, line in enumerate(lock.read_text(encoding="utf-8").splitlines(), start=1)
        if LEAK.search(line)
    ]


def _without_indexes() -> dict[str, str]:
    """A machine's own mirrors must not steer which versions everyone gets."""
    return {name: value for name, value in os.environ.items() if not re.match(r"(UV|PIP)_.*(INDEX|FIND_LINKS)", name)}
