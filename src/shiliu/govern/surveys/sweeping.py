"""What time does to surveys: rounds end, are published when the office forgets it, and single answers go."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from shiliu.govern.surveys.actions import keying, rounds
from shiliu.govern.surveys.models import Batch, Round
from shiliu.govern.surveys.queries import LATE_DAYS, today
from shiliu.platform import notices
from shiliu.platform.permissions import SYSTEM

PAPER_DAYS = 7  # to key in what was handed in on the last day; a choice of the house. The office may close earlier
REMIND_DAYS = 7


def close_overdue():
    """Rounds whose last day has passed a week ago, or that are to be published tomorrow, and that wait for no paper. On the phone
    nobody answers after the last day anyhow."""
    day = today()
    over = Q(closes_on__lt=day - timedelta(days=PAPER_DAYS)) | Q(
        closes_on__lt=day, publish_on__lte=day + timedelta(days=1)
    )
    for late in Round.objects.filter(over, state=Round.State.OPEN):
        with transaction.atomic():
            fresh = rounds.locked(late)
            if fresh.state == Round.State.OPEN and not _waiting_piles(fresh):
                rounds.close(SYSTEM, fresh)


def end_late():
    """Rounds whose numbers were promised LATE_DAYS ago: piles nobody counted are dropped, and the tables are published as they are,
    without words that nobody has read. Answers that were given for a publication would otherwise lie here for ever."""
    late = Round.objects.filter(state__in=(Round.State.OPEN, Round.State.CLOSED), publish_on__lt=_last_day(today()))
    for one in late:
        with transaction.atomic():
            list(
                Batch.objects.select_for_update().filter(round=one)
            )  # piles before the round, as those who count them do
            fresh = rounds.locked(one)
            if fresh.state == Round.State.OPEN:
                for pile in _waiting_piles(fresh):
                    pile.round = fresh
                    keying.drop(SYSTEM, pile)
                rounds.close(SYSTEM, fresh)
            if fresh.state == Round.State.CLOSED:
                rounds.publish(SYSTEM, fresh)


def remind():
    """Tells the makers of a survey, once a week, what a round waits for: to be opened, its paper, its publication."""
    day = today()
    due = (
        ("surveys.not_opened", Q(state=Round.State.DRAFT, opens_on__lte=day, closes_on__gte=day)),
        ("surveys.paper_waits", Q(state=Round.State.OPEN, closes_on__lt=day - timedelta(days=PAPER_DAYS))),
        ("surveys.not_published", Q(state=Round.State.CLOSED, publish_on__lte=day)),
    )
    lately = Q(reminded_on__gt=day - timedelta(days=REMIND_DAYS))
    for kind, waits in due:
        for one in Round.objects.filter(waits).exclude(lately):
            with transaction.atomic():
                fresh = rounds.locked(one)
                if fresh.state != one.state:
                    continue
                fresh.reminded_on = day
                fresh.save(update_fields=["reminded_on"])
                tell(fresh, kind)


def tell(round, kind):
    """A notice to those who make surveys where the round asks."""
    named = {"survey": round.survey.names, "day": round.publish_on, "first": round.opens_on}
    for role in ("administrator", "supervisor"):
        notices.send(
            kind, to=notices.Recipient.role(role, round.survey.area), thread=f"survey:{round.survey_id}",
            params={**named, "last": round.publish_on + timedelta(days=LATE_DAYS)}, url=reverse("surveys_office:round", args=[round.pk]),
        )  # fmt: skip


def _waiting_piles(round):
    return list(round.batches.exclude(state=Batch.State.TAKEN))


def _last_day(day):
    return day - timedelta(days=LATE_DAYS)


def delete_old_answers():
    """Answers and texts, when their time after the publication is over: what was published stays."""
    last = today() - timedelta(days=settings.SURVEY_KEEP_DAYS)
    due = Round.objects.filter(state=Round.State.PUBLISHED, answers_deleted=False, publication__public_on__lt=last)
    for old in due:
        with transaction.atomic():
            fresh = rounds.locked(old)
            if not fresh.answers_deleted:
                fresh.answers.all().delete()
                fresh.texts.all().delete()
                fresh.answers_deleted = True
                fresh.save(update_fields=["answers_deleted"])
                rounds.record("surveys.answers_deleted", SYSTEM, fresh)
