"""From a draft to the answer and what became of it: who may what, who counts once, who hears."""

from datetime import date, timedelta

import pytest

from shiliu.govern.proposals.cloud import actions, later, queries, sweeping
from shiliu.govern.proposals.cloud.actions import merging, moderating, supports, talking
from shiliu.govern.proposals.cloud.models import Proposal, ProposalSupport
from shiliu.govern.proposals.cloud.tests.conftest import ACCEPTED, TEXT, TITLE
from shiliu.platform.audit.models import AuditRow
from shiliu.platform.ballots import keeping, secrets
from shiliu.platform.clock import at_time
from shiliu.platform.notices.models import Notice
from shiliu.platform.permissions import ANONYMOUS, SYSTEM, Refused
from shiliu.platform.personal_data import erase_all, export_all
from shiliu.platform.residence import NotResident
from shiliu.platform.revisions import Stale, stamp
from shiliu.platform.workflow import NotPossible


def told(kind):
    """Pseudonyms of who was told, sorted."""
    rows = Notice.objects.filter(kind=f"proposals.{kind}", person__isnull=False)
    return sorted(rows.values_list("person__pseudonym", flat=True))


def fresh(proposal):
    return Proposal.objects.select_related("area", "author", "unit", "group").get(pk=proposal.pk)


def test_only_whoever_lives_there_proposes_supports_and_comments_and_others_hear_why_not(yard, bench):
    chen, wang = yard.town.actor("chen"), yard.town.actor("wang")
    for actor, code in ((chen, "elsewhere"), (wang, "unconfirmed")):
        for act in (
            lambda by: actions.support(by=by, proposal=bench),
            lambda by: talking.comment(by=by, proposal=bench, stance="idea", text="Three of them"),
            lambda by: talking.suggest(by=by, proposal=bench, title="x", text=TEXT, why="y"),
            lambda by: actions.draft(by=by, area=bench.area, topic="ease", title=TITLE, text=TEXT),
        ):
            with pytest.raises(NotResident) as refused:
                act(actor)
            assert refused.value.residence.code == code
    with pytest.raises(Refused):
        actions.support(by=ANONYMOUS, proposal=bench)


def test_a_person_counts_once_and_enough_support_ends_collecting_and_destroys_what_tells_people_apart(
    yard, bench, django_capture_on_commit_callbacks
):
    first, *others = yard.neighbours
    assert actions.support(by=first, proposal=bench) and not actions.support(by=first, proposal=bench)
    assert actions.unsupport(by=first, proposal=bench) and not actions.unsupport(by=first, proposal=bench)
    assert fresh(bench).support_count == 0
    with pytest.raises(NotPossible, match="your own"):
        actions.support(by=yard.town.actor("gulnar"), proposal=bench)
    actions.follow(by=first, proposal=bench)
    rows = AuditRow.objects.count()
    for neighbour in (first, *others[:2]):
        actions.support(by=neighbour, proposal=bench)
    assert AuditRow.objects.count() == rows  # a press has no moment anywhere
    assert supports.supports(first.person, [fresh(bench)]) == {bench.pk}
    assert ProposalSupport.objects.count() == 3 and secrets.exists(supports.KIND, bench.pk)
    with django_capture_on_commit_callbacks(execute=True):
        actions.support(by=others[2], proposal=bench)
    row = fresh(bench)
    assert (row.state, row.support_count, row.unit.code) == ("answering", 4, "city") and row.answer_due_at
    assert not ProposalSupport.objects.exists() and not secrets.exists(supports.KIND, bench.pk)
    assert told("reached") == ["gulnar", "neighbour0"] and told("to_answer") == ["li"]
    with pytest.raises(NotPossible):
        actions.support(by=others[3], proposal=bench)
    assert AuditRow.objects.filter(verb="proposals.collected").get().data["count"] == 4


def test_what_finds_too_little_support_expires_and_a_crash_leaves_no_secret(yard, bench):
    actions.support(by=yard.neighbours[0], proposal=bench)
    with at_time(yard.town.now + timedelta(days=89)):
        sweeping.expire()
    assert fresh(bench).state == "open"
    with at_time(yard.town.now + timedelta(days=91)):
        sweeping.expire()
        assert fresh(bench).state == "expired" and told("expired") == ["gulnar"]
        assert not ProposalSupport.objects.exists()


