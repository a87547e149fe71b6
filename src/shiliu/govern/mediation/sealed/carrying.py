"""The keys of mediation in one file for the operator, encrypted with a passphrase: a backup never holds them.

Whoever has this file and a backup reads every sealed file, also those whose key is destroyed later: keep it apart from backups, and make
a new one in place of the old. Only keys that something still needs are brought back, so that an old file revives nothing.

The file: the line MAGIC, 16 bytes of salt, 12 of nonce, AES-256-GCM of JSON {kind: {id: base64}}; the key by scrypt (RFC 7914)."""

import base64
import json
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from shiliu.govern.mediation.sealed.keys import FILE, PEOPLE
from shiliu.platform.ballots import kinds, secrets

MAGIC = b"shiliu mediation keys 1\n"
SALT, NONCE = 16, 12
COST = {"n": 2**15, "r": 8, "p": 1}  # 32 MiB a try; a choice of the house
LEAST = 12


class WrongPassphrase(ValueError):
    """The file cannot be opened with it, or was changed."""


def packed(passphrase):
    """Bytes of the file with all keys of mediation there are, and how many."""
    found = {}
    for kind, id in secrets.known():
        if kind in (FILE, PEOPLE):
            found.setdefault(kind, {})[id] = base64.b64encode(secrets.taken_out(kind, id)).decode()
    salt, nonce = os.urandom(SALT), os.urandom(NONCE)
    sealed = AESGCM(_key(passphrase, salt)).encrypt(nonce, json.dumps(found).encode(), MAGIC)
    return MAGIC + salt + nonce + sealed, sum(map(len, found.values()))


def brought_back(content, passphrase):
    """Puts back the keys that are needed and not there. Returns (put back, there already, no longer needed). Raises WrongPassphrase."""
    if not content.startswith(MAGIC):
        raise WrongPassphrase
    rest = content[len(MAGIC) :]
    salt, nonce, sealed = rest[:SALT], rest[SALT : SALT + NONCE], rest[SALT + NONCE :]
    try:
        found = json.loads(AESGCM(_key(passphrase, salt)).decrypt(nonce, sealed, MAGIC))
    except InvalidTag:
        raise WrongPassphrase from None
    put = there = unneeded = 0
    for kind, ids in found.items():
        needed = kinds.of(kind).needed_now()
        for id, text in ids.items():
            if id not in needed:
                unneeded += 1
            elif secrets.put_back(kind, id, base64.b64decode(text)):
                put += 1
            else:
                there += 1
    return put, there, unneeded


def _key(passphrase, salt):
    return Scrypt(salt=salt, length=32, **COST).derive(passphrase.encode())
