"""Telling those at the table. A letter says that something private waits and where; what, and that it is a mediation, it does not."""

from django.urls import reverse

from shiliu.foundation.models import Person
from shiliu.govern.mediation.sealed import keys
from shiliu.platform import notices
from shiliu.platform.notices import Recipient


def tell(dispute, *, but=None, seats=None, kind="private.waiting"):
    """Everybody who is asked or takes part, except the seat `but`; or only `seats`. `kind` is of a letter that says as little. After the
    transaction, as all notices."""
    for seat in dispute.seats.all() if seats is None else seats:
        if seat.state in ("asked", "joined") and (but is None or seat.pk != but.pk):
            to = _reached(seat.words)
            if to:
                thread = f"private:{keys.alias(dispute.key_name, seat.key)}"
                notices.send(kind, to=to, thread=thread, url=reverse("mediation:mine"))


def thread(dispute):
    """Of letters to the committee about one file: the same each time, and leading nobody to it."""
    return f"private:{keys.alias(dispute.key_name, dispute.key)}"


def _reached(words):
    person = Person.objects.filter(pk=words["person"], is_active=True).first() if words.get("person") else None
    if person:
        return Recipient.person(person)
    if words.get("email") or words.get("phone"):
        return Recipient.contact(words.get("email"), words.get("phone"), words.get("language") or "zh-hans")
    return None
