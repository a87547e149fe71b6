"""The three rates with their denominators, for areas and periods. Units and matters are listed by name; nothing ranks a person."""

from collections import Counter
from datetime import timedelta

from django.db.models import OuterRef, Subquery
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from shiliu.govern.cases.models import Case, CaseClock, Judgement
from shiliu.govern.cases.models.listed import AT_ONCE
from shiliu.govern.cases.workflow import AWAITING_JUDGEMENT, CLOSED, CONFIRMED, MERGED, REFUSED, SET_ASIDE, WITHDRAWN
from shiliu.methods import rates
from shiliu.platform.clock import now
from shiliu.platform.presentation import charts

JUDGED_STATES = (*AWAITING_JUDGEMENT, CONFIRMED, CLOSED)
EXCLUDED_STATES = (REFUSED, WITHDRAWN, MERGED)


def rows(cases, since, until):
    """One row a case dispatched in [since, until): what methods.rates counts, as a queryset of values."""
    contact = CaseClock.objects.filter(case=OuterRef("pk"), round=1, kind=CaseClock.Kind.CONTACT)
    judged = Judgement.objects.filter(case=OuterRef("pk")).order_by("-round")
    return (
        cases.filter(dispatched_at__gte=since, dispatched_at__lt=until)
        .exclude(channel=Case.Channel.THEME)  # raised by the office, not by a resident
        .exclude(state=SET_ASIDE)  # junk is counted in a report of its own
        .annotate(
            contact_due=Subquery(contact.values("due")[:1]),
            contact_met=Subquery(contact.values("met_at")[:1]),
            solved=Subquery(judged.values("solved")[:1]),
            level=Subquery(judged.values("level")[:1]),
        )
        .order_by()
        .values_list("state", "contact_due", "contact_met", "solved", "level")
    )


def case_row(moment, state, due, met, solved, level):
    """Refused and withdrawn cases are taken out of every rate, and that number is shown beside them."""
    in_time = met <= due if met and due else (False if due and moment > due else None)
    asked = state in JUDGED_STATES or solved is not None
    return rates.CaseRow(
        contacted_in_time=in_time, asked=asked, solved=solved, level=level, excluded=state in EXCLUDED_STATES
    )


def three_rates(cases, since, until):
    """methods.rates.ThreeRates over the cases dispatched in the period. One query."""
    moment = now()
    return rates.three_rates(case_row(moment, *values) for values in rows(cases, since, until).iterator())


def three_rates_by(cases, since, until, field):
    """{value of `field`: ThreeRates}, for a field of Case such as category_id or lead_id. One query."""
    moment, groups = now(), {}
    for key, *values in _keyed(cases, since, until, field):
        groups.setdefault(key, []).append(case_row(moment, *values))
    return {key: rates.three_rates(members) for key, members in groups.items()}


def three_rates_by_path(cases, since, until, depth):
    """{area path cut to `depth` levels (3 = community): ThreeRates}. One query."""
    moment, groups = now(), {}
    for path, *values in _keyed(cases, since, until, "area_path"):
        parts = path.strip("/").split("/")[:depth]
        groups.setdefault(f"/{'/'.join(parts)}/", []).append(case_row(moment, *values))
    return {key: rates.three_rates(members) for key, members in groups.items()}


def _keyed(cases, since, until, field):
    fields = (field, "state", "contact_due", "contact_met", "solved", "level")
    return rows(cases, since, until).values_list(*fields).iterator()


def labelled(three):
    """The three rates as the page component wants them, in the order of the field: response, solution, satisfaction."""
    rows = (
        (_("Response rate"), three.response, _("contacted within the time promised")),
        (_("Solution rate"), three.solution, _("solved, in the words of whoever asked")),
        (_("Satisfaction rate"), three.satisfaction, _("fairly satisfied or better")),
    )
    return [
        {"label": label, "about": about, "count": rate.successes, "n": rate.n, "value": rate.value, "low": rate.low,
         "high": rate.high, "excluded": rate.excluded, "non_response": rate.non_response,
         "shown": percent(rate.value), "interval": f"{percent(rate.low)}–{percent(rate.high)}"}
        for label, rate, about in rows
    ]  # fmt: skip


def percent(share):
    """A share in words for a table cell, '' when nothing is known."""
    return "" if share is None else charts.percent(share)


def weekly(cases, since, until):
    """Received and ended cases by week, for a line chart: {labels, lines}."""
    weeks = [since + timedelta(days=7 * week) for week in range(((until - since).days + 6) // 7)]
    lines = []
    for label, field in ((_("Received"), "received_at"), (_("Ended"), "ended_at")):
        moments = (
            cases.exclude(state=SET_ASIDE)
            .filter(**{f"{field}__gte": since, f"{field}__lt": until})
            .values_list(field, flat=True)
        )
        counts = Counter((moment - since).days // 7 for moment in moments.order_by())
        lines.append({"label": label, "values": [counts[week] for week in range(len(weeks))]})
    return {"labels": [date_format(localtime(week), "MONTH_DAY_FORMAT") for week in weeks], "lines": lines}


def late(cases, moment):
    """Open cases whose nearest deadline has passed, the longest late first."""
    return cases.filter(queue_at__gt=AT_ONCE, queue_at__lt=moment).order_by("queue_at", "pk")
