"""Half hours of rooms and people, given out once each and told to nobody.

What is given out is HMAC(key of the site, whose and when). Two of one half hour are equal, so that the table can refuse the second; from
one alone nobody learns whose it is or when."""

import hashlib
import hmac
from datetime import UTC

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from shiliu.govern.mediation.sealed import keys
from shiliu.govern.mediation.table import rules
from shiliu.govern.mediation.table.models import Taken
from shiliu.platform.workflow import NotPossible

CHUNK = 500


def of_room(room):
    return f"room:{room.pk}"


def of_seat(seat):
    """An account is one in all files; whoever has a code sits in one file, and may be given another code there."""
    return f"seat:{seat.token if seat.words.get('person') else seat.key}"


def give(sitting, holders, starts, minutes):
    """Gives the half hours of a sitting to it. Raises NotPossible when one of them is somebody else's by now."""
    names = _names(holders, rules.units(starts, minutes))
    try:
        with transaction.atomic():
            Taken.objects.bulk_create([Taken(half_hour=name, sitting=sitting) for name in names])
    except IntegrityError:
        raise NotPossible(
            _("The room or somebody who is to come has just been taken for that time. Look for another time.")
        ) from None


def given(holders, half_hours, *, but=None):
    """{holder: those of the half hours that are given out}; `but` leaves out one sitting, which is being moved."""
    names = _names(holders, half_hours)
    rows = Taken.objects.exclude(sitting=but) if but is not None else Taken.objects
    every, found = list(names), {}
    for start in range(0, len(every), CHUNK):
        for name in rows.filter(half_hour__in=every[start : start + CHUNK]).values_list("half_hour", flat=True):
            holder, at = names[name]
            found.setdefault(holder, set()).add(at)
    return found


def _names(holders, half_hours):
    """{HMAC in hex: (holder, moment)}."""
    key = keys.of_site("half hour")
    return {
        hmac.new(key, f"{holder}:{at.astimezone(UTC):%Y%m%d%H%M}".encode(), hashlib.sha256).hexdigest(): (holder, at)
        for holder in sorted(set(holders))
        for at in half_hours
    }
