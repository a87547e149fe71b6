"""From a draft to the call, with the notice the kind asks for."""

from django.db import transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shiliu.govern.proposals.meetings import heard, rules
from shiliu.govern.proposals.meetings.actions.numbers import values
from shiliu.govern.proposals.meetings.models import AgendaItem, Meeting, MeetingFollow
from shiliu.govern.proposals.meetings.telling import data, tell
from shiliu.platform import audit, links, revisions
from shiliu.platform.clock import now
from shiliu.platform.permissions import demand
from shiliu.platform.permissions.targets import Place
from shiliu.platform.texts import guess_language
from shiliu.platform.workflow import NotPossible

VALUES = ("title", "text", "starts_at", "where")
S = Meeting.State


@transaction.atomic
def draft(*, by, kind, area, organiser, title, starts_at, where, text=""):
    """A meeting in preparation, for its organiser alone. Raises Refused, NotPossible."""
    demand_keeping(by, area, organiser)
    if not kind.active:
        raise NotPossible(_("Something is not right yet."), {"kind": _("This kind of meeting is no longer used.")})
    given = _checked(title=title, text=text, starts_at=starts_at, where=where)
    made = Meeting.objects.create(
        kind=kind, area=area, organiser=organiser, language=guess_language(title), created_at=now(), **given
    )
    audit.record("meetings.drafted", by=by, target=made, area=area, data=data(made))
    return made


@transaction.atomic
def edit(*, by, meeting, seen=None, **given):
    """Changes a meeting in preparation. Raises Stale."""
    meeting = held(by, meeting, S.DRAFT)
    before = shown(meeting)
    revisions.refuse_stale(before, seen)
    for name, value in _checked(**{**values(meeting, VALUES), **given}).items():
        setattr(meeting, name, value)
    meeting.language = guess_language(meeting.title)
    meeting.save()
    changed = revisions.differences(before, shown(meeting))
    audit.record("meetings.edited", by=by, target=meeting, area=meeting.area, data=data(meeting, **revisions.kept(*changed)))  # fmt: skip
    return meeting


@transaction.atomic
def drop(*, by, meeting):
    """Throws a meeting in preparation away."""
    meeting = held(by, meeting, S.DRAFT)
    for item in meeting.items.all():
        links.forget(item)
    audit.record("meetings.dropped", by=by, target=meeting, area=meeting.area, data=data(meeting))
    meeting.delete()


@transaction.atomic
def add_item(*, by, meeting, purpose, title, text="", of_owners=False):
    """One more thing to speak about. Once the meeting is called, something to decide comes onto it only while the notice is kept."""
    meeting = held(by, meeting, S.DRAFT, S.CALLED)
    problems = {}
    if not title.strip():
        problems["title"] = _("Say what it is about.")
    decides = purpose == AgendaItem.Purpose.DECIDE
    kind_decides = meeting.rule["decides"] if meeting.rule else meeting.kind.decides
    if decides and of_owners:
        problems["purpose"] = _(
            "Owners decide this by a vote of their own, counted by heads and by area. A meeting can speak about it: choose “To discuss”."
        )
    elif decides and not kind_decides:
        problems["purpose"] = _("A meeting of this kind decides nothing: choose “To discuss”.")
    elif decides and meeting.state == S.CALLED and rules.earliest(meeting.rule, now()) > meeting.starts_at:
        problems["purpose"] = _("It is too late to decide about it: everybody must know %(days)s days before.") % {
            "days": meeting.rule["notice_days"]
        }
    if problems:
        raise NotPossible(_("Something is not right yet."), problems)
    last = meeting.items.order_by("-number").values_list("number", flat=True).first() or 0
    made = meeting.items.create(number=last + 1, purpose=purpose, title=title.strip(), text=text.strip(),
                                language=guess_language(title), of_owners=of_owners)  # fmt: skip
    audit.record("meetings.item_added", by=by, target=meeting, area=meeting.area, data=data(meeting, item=made.title))
    if meeting.state == S.CALLED:
        tell(meeting, gettext_lazy("Something came onto the agenda."), made.title)
    return made


@transaction.atomic
def remove_item(*, by, item):
    """Takes an item off the agenda of a meeting in preparation; what was announced stays and can be put off at the meeting."""
    meeting = held(by, item.meeting, S.DRAFT)
    links.forget(item)
    audit.record("meetings.item_removed", by=by, target=meeting, area=meeting.area, data=data(meeting, item=item.title))
    item.delete()


