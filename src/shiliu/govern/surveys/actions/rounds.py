"""Rounds: planned, opened, closed, published. Every move locks the round, so that of two presses the second is told."""

import random
import uuid

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from shiliu.govern.surveys import codes, publishing, rules
from shiliu.govern.surveys.actions import writing
from shiliu.govern.surveys.models import Answer, Batch, FreeText, HouseholdCode, Publication, Round
from shiliu.govern.surveys.queries import FINER, parts_of, today
from shiliu.platform import audit, notices, revisions
from shiliu.platform.permissions import demand
from shiliu.platform.workflow import NotPossible

PLAN = ("opens_on", "closes_on", "publish_on", "households", "one_per_household", "part_level", "verbatim", "least")
MOST_CODES = 2000
_shuffle = random.SystemRandom().shuffle


@transaction.atomic
def plan_round(*, by, survey, opens_on, closes_on, publish_on, households=None, one_per_household=False, part_level="", verbatim=False, least=None):  # fmt: skip
    """A new round with its dates. `part_level` is the level right below the survey's area, or ''."""
    survey = writing.locked(survey)
    demand(by, "surveys.manage", survey)
    last = survey.rounds.order_by("-number").first()
    if last and last.state in {Round.State.DRAFT, Round.State.OPEN}:
        raise NotPossible(_("An earlier round is not closed yet. Close it, or change it instead of making another."))
    made = Round(
        survey=survey, number=last.number + 1 if last else 1, opens_on=opens_on, closes_on=closes_on,
        publish_on=publish_on, households=households, one_per_household=one_per_household, part_level=part_level,
        verbatim=verbatim, least=settings.SURVEY_LEAST if least is None else least,
    )  # fmt: skip
    _check(made)
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError:
        raise NotPossible(_("Somebody has just made this round. Open it from the page of the survey.")) from None
    record("surveys.round_planned", by, made)
    return made


@transaction.atomic
def edit_round(*, by, round, seen=None, **new):
    """Changes the plan; once a round is open only its later dates can move, and never backwards into the past. `seen`: the stamp of what
    its author saw; Stale when that has changed since."""
    round = allowed(by, round, "surveys.manage")
    revisions.refuse_stale(plan_of(round), seen)
    changeable = PLAN if round.state == Round.State.DRAFT else ("closes_on", "publish_on")
    if round.state not in {Round.State.DRAFT, Round.State.OPEN}:
        raise NotPossible(_("The round is closed: its dates and rules stand."))
    if round.state == Round.State.OPEN and new.get("closes_on", round.closes_on) < today():
        raise NotPossible(_("Something is not right yet."), {"closes_on": _("Choose today or a later day.")})
    for field in changeable:
        if field in new:
            setattr(round, field, new[field])
    _check(round)
    round.save()
    record("surveys.round_edited", by, round)
    return round


@transaction.atomic
def drop_round(*, by, round):
    """Takes back a round that has not opened."""
    round = allowed(by, round, "surveys.manage")
    _must_be(round, Round.State.DRAFT)
    record("surveys.round_dropped", by, round)
    round.delete()


@transaction.atomic
def open_round(*, by, round):
    """Freezes the questions and lets people answer from the first day on. Every question is looked through once more."""
    round = allowed(by, round, "surveys.manage")
    _must_be(round, Round.State.DRAFT)
    questions = writing.draft_of(round.survey)
    asked = rules.questions_of(questions.questions)
    if not asked:
        raise NotPossible(_("There is no question yet. Write at least one before the round opens."))
    for question in asked:
        writing.refuse_forbidden(question)
    if round.closes_on < today():
        raise NotPossible(_("The last day to answer has passed. Change the dates first."))
    if round.one_per_household and not round.codes_issued:
        raise NotPossible(_("Print the letters with codes first: without a code nobody could answer."))
    questions.frozen = True
    questions.save(update_fields=["frozen"])
    round.question_set, round.state = questions, Round.State.OPEN
    round.save(update_fields=["question_set", "state"])
    record("surveys.round_opened", by, round)
    return round


@transaction.atomic
def issue_codes(*, by, round, count):
    """`count` new codes, in words; only their hashes stay here, so they can be printed now and never again."""
    round = allowed(by, round, "surveys.manage")
    if not round.one_per_household:
        raise NotPossible(_("This round takes answers without a code. Change its plan first."))
    if round.state not in {Round.State.DRAFT, Round.State.OPEN}:
        raise NotPossible(_("The round is closed: no more letters can be printed."))
    if not 1 <= count <= MOST_CODES:
        raise NotPossible(_("Print between 1 and %(most)d letters at a time.") % {"most": MOST_CODES})
    made = [codes.new() for _each in range(count)]
    HouseholdCode.objects.bulk_create(
        [HouseholdCode(round=round, digest=codes.digest(round.pk, code)) for code in made]
    )
    round.codes_issued += count
    round.save(update_fields=["codes_issued"])
    record("surveys.codes_issued", by, round, count=count)
    return made


