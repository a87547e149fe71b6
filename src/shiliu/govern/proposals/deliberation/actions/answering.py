"""Agreeing, disagreeing and passing, and hearing of the result: two things that know nothing of each other.

An answer is a token of a person made with a secret of the question, which lies in a file outside the database. It leaves no audit row:
a row has a moment and would say when somebody pressed. At the close the tokens are deleted and the secret is destroyed."""

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from shiliu.govern.proposals.deliberation import rules
from shiliu.govern.proposals.deliberation.models import (
    DeliberationAnswer,
    DeliberationFollow,
    DeliberationPhase,
    DeliberationStatement,
    DeliberationTopic,
)
from shiliu.platform.ballots import secrets
from shiliu.platform.clock import now
from shiliu.platform.permissions import demand
from shiliu.platform.residence import demand_residence
from shiliu.platform.workflow import NotPossible

KIND = "deliberation.answers"
S = DeliberationTopic.State


def locked(topic):
    return DeliberationTopic.objects.select_for_update(of=("self",)).select_related("area", "unit").get(pk=topic.pk)


@transaction.atomic
def answer(*, by, statement, value):
    """Agree (1), pass (0) or disagree (-1) with a published statement of the place one lives in; a later answer replaces the earlier.

    Raises Refused, NotResident, NotPossible."""
    demand(by, "deliberation.take_part")
    topic = locked(statement.topic)
    demand_residence(by, topic.area)
    if value not in rules.WORDS:
        raise NotPossible(_("Choose agree, disagree or pass."))
    if has_lost_key(topic):
        raise NotPossible(
            _("The key of this question was lost, so no more answers can be taken. The office ends it with a reason.")
        )
    if not is_answered(topic):
        raise NotPossible(ended())
    if not DeliberationStatement.objects.filter(pk=statement.pk, state="published").exists():
        raise NotPossible(_("This statement is no longer there. Go on with the next one."))
    token = token_of(topic, by.person)
    is_new = not DeliberationAnswer.objects.filter(token=token, statement__topic=topic).exists()
    DeliberationAnswer.objects.update_or_create(statement=statement, token=token, defaults={"value": value})
    if is_new:
        DeliberationTopic.objects.filter(pk=topic.pk).update(people=F("people") + 1)


def ended():
    return _("Answering has ended. Read the result on this page.")


def own(person, topic):
    """{statement: value} of what somebody answered, for their own eyes and only while it goes on."""
    if person is None or topic.state != S.OPEN or not secrets.exists(KIND, topic.pk):
        return {}
    rows = DeliberationAnswer.objects.filter(token=token_of(topic, person), statement__topic=topic)
    return dict(rows.values_list("statement", "value"))


def seed_of(topic, person):
    """What the order of somebody's statements is drawn with: the same at each visit, told to nobody."""
    return secrets.token(KIND, topic.pk, "order", person)


def forget(person):
    """All answers of a person that can still be told apart, when the person leaves. In the caller's transaction."""
    for topic in DeliberationTopic.objects.filter(state=S.OPEN).order_by("pk"):
        if secrets.exists(KIND, topic.pk):
            row = locked(topic)
            if DeliberationAnswer.objects.filter(token=token_of(row, person)).delete()[0]:
                DeliberationTopic.objects.filter(pk=row.pk).update(people=F("people") - 1)


@transaction.atomic
def follow(*, by, topic):
    """Hear the result, wherever one lives."""
    demand(by, "deliberation.follow")
    DeliberationFollow.objects.get_or_create(topic=topic, person=by.person)


@transaction.atomic
def unfollow(*, by, topic):
    demand(by, "deliberation.follow")
    DeliberationFollow.objects.filter(topic=topic, person=by.person).delete()


def begin(topic):
    """The secret is made before the first answer; the same twice keeps the first."""
    secrets.make(KIND, topic.pk)


def is_answered(topic):
    """Whether statements are answered now."""
    return topic.state == S.OPEN and phase_of(topic) is not None and not has_lost_key(topic)


def has_lost_key(topic):
    """Whether it is open, but its secret did not come back with a backup: no answer can be told from another any more."""
    return topic.state == S.OPEN and not secrets.exists(KIND, topic.pk)


def phase_of(topic):
    """The phase that goes on, or None."""
    moment = now()
    return next((one for one in topic.phases.all() if one.starts_at <= moment < one.ends_at), None)


def is_written(topic):
    """Whether statements are written now."""
    phase = phase_of(topic)
    return topic.state == S.OPEN and phase is not None and phase.code == DeliberationPhase.Code.WRITE


def needing_keys():
    return DeliberationTopic.objects.filter(state=S.OPEN).values_list("pk", flat=True)


def token_of(topic, person):
    return secrets.token(KIND, topic.pk, "answer", person)
