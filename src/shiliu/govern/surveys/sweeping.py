"""What time does to surveys: rounds end, and single answers go."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from shiliu.govern.surveys.actions import rounds
from shiliu.govern.surveys.models import Batch, Round
from shiliu.govern.surveys.queries import today
from shiliu.platform.permissions import SYSTEM

PAPER_DAYS = 7  # to key in what was handed in on the last day; a choice of the house. The office may close earlier


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
            if fresh.state == Round.State.OPEN and not fresh.batches.exclude(state=Batch.State.TAKEN).exists():
                rounds.close(SYSTEM, fresh)


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
