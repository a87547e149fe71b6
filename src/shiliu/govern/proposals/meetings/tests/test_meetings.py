"""Meetings keep the notice, the quorum and the majority of their kind, and decide nothing that only owners decide."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shiliu.govern.proposals.meetings import actions, rules
from shiliu.govern.proposals.meetings.models import AffairsNotice, Decision, MeetingKind
from shiliu.govern.proposals.meetings.tests.conftest import drafted
from shiliu.methods.drawing import drawn_order, seed_of
from shiliu.platform.clock import at_time
from shiliu.platform.draws import drawing
from shiliu.platform.notices.models import Notice
from shiliu.platform.permissions import ANONYMOUS, Refused
from shiliu.platform.residence import NotResident
from shiliu.platform.workflow import NotPossible

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
OVER_HALF = {"quorum_part": 1, "quorum_whole": 2, "quorum_reached": False, "majority_part": 1, "majority_whole": 2, "majority_reached": False}  # fmt: skip
TWO_THIRDS = {**OVER_HALF, "quorum_part": 2, "quorum_whole": 3, "quorum_reached": True}


def kinds(town, key):
    return list(Notice.objects.filter(person=getattr(town.people, key)).values_list("kind", flat=True))


def item(town, meeting, purpose="decide", **more):
    return actions.add_item(by=town.actor("sun"), meeting=meeting, purpose=purpose, title="装三张长椅", **more)


def took_place(town, meeting, entitled=100, present=60):
    called = actions.call(by=town.actor("sun"), meeting=meeting)
    with at_time(called.starts_at + timedelta(hours=3)):
        return actions.hold(by=town.actor("sun"), meeting=called, entitled=entitled, present=present)


@pytest.mark.parametrize(
    ("rule", "entitled", "present", "in_favour", "outcome"),
    [
        (OVER_HALF, 100, 50, 50, "no_quorum"), (OVER_HALF, 100, 51, 26, "passed"), (OVER_HALF, 100, 52, 26, "rejected"),
        (TWO_THIRDS, 9, 6, 4, "passed"), (TWO_THIRDS, 9, 5, 5, "no_quorum"), ({**OVER_HALF, "quorum_whole": 0}, 9, 1, 1, "passed"),
        (OVER_HALF, 100, 60, 0, "rejected"),
    ],
)  # fmt: skip
def test_quorum_is_of_those_entitled_and_the_majority_of_those_present(rule, entitled, present, in_favour, outcome):
    assert rules.outcome(rule, entitled, present, in_favour) == outcome


@given(st.integers(1, 500), st.integers(1, 9), st.integers(0, 9), st.booleans())
def test_the_number_needed_is_the_smallest_that_is_enough(of, whole, less, reached):
    part = max(1, whole - less)
    least = rules.needed(of, part, whole, reached)
    assert rules.enough(least, of, part, whole, reached) and not rules.enough(least - 1, of, part, whole, reached)


def test_a_meeting_is_called_with_the_whole_notice_and_an_agenda_or_not_at_all(town, hall):
    sun, late = town.actor("sun"), drafted(town, days=9)
    with pytest.raises(NotPossible, match="agenda"):
        actions.call(by=sun, meeting=hall)
    item(town, hall)
    item(town, late)
    with pytest.raises(NotPossible) as refused:
        actions.call(by=sun, meeting=late)
    assert set(refused.value.fields) == {"starts_at"}
    called = actions.call(by=sun, meeting=hall)
    assert (called.state, called.rule["notice_days"]) == ("called", 10)
    with pytest.raises(NotPossible):
        actions.call(by=sun, meeting=hall)


def test_later_numbers_change_no_meeting_that_was_called(town, hall):
    item(town, hall)
    called = actions.call(by=town.actor("sun"), meeting=hall)
    changed = actions.save_kind(by=town.actor("ding"), kind=hall.kind, notice_days=30, quorum_part=2, quorum_whole=3)
    called.refresh_from_db()
    assert changed.notice_days == 30 and (called.rule["notice_days"], called.rule["quorum_whole"]) == (10, 2)


def test_every_number_has_its_source_and_a_share_is_a_share(town, hall):
    assert all(kind.sources["zh-hans"] for kind in MeetingKind.objects.all())
    assert actions.load_defaults(by=town.actor("ding")) == 0
    for change, field in (({"majority_part": 3}, "majority_part"), ({"sources": {}}, "source_zh-hans"), ({"notice_days": 9999}, "notice_days")):  # fmt: skip
        with pytest.raises(NotPossible) as refused:
            actions.save_kind(by=town.actor("ding"), kind=hall.kind, **change)
        assert set(refused.value.fields) == {field}
    with pytest.raises(Refused):
        actions.save_kind(by=town.actor("sun"), kind=hall.kind, notice_days=1)


def test_something_to_decide_comes_onto_a_called_agenda_only_while_the_notice_is_kept(town, hall):
    item(town, hall)
    actions.call(by=town.actor("sun"), meeting=hall)
    item(town, hall)
    with at_time(town.now + 5 * DAY):
        with pytest.raises(NotPossible) as refused:
            item(town, hall)
        assert set(refused.value.fields) == {"purpose"}
        assert item(town, hall, "discuss").number == 3


def test_what_only_owners_decide_is_spoken_about_and_never_passed(town, hall):
    with pytest.raises(NotPossible) as refused:
        item(town, hall, of_owners=True)
    assert set(refused.value.fields) == {"purpose"}
    lift, bench = item(town, hall, "discuss", of_owners=True), item(town, hall)
    took_place(town, hall)
    sun = town.actor("sun")
    for chosen in ("passed", "rejected", ""):
        with pytest.raises(NotPossible):
            actions.decide(by=sun, item=lift, words="装。", outcome=chosen, in_favour=60)
    with pytest.raises(NotPossible):
        actions.decide(by=sun, item=bench, words="装。", outcome="to_owners")
    made = actions.decide(by=sun, item=lift, words="由业主投票。", outcome="to_owners", in_favour=60)
    assert (made.outcome, made.in_favour) == ("to_owners", 0)


def test_a_hearing_decides_nothing(town, hall):
    hearing = drafted(town, "hearing")
    with pytest.raises(NotPossible):
        item(town, hearing)
    item(town, hearing, "discuss")
    assert actions.call(by=town.actor("sun"), meeting=hearing).state == "called"


def test_the_outcome_follows_from_the_counts_and_a_mended_one_says_why(town, hall):
    bench, sun = item(town, hall), town.actor("sun")
    actions.follow(by=town.actor("gulnar"), meeting=hall)
    took_place(town, hall)
    with pytest.raises(NotPossible):
        actions.decide(by=sun, item=bench, words="装。", outcome="passed", in_favour=1)
    with pytest.raises(NotPossible) as refused:
        actions.decide(by=sun, item=bench, words=" ", in_favour=61)
    assert set(refused.value.fields) == {"words", "in_favour"}
    assert actions.decide(by=sun, item=bench, words="装。", in_favour=30, against=30).outcome == "rejected"
    with pytest.raises(NotPossible):
        actions.decide(by=sun, item=bench, words="装。", in_favour=31)
    assert actions.decide(by=sun, item=bench, words="装。", in_favour=31, why="数错了。").outcome == "passed"
    assert Decision.objects.count() == 1 and "meetings.news" in kinds(town, "gulnar")


def test_it_takes_place_after_it_has_begun_and_nobody_is_counted_twice(town, hall):
    item(town, hall)
    sun, called = town.actor("sun"), actions.call(by=town.actor("sun"), meeting=hall)
    with pytest.raises(NotPossible):
        actions.hold(by=sun, meeting=called, entitled=10, present=5)
    with at_time(called.starts_at), pytest.raises(NotPossible) as refused:
        actions.hold(by=sun, meeting=called, entitled=10, present=11)
    assert set(refused.value.fields) == {"present"}


def test_minutes_have_versions_that_say_what_they_mend(town, hall):
    item(town, hall)
    took_place(town, hall)
    sun = town.actor("sun")
    actions.write_minutes(by=sun, meeting=hall, text="谈了长椅。")
    for more in ({"why": ""}, {"why": "补充。", "seen": 0}):
        with pytest.raises(NotPossible):
            actions.write_minutes(by=sun, meeting=hall, text="谈了长椅和灯。", **more)
    assert actions.write_minutes(by=sun, meeting=hall, text="谈了长椅和灯。", why="补充。", seen=1).number == 2


def test_a_called_meeting_is_moved_with_new_notice_or_cancelled_with_a_reason(town, hall):
    item(town, hall)
    sun, gulnar = town.actor("sun"), town.actor("gulnar")
    actions.call(by=sun, meeting=hall)
    actions.follow(by=gulnar, meeting=hall)
    with pytest.raises(NotPossible):
        actions.move(by=sun, meeting=hall, starts_at=town.now + 9 * DAY, where="", reason="下雨。")
    actions.move(by=sun, meeting=hall, starts_at=town.now + 20 * DAY, where="", reason="下雨。")
    with pytest.raises(NotPossible):
        actions.cancel(by=sun, meeting=hall, reason=" ")
    actions.cancel(by=sun, meeting=hall, reason="并入下次会议。")
    assert kinds(town, "gulnar").count("meetings.news") == 2
    actions.unfollow(by=gulnar, meeting=hall)


def test_the_organiser_keeps_its_meeting_and_others_do_not(town, hall):
    for key in ("gulnar", "wang", "hu", "zhao"):
        with pytest.raises(Refused):
            item_by = town.actor(key)
            actions.add_item(by=item_by, meeting=hall, purpose="discuss", title="灯")
    with pytest.raises(Refused):
        actions.follow(by=ANONYMOUS, meeting=hall)
    bench = item(town, hall)
    actions.remove_item(by=town.actor("sun"), item=bench)
    actions.drop(by=town.actor("sun"), meeting=hall)


def test_participants_are_drawn_so_that_anybody_can_draw_again(town, hall):
    item(town, hall)
    sun, gulnar = town.actor("sun"), town.actor("gulnar")
    called = actions.call(by=sun, meeting=hall)
    with pytest.raises(NotPossible):
        actions.put_in(by=gulnar, meeting=called)
    called = actions.call_draw(by=sun, meeting=called, places=1, closes_at=town.now + DAY, words_from="上证指数收盘")
    ticket = actions.put_in(by=gulnar, meeting=called)
    with pytest.raises(NotResident):
        actions.put_in(by=town.actor("chen"), meeting=called)
    with pytest.raises(NotPossible):
        actions.close_list(by=sun, meeting=called)
    with at_time(town.now + 2 * DAY):
        actions.close_list(by=sun, meeting=called)
        done = actions.draw(by=sun, meeting=called, words="3214.56")
        assert done.seed == seed_of([ticket.number], "3214.56") and drawn_order([ticket.number], done.seed) == [ticket.number]  # fmt: skip
        assert drawing.is_drawn(done, town.people.gulnar) and "meetings.drawn" in kinds(town, "gulnar")
        actions.decline(by=gulnar, meeting=called)
        assert not drawing.is_drawn(done, town.people.gulnar)


def published(town, topic, **more):
    return actions.publish(by=town.actor("sun"), topic=topic, area=town.places.west, organiser=town.units.committee,
                           title="十月经费", text="收入与支出见表。", **more)  # fmt: skip


def test_affairs_are_shown_for_fifteen_days_and_until_every_question_is_answered(town, topic):
    with pytest.raises(NotPossible) as refused:
        published(town, topic, days=14)
    assert set(refused.value.fields) == {"days"}
    notice = published(town, topic)
    assert notice.until - notice.published_at == 15 * DAY
    asked = actions.ask(by=town.actor("gulnar"), notice=notice, text="修灯花了多少？")
    with at_time(town.now + 16 * DAY):
        assert actions.affairs.is_open(notice)
        actions.answer(by=town.actor("sun"), question=asked, text="八百元。")
        assert not actions.affairs.is_open(notice) and "meetings.answered" in kinds(town, "gulnar")
        with pytest.raises(NotPossible):
            actions.ask(by=town.actor("gulnar"), notice=notice, text="还有呢？")


def test_who_does_not_live_there_reads_along_and_a_question_is_withheld_only_with_a_reason(town, topic):
    notice = published(town, topic)
    with pytest.raises(NotResident):
        actions.ask(by=town.actor("chen"), notice=notice, text="？")
    asked = actions.ask(by=town.actor("gulnar"), notice=notice, text="三楼老张领了多少补贴？")
    with pytest.raises(NotPossible):
        actions.withhold(by=town.actor("sun"), question=asked, reason="", text="不公开个人情况。")
    assert actions.withhold(by=town.actor("sun"), question=asked, reason="涉及个人。", text="不公开个人情况。").withheld


def test_a_question_that_waits_too_long_is_told_once(town, topic):
    actions.ask(by=town.actor("gulnar"), notice=published(town, topic), text="？")
    with at_time(town.now + 6 * DAY):
        actions.remind()
        assert "meetings.question_late" not in kinds(town, "sun")
    with at_time(town.now + 8 * DAY):
        actions.remind()
        actions.remind()
    assert kinds(town, "sun").count("meetings.question_late") == 1 and AffairsNotice.objects.count() == 1
