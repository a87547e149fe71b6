"""What time itself does: reminds of terms that end, and forgets on which day of a month advice was given."""

from datetime import timedelta

from django.db import transaction
from django.utils.timezone import localdate

from shiliu.live.services.clinics import queries, rules
from shiliu.live.services.clinics.models import Advice, AdviserTerm
from shiliu.platform import notices
from shiliu.platform.clock import now


def remind_of_terms():
    """Tells the unit and the administrators of the place, once, before a term ends that nothing follows."""
    for term in queries.terms_ending(localdate(now()) + timedelta(days=rules.REMIND_DAYS)):
        adviser = term.adviser
        with transaction.atomic():
            mine = AdviserTerm.objects.filter(pk=term.pk, reminded_at=None)
            if not mine.update(reminded_at=now()):
                continue
            params = {"adviser": adviser.names, "until": term.until}
            for to in (
                notices.Recipient.unit(adviser.organisation),
                notices.Recipient.role("administrator", adviser.area),
            ):
                if to.people:
                    notices.send("clinics.term_ends", to=to, thread=f"adviser:{adviser.pk}", params=params, url="/clinics/advisers/")  # fmt: skip


def blur():
    """Of old advice only the month is kept."""
    limit = localdate(now()) - timedelta(days=rules.BLUR_DAYS)
    days = Advice.objects.filter(day__lt=limit).exclude(day__day=1).order_by().values_list("day", flat=True).distinct()
    for day in list(days):
        Advice.objects.filter(day=day).update(day=rules.blurred(day))
