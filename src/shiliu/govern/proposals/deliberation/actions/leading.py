"""What the office does with a question: write it, give it first statements, open it, move its last day."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from shiliu.foundation.models import Organisation
from shiliu.govern.proposals.deliberation import letters, rules, searching, workflow
from shiliu.govern.proposals.deliberation.actions import answering
from shiliu.govern.proposals.deliberation.models import (
    DeliberationPhase,
    DeliberationStatement,
    DeliberationTopic,
)
from shiliu.platform import audit, revisions
from shiliu.platform.clock import now
from shiliu.platform.permissions import demand
from shiliu.platform.permissions.targets import Place
from shiliu.platform.texts import LANGUAGE_NAMES, guess_language
from shiliu.platform.workflow import NotPossible

S, P = DeliberationTopic.State, DeliberationPhase.Code
WORDS = ("question", "background", "promise")


@transaction.atomic
def draft(
    *, by, area, question, promise, background="", language="", unit="", least=rules.LEAST, topic=None, seen=None, key=None
):  # fmt: skip
    """Write a question, or (with `topic`) write its draft anew; `unit` is the code of who hears the result. The same `key` gives the
    same draft. Raises Refused, Stale, NotPossible."""
    demand(by, "deliberation.lead", Place(area) if topic is None else answering.locked(topic))
    known = DeliberationTopic.objects.filter(key=key).first() if key and topic is None else None
    row = answering.locked(topic or known) if topic or known else None
    if known is not None:
        demand(by, "deliberation.lead", row)
    if row is not None and row.state != S.DRAFT:
        raise NotPossible(_("The question is fixed since it was opened: neighbours have answered to these words."))
    before = values(row)
    revisions.refuse_stale(before, seen)
    after = {
        "question": question.strip(),
        "background": background.strip(),
        "promise": promise.strip(),
        "unit": unit or None,
        "least": least,
    }
    problems = rules.problems_of_question(question, promise)
    hears = Organisation.objects.filter(code=unit, active=True).first() if unit else None
    if unit and hears is None:
        problems["unit"] = _("There is no unit with the code “%(code)s”. Look it up under “Units”.") % {
            "code": unit[:40]
        }
    if least < rules.LEAST_ALLOWED:
        problems["least"] = _("No number may be about fewer than %(count)d people.") % {"count": rules.LEAST_ALLOWED}
    if language and language not in LANGUAGE_NAMES:
        problems["language"] = _("Choose the language it is written in.")
    if problems:
        raise NotPossible(_("Something is not right yet."), problems)
    if row is not None and after == before:
        return row
    row = row or DeliberationTopic(
        area=area, created_at=now(), small_below=rules.SMALL_BELOW, **({"key": key} if key else {})
    )
    row.question, row.background, row.promise = after["question"], after["background"], after["promise"]
    row.unit, row.least, row.language = hears, least, language or guess_language(row.question)
    row.save()
    audit.record("deliberation.drafted", by=by, target=row, area=row.area, data=revisions.kept(before, after))
    return row


@transaction.atomic
def take_back(*, by, topic, row):
    """Undo one change of a draft."""
    topic = answering.locked(topic)
    demand(by, "deliberation.lead", topic)
    given = {**values(topic), **revisions.taken_back(row, values(topic))}
    return draft(by=by, area=topic.area, topic=topic, **{**given, "unit": given["unit"] or ""})


@transaction.atomic
def discard(*, by, topic):
    """A draft goes with its first statements."""
    row = answering.locked(topic)
    demand(by, "deliberation.lead", row)
    if row.state != S.DRAFT:
        raise NotPossible(_("It has been opened. End it or call it off, with a reason."))
    audit.record("deliberation.discarded", by=by, target=row, area=row.area)
    row.delete()


@transaction.atomic
def seed(*, by, topic, text):
    """A statement of the office, marked as such and published at once when the question opens."""
    row = answering.locked(topic)
    demand(by, "deliberation.lead", row)
    if row.state not in (S.DRAFT, S.OPEN):
        raise NotPossible(_("It has ended. Statements can no longer be added."))
    made = add(row, text, by_office=True, state=DeliberationStatement.State.PUBLISHED)
    audit.record("deliberation.seeded", by=by, target=row, area=row.area, data={"number": made.number})
    return made


@transaction.atomic
def drop(*, by, statement):
    """Take one of the first statements out again, while the question is a draft."""
    row = answering.locked(statement.topic)
    demand(by, "deliberation.lead", row)
    if row.state != S.DRAFT:
        raise NotPossible(_("It is open. Take the statement out as a moderator, with a reason."))
    audit.record("deliberation.dropped", by=by, target=row, area=row.area, data={"number": statement.number})
    statement.delete()


@transaction.atomic
def open_topic(*, by, topic, writing_ends_at, ends_at):
    """Put it to whoever lives there. Statements are written until `writing_ends_at` and answered until `ends_at`."""
    row = answering.locked(topic)
    demand(by, "deliberation.lead", row)
    workflow.check("open", row)
    moment = now()
    problems = _problems_of_ends(moment, writing_ends_at, ends_at)
    if not row.statements.exists():
        problems["question"] = _("Add a first statement, so that whoever comes first finds something to answer.")
    if problems:
        raise NotPossible(_("Something is not right yet."), problems)
    row.state, row.opened_at = S.OPEN, moment
    row.save(update_fields=["state", "opened_at"])
    DeliberationPhase.objects.create(topic=row, code=P.WRITE, starts_at=moment, ends_at=writing_ends_at)
    DeliberationPhase.objects.create(topic=row, code=P.ANSWER, starts_at=writing_ends_at, ends_at=ends_at)
    answering.begin(row)
    searching.index(row)
    audit.record("deliberation.opened", by=by, target=row, area=row.area, data={"least": row.least})
    return row


@transaction.atomic
def move_end(*, by, topic, code, ends_at, reason):
    """Move the last moment of a phase, with a reason everybody reads. What is over does not begin again."""
    row = answering.locked(topic)
    demand(by, "deliberation.lead", row)
    phases = {one.code: one for one in row.phases.all()}
    moment = now()
    if row.state != S.OPEN or code not in phases or phases[P.ANSWER].ends_at <= moment:
        raise NotPossible(_("It has ended. Nothing can be moved any more."))
    if not reason.strip():
        raise NotPossible(_("Something is still missing."), {"reason": _("Say why. Everybody reads it.")})
    ends = {one: phases[one].ends_at for one in phases} | {code: ends_at}
    if phases[P.WRITE].ends_at <= moment and code == P.WRITE:
        problems = (
            {} if moment < ends_at <= ends[P.ANSWER] else {"ends_at": _("Choose a moment between now and the end.")}
        )
    else:
        problems = _problems_of_ends(phases[P.WRITE].starts_at, ends[P.WRITE], ends[P.ANSWER])
    if ends_at <= moment:
        problems = {"ends_at": _("This moment is over. Choose a later one.")}
    if problems:
        raise NotPossible(_("Something is not right yet."), {"ends_at": next(iter(problems.values()))})
    before, phase = phases[code].ends_at, phases[code]
    phase.ends_at, phase.reason = ends_at, reason.strip()[:300]
    phase.save(update_fields=["ends_at", "reason"])
    if code == P.WRITE:
        DeliberationPhase.objects.filter(topic=row, code=P.ANSWER).update(starts_at=ends_at)
    audit.record("deliberation.moved", by=by, target=row, area=row.area,
                 data={"phase": code, "from": before.isoformat(), "to": ends_at.isoformat(), "reason": phase.reason})  # fmt: skip
    letters.tell_followers("deliberation.moved", row, day=letters.day_of(ends_at, row.area), why=phase.reason)
    return phase


def values(topic):
    """What a draft says, for history; {} with nothing for none."""
    if topic is None:
        return {"question": "", "background": "", "promise": "", "unit": None, "least": rules.LEAST}
    return {name: getattr(topic, name) for name in WORDS} | {
        "unit": topic.unit.code if topic.unit_id else None, "least": topic.least,
    }  # fmt: skip


def add(topic, text, *, by_office, state):
    """A new statement of a topic the caller holds. Raises NotPossible for words that are too short, too long, or there already."""
    if problem := rules.problems_of_statement(text):
        raise NotPossible(_("Something is not right yet."), {"text": problem})
    mine = rules.same_words(text)
    gone = (DeliberationStatement.State.WITHDRAWN, DeliberationStatement.State.REJECTED)
    for known in topic.statements.exclude(state__in=gone):
        if rules.same_words(known.text) == mine:
            raise NotPossible(_("Something is not right yet."), {"text": _("Somebody has said this already.")})
    number = (topic.statements.aggregate(last=Max("number"))["last"] or 0) + 1
    made = DeliberationStatement.objects.create(
        topic=topic, number=number, text=text.strip(), language=guess_language(text), by_office=by_office, state=state, at=now()
    )  # fmt: skip
    return made


def _problems_of_ends(start, writing_ends_at, ends_at):
    problems = {}
    if writing_ends_at is None or writing_ends_at <= start:
        problems["writing_ends_at"] = _("Writing must end after it has begun.")
    if ends_at is None or (writing_ends_at and ends_at < writing_ends_at):
        problems["ends_at"] = _("Answering ends on the last day of writing or later.")
    elif ends_at > start + timedelta(days=rules.MOST_DAYS):
        problems["ends_at"] = _("Keep it within %(count)d days, so that people know what became of it.") % {
            "count": rules.MOST_DAYS
        }
    return problems
