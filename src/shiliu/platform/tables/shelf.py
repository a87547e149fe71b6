"""Where an uploaded file waits between its check and the reader's yes: one folder each under DATA_DIR/imports, for a day.

Nothing serves that folder. A file opens again only for the person who brought it.
"""

import json
import os
import re
import shutil
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from shiliu.platform.clock import now
from shiliu.platform.tables.reading import Unreadable

MOST_BYTES = 10 * 1024 * 1024
MOST_ROWS = 10_000
KEPT = timedelta(days=1)
KEY = re.compile(r"[0-9a-f]{32}")
NOTES = "notes.json"


@dataclass(frozen=True)
class Kept:
    """`folder` holds `upload` and whatever the check puts beside it; `notes` are plain values written by `note`."""

    key: str
    folder: Path
    notes: dict

    @property
    def file(self):
        return self.folder / "upload"

    @property
    def rejects(self):
        return self.folder / "rejects.csv"

    def note(self, **more):
        """Adds to the notes, whole or not at all."""
        self.notes.update(more)
        aside = self.folder / f".{NOTES}"
        aside.write_text(json.dumps(self.notes, ensure_ascii=False), encoding="utf-8")
        os.replace(aside, self.folder / NOTES)


def keep(uploaded, *, by, purpose):
    """Puts an UploadedFile on the shelf. Raises Unreadable when it is too large for a page; `purpose` says where it may be used."""
    if uploaded.size > MOST_BYTES:
        raise Unreadable(too_much())
    key = uuid.uuid4().hex
    folder = _home() / key
    folder.mkdir(parents=True, mode=0o700)
    kept = Kept(key, folder, {"person": by.person.pk, "purpose": purpose, "name": uploaded.name[:200]})
    with open(kept.file, "wb") as file:
        for piece in uploaded.chunks():
            file.write(piece)
    kept.note()
    return kept


def find(key, *, by, purpose):
    """What this person put there for this purpose under `key`, or None."""
    kept = _read(_home() / key) if KEY.fullmatch(key) else None
    mine = kept and by.signed_in and kept.notes["person"] == by.person.pk and kept.notes["purpose"] == purpose
    return kept if mine else None


def waiting(purpose):
    """Everything on the shelf for a purpose, whoever brought it: for the worker."""
    found = (_read(folder) for folder in sorted(_home().glob("*")) if KEY.fullmatch(folder.name))
    return [kept for kept in found if kept and kept.notes["purpose"] == purpose]


def remove(kept):
    shutil.rmtree(kept.folder, ignore_errors=True)


def sweep():
    """The hourly job: what nobody said yes to within a day."""
    for folder in _home().glob("*"):
        written = datetime.fromtimestamp(folder.stat().st_mtime, UTC)
        if KEY.fullmatch(folder.name) and now() - written > KEPT:
            shutil.rmtree(folder, ignore_errors=True)


def too_much(rows=MOST_ROWS):
    return _(
        "On this page a file has at most %(rows)d rows and %(size)d MB. For larger ones use the command line, as said below."
    ) % {
        "rows": rows,
        "size": MOST_BYTES // 1024 // 1024,
    }


def _home():
    return Path(settings.DATA_DIR) / "imports"


def _read(folder):
    try:
        return Kept(folder.name, folder, json.loads((folder / NOTES).read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return None
