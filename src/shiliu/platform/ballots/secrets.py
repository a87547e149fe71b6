"""The key of one thing (a vote, the supports of a proposal): 32 random bytes in a file below the data folder.

It is never in the database and never in a backup. Tokens made with it tell two people apart without telling who they are; once the
file is destroyed, nobody can make or compare a token again, whatever else they hold.
"""

import hashlib
import hmac
import os
import re
import stat
from math import inf
from pathlib import Path
from secrets import token_bytes, token_hex

from django.conf import settings

from shiliu.foundation.models import Person
from shiliu.platform.ballots import kinds

FOLDER = "ballot_secrets"
BYTES = 32
KIND, ID = re.compile(r"[a-z]+(\.[a-z_]+)*"), re.compile(r"[A-Za-z0-9]+")


class NoSecret(LookupError):
    """The key of this thing was destroyed, or never made, or lost with the machine."""


def make(kind, id):
    """Makes the key of a thing; the same twice keeps the first. It is whole on the disk when this returns. Raises LookupError for a
    kind that nobody has registered (kinds.register)."""
    path = path_of(kind, id)
    kinds.of(kind)
    if not _place(kind, id, token_bytes(BYTES)):
        os.utime(path)  # one that was left over is needed from now on: see keeping.MARGIN


def taken_out(kind, id):
    """The 32 bytes themselves, for an operator who keeps keys elsewhere (encrypted). Raises NoSecret."""
    try:
        return path_of(kind, id).read_bytes()
    except FileNotFoundError:
        raise NoSecret(f"there is no key of {kind} {id}") from None


def put_back(kind, id, secret):
    """Writes a key that was taken out, where none is. True when it was missing. Raises ValueError for what is no key."""
    kinds.of(kind)
    if len(secret) != BYTES:
        raise ValueError(f"a key has {BYTES} bytes")
    return _place(kind, id, secret)


def exists(kind, id):
    return path_of(kind, id).exists()


def key(kind, id, purpose):
    """32 bytes for one purpose, so that what is made for one says nothing about another. Raises NoSecret."""
    try:
        secret = path_of(kind, id).read_bytes()
    except FileNotFoundError:
        raise NoSecret(f"there is no key of {kind} {id}") from None
    if len(secret) != BYTES:
        raise NoSecret(f"the key of {kind} {id} is damaged")
    return hmac.new(secret, f"{kind}:{id}:{purpose}".encode(), hashlib.sha256).digest()


def token(kind, id, purpose, who):
    """HMAC-SHA256 in hex of a Person, or of a code (text): the same for the same, different for every thing and purpose."""
    name = f"person:{who.pk}" if isinstance(who, Person) else f"code:{who}"
    return hmac.new(key(kind, id, purpose), name.encode(), hashlib.sha256).hexdigest()


def destroy(kind, id):
    """Overwrites and removes the key. True when there was one. What the disk itself keeps of an old block is beyond this."""
    path = path_of(kind, id)
    try:
        with open(path, "r+b") as file:
            file.write(token_bytes(BYTES))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()
    except FileNotFoundError:
        return False
    _sync(path.parent)
    return True


def known():
    """(kind, id as text) of every key there is."""
    return sorted(tuple(path.name.rsplit("-", 1)) for path in _folder().glob("[!.]*-*"))


def made_at(kind, id):
    """When the key was made, or made again, in seconds since 1970; infinity for one that is not there."""
    try:
        return path_of(kind, id).stat().st_mtime
    except FileNotFoundError:
        return inf


def open_to_others():
    """Paths of keys, and of their folder, that other accounts of the machine can read; none is the rule."""
    paths = [_folder(), *sorted(_folder().glob("*"))] if _folder().exists() else []
    return [path for path in paths if stat.S_IMODE(path.stat().st_mode) & 0o077]


def path_of(kind, id):
    if not (KIND.fullmatch(kind) and ID.fullmatch(str(id))):
        raise ValueError(f"{kind!r} {id!r} cannot name a key")
    return _folder() / f"{kind}-{id}"


def _folder():
    return Path(settings.DATA_DIR) / FOLDER


def _sync(folder):
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _place(kind, id, secret):
    """Whole on the disk or not at all, and never in place of a key that tokens were made with. True when it was written."""
    path = path_of(kind, id)
    path.parent.mkdir(mode=0o700, exist_ok=True)
    part = path.with_name(f".{path.name}.{token_hex(8)}")
    try:
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(secret)
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(part, path)  # unlike rename, it never replaces one
        except FileExistsError:
            return False
    finally:
        part.unlink(missing_ok=True)
    _sync(path.parent)
    return True
