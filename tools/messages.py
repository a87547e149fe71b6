"""Compiling the translations of locale/ and collecting new messages into them. Runs inside .venv."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCALES = ("zh_Hans", "ug")
IGNORED = (".venv", "var", "tools", "tests", "bench", "docs")


def stale() -> list[Path]:
    """Catalogues whose compiled form is missing or older."""
    catalogues = sorted(ROOT.glob("locale/**/LC_MESSAGES/*.po"))
    return [
        po for po in catalogues if not (mo := po.with_suffix(".mo")).exists() or mo.stat().st_mtime < po.stat().st_mtime
    ]


def compile_stale() -> None:
    import polib

    for catalogue in stale():
        polib.pofile(str(catalogue)).save_as_mofile(str(catalogue.with_suffix(".mo")))


def collect(root: Path = ROOT) -> None:
    """makemessages with output that changes only when a message does: no line numbers, no wrapping, no date.

    What gettext guesses from a similar message is emptied: an unwritten sentence is honest, a wrong one is not."""
    import polib

    (root / "locale").mkdir(exist_ok=True)
    command = [sys.executable, "-m", "django", "makemessages", "--add-location", "file", "--no-wrap", "--no-obsolete"]
    command += [word for locale in LOCALES for word in ("--locale", locale)]
    command += [word for folder in IGNORED for word in ("--ignore", f"{folder}/*")]
    subprocess.run(command, cwd=root, check=True, stdout=subprocess.DEVNULL)
    for catalogue in root.glob("locale/*/LC_MESSAGES/*.po"):
        messages = polib.pofile(str(catalogue), wrapwidth=0)
        messages.metadata.pop("POT-Creation-Date", None)
        for message in messages:
            if message.fuzzy:
                message.msgstr, message.msgstr_plural = "", dict.fromkeys(message.msgstr_plural, "")
                message.previous_msgid = message.previous_msgid_plural = message.previous_msgctxt = None
                message.flags.remove("fuzzy")
        messages.save()


if __name__ == "__main__":
    {"compile": compile_stale, "collect": collect}[sys.argv[1]]()
