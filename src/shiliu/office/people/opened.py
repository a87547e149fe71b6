"""The person a worker has opened by the code shown: remembered in the worker's session for a quarter of an hour."""

from datetime import datetime

from shiliu.foundation.models import Person
from shiliu.office.people import rules
from shiliu.platform.clock import now

KEY = "people.opened"


def remember(request, person, purpose):
    until = now() + rules.OPENED_PERSON_VALID
    request.session[KEY] = {"person": person.pk, "purpose": purpose, "until": until.isoformat()}


def recall(request, purpose):
    """The opened person, or None when nobody was opened for this purpose or it was too long ago."""
    kept = request.session.get(KEY)
    if not kept or kept["purpose"] != purpose or datetime.fromisoformat(kept["until"]) <= now():
        return None
    return Person.objects.filter(pk=kept["person"], is_active=True).first()


def forget(request):
    request.session.pop(KEY, None)