@transaction.atomic
def call(*, by, meeting):
    """Calls everybody: from now on its numbers stand. NotPossible where the notice is too short or the agenda empty."""
    meeting = held(by, meeting, S.DRAFT)
    rule = values(meeting.kind, rules.RULE)
    _refuse_short(rule, meeting.starts_at)
    if not meeting.items.exists():
        raise NotPossible(_("Write the agenda first, so that everybody knows what it is about."))
    if not rule["decides"] and meeting.items.filter(purpose=AgendaItem.Purpose.DECIDE).exists():
        raise NotPossible(_("A meeting of this kind decides nothing: take what is to be decided off its agenda."))
    meeting.state, meeting.rule, meeting.called_at = S.CALLED, rule, now()
    meeting.save()
    audit.record(
        "meetings.called", by=by, target=meeting, area=meeting.area, data=data(meeting, days=rule["notice_days"])
    )
    heard.tell(meeting.items.all(), "called")
    return meeting


@transaction.atomic
def move(*, by, meeting, starts_at, where, reason):
    """Another day or place for a meeting that was called: with a reason, and with the whole notice from now on."""
    meeting = held(by, meeting, S.CALLED)
    _needs_reason(reason)
    _refuse_short(meeting.rule, starts_at)
    before = shown(meeting)
    meeting.starts_at, meeting.where, meeting.reason = starts_at, where.strip() or meeting.where, reason.strip()
    meeting.save()
    changed = revisions.differences(before, shown(meeting))
    audit.record("meetings.moved", by=by, target=meeting, area=meeting.area, data=data(meeting, **revisions.kept(*changed)))  # fmt: skip
    tell(meeting, gettext_lazy("It takes place on another day or at another place."), meeting.reason)
    heard.tell(meeting.items.all(), "called")
    return meeting


@transaction.atomic
def cancel(*, by, meeting, reason):
    meeting = held(by, meeting, S.CALLED)
    _needs_reason(reason)
    meeting.state, meeting.reason = S.CANCELLED, reason.strip()
    meeting.save()
    audit.record("meetings.cancelled", by=by, target=meeting, area=meeting.area, data=data(meeting))
    tell(meeting, gettext_lazy("It does not take place."), meeting.reason)
    heard.tell(meeting.items.all(), "cancelled")
    return meeting


@transaction.atomic
def follow(*, by, meeting):
    """Hear what becomes of it. Nobody reads from this who comes."""
    demand(by, "meetings.follow", meeting)
    MeetingFollow.objects.get_or_create(meeting=meeting, person=by.person)


@transaction.atomic
def unfollow(*, by, meeting):
    demand(by, "meetings.follow", meeting)
    MeetingFollow.objects.filter(meeting=meeting, person=by.person).delete()


def demand_keeping(by, area, organiser):
    """A unit keeps meetings of the places it serves; whoever answers for a place those of every unit."""
    serves = organiser.serves.filter(area__in=area.chain_ids).exists()
    demand(by, "meetings.keep", Meeting(area=area, organiser=organiser) if serves else Place(area))


def held(by, meeting, *states):
    """The row as it stands now, kept by the actor; whoever else wants it waits. NotPossible in another state."""
    found = (
        Meeting.objects.select_for_update(of=("self",)).select_related("area", "organiser", "kind").get(pk=meeting.pk)
    )
    demand(by, "meetings.keep", found)
    if states and found.state not in states:
        raise NotPossible(_("This is no longer possible: the meeting has gone on in the meantime."))
    return found


def shown(meeting):
    """What readers of the history see, as plain data."""
    return {**values(meeting, VALUES), "starts_at": in_history(meeting.starts_at)}


def in_history(moment):
    return localtime(moment).strftime("%Y-%m-%d %H:%M")


def _checked(*, title, text, starts_at, where):
    problems = {}
    if not title.strip():
        problems["title"] = _("Say what it is about.")
    if not where.strip():
        problems["where"] = _("Say where it takes place.")
    if starts_at <= now():
        problems["starts_at"] = _("Choose a moment in the future.")
    if problems:
        raise NotPossible(_("Something is not right yet."), problems)
    return {"title": title.strip(), "text": text.strip(), "starts_at": starts_at, "where": where.strip()}


def _refuse_short(rule, starts_at):
    if rules.earliest(rule, now()) > starts_at:
        sentence = _("Everybody must be told %(days)s days before: choose a later day.") % {"days": rule["notice_days"]}
        raise NotPossible(sentence, {"starts_at": sentence})


def _needs_reason(reason):
    if not reason.strip():
        sentence = _("Say why: everybody reads this.")
        raise NotPossible(sentence, {"reason": sentence})
