"""The keys of mediation files, and the tokens by which somebody is known at a table without being named in a table."""

import uuid

from shiliu.foundation.models import Person
from shiliu.platform.ballots import secrets

FILE, PEOPLE, SITE = "mediation.file", "mediation.people", "site"


def make():
    """The name (32 hex digits) of a new key, which is on the disk when this returns. One that a failed transaction leaves behind
    is swept away like every key that nothing needs."""
    name = uuid.uuid4().hex
    secrets.make(FILE, name)
    return name


def key(name):
    """32 bytes. Raises secrets.NoSecret when the key was destroyed or is not on this machine."""
    return secrets.key(FILE, name, "content")


def alias(name, thing):
    """16 hex digits that stand for a row of the file in a table that others read (the thread of a letter) and lead nobody back to it."""
    return secrets.token(FILE, name, "alias", str(thing))[:16]


def destroy(name):
    return secrets.destroy(FILE, name)


def begin_people():
    """The key of the site under which tokens are made; only while nobody sits anywhere yet. A second one would shut everybody out of
    every file for good, so that a lost one is brought back (`shiliu mediation keys`) and never replaced."""
    secrets.make(PEOPLE, SITE)


def token(who):
    """64 hex digits for a Person or for the hash of a shown code (text); the same for one person in every file of the site, so that
    their files are found by one look-up, and tied to nobody without the key of the site. Raises secrets.NoSecret without it."""
    if not isinstance(who, Person | str):
        raise TypeError(f"a seat belongs to a person or to a code, not to {who!r}")
    return secrets.token(PEOPLE, SITE, "seat", who)


def token_of_unit(unit):
    """64 hex digits by which an Organisation finds what waits for it, and by which nobody else finds the unit."""
    return secrets.token(PEOPLE, SITE, "unit", str(unit.pk))


def of_site(purpose):
    """32 bytes for what two files of the site must be able to compare. Raises secrets.NoSecret."""
    return secrets.key(PEOPLE, SITE, purpose)


def ready():
    """Whether the key of the site is there: not before the first file, nor when it is lost."""
    return secrets.exists(PEOPLE, SITE)


def tokens_of(actor):
    """Every token the actor can sit down with: of the account, and of each code that was shown. None before the first file, or
    when the key of the site is lost: then nothing opens, and the doctor says why."""
    if not ready():
        return frozenset()
    people = [actor.person] if actor.signed_in else []
    return frozenset(token(who) for who in [*people, *sorted(actor.secrets)])
