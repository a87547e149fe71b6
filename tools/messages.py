"""Compiling the translations of locale/ and collecting new messages into them. Runs inside .venv."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCALES = ("zh_Hans", "ug")
IGNORED = (".venv", "var", "tools", "tests", "bench", "docs")


def stale() -> list[Path]:
    """Catalogues whose compiled form is missing or older."""
    catalogues = sorted(ROOT.glob("locale/*/LC_MESSAGES/*.po"))
    return [
        po for po in catalogues if not (mo := po.with_suffix(".mo")).exists() or mo.stat().st_mtime < po.stat().st_mtime
    ]


def compile_stale() -> None:
    import polib

    for catalogue in stale():
        polib.pofile(str(catalogue)).save_as_mofile(str(catalogue.with_suffix(".mo")))


def collect() -> None:
    """makemessages with output that changes only when a message does: no line numbers, no wrapping, no date."""
    (ROOT / "locale").mkdir(exist_ok=True)
    command = [sys.executable, "-m", "django", "makemessages", "--add-location", "file", "--no-wrap", "--no-obsolete"]
    command += [word for locale in LOCALES for word in ("--locale", locale)]
    command += [word for folder in IGNORED for word in ("--ignore", f"{folder}/*")]
    subprocess.run(command, cwd=ROOT, check=True)
    for catalogue in ROOT.glob("locale/*/LC_MESSAGES/*.po"):
        text = catalogue.read_text(encoding="utf-8")
        catalogue.write_text(re.sub(r'^"POT-Creation-Date: .*\n', "", text, flags=re.M), encoding="utf-8")


if __name__ == "__main__":
    {"compile": compile_stale, "collect": collect}[sys.argv[1]]()
