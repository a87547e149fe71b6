"""Papers on the disk: AES-256-GCM under the key of their file, one file a paper, in lengths of which there are few."""

import os
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from shiliu.govern.mediation.sealed import keys
from shiliu.platform.attachments import files
from shiliu.platform.ballots.sealing import NONCE, Damaged
from shiliu.platform.clock import now

FOLDER = "sealed_papers"  # beside the attachments, whose sweep and addresses know nothing of it
STEP = 64 * 1024
KEEP_STRAYS = timedelta(hours=24)


def put(paper, data):
    """Encrypts bytes for a paper that has its key; whole on the disk when this returns, before its row is saved."""
    nonce = os.urandom(NONCE)
    padded = data.ljust(-(-len(data) // STEP) * STEP, b"\0")
    path = path_of(paper.key)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    files.write(path, nonce + AESGCM(keys.key(paper.key_name)).encrypt(nonce, padded, _place(paper)))


def take(paper):
    """The bytes. Raises secrets.NoSecret without the key, FileNotFoundError, and Damaged for what was changed or put elsewhere."""
    sealed = path_of(paper.key).read_bytes()
    try:
        padded = AESGCM(keys.key(paper.key_name)).decrypt(sealed[:NONCE], sealed[NONCE:], _place(paper))
    except InvalidTag:
        raise Damaged(f"the file of {paper} cannot be opened") from None
    return padded[: paper.words["size"]]


def remove(key):
    path_of(key).unlink(missing_ok=True)


def path_of(key):
    return Path(settings.DATA_DIR) / FOLDER / key.hex


def sweep(known):
    """Removes files whose row was never committed or is gone. `known(keys)` gives those of the keys that have a row."""
    before = now() - KEEP_STRAYS
    folder = Path(settings.DATA_DIR) / FOLDER
    old = [path for path in folder.glob("*") if _written_at(path) < before] if folder.is_dir() else []
    kept = {key.hex for key in known(list(filter(None, map(_key, old))))}
    for path in old:
        if path.name not in kept:
            path.unlink(missing_ok=True)


def _written_at(path):
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except FileNotFoundError:  # another worker was quicker
        return datetime.max.replace(tzinfo=UTC)


def _key(path):
    try:
        return uuid.UUID(hex=path.name)
    except ValueError:
        return None


def _place(paper):
    return f"mediation.paper:{paper.key.hex}".encode()
