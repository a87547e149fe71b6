"""Who hears what of a proposal: its author always, whoever chose to follow it, the unit that has to answer. Nobody else, ever:
whoever supports without following is not known."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from shiliu.foundation.models import Person
from shiliu.govern.proposals.cloud.models import Proposal, ProposalFollow
from shiliu.platform import deadlines, notices

KINDS = (
    ("proposals.reached", _("“%(title)s” has enough support"),
     _("%(count)s neighbours support it. Collecting has ended, and nobody can find out any more who they were. The responsible unit must answer by %(day)s.")),
    ("proposals.to_answer", _("A proposal to answer by %(day)s: “%(title)s”"),
     _("%(count)s neighbours support it. Answer with reasons; if you accept it, with the cost and the day by which it is done.")),
    ("proposals.to_assign", _("Say who answers: “%(title)s”"),
     _("%(count)s neighbours support this proposal, and no unit is set for the place. Choose the unit that answers by %(day)s.")),
    ("proposals.answer_due", _("The answer is due on %(day)s: “%(title)s”"), _("Neighbours wait for your reasons.")),
    ("proposals.answer_late", _("The answer is late: “%(title)s”"),
     _("It was due on %(day)s from %(unit)s. Everybody can read that it is late.")),
    ("proposals.answered", _("Answered: “%(title)s”"), _("The answer of %(unit)s: %(outcome)s.\n\n%(reasons)s")),
    ("proposals.expired", _("“%(title)s” found too little support"),
     _("%(count)s of %(threshold)s neighbours supported it in time. Anybody may propose it again, perhaps in other words.")),
    ("proposals.withdrawn", _("“%(title)s” was taken back"), _("Its author says why: %(why)s")),
    ("proposals.changed", _("“%(title)s” has new words"),
     _("Its author says why: %(why)s\n\nCompare both versions. If you supported it and no longer do, you can take that back.")),
    ("proposals.amendment", _("Other words are suggested for “%(title)s”"), _("Compare them with yours, and take them up or say why not.")),
    ("proposals.amendment_taken", _("Your words were taken up in “%(title)s”"), _("Thank you. They are part of the proposal now.")),
    ("proposals.amendment_declined", _("Your words were not taken up in “%(title)s”"), _("The author says why: %(why)s")),
    ("proposals.question", _("A question about “%(title)s”"), _("“%(text)s”\n\nYour answer helps everybody who reads it.")),
    ("proposals.replied", _("Somebody replied to you under “%(title)s”"), _("“%(text)s”")),
    ("proposals.merge_asked", _("Shall “%(other)s” join your proposal?"),
     _("Its author asks to go on together with “%(title)s”. Why: %(why)s\n\nOnly if you agree are they joined, and each of you can undo it.")),
    ("proposals.merge_declined", _("“%(title)s” goes on by itself"), _("The author of “%(other)s” would rather not join them.")),
    ("proposals.merged", _("“%(title)s” goes on together with “%(other)s”"),
     _("Both authors agree. Supports are never moved: if you supported the first one, read the other and support it too if you agree.")),
    ("proposals.parted", _("“%(title)s” goes on by itself again"), _("It is no longer joined with “%(other)s”. Its supports are as they were.")),
    ("proposals.hidden", _("What you wrote is hidden: “%(title)s”"),
     _("A moderator says why: %(why)s\n\nIf you disagree, appeal once; somebody else decides.")),
    ("proposals.shown", _("What you wrote is shown again: “%(title)s”"), _("Why: %(why)s")),
    ("proposals.appealed", _("An appeal about “%(title)s” waits for you"), _("Decide on it unless you hid it yourself.")),
    ("proposals.appeal_denied", _("Your appeal about “%(title)s” was not granted"), _("Why: %(why)s")),
    ("proposals.step", _("What became of “%(title)s”"), "%(step)s"),
    ("proposals.silence", _("Nothing is told about “%(title)s”"),
     _("It was promised for %(day)s. Say what became of it: everybody who follows it waits.")),
)  # fmt: skip


def tell_followers(kind, proposal, *, but=None, url="", **params):
    """Tells the authors of a proposal and of what is joined with it, and everybody who follows one of them, each once; not `but`."""
    family = [proposal.pk, *Proposal.objects.filter(merged_into=proposal).values_list("pk", flat=True)]
    follows = ProposalFollow.objects.filter(proposal__in=family).values("person")
    authors = Proposal.objects.filter(pk__in=family, author__isnull=False).values("author")
    people = Person.objects.filter(is_active=True).exclude(pk=but.pk if but else None)
    to = people.filter(pk__in=follows) | people.filter(pk__in=authors)
    _send(kind, proposal, notices.Recipient(people=tuple(to.order_by("pk"))), url=url, **params)


def tell(kind, proposal, person, *, url="", **params):
    """One person, if there still is one."""
    if person is not None and person.is_active:
        _send(kind, proposal, notices.Recipient.person(person), url=url, **params)


def tell_answerers(proposal):
    """The unit that answers; the supervisors of the place where none is set."""
    about = {
        "count": proposal.support_count,
        "day": day_of(proposal.answer_due_at, proposal.area),
        "url": reverse("office_proposals:proposal", args=[proposal.pk]),
    }
    if proposal.unit_id:
        _send("proposals.to_answer", proposal, notices.Recipient.unit(proposal.unit), **about)
    else:
        tell_supervisors("proposals.to_assign", proposal, **about)


def tell_unit(kind, proposal, **params):
    _send(
        kind,
        proposal,
        notices.Recipient.unit(proposal.unit),
        url=reverse("office_proposals:proposal", args=[proposal.pk]),
        **params,
    )


def tell_supervisors(kind, proposal, *, url="", **params):
    _send(kind, proposal, notices.Recipient.role("supervisor", proposal.area), url=url, **params)


def day_of(moment, area):
    """The day in the place's own time zone."""
    return moment.astimezone(deadlines.calendar_of(area).timezone).date()


def in_languages(say):
    """{tag: what `say()` says to a reader of that language}."""
    said = {}
    for tag in dict(settings.LANGUAGES):
        with translation.override(tag):
            said[tag] = say()
    return said


def _send(kind, proposal, to, *, url="", **params):
    if to.people or to.called:
        url = url or reverse("proposals:proposal", args=[proposal.pk])
        notices.send(kind, to=to, thread=f"proposal:{proposal.pk}", params={"title": proposal.title, **params}, url=url)
