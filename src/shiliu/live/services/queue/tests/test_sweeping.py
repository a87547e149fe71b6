"""A day after their own, numbers are deleted; what stays are counts and sums, and of few numbers not even a mean is shown."""

from datetime import timedelta

from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from shiliu.live.services.queue import actions, queries, rules, sweeping
from shiliu.live.services.queue.models import DayTime, LineDay, Period, Ticket
from shiliu.platform.clock import at_time
from shiliu.platform.permissions import ANONYMOUS

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


def served(town, hall, number, minutes=6):
    """So many numbers drawn, called after two minutes, begun after three, held for one in the middle, done after `minutes`."""
    zhao = town.actor("zhao")
    for _each in range(number):
        ticket, _key = actions.draw(by=ANONYMOUS, line=hall.a)
        steps = ((2, actions.call_next), (3, actions.begin), (4, actions.hold), (5, actions.come_back), (5, actions.call_next),
                 (5, actions.begin), (minutes, actions.finish))  # fmt: skip
        for after, step in steps:
            with at_time(town.now + after * MINUTE):
                step(by=zhao, window=hall.window) if step is actions.call_next else step(by=zhao, ticket=ticket)


def test_numbers_are_deleted_a_day_after_their_own_and_only_counts_and_sums_stay(town, hall, client):
    served(town, hall, 5)
    actions.draw(by=ANONYMOUS, line=hall.a)
    with at_time(town.now + DAY):
        assert sweeping.forget() == 0 and queries.past(hall.hall) == []
    with at_time(town.now + 2 * DAY):
        assert sweeping.forget() == 6 and sweeping.forget() == 0
        assert not Ticket.objects.exists() and not Period.objects.exists()
        day = LineDay.objects.get(line=hall.a)
        assert (day.last, day.served) == (6, 5)
        found = {row.kind: (row.number, row.seconds) for row in DayTime.objects.all()}
        assert found == {"waiting": (5, 5 * 120), "walking": (5, 5 * 60), "service": (5, 5 * 120), "hold": (5, 5 * 60)}
        (past,) = queries.past(hall.hall)
        assert (past.drawn, past.served, past.means["service"], past.means["walking"]) == (6, 5, (2.0, 5), (1.0, 5))
        client.force_login(town.people.sun)
        client.cookies["django_language"] = "en"
        page = client.get(reverse("office_queue:board", args=[hall.hall.pk])).content.decode()
        assert '2.0 min <small class="muted">n=5</small>' in page
    with at_time(town.now + timedelta(days=rules.KEEP_SUMS_DAYS + 1)):
        sweeping.forget()
        assert not LineDay.objects.exists() and not DayTime.objects.exists()


def test_no_mean_stands_where_few_numbers_are_behind_it(town, hall):
    served(town, hall, rules.FEWEST_SHOWN - 1)
    with at_time(town.now + 2 * DAY):
        sweeping.forget()
        (past,) = queries.past(hall.hall)
        assert past.served == 4 and past.means == {} and all(time is None for _label, time in past.shown)


def test_the_link_of_yesterdays_number_says_that_it_is_over(town, hall, client):
    _ticket, key = actions.draw(by=ANONYMOUS, line=hall.a)
    client.cookies["django_language"] = "en"
    with at_time(town.now + DAY):
        answer = client.get(reverse("queue:place", args=[key]))
    assert answer.status_code == 404 and "This number is over" in answer.content.decode()


ROWS = st.lists(
    st.tuples(st.integers(1, 2), st.sampled_from(("waiting", "service")), st.integers(1, 4), st.just(0 * MINUTE),
              st.integers(0, 9).map(lambda minutes: minutes * MINUTE), st.booleans()),
    max_size=12,
)  # fmt: skip


@given(ROWS)
def test_the_pieces_of_a_step_are_one_length_and_a_doubted_piece_takes_the_ticket_out(rows):
    found = rules.lengths(rows)
    sure = {row[:3] for row in rows} - {row[:3] for row in rows if not row[5]}
    assert sum(len(each) for each in found.values()) == len(sure)
    whole = sum((row[4] for row in rows if row[:3] in sure), 0 * MINUTE)
    assert sum((length for each in found.values() for length in each), 0 * MINUTE) == whole