@transaction.atomic
def close_round(*, by, round):
    """Ends the round: answers get new keys and another order, and the codes that are left are destroyed."""
    round = allowed(by, round, "surveys.manage")
    _must_be(round, Round.State.OPEN)
    if round.batches.exclude(state=Batch.State.TAKEN).exists():
        raise NotPossible(_("A pile of paper forms is not counted yet. Finish keying it, or take the pile back."))
    return close(by, round)


def close(by, round):
    """The close itself, of a locked round."""
    for model, fields in ((Answer, ("part_id", "values")), (FreeText, ("question", "text", "state"))):
        rows = list(model.objects.filter(round=round).values(*fields))
        _shuffle(rows)
        model.objects.filter(round=round).delete()
        model.objects.bulk_create([model(key=uuid.uuid4(), round=round, **row) for row in rows], batch_size=500)
    round.codes.all().delete()
    round.state = Round.State.CLOSED
    round.save(update_fields=["state"])
    record("surveys.round_closed", by, round)
    for role in ("administrator", "supervisor"):
        notices.send(
            "surveys.closed", to=notices.Recipient.role(role, round.survey.area), thread=f"survey:{round.survey_id}",
            params={"survey": round.survey.names, "day": round.publish_on},
            url=reverse("surveys_office:publish", args=[round.pk]),
        )  # fmt: skip
    return round


@transaction.atomic
def publish_round(*, by, round):
    """Freezes the tables. Everybody reads them from the day that was fixed, or from today if that has passed."""
    round = allowed(by, round, "surveys.publish")
    if round.state == Round.State.PUBLISHED:
        raise NotPossible(_("Somebody has published this round already. What is published does not change."))
    _must_be(round, Round.State.CLOSED)
    if round.texts.filter(state=FreeText.State.WAITING).exists() and round.verbatim:
        raise NotPossible(
            _("Some of what people wrote has not been read yet. Read it first: it is to be published word for word.")
        )
    return publish(by, round)


def publish(by, round):
    """The publication itself, of a locked and closed round. Words nobody has read stay out."""
    tables = publishing.tables_of(round, today(), draw=True)
    Publication.objects.create(
        round=round, public_on=max(today(), round.publish_on), tables=tables, digest=publishing.digest(tables)
    )
    round.state = Round.State.PUBLISHED
    round.save(update_fields=["state"])
    record("surveys.round_published", by, round)
    return round


def plan_of(round):
    """The plan as plain values, dates as text."""
    values = {field: getattr(round, field) for field in PLAN}
    return {field: value.isoformat() if hasattr(value, "isoformat") else value for field, value in values.items()}


def _check(round):
    problems = {}
    if round.closes_on < round.opens_on:
        problems["closes_on"] = _("The last day to answer comes before the first.")
    if round.publish_on <= round.closes_on:
        problems["publish_on"] = _("Publish after the last day to answer.")
    if round.part_level and round.part_level != FINER.get(round.survey.area.level):
        problems["part_level"] = _(
            "Choose the level right below the place of the survey, or none: single buildings are never asked."
        )
    if round.part_level and not parts_of(round).exists():
        problems["part_level"] = _("There are no such places inside the area of the survey.")
    if round.least < settings.SURVEY_LEAST:
        problems["least"] = _("A published number must count at least %(least)d forms on this site.") % {
            "least": settings.SURVEY_LEAST
        }
    if problems:
        raise NotPossible(_("Something is not right yet."), problems)


def locked(round):
    return Round.objects.select_for_update(of=("self",)).select_related("survey__area", "question_set").get(pk=round.pk)


def allowed(by, round, permission):
    """The round under lock, or Refused."""
    found = locked(round)
    demand(by, permission, found)
    return found


def _must_be(round, state):
    if round.state != state:
        raise NotPossible(
            _("The round is %(state)s now, so this cannot be done. Somebody may have been faster; look at its page.")
            % {"state": round.get_state_display()}
        )


def record(verb, by, round, **more):
    data = {"survey_name": round.survey.names, "round": round.number, **more}
    audit.record(verb, by=by, target=round.survey, area=round.survey.area, data=data)
