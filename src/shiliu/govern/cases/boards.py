"""The three rates with their denominators, for areas and periods. Units and matters are listed by name; nothing ranks a person."""

from django.db.models import Exists, F, OuterRef, Q

from shiliu.govern.cases.models import Case, CaseClock, Judgement
from shiliu.methods import rates

GROUPINGS = {"area": "area_path", "category": "category_id", "lead": "lead_id"}


def rows(cases, since, until):
    """One plain row a case dispatched in [since, until): what methods.rates counts."""
    first_contact = CaseClock.objects.filter(case=OuterRef("pk"), round=1, kind=CaseClock.Kind.CONTACT)
    contacted_in_time = first_contact.filter(met_at__isnull=False, met_at__lte=F("due"))
    last = Judgement.objects.filter(case=OuterRef("pk")).order_by("-round")
    dispatched = cases.filter(dispatched_at__gte=since, dispatched_at__lt=until)
    return dispatched.annotate(
        contacted=Exists(contacted_in_time),
        has_clock=Exists(first_contact),
        solved=last.values("solved")[:1],
        level=last.values("level")[:1],
    )


def three_rates(cases, since, until):
    """methods.rates.three_rates over the cases dispatched in the period. One query."""
    values = rows(cases, since, until).values_list("state", "contacted", "has_clock", "solved", "level")
    return rates.three_rates(
        rates.CaseRow(state=state, contacted_in_time=contacted if has_clock else None, solved=solved, level=level)
        for state, contacted, has_clock, solved, level in values.iterator()
    )


def late(cases, moment):
    """Open cases whose nearest deadline has passed."""
    return cases.filter(next_due__lt=moment).order_by("next_due")


def open_now(cases, states):
    return cases.filter(Q(state__in=states))


def all_cases():
    return Case.objects.all()
