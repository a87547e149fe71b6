"""The job that forgets: after their day the numbers of a line become a few counts and sums of times, and are deleted."""

from datetime import timedelta

from django.db import transaction

from shiliu.live.services.queue import rules
from shiliu.live.services.queue.models import DayTime, LineDay, Period, Ticket

BATCH = 20  # days of lines in one run; the next run does the rest


def forget():
    """Sums up and deletes the numbers whose days are over, and sums that are too old to be compared. How many numbers were deleted."""
    limit = rules.today() - timedelta(days=rules.KEEP_DAYS)
    over = Ticket.objects.filter(date__lt=limit).order_by("date", "line").values_list("line", "date").distinct()[:BATCH]
    deleted = sum(_sum_up(line, date) for line, date in list(over))
    LineDay.objects.filter(date__lt=rules.today() - timedelta(days=rules.KEEP_SUMS_DAYS)).delete()
    return deleted


@transaction.atomic
def _sum_up(line, date):
    """The row of the line's day is held, so that two workers do not count the same numbers."""
    LineDay.objects.get_or_create(line_id=line, date=date)
    day = LineDay.objects.select_for_update().get(line=line, date=date)
    tickets = Ticket.objects.filter(line=line, date=date)
    served = tickets.filter(state__in=(Ticket.State.SERVED, Ticket.State.SERVING)).count()
    LineDay.objects.filter(pk=day.pk).update(served=day.served + served)
    for (_line, kind), found in measured(tickets).items():
        DayTime.objects.update_or_create(
            day=day,
            kind=kind,
            defaults={"number": len(found), "seconds": round(sum(one.total_seconds() for one in found))},
        )
    Period.objects.filter(ticket__in=tickets).delete()
    return tickets.delete()[0]


def measured(tickets):
    """rules.lengths of the finished steps of these tickets; a service counts when it is over."""
    ended = Period.objects.filter(ticket__in=tickets, ended__isnull=False).exclude(
        ticket__state__in=(Ticket.State.SERVING, Ticket.State.HELD), kind=Period.Kind.SERVICE
    )
    return rules.lengths(ended.values_list("ticket__line", "kind", "ticket", "began", "ended", "sure"))
