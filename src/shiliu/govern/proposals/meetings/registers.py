"""What meetings tell the platform: who may do what, sentences of the audit, letters, a job, what is held about people."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from shiliu.foundation.names import name_in
from shiliu.govern.proposals.meetings.actions import affairs
from shiliu.govern.proposals.meetings.models import (
    AffairsNotice,
    AffairsQuestion,
    AffairsTopic,
    AgendaItem,
    Decision,
    Meeting,
    MeetingFollow,
    MeetingKind,
)
from shiliu.platform import audit, depending, jobs, links, notices
from shiliu.platform.permissions import Grant, Permission
from shiliu.platform.permissions import register as register_permissions
from shiliu.platform.personal_data import register_personal_data

KEEPERS = (
    Grant("handler", "organisation"),
    Grant("supervisor", "area"),
    Grant("administrator", "area"),
    Grant("system"),
)
PERMISSIONS = (
    Permission("meetings.read", _("read meetings, decisions and published affairs"),
               _("What is decided for everybody is everybody’s business."), (Grant("anyone"),)),
    Permission("meetings.follow", _("follow a meeting and put in a ticket for it"),
               _("Only somebody with an account can be told and drawn."), (Grant("signed_in"),)),
    Permission("meetings.ask", _("ask about published affairs"), _("Sign in, so that we know whom to answer."), (Grant("signed_in"),)),
    Permission("meetings.keep", _("call meetings, write minutes and publish affairs"),
               _("The unit that organises it, and who answers for the place."), KEEPERS),
    Permission("meetings.configure", _("set notice, quorum and majority of meetings"),
               _("These numbers hold everywhere, so that only administrators of the whole district set them."),
               (Grant("administrator", "area"), Grant("system"))),
)  # fmt: skip
VERBS = {
    "meetings.defaults_loaded": _("%(actor)s loaded the numbers of meetings that come with the program: %(number)s new rows."),
    "meetings.numbers_saved": _("%(actor)s changed the numbers of %(row)s."),
    "meetings.drafted": _("%(actor)s began to prepare the meeting %(title)s."),
    "meetings.edited": _("%(actor)s changed the meeting %(title)s, which is being prepared."),
    "meetings.dropped": _("%(actor)s threw away the meeting %(title)s, which was being prepared."),
    "meetings.item_added": _("%(actor)s put %(item)s on the agenda of the meeting %(title)s."),
    "meetings.item_removed": _("%(actor)s took %(item)s off the agenda of the meeting %(title)s."),
    "meetings.called": _("%(actor)s called the meeting %(title)s, with at least %(days)s days of notice."),
    "meetings.moved": _("%(actor)s moved the meeting %(title)s."),
    "meetings.cancelled": _("%(actor)s cancelled the meeting %(title)s."),
    "meetings.held": _("%(actor)s wrote down that the meeting %(title)s took place: %(present)s of %(entitled)s came."),
    "meetings.decided": _("%(actor)s wrote down what the meeting %(title)s decided about %(item)s: %(outcome)s."),
    "meetings.minutes_written": _("%(actor)s wrote version %(version)s of the minutes of the meeting %(title)s."),
    "meetings.draw_called": _("%(actor)s opened the list of tickets for %(places)s places in the meeting %(title)s."),
    "meetings.list_closed": _("%(actor)s closed the list of tickets for the meeting %(title)s."),
    "meetings.drawn": _("%(actor)s drew lots for the meeting %(title)s; the seed is %(seed)s."),
    "meetings.affairs_published": _("%(actor)s published %(title)s for %(days)s days."),
    "meetings.question_asked": _("%(actor)s asked about %(title)s."),
    "meetings.question_answered": _("%(actor)s answered a question about %(title)s."),
    "meetings.question_withheld": _("%(actor)s answered a question about %(title)s without showing its words."),
}  # fmt: skip
LETTERS = {
    "meetings.news": (_("%(title)s: what is new"), _("%(what)s %(words)s")),
    "meetings.drawn": (_("You were drawn by lot: %(title)s"), _("You are asked to take part on %(when)s, at %(where)s. If you cannot come, say so behind the link; the next one is asked.")),
    "meetings.question": (_("A question about %(title)s"), _("Answer it behind the link. Question and answer are then public, without a name.")),
    "meetings.question_late": (_("A question waits too long: %(title)s"), _("Its days are over. The publication stays open until it is answered.")),
    "meetings.answered": (_("Your question was answered: %(title)s"), _("Read the answer behind the link.")),
}  # fmt: skip


def register():
    register_permissions(*PERMISSIONS)
    labels = {"row": name_in, "outcome": lambda code: str(dict(Decision.Outcome.choices).get(code, code))}
    for verb, sentence in VERBS.items():
        audit.register_verb(verb, sentence, labels=labels)
    for model in (Meeting, MeetingKind, AffairsTopic, AffairsNotice):
        audit.register_target(model._meta.label_lower, _named(model))
    for kind, (title, text) in LETTERS.items():
        notices.register_kind(kind, title=title, text=text, urgent=False)
    links.register_end("proposals.agenda_item", AgendaItem)
    jobs.register("meetings.remind", timedelta(hours=6), affairs.remind)
    tables = ("proposals.MeetingFollow", "proposals.AffairsQuestion")
    register_personal_data("meetings", export, erase, tables=tables)
    depending.register("foundation.area", "meetings", _coming_in,
                       ngettext_lazy("%(count)d coming meeting", "%(count)d coming meetings", "count"))  # fmt: skip


def export(person):
    """Meetings the person follows, and what they asked."""
    follows = MeetingFollow.objects.filter(person=person).select_related("meeting")
    asked = AffairsQuestion.objects.filter(author=person).select_related("notice")
    return [{"meeting": row.meeting.title} for row in follows] + [
        {"about": row.notice.title, "question": row.text, "answer": row.answer} for row in asked
    ]


def erase(person):
    MeetingFollow.objects.filter(person=person).delete()
    AffairsQuestion.objects.filter(author=person).update(author=None)


def _named(model):
    return lambda key: str(model.objects.filter(pk=key).first() or "")


def _coming_in(area):
    return Meeting.objects.filter(area__path__startswith=area.path, state__in=("draft", "called")).count()
