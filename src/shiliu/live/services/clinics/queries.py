"""The lists of clinics, advisers and bookings. Clinics in use and advisers in their term are public."""

from collections import Counter
from functools import lru_cache, reduce
from operator import or_

from django.db.models import Exists, OuterRef, Prefetch, Q, Sum
from django.utils.timezone import localdate

from shiliu.foundation.names import spelled
from shiliu.live.services.clinics import rules
from shiliu.live.services.clinics.models import Advice, Adviser, AdviserTerm, Clinic, ClinicBooking, Matter, Outcome
from shiliu.methods.counts import Counts
from shiliu.methods.disclosure import BadInput, suppress
from shiliu.platform import deadlines
from shiliu.platform.clock import now
from shiliu.platform.permissions import places_of
from shiliu.platform.permissions.targets import inside

LONGEST_QUERY = 80
QUARTERS = 8  # that somebody may read back


def today(area):
    return now().astimezone(deadlines.calendar_of(area).timezone).date()


def in_use():
    return Clinic.objects.filter(active=True)


def visible_to(actor):
    return Clinic.objects.filter(Q(active=True) | Q(pk__in=editable_by(actor).values("pk")))


def editable_by(actor):
    everywhere, paths, _units = places_of(actor, "clinics.manage")
    return Clinic.objects.filter(inside(paths, "area__path", everywhere=everywhere))


def served_by(actor):
    """Clinics the actor gives advice in, or sits at the desk of."""
    everywhere, paths, units = places_of(actor, "clinics.serve")
    seated = Clinic.advisers.through.objects.filter(
        clinic=OuterRef("pk"), adviser__organisation__in=units, adviser__in=holding().values("pk")
    )
    mine = inside(paths, "area__path", everywhere=everywhere) | Q(organisation__in=units) | Exists(seated)
    return in_use().filter(mine)


def whole(clinics):
    """With all that a page of them needs, in a handful of queries."""
    advisers = Adviser.objects.select_related("organisation").filter(pk__in=holding().values("pk"))
    return clinics.select_related("area", "organisation", "window", "referral_unit", "referral_item").prefetch_related(
        "turns", Prefetch("advisers", advisers, to_attr="now_advising")
    )


def found(rows, words, *fields):
    """Those whose name in some language, or one of `fields`, holds every one of the words."""
    for word in words[:LONGEST_QUERY].split():
        rows = rows.filter(reduce(or_, [Q(**{f"{field}__icontains": word}) for field in fields], spelled(word)))
    return rows


def listed(clinics, *, q="", kind="", language="", matter=""):
    """Filtered as the reader chose; language and matter are those of an adviser who sits there now."""
    if kind:
        clinics = clinics.filter(kind=kind)
    if language or matter:
        # JSON lists are asked for differently by each database; a site has some dozens of advisers.
        fitting = [
            pk for pk, spoken, special in holding().values_list("pk", "languages", "specialties")
            if (not language or language in spoken) and (not matter or matter in special)
        ]  # fmt: skip
        clinics = clinics.filter(advisers__in=fitting).distinct()
    return found(clinics, q, "code", "address")


def holding(day=None):
    """Advisers in a term on `day`."""
    return Adviser.in_term(Adviser.objects, day or localdate(now()))


def advisers_of(actor):
    """Those the actor may change, with their terms, the newest first."""
    everywhere, paths, _units = places_of(actor, "clinics.manage")
    rows = Adviser.objects.filter(inside(paths, "area__path", everywhere=everywhere))
    return rows.select_related("organisation", "area").prefetch_related("terms")


def roster():
    """Advisers in their term with the clinics they sit in: public."""
    term = AdviserTerm.objects.filter(since__lte=localdate(now()), until__gte=localdate(now()))
    return holding().select_related("organisation", "area").prefetch_related(
        Prefetch("terms", term, to_attr="present"), Prefetch("clinics", in_use(), to_attr="seats")
    )  # fmt: skip


def terms_ending(until):
    """Terms that end by this day, of which nobody was reminded, and which no later term follows."""
    later = AdviserTerm.objects.filter(adviser=OuterRef("adviser"), since__gt=OuterRef("until"))
    ending = AdviserTerm.objects.filter(reminded_at=None, until__lte=until, until__gte=localdate(now()))
    return ending.filter(~Exists(later)).select_related("adviser__organisation", "adviser__area")


def to_come(clinic):
    rows = ClinicBooking.objects.filter(clinic=clinic, booking__state="confirmed", booking__starts__gte=now())
    return rows.count()


def logged(clinic, day):
    """Advice noted for a day of the clinic, in an order that tells nothing."""
    return Advice.objects.filter(clinic=clinic, day=day)


def quarters(today):
    """[(first day, last day)] that may be told, newest first, as far back as anything was noted."""
    first = Advice.objects.order_by("day").values_list("day", flat=True).first()
    found, quarter = [], rules.last_told(today)
    while first is not None and quarter[1] >= first and len(found) < QUARTERS:
        found.append(quarter)
        quarter = rules.quarter_before(quarter[0])
    return found


def asked(begin, end, least):
    """What people asked in a quarter: {"rows": [(matter, [number or None …], sum)], "columns", "sums", "total", "minutes"}.

    None where a number is under `least` or would give one away; None instead of the whole when there was too little to tell.
    One table for the whole site, for quarters that are over: nothing can be drilled into or subtracted."""
    rows = Advice.objects.filter(day__gte=begin, day__lte=end)
    counted = Counter(rows.order_by().values_list("matter", "outcome"))
    cells = _protected(tuple(sorted(counted.items())), least)
    if cells is None:
        return None
    (*inner, sums), total = cells, sum(counted.values())
    minutes = rows.aggregate(sum=Sum("minutes"))["sum"]
    return {
        "columns": [outcome.label for outcome in Outcome],
        "rows": [(matter.label, row[:-1], row[-1]) for matter, row in zip(Matter, inner, strict=True)],
        "sums": sums[:-1], "total": total, "minutes": round(minutes / total),
    }  # fmt: skip


@lru_cache(maxsize=32)
def _protected(counted, least):
    """Rows of matters and one of sums, columns of outcomes and one of sums, protected; the same counts give the same."""
    counted = dict(counted)
    table = [[counted.get((matter, outcome), 0) for outcome in Outcome.values] for matter in Matter.values]
    try:
        return suppress(Counts.of(table, keep_empty=True), least=least).cells
    except BadInput:
        return None
