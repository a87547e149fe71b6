"""Lists of meetings and of published affairs. What is in preparation is read by those who prepare it."""

from django.db.models import Q

from shiliu.foundation.models import Area, Organisation
from shiliu.govern.proposals.meetings.models import AffairsNotice, AffairsQuestion, AffairsTopic, Meeting, MeetingKind
from shiliu.platform.clock import now
from shiliu.platform.permissions import places_of
from shiliu.platform.permissions.targets import inside

S = Meeting.State
LONGEST_QUERY = 80
WHOLE = ("kind", "area", "organiser", "draw")


def visible_to(actor):
    return Meeting.objects.filter(~Q(state=S.DRAFT) | _kept(actor)).select_related(*WHOLE)


def kept_by(actor):
    return Meeting.objects.filter(_kept(actor)).select_related(*WHOLE)


def listed(meetings, *, q="", area=None, kind=None, when=""):
    """Filtered as the reader chose; `when` is "coming" (the next first) or "past"."""
    if area is not None:
        meetings = meetings.filter(area__path__startswith=area.path)
    if kind is not None:
        meetings = meetings.filter(kind=kind)
    for word in q[:LONGEST_QUERY].replace("\0", "").split():
        meetings = meetings.filter(Q(title__icontains=word) | Q(items__title__icontains=word)).distinct()
    if when == "coming":
        return meetings.filter(starts_at__gte=now(), state__in=(S.DRAFT, S.CALLED)).order_by("starts_at", "pk")
    if when == "past":
        meetings = meetings.exclude(starts_at__gte=now(), state__in=(S.DRAFT, S.CALLED))
    return meetings.order_by("-starts_at", "-pk")


def agenda(meeting):
    return meeting.items.select_related("decision")


def affairs(*, area=None, topic=None, q=""):
    """Published affairs, the newest first; they stay readable after their days."""
    rows = AffairsNotice.objects.select_related("topic", "area", "organiser")
    if area is not None:
        rows = rows.filter(area__path__startswith=area.path)
    if topic is not None:
        rows = rows.filter(topic=topic)
    for word in q[:LONGEST_QUERY].replace("\0", "").split():
        rows = rows.filter(Q(title__icontains=word) | Q(text__icontains=word))
    return rows


def affairs_kept_by(actor):
    return AffairsNotice.objects.filter(_kept(actor)).select_related("topic", "area", "organiser")


def questions(notice, actor, *, office=False):
    """Answered questions, for everybody; the waiting ones only for whoever asked them and for the office."""
    rows = notice.questions.all()
    if office:
        return rows
    mine = Q(author=actor.person) if actor.signed_in else Q(pk__in=[])
    return rows.filter(Q(answered_at__isnull=False) | mine)


def waiting(actor):
    """Questions nobody has answered yet, the first due first."""
    rows = AffairsQuestion.objects.filter(answered_at=None, notice__in=affairs_kept_by(actor)).select_related("notice__area")  # fmt: skip
    return rows.order_by("due_at", "pk")


def kinds():
    return MeetingKind.objects.filter(active=True)


def topics():
    return AffairsTopic.objects.filter(active=True)


def places():
    levels = (Area.Level.DISTRICT, Area.Level.STREET, Area.Level.COMMUNITY, Area.Level.COMPOUND)
    return Area.objects.filter(active=True, level__in=levels).defer("boundary").order_by("path")


def places_to_keep(actor):
    """Places where the actor may call a meeting: those they answer for, and those their units serve."""
    everywhere, paths, units = places_of(actor, "meetings.keep")
    found = places().filter(inside(paths, "path", everywhere=everywhere) | Q(served_by__organisation__in=units))
    return found.distinct()


def units_to_keep(actor):
    """Units the actor may call a meeting for."""
    everywhere, paths, units = places_of(actor, "meetings.keep")
    found = Organisation.objects.filter(active=True)
    if not (everywhere or paths):
        found = found.filter(pk__in=units)
    return found.order_by("code")


def _kept(actor):
    everywhere, paths, units = places_of(actor, "meetings.keep")
    return inside(paths, "area__path", everywhere=everywhere) | Q(organiser__in=units)
