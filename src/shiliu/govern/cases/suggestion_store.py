"""Where the learned model lies: DATA_DIR/suggestions, numbers in an npz file and what is known about it in model.json.

model.json names its npz file and the file's SHA-256; it is replaced in one step after the npz file is whole, so a reader
always finds a pair that belongs together. The model holds hashes and weights, no text of a case.
"""

import hashlib
import json
import logging
import os
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from django.conf import settings

NOTES = "model.json"
ARRAYS = ("columns", "idf", "weights", "bias")
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Stored:
    """`model` is a methods.suggesting.Model; `notes` what was written beside it (see suggesting.notes_of)."""

    model: object
    notes: dict

    @property
    def version(self):
        return self.notes["version"]


_read: dict[Path, tuple[tuple, Stored | None]] = {}


def folder():
    return Path(settings.DATA_DIR) / "suggestions"


def write(model, notes):
    """Keep a model as the one in use; returns its version. Earlier numbers are deleted, their notes are in the audit log."""
    import numpy as np

    place = folder()
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    version = _last_version(place) + 1
    out = BytesIO()
    np.savez_compressed(out, **{name: getattr(model, name) for name in ARRAYS})
    content = out.getvalue()
    numbers = place / f"model-{version}.npz"
    _put(numbers, content)
    known = {"version": version, "file": numbers.name, "sha256": hashlib.sha256(content).hexdigest()}
    told = {**notes, **known, "labels": list(model.labels), "threshold": model.threshold}
    _put(place / NOTES, json.dumps(told, ensure_ascii=False, indent=1).encode())
    for old in place.glob("model-*.npz"):
        if old != numbers:
            old.unlink(missing_ok=True)
    return version


def _put(path, content):
    """Write a file as a whole or not at all."""
    part = path.with_name(f".{path.name}.{os.getpid()}")
    with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(part, path)


def _last_version(place):
    try:
        return int(json.loads((place / NOTES).read_text(encoding="utf-8"))["version"])
    except (OSError, ValueError, KeyError, TypeError):
        return 0


def current():
    """The model in use as Stored, or None. Read once, and again when the file changes; a damaged one counts as none."""
    path = folder() / NOTES
    try:
        status = path.stat()
    except OSError:
        return None
    stamp = (status.st_mtime_ns, status.st_size, status.st_ino)
    known = _read.get(path)
    if known is None or known[0] != stamp:
        try:
            known = stamp, _load(path)
        except (OSError, ValueError, KeyError, TypeError) as error:
            log.warning("The learned suggestions in %s cannot be read (%s). Train them again.", path, error)
            known = stamp, None
        _read[path] = known
    return known[1]


def _load(path):
    import numpy as np

    from shiliu.methods.suggesting import Model

    notes = json.loads(path.read_text(encoding="utf-8"))
    content = (path.parent / Path(notes["file"]).name).read_bytes()
    if hashlib.sha256(content).hexdigest() != notes["sha256"]:
        raise ValueError("its numbers are not those it was written with")
    with np.load(BytesIO(content), allow_pickle=False) as arrays:
        given = {name: arrays[name] for name in ARRAYS}
    return Stored(Model(labels=tuple(notes["labels"]), threshold=notes["threshold"], **given), notes)
