"""Publishing affairs: for at least the days of the topic, with questions answered, and a reminder where one waits too long."""

from datetime import timedelta

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shiliu.govern.proposals.meetings.actions.calling import demand_keeping
from shiliu.govern.proposals.meetings.models import AffairsNotice, AffairsQuestion, Meeting
from shiliu.govern.proposals.meetings.telling import tell
from shiliu.platform import audit, notices, revisions
from shiliu.platform.clock import now
from shiliu.platform.permissions import demand
from shiliu.platform.residence import demand_residence
from shiliu.platform.texts import guess_language
from shiliu.platform.workflow import NotPossible


@transaction.atomic
def publish(*, by, topic, area, organiser, title, text, days=None, meeting=None):
    """Shows affairs for `days`, at least those of the topic (default); `meeting`: the held one whose decisions they are."""
    made = AffairsNotice(topic=topic, area=area, organiser=organiser, meeting=meeting)
    demand_keeping(by, area, organiser)
    days = topic.days if days is None else days
    problems = {}
    if days < topic.days:
        problems["days"] = _("Affairs of this kind are shown for at least %(days)s days.") % {"days": topic.days}
    if meeting and (meeting.state, meeting.area_id, meeting.organiser_id) != (
        Meeting.State.HELD,
        area.pk,
        organiser.pk,
    ):
        problems["area"] = _("These are not place and unit of the meeting, or it has not taken place.")
    if not topic.active:
        problems["topic"] = _("This topic is no longer used.")
    for name, value in (("title", title), ("text", text)):
        if not value.strip():
            problems[name] = _("This is still empty.")
    if problems:
        raise NotPossible(_("Something is not right yet."), problems)
    made.title, made.text, made.language = title.strip(), text.strip(), guess_language(text)
    made.published_at = now()
    made.until = made.published_at + timedelta(days=days)
    made.save()
    audit.record("meetings.affairs_published", by=by, target=made, area=area, data={"title": made.title, "days": days})
    if meeting:
        tell(meeting, gettext_lazy("It is published; whoever lives there may ask about it."), made.title)
    return made


@transaction.atomic
def ask(*, by, notice, text):
    """A question of somebody who lives there. Raises NotResident; NotPossible once the publication has ended."""
    demand(by, "meetings.ask", notice)
    demand_residence(by, notice.area)
    notice = AffairsNotice.objects.select_for_update(of=("self",)).select_related("area", "topic", "organiser").get(pk=notice.pk)  # fmt: skip
    if not is_open(notice):
        raise NotPossible(_("This publication has ended. Raise a need instead: it is answered too."))
    if not text.strip():
        raise NotPossible(_("Write your question."), {"text": _("Write your question.")})
    made = notice.questions.create(author=by.person, text=text.strip(), language=guess_language(text), at=now(),
                                   due_at=now() + timedelta(days=notice.topic.answer_days))  # fmt: skip
    audit.record("meetings.question_asked", by=by, target=notice, area=notice.area, data={"title": notice.title})
    _send("meetings.question", notice, notices.Recipient.unit(notice.organiser), office=True)
    return made


@transaction.atomic
def answer(*, by, question, text, seen=None):
    """Answers, or mends an answer; question and answer are then public, without a name. Raises Stale."""
    return _answer(by, question, text, "", seen)


@transaction.atomic
def withhold(*, by, question, reason, text, seen=None):
    """Answers without showing the words of the question, with a reason everybody reads: private things of somebody, say."""
    if not reason.strip():
        sentence = _("Say why: everybody reads this.")
        raise NotPossible(sentence, {"reason": sentence})
    return _answer(by, question, text, reason.strip(), seen)


def answered(question):
    """What readers of the history see, as plain data."""
    return {"answer": question.answer, "withheld": question.withheld}


def is_open(notice):
    """Shown for its days, and as long as a question waits."""
    return now() < notice.until or notice.questions.filter(answered_at=None).exists()


def remind():
    """A job: questions whose answer is late, once to the organiser and the supervisors of the place."""
    late = AffairsQuestion.objects.filter(answered_at=None, warned_at=None, due_at__lte=now())
    for question in late.select_related("notice__area", "notice__organiser"):
        with transaction.atomic():
            if AffairsQuestion.objects.filter(pk=question.pk, warned_at=None).update(warned_at=now()):
                for to in (notices.Recipient.unit(question.notice.organiser), notices.Recipient.role("supervisor", question.notice.area)):  # fmt: skip
                    _send("meetings.question_late", question.notice, to, office=True)


def _answer(by, question, text, withheld, seen):
    question = AffairsQuestion.objects.select_for_update(of=("self",)).select_related("notice__area", "author").get(pk=question.pk)  # fmt: skip
    demand(by, "meetings.keep", question.notice)
    before = answered(question)
    revisions.refuse_stale(before, seen)
    if not text.strip():
        raise NotPossible(_("Write the answer."), {"text": _("Write the answer.")})
    question.answer, question.withheld, question.answered_at = text.strip(), withheld, now()
    question.save()
    verb = "meetings.question_withheld" if withheld else "meetings.question_answered"
    changed = revisions.kept(*revisions.differences(before, answered(question)))
    audit.record(verb, by=by, target=question.notice, area=question.notice.area, data={"title": question.notice.title, **changed})  # fmt: skip
    if question.author:
        _send("meetings.answered", question.notice, notices.Recipient.person(question.author))
    return question


def _send(kind, notice, to, *, office=False):
    if to.people or to.called:
        url = reverse("office_meetings:affair" if office else "meetings:affair", args=[notice.pk])
        notices.send(kind, to=to, thread=f"affairs:{notice.pk}", params={"title": notice.title}, url=url)
