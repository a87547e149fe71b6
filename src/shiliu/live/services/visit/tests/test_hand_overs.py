"""An item goes to another level with its papers, is received, given back or done, and forgotten."""

import io
import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from shiliu.live.services.visit import actions, codes, paper, queries, rules
from shiliu.live.services.visit.models import HandOver
from shiliu.live.services.visit.targets import targets_of
from shiliu.live.services.windows.models import Window
from shiliu.platform import depending
from shiliu.platform.audit.models import AuditRow
from shiliu.platform.clock import at_time
from shiliu.platform.notices.models import Notice
from shiliu.platform.permissions import ANONYMOUS, Refused
from shiliu.platform.workflow import NotPossible
from tests.town import unit


@given(st.lists(st.sampled_from(sorted(rules.STEPS)), max_size=6))
def test_whatever_is_pressed_a_hand_over_ends_once_and_stays_ended(pressed):
    state, ended = "sent", 0
    for verb in pressed:
        sources, target, _theirs = rules.STEPS[verb]
        if state in sources:
            assert state not in rules.ENDED
            state, ended = target, ended + (target in rules.ENDED)
    assert ended == (state in rules.ENDED)
    both = rules.open_to(state, receives=True, sent=True)
    assert set(rules.open_to(state, receives=True, sent=False)) <= set(both) and not (both and state in rules.ENDED)


def test_an_item_can_go_where_its_hand_offs_say_and_to_no_other_unit(town, counters, card, hand):
    found = {one.key: one.does for one in targets_of(card, counters.west)}
    assert found == {
        f"window:{counters.street.pk}": "Decides", f"unit:{town.units.fire.pk}": "Checks first and passes on",
    }  # fmt: skip
    assert [(one.way, one.where) for one in targets_of(card, counters.street)] == [
        ("up", town.units.fire), ("down", counters.west),
    ]  # fmt: skip
    with pytest.raises(NotPossible) as problem:
        hand(target=f"unit:{town.units.city.pk}")
    assert "target" in problem.value.fields
    with pytest.raises(NotPossible) as problem:
        hand(papers=["register"])  # already held, so it is not taken along
    assert "papers" in problem.value.fields and not HandOver.objects.exists()


def test_the_receiving_window_is_told_receives_and_finishes_and_the_sender_hears_of_it(town, clerk, hand):
    sent = hand()
    assert Notice.objects.get(kind="visit.sent").person == clerk.person
    actions.receive(by=clerk, hand_over=sent)
    with pytest.raises(NotPossible, match="Received"):
        actions.receive(by=clerk, hand_over=sent)
    done = actions.finish(by=clerk, hand_over=sent, collect="here")
    assert (done.state, done.ended_at, done.collect) == ("finished", town.now, "here")
    assert Notice.objects.get(kind="visit.finished").person == town.people.zhao
    assert set(AuditRow.objects.filter(verb__startswith="visit.").values_list("verb", flat=True)) == {
        "visit.sent", "visit.receive", "visit.finish",
    }  # fmt: skip


def test_it_is_given_back_with_a_reason_and_taken_back_only_on_its_way(town, clerk, hand):
    zhao, sent = town.actor("zhao"), hand()
    with pytest.raises(NotPossible):
        actions.give_back(by=clerk, hand_over=sent, why="because")
    assert actions.give_back(by=clerk, hand_over=sent, why="missing").state == "returned"
    assert "A paper is missing" in str(Notice.objects.get(kind="visit.returned").params)
    other = hand()
    actions.receive(by=clerk, hand_over=other)
    with pytest.raises(NotPossible):
        actions.take_back(by=zhao, hand_over=other)
    with pytest.raises(NotPossible):
        actions.finish(by=clerk, hand_over=other, collect="")
    assert actions.take_back(by=zhao, hand_over=hand()).why == "mistake"


def test_only_the_two_sides_see_it_and_each_does_its_own_part(town, counters, clerk, hand):
    sent = hand()
    given = {"window": counters.west, "item": counters.items.card, "target": f"unit:{town.units.fire.pk}"}
    for actor in (clerk, town.actor("fang")):  # who only receives here sends nothing from here
        with pytest.raises(Refused):
            actions.hand_over(by=actor, key=uuid.uuid4(), **given)
    for actor in (town.actor("gulnar"), town.actor("fang"), ANONYMOUS):
        assert not queries.visible_to(actor).exists()
        with pytest.raises(Refused):
            actions.receive(by=actor, hand_over=sent)
    with pytest.raises(Refused):
        actions.take_back(by=clerk, hand_over=sent)
    with pytest.raises(Refused):
        actions.receive(by=town.actor("zhao"), hand_over=sent)
    assert queries.visible_to(clerk).exists() and queries.visible_to(town.actor("zhao")).exists()
    assert queries.visible_to(ANONYMOUS.holding_secret(sent.code_hash)).get() == sent


