"""What time does to sittings. A letter before one says that something private is near; not what, and not when, because the letters of
one table would name the same moment."""

import logging
from datetime import timedelta

from django.conf import settings
from django.db import transaction

from shiliu.govern.mediation.files import telling
from shiliu.govern.mediation.files.locking import held
from shiliu.govern.mediation.table import access
from shiliu.govern.mediation.table.models import Sitting
from shiliu.platform.ballots.secrets import NoSecret
from shiliu.platform.clock import now

log = logging.getLogger(__name__)


def tend():
    """The job: reminds of each sitting once, also with two workers, and calls off what is still to come of files that have ended. A file
    whose key is lost keeps nobody else from being reminded."""
    for sitting in Sitting.objects.filter(state=Sitting.State.PLANNED).select_related("dispute"):
        try:
            if not sitting.dispute.is_open:
                _release(sitting)
            elif _due(sitting):
                _remind(sitting)
        except NoSecret:
            log.error("a sitting cannot be read: its key is lost")


def _due(sitting):
    soon = now() + timedelta(hours=settings.MEDIATION_REMIND_HOURS)
    return not sitting.words.get("reminded") and now() < sitting.starts <= soon


@transaction.atomic
def _release(sitting):
    """Room and people are free again. What was to be over already may have taken place, and stays as it is."""
    dispute = held(sitting.dispute)
    if not dispute.is_open and sitting.starts > now():
        Sitting.objects.filter(pk=sitting.pk, state=Sitting.State.PLANNED).update(state=Sitting.State.CANCELLED)
        sitting.taken.all().delete()


@transaction.atomic
def _remind(sitting):
    dispute = held(sitting.dispute)
    sitting = Sitting.objects.get(pk=sitting.pk)
    sitting.dispute = dispute
    if not dispute.is_open or sitting.state != Sitting.State.PLANNED or not _due(sitting):
        return
    sitting.write(reminded=True)
    sitting.save(update_fields=["box"])
    coming = [seat for seat in access.present(dispute) if str(seat.key) in sitting.words["seats"]]
    telling.tell(dispute, seats=coming, kind="private.appointment")
