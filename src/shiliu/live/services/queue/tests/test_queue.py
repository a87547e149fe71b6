"""Numbers are drawn once, called in a fair order, and every step is measured by itself."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shiliu.live.services.queue import actions, halls, queries, rules
from shiliu.live.services.queue.models import Period, Ticket
from shiliu.platform.audit.models import AuditRow
from shiliu.platform.clock import at_time
from shiliu.platform.permissions import ANONYMOUS, Refused
from shiliu.platform.revisions import Stale, stamp
from shiliu.platform.workflow import NotPossible

MINUTE = timedelta(minutes=1)


@pytest.fixture
def zhao(town):
    return town.actor("zhao")


def drawn(line, **given):
    return actions.draw(by=ANONYMOUS, line=line, **given)[0]


def test_numbers_of_a_line_follow_each_other_and_begin_again_the_next_day(town, hall):
    assert [drawn(line).code for line in (hall.a, hall.a, hall.b, hall.a)] == ["A001", "A002", "B001", "A003"]
    with at_time(town.now + timedelta(days=1)):
        assert drawn(hall.a).code == "A001"


def test_the_next_is_called_in_the_order_of_arrival_and_priority_goes_first(town, hall, zhao):
    for minutes, line, priority in ((0, hall.a, ""), (1, hall.b, ""), (2, hall.a, "law"), (3, hall.a, "")):
        with at_time(town.now + minutes * MINUTE):
            drawn(line, priority=priority)
    with at_time(town.now + 5 * MINUTE):
        called = [actions.call_next(by=zhao, window=hall.window, desk=desk).code for desk in (1, 2, 3, 1)]
        assert called == ["A002", "A001", "B001", "A003"]
        assert actions.call_next(by=zhao, window=hall.window) is None


def test_whoever_waited_too_long_is_called_before_priority(town, hall, zhao):
    drawn(hall.a)
    with at_time(town.now + 30 * MINUTE):
        drawn(hall.a, priority="law")
        assert actions.call_next(by=zhao, window=hall.window).code == "A001"


def test_five_times_are_measured_apart(town, hall, zhao):
    with at_time(town.now):
        ticket = drawn(hall.a, prepared_since=town.now - 2 * MINUTE)
    steps = ((7, actions.call_next), (8, actions.begin), (12, actions.hold), (20, actions.come_back), (23, actions.call_next),
             (24, actions.begin), (30, actions.finish))  # fmt: skip
    for minutes, step in steps:
        with at_time(town.now + minutes * MINUTE):
            step(by=zhao, window=hall.window) if step is actions.call_next else step(by=zhao, ticket=ticket)
    found = {}
    for kind, began, ended in Period.objects.filter(ticket=ticket).values_list("kind", "began", "ended"):
        found[kind] = found.get(kind, 0) + (ended - began) // MINUTE
    assert found == {"preparation": 2, "waiting": 7 + 3, "walking": 1 + 1, "service": 4 + 6, "hold": 8}


def test_a_wrong_step_says_what_happened_meanwhile(town, hall, zhao):
    ticket = drawn(hall.a)
    actions.call_next(by=zhao, window=hall.window, desk=2)
    with pytest.raises(NotPossible, match="A001 is already Called at Window one"):
        actions.call(by=zhao, ticket=ticket, window=hall.window)
    with pytest.raises(NotPossible):
        actions.finish(by=zhao, ticket=ticket)


def test_after_the_calls_the_hall_allows_a_ticket_counts_as_left_and_comes_back_with_its_number(town, hall, zhao):
    ticket = drawn(hall.a)
    actions.call_next(by=zhao, window=hall.window)
    assert actions.call_again(by=zhao, ticket=ticket).state == "called"
    assert actions.call_again(by=zhao, ticket=ticket).state == "left"
    back = actions.come_back(by=zhao, ticket=ticket)
    assert (back.state, back.priority, back.code) == ("waiting", "back", "A001")


def test_a_number_passed_on_keeps_its_code_and_the_time_it_waited(town, hall, zhao):
    ticket = drawn(hall.a)
    drawn(hall.b)
    with at_time(town.now + MINUTE):
        passed = actions.pass_on(by=zhao, ticket=ticket, line=hall.b)
        assert (passed.code, passed.line, passed.since) == ("A001", hall.b, town.now)
        assert actions.call_next(by=zhao, window=hall.window).code == "A001"


def test_served_can_be_taken_back_for_ten_minutes(town, hall, zhao):
    ticket = drawn(hall.a)
    actions.call_next(by=zhao, window=hall.window)
    for step in (actions.begin, actions.finish):
        step(by=zhao, ticket=ticket)
    with at_time(town.now + 5 * MINUTE):
        assert actions.reopen(by=zhao, ticket=ticket).state == "serving"
        actions.finish(by=zhao, ticket=ticket)
    with at_time(town.now + 16 * MINUTE), pytest.raises(NotPossible):
        actions.reopen(by=zhao, ticket=ticket)


def test_a_doubted_time_leaves_the_averages(town, hall, zhao):
    ticket = drawn(hall.a)
    with at_time(town.now + 9 * MINUTE):
        actions.call_next(by=zhao, window=hall.window)
    assert queries.board(hall.hall)[0].medians["waiting"] == (9.0, 1)
    actions.doubt(by=zhao, period=ticket.periods.get(kind="waiting"))
    actions.doubt(by=zhao, period=ticket.periods.get(kind="waiting"))
    assert queries.board(hall.hall)[0].medians["waiting"] is None
    assert AuditRow.objects.filter(verb="queue.doubted").count() == 1


def test_the_phone_says_how_many_are_before_and_a_range_of_minutes(town, hall, zhao):
    for _number in range(3):
        drawn(hall.a)
    _ticket, key = actions.draw(by=ANONYMOUS, line=hall.a)
    place = queries.place_of(key)
    assert place.ahead == 3 and not place.foretold.measured
    assert (place.foretold.least, place.foretold.most) == (15, 45)
    drawn(hall.a, priority="law")
    assert queries.place_of(key).ahead == 4
    assert queries.place_of("another key") is None


def test_whoever_holds_the_link_gives_the_number_back_and_nobody_else(town, hall):
    ticket, key = actions.draw(by=ANONYMOUS, line=hall.a)
    assert not actions.give_up(by=ANONYMOUS, ticket=ticket, key="wrong")
    assert actions.give_up(by=ANONYMOUS, ticket=ticket, key=key)
    assert not actions.give_up(by=ANONYMOUS, ticket=ticket, key=key)
    assert Ticket.objects.get().state == "left"


def test_the_key_of_a_ticket_is_kept_only_as_a_hash(town, hall):
    ticket, key = actions.draw(by=ANONYMOUS, line=hall.a)
    assert key not in str(Ticket.objects.values().get(pk=ticket.pk))


def test_only_the_workers_of_the_window_call(town, hall):
    ticket = drawn(hall.a)
    for actor in (ANONYMOUS, town.actor("gulnar"), town.actor("li"), town.actor("ding")):
        with pytest.raises(Refused):
            actions.call_next(by=actor, window=hall.window)
        with pytest.raises(Refused):
            actions.leave(by=actor, ticket=ticket)


def test_a_closed_line_gives_no_numbers_and_still_calls_those_who_wait(town, hall, zhao):
    drawn(hall.a)
    halls.close_line(by=town.actor("ding"), line=hall.a)
    hall.a.refresh_from_db()
    with pytest.raises(NotPossible):
        drawn(hall.a)
    assert halls.waiting_in(hall.a) == 1
    halls.close_line(by=town.actor("ding"), line=hall.a, active=True)
    assert actions.call_next(by=zhao, window=hall.window).code == "A001"


def test_halls_and_lines_say_what_is_wrong_beside_the_field(town, hall):
    ding = town.actor("ding")
    given = {**{name: getattr(hall.hall, name) for name in halls.FIELDS}, "by": ding}
    with pytest.raises(NotPossible) as taken:
        halls.save_hall(code="west", **given)
    assert "code" in taken.value.fields
    for letter in ("A", "é", "AB"):
        with pytest.raises(NotPossible) as wrong:
            halls.save_line(by=ding, hall=hall.hall, letter=letter, names={"zh-hans": "丙"}, windows=[], items=[])
        assert "letter" in wrong.value.fields
    seen = stamp(halls.values(hall.hall))
    halls.save_hall(hall=hall.hall, seen=seen, **{**given, "near": 5})
    with pytest.raises(Stale):
        halls.save_hall(hall=hall.hall, seen=seen, **given)


def test_the_screen_takes_few_queries_however_many_wait(town, hall, zhao, django_assert_max_num_queries):
    for _number in range(12):
        drawn(hall.a)
    for desk in (1, 2, 3):
        actions.call_next(by=zhao, window=hall.window, desk=desk)
    with django_assert_max_num_queries(2):
        assert [call.code for call in queries.calls_of(hall.hall)] == ["A003", "A002", "A001"]
        assert [line.waiting for line in queries.lines_of(hall.hall)] == [9, 0]


HEADS = st.lists(
    st.builds(
        rules.Head, st.integers(1, 99), st.sampled_from(rules.ORDER), st.integers(0, 90).map(lambda m: m * MINUTE)
    ),
    max_size=6,
)


@pytest.mark.once
@given(HEADS, st.integers(0, 60))
def test_nobody_who_waited_too_long_is_passed_over(heads, fair):
    now = 100 * MINUTE
    chosen = rules.next_of(heads, now, fair * MINUTE)
    patient = [head for head in heads if now - head.since >= fair * MINUTE]
    if patient:
        assert chosen.since == min(head.since for head in patient)
    elif heads:
        assert rules.ORDER.index(chosen.priority) == min(rules.ORDER.index(head.priority) for head in heads)
    else:
        assert chosen is None


@pytest.mark.once
def test_every_step_leads_to_a_state_that_is_known_and_leaves_only_known_ones():
    states = set(Ticket.State.values)
    for sources, target in rules.STEPS.values():
        assert target in states and set(sources) <= states
    assert set(rules.ORDER) == set(Ticket.Priority.values) and set(rules.MEASURED.values()) < set(Period.Kind.values)


def test_a_counter_that_still_serves_somebody_is_told_so_before_it_calls_the_next(town, hall, zhao):
    for _number in range(2):
        drawn(hall.a)
    first = actions.call_next(by=zhao, window=hall.window)
    actions.begin(by=zhao, ticket=first)
    with pytest.raises(NotPossible, match="A001 is still being served"):
        actions.call_next(by=zhao, window=hall.window)
    actions.hold(by=zhao, ticket=first)
    assert actions.call_next(by=zhao, window=hall.window).code == "A002"


def test_a_certain_number_is_called_even_from_hold_or_after_it_left_but_only_in_its_own_hall_and_day(town, hall, zhao):
    ticket, key = actions.draw(by=ANONYMOUS, line=hall.a)
    actions.give_up(by=ANONYMOUS, ticket=ticket, key=key)
    assert actions.call(by=zhao, ticket=ticket, window=hall.window).state == "called"
    with pytest.raises(NotPossible, match="no counter 9"):
        actions.call(by=zhao, ticket=ticket, window=hall.window, desk=9)
    other = type(hall.window).objects.create(
        code="w2", names={"zh-hans": "二"}, organisation=town.units.committee, area=town.places.west
    )
    with pytest.raises(NotPossible, match="another hall"):
        actions.call(by=zhao, ticket=drawn(hall.a), window=other)
    with at_time(town.now + timedelta(days=1)), pytest.raises(NotPossible, match="another day"):
        actions.leave(by=zhao, ticket=ticket)


def test_whoever_left_has_measured_no_walk_and_a_service_taken_up_again_is_one(town, hall, zhao):
    gone, stays = drawn(hall.a), drawn(hall.a)
    for minutes, step, ticket in ((1, actions.call, gone), (2, actions.leave, gone), (3, actions.call, stays), (4, actions.begin, stays),
                                  (5, actions.finish, stays), (7, actions.reopen, stays), (9, actions.finish, stays)):  # fmt: skip
        with at_time(town.now + minutes * MINUTE):
            step(by=zhao, ticket=ticket, **({"window": hall.window} if step is actions.call else {}))
    medians = queries.board(hall.hall)[0].medians
    assert (medians["walking"], medians["service"], medians["waiting"]) == ((1.0, 1), (5.0, 1), (2.0, 2))
    assert queries.services_of(hall.a) == [5 * MINUTE]


def test_a_slip_is_printed_again_with_a_new_link_and_the_old_one_opens_no_more(town, hall, zhao):
    ticket, key = actions.draw(by=ANONYMOUS, line=hall.a)
    _same, new = actions.reprint(by=zhao, ticket=ticket)
    assert queries.place_of(key) is None and queries.place_of(new).ticket == ticket
    assert AuditRow.objects.get(verb="queue.reprinted").data["code"] == "A001"
    for actor in (ANONYMOUS, town.actor("gulnar")):
        with pytest.raises(Refused):
            actions.reprint(by=actor, ticket=ticket)
    with at_time(town.now + timedelta(days=1)), pytest.raises(NotPossible):
        actions.reprint(by=zhao, ticket=ticket)


def test_where_numbers_are_drawn_in_the_hall_the_action_itself_refuses_those_who_are_not_there(town, hall, zhao):
    type(hall.hall).objects.update(from_home=False)
    hall.a.hall.refresh_from_db()
    with pytest.raises(NotPossible):
        drawn(hall.a)
    assert actions.draw(by=zhao, line=hall.a) and drawn(hall.a, here=True)


def test_whoever_has_priority_keeps_it_on_hold_and_in_another_line(town, hall, zhao):
    for priority in ("law", ""):
        ticket = actions.call(by=zhao, ticket=drawn(hall.a, priority=priority), window=hall.window)
        actions.hold(by=zhao, ticket=ticket)
        ticket = actions.come_back(by=zhao, ticket=ticket)
        assert ticket.priority == (priority or "back")
        assert actions.pass_on(by=zhao, ticket=ticket, line=hall.b).priority == (priority or "back")


def test_a_number_has_no_name_in_the_audit_though_whoever_drew_it_is_signed_in(town, hall, zhao):
    ticket, key = actions.draw(by=town.actor("gulnar"), line=hall.a)
    assert actions.give_up(by=town.actor("gulnar"), ticket=ticket, key=key)
    rows = AuditRow.objects.filter(verb__in=("queue.drawn", "queue.leave"))
    assert [(row.actor_kind, row.actor_ref) for row in rows] == [("guest", "")] * 2
    actions.draw(by=zhao, line=hall.a)
    assert AuditRow.objects.filter(verb="queue.drawn").latest("pk").actor_kind == "person"