def test_a_site_restored_without_its_keys_counts_nobody_twice_and_the_doctor_says_so(yard, bench):
    actions.support(by=yard.neighbours[0], proposal=bench)
    assert [one.level for one in keeping.check()] == ["fine"]
    secrets.destroy(supports.KIND, bench.pk)
    with pytest.raises(NotPossible, match="lost with the machine"):
        actions.support(by=yard.neighbours[1], proposal=bench)
    assert not actions.unsupport(by=yard.neighbours[0], proposal=bench) and fresh(bench).support_count == 1
    assert [one.level for one in keeping.check()] == ["warning"]


def test_the_same_words_are_not_proposed_twice_and_a_double_tap_is_one_draft(yard, bench):
    by = yard.neighbours[0]
    given = {
        "by": by,
        "area": bench.area,
        "topic": "ease",
        "title": TITLE,
        "text": TEXT,
        "key": "8f14e45f-ceea-467f-a0e6-0a1b2c3d4e5f",
    }
    draft = actions.draft(**given)
    assert actions.draft(**given).pk == draft.pk
    with pytest.raises(NotPossible, match="proposed already"):
        actions.open_proposal(by=by, proposal=draft)
    assert bench.pk not in queries.visible_to(yard.town.actor("chen")).filter(pk=draft.pk)
    actions.discard(by=by, proposal=draft)
    assert not Proposal.objects.filter(pk=draft.pk).exists()


def test_a_registered_unit_proposes_through_whoever_acts_for_it(yard):
    by, unit = yard.town.actor("wang"), yard.town.units.property
    made = actions.draft(by=by, area=yard.draft.area, topic="green", title="花坛", text=TEXT[::-1], group=unit)
    assert actions.open_proposal(by=by, proposal=made).called == unit.name
    with pytest.raises(NotPossible, match="do not act"):
        actions.draft(by=yard.neighbours[0], area=yard.draft.area, topic="green", title="花坛", text=TEXT, group=unit)


def test_a_change_is_a_version_that_followers_hear_of_and_nobody_overwrites_unseen(yard, bench):
    gulnar = yard.town.actor("gulnar")
    actions.follow(by=yard.neighbours[0], proposal=bench)
    seen = stamp(actions.writing.words_of(bench))
    actions.change(by=gulnar, proposal=bench, title=TITLE, text=TEXT + "三张更好。", why="三张", seen=seen)
    assert told("changed") == ["neighbour0"] and fresh(bench).version == 2
    with pytest.raises(Stale):
        actions.change(by=gulnar, proposal=bench, title=TITLE, text=TEXT + "四张。", why="四张", seen=seen)
    with pytest.raises(NotPossible):
        actions.change(by=gulnar, proposal=bench, title=TITLE, text=TEXT, why="")
    with pytest.raises(Refused):
        actions.change(by=yard.neighbours[0], proposal=bench, title=TITLE, text=TEXT, why="x")
    assert [one.text for one in bench.versions.all()] == [TEXT, TEXT + "三张更好。"]


def test_suggested_words_are_taken_up_or_declined_with_a_reason(yard, bench):
    gulnar, (one, two, *_rest) = yard.town.actor("gulnar"), yard.neighbours
    first = talking.suggest(by=one, proposal=bench, title=TITLE, text=TEXT + "要有扶手。", why="老人起身方便")
    second = talking.suggest(by=two, proposal=bench, title=TITLE, text=TEXT + "要木头的。", why="冬天不凉")
    assert told("amendment") == ["gulnar", "gulnar"]
    with pytest.raises(NotPossible, match="still waits"):
        talking.suggest(by=two, proposal=bench, title=TITLE, text=TEXT + "要。", why="x")
    talking.take(by=gulnar, amendment=first)
    assert (
        fresh(bench).text.endswith("扶手。")
        and bench.versions.last().amendment == first
        and told("amendment_taken") == [one.person.pseudonym]
    )
    with pytest.raises(NotPossible, match="has changed since"):
        talking.take(by=gulnar, amendment=second)
    with pytest.raises(NotPossible):
        talking.decline(by=gulnar, amendment=second, why=" ")
    talking.decline(by=gulnar, amendment=second, why="木头要年年刷漆")
    assert told("amendment_declined") == [two.person.pseudonym]


