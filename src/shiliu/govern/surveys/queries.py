"""The readers of surveys. Rounds that are open or were published are for everybody; the rest is for the staff of the place."""

from django.db.models import Count, Q
from django.utils.timezone import localdate

from shiliu.foundation.models import Area
from shiliu.foundation.names import spelled
from shiliu.govern.surveys.models import Batch, Publication, Round, Survey
from shiliu.platform.clock import now
from shiliu.platform.permissions import can, places_of
from shiliu.platform.permissions.targets import inside

MOST_WORDS = 6
LATE_DAYS = 14  # after the promised day the tables are published without the office; a choice of the house
FINER = {"district": "street", "street": "community", "community": "compound"}


def today():
    return localdate(now())


def parts_of(round):
    """The places an answer may name."""
    if not round.part_level:
        return Area.objects.none()
    found = Area.objects.filter(path__startswith=round.survey.area.path, level=round.part_level, active=True)
    return found.defer("boundary").order_by("path")


def public_rounds():
    """Rounds everybody may read: those that take answers or have ended, and nothing that is still planned. What was published stays
    readable when its survey is no longer used."""
    told = Q(survey__active=True) | Q(state=Round.State.PUBLISHED)
    found = Round.objects.exclude(state=Round.State.DRAFT).filter(told)
    return found.select_related("survey__area", "question_set", "publication")


def takes_answers(round):
    return round.state == Round.State.OPEN and round.opens_on <= today() <= round.closes_on


def publication_of(round):
    """The Publication everybody may read today, or None."""
    return Publication.objects.filter(round=round, public_on__lte=today()).first()


def listed(state="", q=""):
    """Public rounds, the newest first, of one state and with the words in the survey's or the place's name."""
    found = public_rounds()
    if state == "open":
        found = found.filter(state=Round.State.OPEN, opens_on__lte=today(), closes_on__gte=today())
    elif state == "published":
        found = found.filter(publication__public_on__lte=today())
    for word in words_of(q):
        found = found.filter(_called(word, "survey__"))
    return found.order_by("-opens_on", "-pk")


def words_of(q):
    return q.split()[:MOST_WORDS]


def _called(word, before=""):
    """The word stands in a name of the survey or its place."""
    return spelled(word, f"{before}names", f"{before}area__names")


def editable_by(actor, permission="surveys.manage"):
    """Surveys of places in which the actor holds the permission."""
    everywhere, paths, _units = places_of(actor, permission)
    return Survey.objects.filter(inside(paths, "area__path", everywhere=everywhere)).select_related("area")


def workable_by(actor):
    """Surveys a member of staff has something to do with: making, keying or publishing."""
    found = Q(pk__in=[])
    for permission in ("surveys.manage", "surveys.key_in", "surveys.publish"):
        everywhere, paths, _units = places_of(actor, permission)
        found |= inside(paths, "area__path", everywhere=everywhere)
    return Survey.objects.filter(found).select_related("area")


def office_list(actor, q="", state=""):
    found = workable_by(actor).filter(active=state != "retired").annotate(count_of_rounds=Count("rounds"))
    if state in {"draft", "open", "closed", "published"}:
        found = found.filter(rounds__state=state).distinct()
    for word in words_of(q):
        found = found.filter(_called(word))
    return found.order_by("-pk")


def rounds_for(actor, permission):
    everywhere, paths, _units = places_of(actor, permission)
    found = Round.objects.filter(inside(paths, "survey__area__path", everywhere=everywhere))
    return found.select_related("survey__area", "question_set", "publication")


def batches_for(actor):
    everywhere, paths, _units = places_of(actor, "surveys.key_in")
    found = Batch.objects.filter(inside(paths, "round__survey__area__path", everywhere=everywhere))
    return found.select_related("round__survey__area", "round__question_set")


def may(actor, round):
    """{verb: bool} of what the actor may do with a round."""
    return {name: bool(can(actor, f"surveys.{name}", round)) for name in ("manage", "key_in", "publish")}


def progress(round):
    """How far a round is, as staff may see it while it runs: counts only."""
    count = round.answers.count()
    return {
        "answers": count,
        "paper": round.paper_answers,
        "doubles": round.doubles,
        "codes_left": round.codes.count(),
        "waiting_texts": round.texts.filter(state="waiting").count(),
        "batches": list(round.batches.all()),
    }
