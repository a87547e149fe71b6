"""Pauses and extensions of the resolution clock. Its first promise is never changed; `moved_to` says where it stands now."""

from datetime import datetime, time, timedelta

from django.conf import settings
from django.utils.timezone import get_default_timezone, localtime

from shiliu.govern.cases.models import CaseClock, CasePause
from shiliu.platform import deadlines


def end_of(day):
    """The last minute of a day, in the time zone of the site."""
    return datetime.combine(day, time(23, 59), tzinfo=get_default_timezone())


def running(case):
    """The pause that holds the case now, or None."""
    return CasePause.objects.filter(case=case, ended_at__isnull=True).first()


def begin(case, why, limit, moment):
    """Stop the clock until `limit` at most. Called by effects only."""
    return CasePause.objects.create(case=case, round=case.round, why=why, since=moment, limit=limit)


def end(case, moment):
    """Let the clock run again: what was left of it when it stopped is left of it now. Called by the engine only."""
    pause = running(case)
    if pause is None:
        return
    pause.ended_at = moment
    pause.save(update_fields=["ended_at"])
    clock = resolution_clock(case)
    if clock is not None and clock.due_now > pause.since:
        move(clock, shifted(case, clock, pause.since, moment))


def resolution_clock(case):
    """The running resolution clock of the present round, or None."""
    return case.clocks.filter(round=case.round, kind=CaseClock.Kind.RESOLUTION, met_at__isnull=True).first()


def shifted(case, clock, since, until):
    """Where a deadline moves when the time from `since` to `until` does not count, in the clock's own kind of time."""
    if not clock.working:
        return clock.due_now + (until - since)
    calendar = deadlines.calendar_of(case.area)
    left = calendar.working_time_between(since, clock.due_now)
    return calendar.add_working_hours(until, left / timedelta(hours=1))


def days_to_extend_to(clock):
    """(first, last) day a running clock may be extended to, or None: by the share of the time first given that the settings
    allow. Only while it runs: a deadline that has passed stays missed."""
    latest = clock.due_now + (clock.due - clock.started_at) * settings.CASE_EXTENSION_PERCENT / 100
    first, last = localtime(clock.due_now).date(), localtime(latest).date()
    if end_of(first) <= clock.due_now:
        first += timedelta(days=1)
    return (first, last) if first <= last else None


def days_of_review(moment):
    """(first, last) day on which a postponed case may be looked at again."""
    today = localtime(moment).date()
    return today + timedelta(days=1), today + timedelta(days=settings.CASE_REVIEW_DAYS)


def move(clock, until):
    """A running clock now stands at `until`; what was promised first stays. Called by effects only."""
    clock.moved_to = until
    clock.save(update_fields=["moved_to"])
