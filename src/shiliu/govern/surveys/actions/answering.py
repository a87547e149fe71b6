"""One answer, by phone or from paper. It leaves no audit row, no moment and no trace of who sent it."""

import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from shiliu.govern.surveys import codes, rules
from shiliu.govern.surveys.models import Answer, FreeText, HouseholdCode, Round
from shiliu.govern.surveys.queries import parts_of, takes_answers
from shiliu.platform.permissions import demand
from shiliu.platform.workflow import NotPossible


class NotCounted(NotPossible):
    """The code of the household cannot be spent: used already, or never printed."""


@transaction.atomic
def answer(*, by, round, given, part=None, code="", key=None):
    """Counts one form. `given` is {question: text or list of texts}, `part` the code of a place or None. NotPossible names the
    questions that are wrong; NotCounted when the code of the household is not there to be spent.

    `key` is the random name a page gave its form: sent twice, it counts once. Gives True when it was counted now."""
    demand(by, "surveys.answer")
    round = (
        Round.objects.select_for_update(of=("self",)).select_related("survey__area", "question_set").get(pk=round.pk)
    )
    if not takes_answers(round):
        raise NotPossible(_("This survey does not take answers today. Look at its page for the days."))
    if key is not None and Answer.objects.filter(pk=key).exists():
        return False
    said = rules.read(rules.questions_of(round.question_set.questions), given)
    if said.problems:
        raise NotPossible(_("Something is not right yet."), said.problems)
    if not said.values and not said.texts:
        raise NotPossible(_("Nothing is answered yet. Choose an answer to at least one question."))
    count(round, said, part, code, key)
    return True


def count(round, said, part, code, key=None):
    """Writes one form of a locked round: no answer can slip in behind its close."""
    place = next((area for area in parts_of(round) if area.code == part), None) if part else None
    if part and place is None:
        raise NotPossible(_("Something is not right yet."), {"part": _("Choose one of the places, or none.")})
    if round.one_per_household:
        spend(round, code)
    Answer.objects.create(key=key or uuid.uuid4(), round=round, part=place, values=said.values)
    FreeText.objects.bulk_create(
        [FreeText(round=round, question=question, text=text) for question, text in said.texts.items()]
    )


def spend(round, code):
    """Takes a code away for ever. One DELETE is both the question and the answer: of two at once one finds nothing."""
    known = codes.read(code)
    gone = HouseholdCode.objects.filter(round=round, digest=codes.digest(round.pk, known)).delete()[0] if known else 0
    if not gone:
        raise NotCounted(
            _("Something is not right yet."),
            {
                "code": _(
                    "This code is not on any letter of this round, or your household has answered with it already."
                )
            },
        )