def test_comments_have_reasons_one_level_of_replies_and_nobody_says_the_same_twice(yard, bench):
    one, two, *_rest = yard.neighbours
    with pytest.raises(NotPossible) as short:
        talking.comment(by=one, proposal=bench, stance="against", text="No")
    assert "text" in short.value.fields
    asked = talking.comment(by=one, proposal=bench, stance="question", text="谁来修？")
    with pytest.raises(NotPossible, match="already"):
        talking.comment(by=one, proposal=bench, stance="question", text="谁来修？")
    reply = talking.comment(by=two, proposal=bench, stance="reply", text="物业。", parent=asked)
    with pytest.raises(NotPossible, match="top level"):
        talking.comment(by=one, proposal=bench, stance="reply", text="真的？", parent=reply)
    assert told("question") == ["gulnar"] and told("replied") == [one.person.pseudonym]
    assert [c.pk for c in queries.comments(bench, sort="answered")] == [asked.pk]
    with pytest.raises(Refused):
        talking.remove(by=two, comment=asked)
    talking.remove(by=one, comment=asked)
    asked.refresh_from_db()
    assert asked.text == "" and asked.author is None


def other_proposal(yard, by=None):
    by = by or yard.neighbours[5]
    return actions.open_proposal(
        by=by,
        proposal=actions.draft(
            by=by,
            area=yard.draft.area,
            topic="ease",
            title="树下的座位",
            text="大树下面夏天很凉快，可是没有座位，请放几个座位。",
        ),
    )


def test_two_proposals_are_joined_only_when_both_authors_agree_and_no_support_is_moved(yard, bench):
    gulnar, author = yard.town.actor("gulnar"), yard.neighbours[5]
    other, both = other_proposal(yard), yard.neighbours[0]
    for proposal in (bench, other):
        actions.support(by=both, proposal=proposal)
    actions.support(by=yard.neighbours[1], proposal=other)
    actions.follow(by=yard.neighbours[1], proposal=other)
    asked = merging.ask(by=author, proposal=other, into=bench, why="说的是一件事")
    with pytest.raises(Refused):
        merging.agree(by=author, merge=asked)
    assert told("merge_asked") == ["gulnar"]
    merging.agree(by=gulnar, merge=asked)
    assert fresh(other).state == "merged" and told("merged") == sorted(["gulnar", "neighbour1", "neighbour5"])
    assert fresh(bench).support_count == 1  # whoever supported both counts once, and nobody else was moved
    actions.support(by=yard.neighbours[1], proposal=bench)
    assert not actions.support(by=both, proposal=bench) and fresh(bench).support_count == 2
    later_told = Notice.objects.count()
    actions.change(by=gulnar, proposal=bench, title=TITLE, text=TEXT + "两张。", why="一起")
    assert Notice.objects.count() == later_told + 2  # the other author and the follower of the joined one
    merging.part(by=author, proposal=other)
    assert (fresh(other).state, fresh(other).support_count) == ("open", 2) and actions.unsupport(
        by=both, proposal=other
    )


def test_what_was_joined_loses_its_secret_with_the_one_it_went_into(yard, bench, django_capture_on_commit_callbacks):
    other = other_proposal(yard)
    merging.agree(
        by=yard.town.actor("gulnar"), merge=merging.ask(by=yard.neighbours[5], proposal=other, into=bench, why="一样")
    )
    with at_time(yard.town.now + timedelta(days=36_500)):
        keeping.destroy_unneeded()
    assert secrets.exists(supports.KIND, other.pk)
    with django_capture_on_commit_callbacks(execute=True):
        for neighbour in yard.neighbours[:4]:
            actions.support(by=neighbour, proposal=bench)
    assert not secrets.exists(supports.KIND, other.pk)
    with pytest.raises(NotPossible, match="stay together"):
        merging.part(by=yard.neighbours[5], proposal=other)


