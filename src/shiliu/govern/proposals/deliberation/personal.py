"""What deliberations hold about a person, for the person's own export, and what goes when the person leaves."""

from shiliu.govern.proposals.deliberation import rules
from shiliu.govern.proposals.deliberation.actions import answering, saying
from shiliu.govern.proposals.deliberation.models import (
    DeliberationFollow,
    DeliberationModeration,
    DeliberationStatement,
    DeliberationTopic,
)
from shiliu.platform.personal_data import register_personal_data

TABLES = ("proposals.DeliberationWriter", "proposals.DeliberationFollow", "proposals.DeliberationModeration")


def export(person):
    """As JSON-able rows. Statements and answers only while it goes on: afterwards nobody knows whose they were."""
    open_now = DeliberationTopic.objects.filter(state=DeliberationTopic.State.OPEN).order_by("pk")
    return {
        "statements": [
            {"question": row.topic_id, "number": row.number, "text": row.text, "state": row.state, "at": row.at.isoformat()}
            for row in DeliberationStatement.objects.filter(writer__person=person).order_by("pk")
        ],
        "answers": [
            {"question": topic.pk, "statement": key, "answer": rules.WORDS[value]}
            for topic in open_now for key, value in sorted(answering.own(person, topic).items())
        ],
        "follows": list(DeliberationFollow.objects.filter(person=person).values_list("topic", flat=True)),
        "moderated": list(DeliberationModeration.objects.filter(by=person).values_list("statement", flat=True)),
    }  # fmt: skip


def erase(person):
    saying.leave(person)
    DeliberationFollow.objects.filter(person=person).delete()
    DeliberationModeration.objects.filter(by=person).update(by=None)


def register():
    register_personal_data("deliberations", export, erase, tables=TABLES)