def test_a_unit_without_a_window_receives_by_its_handlers(town, hand):
    sent = hand(target=f"unit:{town.units.fire.pk}", papers=[])
    assert Notice.objects.get(kind="visit.sent").person == town.people.fang
    assert actions.receive(by=town.actor("fang"), hand_over=sent).state == "received"


def test_the_same_form_sent_twice_hands_over_once(hand):
    key = uuid.uuid4()
    assert hand(key=key) == hand(key=key) and HandOver.objects.count() == 1


def test_the_code_is_found_as_typed_and_stands_nowhere(hand):
    sent = hand()
    code = codes.code_of(sent.key)
    assert queries.by_code(code.lower().replace("-", " ")) == sent and queries.by_code("3333-3333-33") is None
    assert code not in str(HandOver.objects.values().get()) and code not in str(Notice.objects.values().first())


def test_what_ended_is_deleted_after_its_days_and_what_nobody_ended_after_a_year(town, clerk, settings, hand):
    settings.HAND_OVER_KEEP_DAYS = 30
    over, left = hand(), hand()
    actions.give_back(by=clerk, hand_over=over, why="missing")
    with at_time(town.now + timedelta(days=30)):
        assert actions.forget() == 0
    with at_time(town.now + timedelta(days=31)):
        assert actions.forget() == 1 and HandOver.objects.get() == left
    with at_time(town.now + timedelta(days=366)):
        assert actions.forget() == 1


def test_a_window_tells_what_has_not_ended_before_it_is_retired_and_the_database_keeps_the_states(counters, hand):
    sent = hand()
    assert "1 hand-over that has not ended" in depending.told(counters.street)
    with pytest.raises(IntegrityError), transaction.atomic():
        HandOver.objects.filter(pk=sent.pk).update(state="finished")


def test_the_slip_says_in_chinese_first_what_goes_where_with_number_and_code(hand):
    sent = hand(papers=["photo", "identity card"])
    printed = PdfReader(io.BytesIO(paper.slip_pdf(sent, "en"))).pages[0].extract_text()
    assert sent.number in printed and codes.code_of(sent.key) in printed
    assert "街道窗口" in printed and "Street window" in printed and "Identity Card" in printed


def test_an_item_goes_beside_to_the_next_place_and_down_to_its_parts_with_its_papers(town, counters, card, clerk, hand):
    east = Window.objects.create(
        code="east-1", names={"zh-hans": "东区窗口", "en": "East window"}, organisation=unit("east", "residents_committee", town.places.east),
        area=town.places.east,
    )  # fmt: skip
    beside = [one for one in targets_of(card, counters.west) if one.way == "beside"]
    assert [one.where for one in beside] == [east]
    sent = hand(target=beside[0].key)
    assert (sent.to_window, sent.papers) == (east, ["photo"])
    down = [one.where for one in targets_of(card, counters.street) if one.way == "down"]
    assert down == [counters.west, east]
    given = {"item": card, "target": f"window:{counters.west.pk}", "papers": ["photo"], "key": uuid.uuid4()}
    returned = actions.hand_over(by=clerk, window=counters.street, **given)
    assert actions.receive(by=town.actor("zhao"), hand_over=returned).to_unit == town.units.committee


def test_what_ended_by_mistake_goes_on_within_ten_minutes_and_the_sender_is_told(town, clerk, hand):
    done, returned, never = hand(), hand(), hand()
    for one in (done, returned):
        actions.receive(by=clerk, hand_over=one)
    actions.finish(by=clerk, hand_over=done, collect="here")
    actions.give_back(by=clerk, hand_over=returned, why="missing")
    actions.take_back(by=town.actor("zhao"), hand_over=never)
    with pytest.raises(NotPossible):
        actions.resume(by=clerk, hand_over=never)
    with pytest.raises(Refused):
        actions.resume(by=town.actor("zhao"), hand_over=done)
    back = actions.resume(by=clerk, hand_over=done)
    assert (back.state, back.collect, back.ended_at) == ("received", "", None)
    assert Notice.objects.get(kind="visit.resumed").person == town.people.zhao
    with at_time(town.now + timedelta(minutes=11)), pytest.raises(NotPossible, match="more than ten minutes"):
        actions.resume(by=clerk, hand_over=returned)
