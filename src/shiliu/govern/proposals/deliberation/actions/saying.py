"""Writing a statement, and taking it back before anybody answers to it."""

from django.db import transaction
from django.utils.translation import gettext as _

from shiliu.govern.proposals.deliberation import letters, rules
from shiliu.govern.proposals.deliberation.actions import answering, leading
from shiliu.govern.proposals.deliberation.models import DeliberationStatement, DeliberationWriter
from shiliu.platform import audit
from shiliu.platform.permissions import demand
from shiliu.platform.residence import demand_residence
from shiliu.platform.workflow import NotPossible

State = DeliberationStatement.State


@transaction.atomic
def say(*, by, topic, text):
    """Write a statement; a moderator reads it before anybody else does. Raises Refused, NotResident, NotPossible.

    The audit names who wrote for the question, never which statement."""
    demand(by, "deliberation.take_part")
    row = answering.locked(topic)
    demand_residence(by, row.area)
    if not answering.is_written(row):
        raise NotPossible(
            _("Statements are no longer written here. You can still say whether you agree with those there are.")
        )
    mine = DeliberationStatement.objects.filter(topic=row, writer__person=by.person).exclude(state=State.WITHDRAWN)
    if mine.count() >= rules.MOST_STATEMENTS:
        raise NotPossible(
            _("You have written %(count)d statements here. Leave room for others.") % {"count": rules.MOST_STATEMENTS}
        )
    is_first = not row.statements.filter(state=State.WAITING).exists()
    made = leading.add(row, text, by_office=False, state=State.WAITING)
    DeliberationWriter.objects.create(statement=made, person=by.person)
    audit.record("deliberation.said", by=by, target=row, area=row.area)
    if is_first:
        letters.tell_moderators("deliberation.waiting", row)
    return made


@transaction.atomic
def take_back(*, by, statement):
    """Whoever wrote it takes it back while it waits; its words are gone."""
    row = answering.locked(statement.topic)
    made = DeliberationStatement.objects.select_for_update().select_related("topic__area").get(pk=statement.pk)
    demand(by, "deliberation.own_words", made)
    if made.state != State.WAITING:
        raise NotPossible(_("This was decided already. Reload the page to see what happened."))
    made.state, made.text = State.WITHDRAWN, ""
    made.save(update_fields=["state", "text"])
    audit.record("deliberation.taken_back", by=by, target=row, area=row.area)
    return made


def of(person, topic):
    """What somebody wrote for a question, with what was decided, for their own eyes."""
    return topic.statements.filter(writer__person=person).prefetch_related("moderation").order_by("-number")


def leave(person):
    """Whoever leaves takes along what nobody has read; the rest stays as words of a neighbour. In the caller's transaction."""
    DeliberationStatement.objects.filter(writer__person=person, state=State.WAITING).update(
        state=State.WITHDRAWN, text=""
    )
    DeliberationWriter.objects.filter(person=person).delete()
    answering.forget(person)