def test_nobody_answers_without_a_reason_or_accepts_without_a_price_and_a_day(yard, reached):
    li = yard.town.actor("li")
    for wrong, field in (
        ({"outcome": "declined", "reasons": " "}, "reasons"),
        ({"outcome": "not_in_power", "reasons": ACCEPTED["reasons"]}, "referred_to"),
        ({**ACCEPTED}, "promised_on"),
        ({**ACCEPTED, "promised_on": date(2026, 1, 1)}, "promised_on"),
        ({**ACCEPTED, "promised_on": date(2026, 6, 1), "cost_low": None}, "cost_low"),
        ({**ACCEPTED, "promised_on": date(2026, 6, 1), "cost_high": 1}, "cost_high"),
        ({**ACCEPTED, "outcome": "closed"}, "outcome"),
    ):
        with pytest.raises(NotPossible) as missing:
            actions.answer(by=li, proposal=reached, **wrong)
        assert field in missing.value.fields
    for stranger in ("hu", "sun", "ding", "gulnar"):
        with pytest.raises(Refused):
            actions.answer(by=yard.town.actor(stranger), proposal=reached, **ACCEPTED)
    actions.answer(by=li, proposal=reached, promised_on=date(2026, 6, 1), **ACCEPTED)
    assert fresh(reached).state == "accepted" and told("answered") == ["gulnar"]
    actions.answer(by=li, proposal=reached, outcome="declined", reasons="地下有管道，不能挖。")
    assert fresh(reached).state == "declined" and reached.answers.count() == 2


def test_an_answer_that_comes_due_or_a_promise_without_a_word_is_called_to_mind_once(yard, reached):
    for days in (0, 1):
        with at_time(reached.answer_due_at - timedelta(days=2) + timedelta(hours=days)):
            sweeping.remind()
    assert told("answer_due") == ["li"]
    for days in (1, 2):
        with at_time(reached.answer_due_at + timedelta(days=days)):
            sweeping.remind()
    assert told("answer_late") == ["sun"]
    actions.answer(by=yard.town.actor("li"), proposal=reached, promised_on=date(2026, 6, 1), **ACCEPTED)
    for day in (2, 9):
        with at_time(yard.town.now.replace(month=6, day=day)):
            sweeping.tell_silence()
    assert told("silence") == ["li", "sun"]


STEPS = {
    "why": "水管", "name": {"zh-hans": "长椅", "en": "Benches"}, "low": 4000, "high": 6000, "since": date(2026, 7, 1), "until": date(2026, 7, 14),
    "vote": {"zh-hans": "夏天的投票", "en": "Summer vote"}, "count": 120, "day": date(2026, 8, 1), "meeting": {"zh-hans": "议事会"},
    "decision": "做", "unit": {"zh-hans": "城管"}, "milestone": {"zh-hans": "打地基"}, "result": "结实", "cost": 5200, "to": "住建局",
}  # fmt: skip


def test_author_and_followers_hear_of_every_later_step_up_to_the_finished_works(yard, reached):
    actions.follow(by=yard.neighbours[4], proposal=reached)
    Notice.objects.all().delete()
    for step in later.STEPS:
        later.tell_later(reached, step, STEPS, f"/projects/{step}/")
        later.tell_later(reached, step, STEPS, f"/projects/{step}/")
    assert len(told("step")) == 2 * len(later.STEPS) and set(told("step")) == {"gulnar", "neighbour4"}
    assert reached.steps.count() == len(later.STEPS) and later.has_ended(reached)
    words = [entry["title"] for entry in later.entries(reached)]
    assert "It is finished: “Benches”. It took 5,200 yuan. Thank you for proposing it." in words
    assert any("Aug. 1, 2026" in one for one in words)
    with pytest.raises(KeyError):
        later.tell_later(reached, "finished", {})
    with pytest.raises(Refused):
        later.tell_later(reached, "won", STEPS, by=yard.town.actor("li"))


def test_what_is_hidden_has_a_public_reason_and_somebody_else_decides_the_appeal(yard, bench):
    one, sun, lin = yard.neighbours[0], yard.town.actor("sun"), yard.town.actor("lin")
    said = talking.comment(by=one, proposal=bench, stance="idea", text="张三家门口也放一张")
    with pytest.raises(NotPossible):
        moderating.hide(by=lin, thing=said, ground="names", reason="")
    moderating.hide(by=sun, thing=said, ground="names", reason="点了邻居的名字")
    assert not queries.comments(bench) and queries.comments(bench, hidden=True) and told("hidden") == ["neighbour0"]
    with pytest.raises(Refused):
        moderating.appeal(by=yard.neighbours[1], thing=said, reason="x")
    moderating.appeal(by=one, thing=said, reason="那是店名")
    assert told("appealed") == ["sun"] and len(queries.appeals(sun)) == 1
    with pytest.raises(NotPossible, match="Another supervisor"):
        moderating.decide(by=sun, thing=said, granted=True, reason="x")
    from tests.town import person

    second = person("second_sun", ("supervisor", yard.town.places.district))
    yard.town.people.second = second
    moderating.decide(by=yard.town.actor("second"), thing=said, granted=True, reason="店名可以写")
    assert queries.comments(bench) and told("shown") == ["neighbour0"] and not queries.appeals(sun)
    assert [row.reason for row in queries.log()] == ["店名可以写", "那是店名", "点了邻居的名字"]


