"""Figures of public pages. Counting a year takes a moment, so each figure is counted once per hour and step taken, then kept."""

from datetime import timedelta

from django.core.cache import cache
from django.db.models import Count, Q
from django.utils.crypto import salted_hmac

from shiliu.govern.cases import boards, listing, queries
from shiliu.govern.cases.models import Case, CaseStep
from shiliu.govern.cases.workflow import CONFIRMED, OPEN_STATES
from shiliu.platform import paging
from shiliu.platform.clock import now

HOUR = 3600
BUSY = 50_000  # steps of which a year is counted in a blink


def whole(days):
    """methods.rates.ThreeRates of everything sent to a unit in the last `days` days."""
    return _kept("whole", days, lambda since, until: boards.three_rates(Case.objects.all(), since, until))


def by_community(days):
    """{area path: ThreeRates}"""
    return _kept(
        "area",
        days,
        lambda since, until: boards.three_rates_by_path(
            Case.objects.all(), since, until, depth=listing.COMMUNITY_DEPTH
        ),
    )


def by_matter(days):
    """{category id or None: ThreeRates}"""
    return _kept(
        "category", days, lambda since, until: boards.three_rates_by(Case.objects.all(), since, until, "category_id")
    )


def counts(days):
    """{open, solved, since}: what is open now, and what was confirmed solved in the last `days` days."""

    def count(since, until):
        solved = Case.objects.filter(state=CONFIRMED, ended_at__gte=since, ended_at__lte=until).count()
        by_state = queries.counts_by_state(Case.objects.filter(state__in=OPEN_STATES))
        return {"open": sum(by_state.values()), "solved": solved, "since": since}

    return _kept("counts", days, count)


def published():
    """{total, open, solved, at} of all published cases; `at` is when they were counted, None for now."""
    cases = queries.published()
    found = _published(cases.order_by(*listing.NEWEST)[: paging.MOST_COUNTED + 1])
    if found["total"] <= paging.MOST_COUNTED:
        return found
    moment = now()
    key = f"cases:published:{_ten_minutes(moment)}"
    found = cache.get(key)
    if found is None:
        found = {**_published(cases), "at": moment}
        cache.set(key, found, HOUR)
    return found


def _published(cases):
    is_open, is_solved = Q(stage=Case.Stage.OPEN), Q(state=CONFIRMED)
    named = {"open": Count("pk", filter=is_open), "solved": Count("pk", filter=is_solved)}
    return {**cases.aggregate(total=Count("pk"), **named), "at": None}


def of_scope(scope, name, days, count):
    """`count(since, until)` for the cases of a scope (a text that names it): anew each time, on a busy site ten minutes old at
    most."""
    if _newest_step() > BUSY:
        return _kept(f"{name}:{salted_hmac('cases.figures', scope).hexdigest()[:24]}", days, count)
    until = now()
    return count(until - timedelta(days=days), until)


def _newest_step():
    return CaseStep.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def _kept(name, days, count):
    until, newest = now(), _newest_step()
    # Where very much happens each step would have everything counted again: there ten minutes old is new enough.
    key = f"cases:{name}:{days}:" + (_ten_minutes(until) if newest > BUSY else f"{newest}:{until:%Y%m%d%H}")
    found = cache.get(key)
    if found is None:
        found = count(until - timedelta(days=days), until)
        cache.set(key, found, HOUR)
    return found


def _ten_minutes(moment):
    return f"{moment:%Y%m%d%H%M}"[:-1]
