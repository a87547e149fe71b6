"""Setting a place at the table: for an account, or for whoever holds a code that is told once."""

import os

from django.conf import settings

from shiliu.govern.mediation.files.models import Seat
from shiliu.govern.mediation.sealed import keys
from shiliu.platform import codes

PURPOSE = "mediation"


def seat(dispute, role, *, person=None, side="", state=Seat.State.ASKED, organisation=None, **words):
    """(Seat, code): saved; the code is None for an account. `words` as in models.Seat."""
    code = None if person else codes.code_from_bytes(os.urandom(16))
    made = Seat(
        dispute=dispute, role=role, side=side, state=state, organisation=organisation,
        token=keys.token(person or hash_of(code)),
    )  # fmt: skip
    made.write(**{name: said for name, said in words.items() if said}, person=person.pk if person else None)
    made.save()
    return made, code


def hash_of(code):
    """What the bearer of a code is known by; None for what cannot be one."""
    return codes.hash_code(code, settings.SECRET_KEY, PURPOSE)


def give_code(seat):
    """A new code for a seat that has one, in place of the old one."""
    code = codes.code_from_bytes(os.urandom(16))
    seat.token = keys.token(hash_of(code))
    seat.save(update_fields=["token"])
    return code
