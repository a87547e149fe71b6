"""A challenge is a signed token. Nothing is kept of those that are given out, only of those that were used."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.core import signing
from django.db import IntegrityError, transaction

from shiliu.platform.challenge import puzzle
from shiliu.platform.challenge.models import SpentToken
from shiliu.platform.clock import now

SALT = "platform.challenge"
WRONG, TOO_SOON, OLD, USED = "wrong", "too soon", "old", "used"


@dataclass(frozen=True)
class Challenge:
    """`name` begins every message that is hashed; without calculating, `wait` seconds are as good."""

    token: str
    name: str
    bits: int
    wait: int
    pieces: int = puzzle.PIECES


def made(form):
    """A fresh Challenge that can be answered for the form called `form` only."""
    name, bits = secrets.token_urlsafe(12), settings.CHALLENGE_BITS
    token = signing.Signer(salt=SALT).sign_object([name, form, bits, int(now().timestamp())])
    return Challenge(token, name, bits, settings.CHALLENGE_WAIT)


def use(token, answer, form):
    """'' when the token is answered and was not used before; it is used now. Otherwise one of the words above."""
    try:
        name, meant_for, bits, began = signing.Signer(salt=SALT).unsign_object(token)
    except (signing.BadSignature, ValueError):
        return WRONG
    age = now().timestamp() - began
    if meant_for != form:
        return WRONG
    if age > settings.CHALLENGE_MINUTES * 60:
        return OLD
    if answer and not puzzle.solves(name, answer, bits):
        return WRONG
    if not answer and age < settings.CHALLENGE_WAIT:
        return TOO_SOON
    return "" if _is_first(name, began) else USED


def _is_first(name, began):
    """Whether nobody used this token before. Two at once: the database lets one of them in."""
    until = datetime.fromtimestamp(began, UTC) + timedelta(minutes=settings.CHALLENGE_MINUTES)
    try:
        with transaction.atomic():
            SpentToken.objects.create(name=name, until=until)
    except IntegrityError:
        return False
    return True


def sweep():
    """Forget used tokens that are too old to be used again anyway. The hour more is for clocks that go back."""
    SpentToken.objects.filter(until__lt=now() - timedelta(hours=1)).delete()