def test_a_hidden_proposal_is_read_by_its_author_and_moderators_only_and_goes_on_where_it_was(yard, bench):
    lin = yard.town.actor("lin")
    moderating.hide(by=lin, thing=bench, ground="advert", reason="像广告")
    assert (
        queries.one(ANONYMOUS, bench.pk) is None
        and queries.one(yard.town.actor("gulnar"), bench.pk)
        and queries.one(lin, bench.pk)
    )
    assert not list(queries.listed(q="长椅"))
    with pytest.raises(NotPossible):
        actions.support(by=yard.neighbours[0], proposal=bench)
    moderating.show(by=lin, thing=bench, reason="看错了")
    assert fresh(bench).state == "open" and [row.pk for row in queries.listed(q="长椅")] == [bench.pk]


def test_the_rule_of_an_area_follows_those_around_it_and_a_change_can_be_taken_back(yard):
    from shiliu.govern.proposals.cloud.configuration import terms_of
    from shiliu.platform.revisions import history

    ding, house, court = yard.town.actor("ding"), yard.town.places.house, yard.town.places.court
    assert (terms_of(house).threshold, terms_of(house).open_days, terms_of(house).unit.code) == (4, 90, "city")
    rule = actions.configuring.set_rule(by=ding, area=court, threshold=9, unit="city")
    assert terms_of(house).threshold == 9 and terms_of(yard.town.places.west).threshold == 30
    actions.configuring.take_back(by=ding, rule=rule, row=history(rule).first())
    assert terms_of(court).threshold == 4
    with pytest.raises(NotPossible) as wrong:
        actions.configuring.set_rule(by=ding, area=court, threshold=0, unit="none")
    assert set(wrong.value.fields) == {"threshold", "unit"}
    with pytest.raises(Refused):
        actions.configuring.set_rule(by=yard.town.actor("sun"), area=court, threshold=1)


def test_whoever_leaves_takes_drafts_follows_and_supports_along_and_the_rest_is_of_a_former_neighbour(yard, bench):
    one = yard.neighbours[0]
    actions.support(by=one, proposal=bench)
    actions.follow(by=one, proposal=bench)
    said = talking.comment(by=one, proposal=bench, stance="for", text="孩子也能坐，写作业")
    draft = actions.draft(
        by=one, area=bench.area, topic="green", title="花", text="在门口种花，大家浇水，春天好看，夏天香。"
    )
    held = export_all(one.person)["proposals"]
    assert (
        held["supports"] == [bench.pk] and held["follows"] == [bench.pk] and held["proposals"][0]["number"] == draft.pk
    )
    erase_all(one.person)
    said.refresh_from_db()
    assert (
        fresh(bench).support_count == 0
        and said.called == "a former neighbour"
        and not Proposal.objects.filter(pk=draft.pk).exists()
    )
    erase_all(bench.author)
    assert fresh(bench).called == "a former neighbour" and fresh(bench).state == "open"


def test_an_author_takes_a_proposal_back_with_a_reason_and_what_was_joined_goes_on(yard, bench):
    gulnar, other = yard.town.actor("gulnar"), other_proposal(yard)
    merging.agree(by=gulnar, merge=merging.ask(by=yard.neighbours[5], proposal=other, into=bench, why="一样"))
    with pytest.raises(NotPossible):
        actions.withdraw(by=gulnar, proposal=bench, why="")
    actions.withdraw(by=gulnar, proposal=bench, why="物业已经装了")
    assert fresh(bench).state == "withdrawn" and fresh(other).state == "open"
    assert SYSTEM.is_system and told("withdrawn") == []
