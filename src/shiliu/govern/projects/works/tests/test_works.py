"""A project from its beginning to the day its warranty ends: steps, money that adds up, acceptance by lot, hands, satisfaction."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from shiliu.govern.projects.pool import actions as pool
from shiliu.govern.projects.works import actions, heard, queries, rules
from shiliu.govern.projects.works.models import Acceptance, BudgetLine, Finding, MoneyEntry, Project, Warranty
from shiliu.platform import bookings, evidence
from shiliu.platform.ballots import secrets
from shiliu.platform.clock import at_time
from shiliu.platform.draws import drawing
from shiliu.platform.notices.models import Notice
from shiliu.platform.permissions import ANONYMOUS, Refused
from shiliu.platform.workflow import NotPossible

pytestmark = pytest.mark.django_db
BENCH = {"zh-hans": "小院长椅", "en": "A bench in the courtyard"}
TODAY = date(2026, 3, 10)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def bench(town):
    return actions.begin(by=town.actor("sun"), area=town.places.court, names=BENCH, summary=BENCH, kind="works", granted=10_000,
                         organisation=town.units.city, starts_on=town.now.date(), ends_on=town.now.date() + timedelta(days=60))  # fmt: skip


def notes(town, key):
    return list(Notice.objects.filter(person=getattr(town.people, key)).values_list("kind", flat=True))


def line(town, bench, planned=10_000):
    return actions.add_line(by=town.actor("li"), project=bench, names={"zh-hans": "木料"}, planned=planned)


def entered(town, line, kind, amount):
    return actions.enter_money(
        by=town.actor("li"), line=line, kind=kind, amount=amount, supplier="木工坊", what="长椅", on=town.now.date()
    )


def called(town, bench, stage="middle", places=2, needed=1):
    return actions.call_acceptance(
        by=town.actor("sun"), project=bench, stage=stage, places=places, needed=needed, closes_at=town.now + timedelta(days=1),
        words_from="Lottery of 12 March", meets_at=town.now + timedelta(days=3), meets_where="小院",
    )  # fmt: skip


def drawn(town, acceptance, *keys):
    for key in keys:
        actions.put_in_ticket(by=town.actor(key), acceptance=acceptance)
    with at_time(town.now + timedelta(days=2)):
        actions.close_list(by=town.actor("sun"), acceptance=acceptance)
        actions.draw(by=town.actor("sun"), acceptance=acceptance, words="7 11 23")
    return Acceptance.objects.get(pk=acceptance.pk)


def handed_over(town, bench):
    for verb in ("start", "hand_over"):
        bench = actions.move(by=town.actor("li"), project=bench, verb=verb)
    return bench


def test_a_chosen_candidate_becomes_one_project_with_its_price_and_its_place(town):
    sun = town.actor("sun")
    wish = pool.enter(
        by=sun,
        area=town.places.court,
        names=BENCH,
        summary=BENCH,
        kind="works",
        origin="proposal",
        point=(100.01, 40.01),
    )
    given = {"organisation": town.units.city, "kind": "works", "starts_on": TODAY, "ends_on": TODAY}
    with pytest.raises(NotPossible):
        actions.begin(by=sun, candidate=wish, **given)
    check = pool.ask_check(
        by=sun, candidate=wish, reviewer=town.people.li, organisation=town.units.city, due=town.now.date()
    )
    pool.answer_check(by=town.actor("li"), check=check, feasible=True, low=5000, high=8000)
    pool.settle(by=sun, candidate=wish, feasible=True)
    made = actions.begin(by=sun, candidate=wish, **given)
    assert (made.granted, made.names, made.longitude) == (8000, BENCH, 100.01)
    with pytest.raises(NotPossible):
        actions.begin(by=sun, candidate=wish, **given)


def test_whoever_follows_and_whoever_listens_hears_of_each_step(town, bench):
    told = []
    heard.register("test", lambda project, step, **facts: told.append(step))
    actions.follow(by=town.actor("gulnar"), project=bench)
    step = actions.add_milestone(by=town.actor("li"), project=bench, names={"zh-hans": "安装"}, due=TODAY)
    actions.reach(by=town.actor("li"), milestone=step)
    heard.register("test", lambda *given, **facts: None)
    assert "works.news" in notes(town, "gulnar") and told == ["reached"]
    actions.unfollow(by=town.actor("gulnar"), project=bench)
    actions.move(by=town.actor("li"), project=bench, verb="start")
    assert notes(town, "gulnar").count("works.news") == 1


def test_stopping_needs_a_reason_and_somebody_who_answers_for_the_place(town, bench):
    with pytest.raises(Refused):
        actions.move(by=town.actor("li"), project=bench, verb="stop", said="No.")
    with pytest.raises(NotPossible):
        actions.move(by=town.actor("sun"), project=bench, verb="stop", said=" ")
    stopped = actions.move(by=town.actor("sun"), project=bench, verb="stop", said="The ground sinks.")
    assert stopped.state == "stopped"
    assert actions.move(by=town.actor("sun"), project=stopped, verb="plan_again", said="It holds.").state == "planned"


def test_a_step_is_put_off_with_a_reason_everybody_reads_and_a_reached_one_is_not(town, bench):
    li = town.actor("li")
    step = actions.add_milestone(by=li, project=bench, names={"zh-hans": "安装"}, due=TODAY)
    with pytest.raises(NotPossible) as refused:
        actions.delay(by=li, milestone=step, due=TODAY, reason="")
    assert set(refused.value.fields) == {"due", "reason"}
    later = bench.ends_on + timedelta(days=5)
    actions.delay(by=li, milestone=step, due=later, reason="Snow.")
    assert Project.objects.get().ends_on == later and step.delays.get().reason == "Snow."
    with pytest.raises(NotPossible):
        actions.remove_milestone(by=li, milestone=step)
    actions.reach(by=li, milestone=step)
    with pytest.raises(NotPossible):
        actions.delay(by=li, milestone=step, due=later + timedelta(days=1), reason="Snow.")
    actions.unreach(by=li, milestone=step)
    assert bench.milestones.get().reached_on is None


def test_nothing_is_planned_above_the_grant_ordered_above_the_plan_or_paid_above_the_order(town, bench):
    wood = line(town, bench, 6000)
    with pytest.raises(NotPossible):
        line(town, bench, 4001)
    with pytest.raises(NotPossible):
        entered(town, wood, "ordered", 6001)
    entered(town, wood, "ordered", 5000)
    with pytest.raises(NotPossible):
        entered(town, wood, "paid", 5001)
    entered(town, wood, "paid", 5000)
    with pytest.raises(NotPossible):
        actions.change_line(by=town.actor("li"), line=wood, planned=4999)
    with pytest.raises(NotPossible):
        actions.grant(by=town.actor("sun"), project=bench, amount=5999, reason="Less.")
    money = queries.money_of(Project.objects.get())
    assert (money.planned, money.ordered, money.paid, money.unplanned) == (6000, 5000, 5000, 4000)


def test_an_entry_is_taken_back_once_and_never_under_a_payment(town, bench):
    wood = line(town, bench)
    order = entered(town, wood, "ordered", 500)
    paid = entered(town, wood, "paid", 500)
    li = town.actor("li")
    with pytest.raises(NotPossible):
        actions.take_back_entry(by=li, entry=order, reason="Wrong.")
    actions.take_back_entry(by=li, entry=paid, reason="Wrong.")
    with pytest.raises(NotPossible):
        actions.take_back_entry(by=li, entry=paid, reason="Again.")
    actions.take_back_entry(by=li, entry=order, reason="Wrong.")
    assert BudgetLine.objects.values_list("ordered", "paid").get() == (0, 0) and MoneyEntry.objects.count() == 4


def test_the_table_itself_refuses_sums_that_do_not_add_up(town, bench):
    line(town, bench)
    for wrong in ({"ordered": 10_001}, {"paid": 1}):
        with pytest.raises(IntegrityError), transaction.atomic():
            BudgetLine.objects.update(**wrong)


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50), st.integers(0, 50)), max_size=6), st.integers(0, 500))
def test_the_sums_of_a_project_are_those_of_its_lines(lines, granted):
    made = [BudgetLine(planned=a, ordered=b, paid=c) for a, b, c in lines]
    money = rules.summed(granted, made)
    assert (
        (money.planned, money.ordered, money.paid) == tuple(map(sum, zip(*lines, strict=True))) if lines else (0, 0, 0)
    )
    assert money.unplanned == granted - money.planned


@pytest.mark.parametrize(
    ("needed", "accepts", "refuses", "found"), [(3, 1, 1, None), (3, 2, 1, True), (3, 1, 2, False), (2, 1, 1, False)]
)
def test_it_is_accepted_when_enough_spoke_and_more_accept(needed, accepts, refuses, found):
    assert rules.verdict(needed, accepts, refuses) is found


def test_only_who_was_drawn_speaks_and_nobody_can_tell_afterwards_who_said_what(
    town, bench, django_capture_on_commit_callbacks
):
    acceptance = drawn(town, called(town, bench), "gulnar")
    gulnar = town.actor("gulnar")
    with pytest.raises(Refused):
        actions.say(by=town.actor("chen"), acceptance=acceptance, accepts=True)
    with pytest.raises(NotPossible):
        actions.say(by=gulnar, acceptance=acceptance, accepts=False)
    actions.say(by=gulnar, acceptance=acceptance, accepts=False, words="One plank is loose.")
    actions.say(by=gulnar, acceptance=acceptance, accepts=True, words="Mended.")
    assert Finding.objects.count() == 1 and "works.drawn" in notes(town, "gulnar")
    with django_capture_on_commit_callbacks(execute=True):
        done = actions.close_acceptance(by=town.actor("sun"), acceptance=acceptance)
    assert (
        done.accepted
        and not done.draw.tickets.exclude(person=None).exists()
        and not secrets.exists("works.acceptance", done.pk)
    )


def test_who_does_not_live_there_is_told_why_they_put_in_no_ticket(town, bench):
    acceptance = called(town, bench)
    with pytest.raises(NotPossible):
        actions.put_in_ticket(by=town.actor("chen"), acceptance=acceptance)
    with pytest.raises(Refused):
        actions.put_in_ticket(by=ANONYMOUS, acceptance=acceptance)


def test_a_list_is_not_closed_before_the_moment_that_was_announced(town, bench):
    with pytest.raises(NotPossible):
        actions.close_list(by=town.actor("sun"), acceptance=called(town, bench))


def test_who_declines_makes_room_for_a_reserve(town, bench):
    acceptance = called(town, bench, places=1)
    mover = town.actor("gulnar")
    drawn(town, acceptance, "gulnar")
    assert drawing.is_drawn(acceptance.draw, mover.person)
    assert actions.decline(by=mover, acceptance=acceptance) is None and not drawing.is_drawn(
        acceptance.draw, mover.person
    )


def test_a_project_is_finished_only_when_residents_accepted_it_and_becomes_evidence(town, bench):
    sun = town.actor("sun")
    bench = handed_over(town, bench)
    with pytest.raises(NotPossible):
        actions.move(by=sun, project=bench, verb="finish")
    acceptance = drawn(town, called(town, bench, "final"), "gulnar")
    with pytest.raises(NotPossible):
        actions.close_acceptance(by=sun, acceptance=acceptance)
    actions.say(by=town.actor("gulnar"), acceptance=acceptance, accepts=True)
    actions.close_acceptance(by=sun, acceptance=acceptance)
    done = actions.move(by=sun, project=bench, verb="finish")
    assert done.finished_on and [row.thing for row in evidence.found(kind="works.finished")] == [done.pk]
    assert queries.roll_up(town.places.street)["states"] == {"finished": 1}


def test_what_is_not_accepted_goes_back_with_an_answer(town, bench):
    bench = handed_over(town, bench)
    acceptance = drawn(town, called(town, bench, "final"), "gulnar")
    actions.say(by=town.actor("gulnar"), acceptance=acceptance, accepts=False, words="It wobbles.")
    with pytest.raises(NotPossible):
        actions.close_acceptance(by=town.actor("sun"), acceptance=acceptance)
    assert queries.missing_words(acceptance) == []
    done = actions.close_acceptance(by=town.actor("sun"), acceptance=acceptance, answer="Screws tomorrow.")
    assert not done.accepted and queries.missing_words(done) == ["It wobbles."]
    assert actions.move(by=town.actor("li"), project=bench, verb="mend", said="Screws.").state == "under_way"


def test_a_warranty_comes_back_once_a_month_before_it_ends(town, bench):
    made = actions.add_warranty(
        by=town.actor("li"),
        project=bench,
        names={"zh-hans": "长椅"},
        supplier="木工坊",
        until=town.now.date() + timedelta(days=90),
    )
    assert actions.remind() == 0
    with at_time(town.now + timedelta(days=61)):
        assert (actions.remind(), actions.remind()) == (1, 0)
        assert "works.warranty_ends" in notes(town, "li") and "works.warranty_ends" in notes(town, "sun")
        claimed = actions.close_warranty(by=town.actor("li"), warranty=made, outcome="claimed", found="A plank.")
        assert claimed.closed_at is None
        actions.close_warranty(by=town.actor("li"), warranty=made, outcome="mended", found="New plank.")
    assert Warranty.objects.get().closed_at


def test_a_service_is_judged_by_the_place_and_renewed_with_a_reason(town):
    sun, li = town.actor("sun"), town.actor("li")
    care = actions.begin(
        by=sun,
        area=town.places.court,
        names={"zh-hans": "红色物业"},
        summary={},
        kind="service",
        organisation=town.units.city,
        starts_on=TODAY,
        ends_on=TODAY,
    )
    first = actions.add_period(
        by=li, project=care, starts=TODAY, ends=TODAY + timedelta(days=90), standard="Stairs twice a week."
    )
    with pytest.raises(NotPossible):
        actions.add_period(
            by=li, project=care, starts=TODAY + timedelta(days=30), ends=TODAY + timedelta(days=60), standard="More."
        )
    with pytest.raises(Refused):
        actions.judge_period(by=li, period=first, kept=True, found="Fine.")
    with pytest.raises(NotPossible):
        actions.renew(by=sun, period=first, renewed=True, reason="Fine.")
    actions.judge_period(by=sun, period=first, kept=True, found="Stairs were clean.")
    following = actions.renew(by=sun, period=first, renewed=True, reason="Kept.")
    assert (following.starts, following.standard) == (first.ends, first.standard)


def test_neighbours_join_without_an_account_up_to_the_places_and_are_thanked(town, bench):
    li = town.actor("li")
    paint = actions.add_shift(
        by=li,
        project=bench,
        names={"zh-hans": "刷漆"},
        starts=town.now + timedelta(days=1),
        ends=town.now + timedelta(days=1, hours=2),
        places=3,
        where="小院",
    )
    booked = actions.join(by=ANONYMOUS, shift=paint, people=2, email="a@example.org")
    with pytest.raises(bookings.Full):
        actions.join(by=ANONYMOUS, shift=paint, people=2)
    actions.leave(by=ANONYMOUS, code=bookings.code_of(booked))
    with pytest.raises(NotPossible):
        actions.leave(by=ANONYMOUS, code="AAAAA-AAAAA")
    actions.join(by=ANONYMOUS, shift=paint, people=3, email="b@example.org")
    with pytest.raises(NotPossible):
        actions.thank(by=li, shift=paint, came=3, thanks="Thank you all.")
    with at_time(town.now + timedelta(days=2)):
        actions.thank(by=li, shift=paint, came=3, thanks="Thank you all.")
    paint.refresh_from_db()
    assert paint.came == 3


def test_a_time_called_off_takes_nobody_any_more(town, bench):
    paint = actions.add_shift(
        by=town.actor("li"),
        project=bench,
        names={"zh-hans": "刷漆"},
        starts=town.now + timedelta(days=1),
        ends=town.now + timedelta(days=2),
        places=3,
        where="小院",
    )
    actions.cancel_shift(by=town.actor("li"), shift=paint, reason="Rain.")
    paint.refresh_from_db()
    with pytest.raises(NotPossible):
        actions.join(by=ANONYMOUS, shift=paint)


def test_how_satisfied_neighbours_are_is_shown_from_five_answers_on_and_counts_each_once(town, bench):
    gulnar = town.actor("gulnar")
    with pytest.raises(NotPossible):
        actions.rate(by=gulnar, project=bench, level=5)
    Project.objects.update(state="finished", finished_on=TODAY)
    for level in (1, 4):
        actions.rate(by=gulnar, project=bench, level=level)
    assert bench.ratings.get().level == 4 and queries.satisfaction(bench) is None
    for n in range(4):
        bench.ratings.create(token=str(n), level=5)
    assert queries.satisfaction(bench)[:2] == [(5, 4), (4, 1)]


def test_a_photo_opens_for_everybody_only_when_somebody_looked(town, bench, client, png):
    from shiliu.platform import attachments

    li = town.actor("li")
    draft = attachments.store(png(), by=li)
    file = actions.add_file(by=li, project=bench, key=draft.key, kind="before", caption="The corner")
    assert client.get(attachments.url(file.attachment)).status_code == 404
    actions.publish_file(by=li, file=file, public=True)
    assert client.get(attachments.url(file.attachment)).status_code == 200


@pytest.mark.parametrize("what", ["milestone", "line", "grant", "acceptance", "warranty", "shift"])
def test_an_empty_form_says_what_is_missing_and_changes_nothing(town, bench, client, what):
    client.force_login(town.people.sun)
    answer = client.post(reverse("office_works:add", args=[bench.pk, what]), {"sent": "1"})
    assert answer.status_code == 422 and not bench.milestones.exists()


def test_the_page_of_a_project_takes_as_many_queries_whatever_it_holds(
    town, bench, client, django_assert_max_num_queries
):
    for n in range(3):
        actions.add_milestone(by=town.actor("li"), project=bench, names={"zh-hans": f"步骤{n}"}, due=TODAY)
        line(town, bench, 100)
    with django_assert_max_num_queries(24):
        assert client.get(reverse("works:project", args=[bench.pk])).status_code == 200


def test_a_project_and_a_candidate_are_read_as_json_without_a_person_in_them(town, bench, client):
    actions.add_milestone(by=town.actor("li"), project=bench, names={"zh-hans": "安装"}, due=TODAY)
    line(town, bench, 100)
    read = client.get(f"/api/v1/projects/{bench.pk}").json()
    assert (read["money"], len(read["steps"])) == ({"granted": 10000, "planned": 100, "ordered": 0, "paid": 0}, 1)
    assert client.get("/api/v1/projects/?state=planned&q=长椅").json()["count"] == 1
    wish = pool.enter(
        by=town.actor("sun"), area=town.places.court, names=BENCH, summary=BENCH, kind="works", origin="unit"
    )
    pool.ask_check(
        by=town.actor("sun"), candidate=wish, reviewer=town.people.li, organisation=town.units.city, due=town.now.date()
    )
    told = client.get(f"/api/v1/pool/{wish.pk}").json()
    assert told["checks"][0]["unit"] == "city" and "li" not in told["checks"][0].values()
    assert client.get("/api/v1/pool/99999999999999999999").status_code == 404
