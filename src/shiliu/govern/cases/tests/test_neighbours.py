"""“Me too”: counted once, taken back, told of; needs that may be the same; what joining does to counts and letters."""

import threading
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection, connections

from shiliu.govern.cases import actions, followers, moderation, neighbours, queries, resembling
from shiliu.govern.cases.models import Case, CaseSupport
from shiliu.govern.cases.workflow import OPEN_STATES
from shiliu.platform import jobs
from shiliu.platform.audit.models import AuditRow
from shiliu.platform.clock import at_time
from shiliu.platform.notices.models import Notice
from shiliu.platform.permissions import ANONYMOUS, Actor
from shiliu.platform.personal_data import erase_all, export_all
from shiliu.platform.workflow import NotPossible

pytestmark = pytest.mark.django_db
HERE = (100.0021, 40.0021)


def count(case):
    return Case.objects.get(pk=case.pk).me_too


def join(town, case, into):
    actions.move(by=town.actor("lin"), case=case, verb="merge", into=into, said="The same lamp.")


def test_a_person_counts_once_however_often_they_press(published, town):
    case = published()
    assert neighbours.support(by=town.actor("chen"), case=case).is_new
    assert not neighbours.support(by=town.actor("chen"), case=case).is_new
    assert count(case) == 1


def test_a_browser_without_an_account_counts_once_and_another_one_more(published):
    case = published()
    for token in ("first", "first", "second"):
        neighbours.support(by=ANONYMOUS, case=case, token=token)
    assert count(case) == 2


def test_what_is_kept_of_a_browser_differs_from_case_to_case(published):
    for case in (published(), published(title="Another lamp")):
        neighbours.support(by=ANONYMOUS, case=case, token="the same browser")
    assert len(set(CaseSupport.objects.values_list("token_hash", flat=True))) == 2


def test_a_press_before_signing_in_becomes_the_persons_own(published, town):
    case = published()
    neighbours.support(by=ANONYMOUS, case=case, token="phone")
    neighbours.support(by=town.actor("chen"), case=case, token="phone")
    assert count(case) == 1 and CaseSupport.objects.get().person == town.people.chen


def test_me_too_is_taken_back_and_the_count_goes_down(published, town):
    case = published()
    neighbours.support(by=town.actor("chen"), case=case)
    neighbours.support(by=ANONYMOUS, case=case, token="phone")
    assert neighbours.unsupport(by=ANONYMOUS, case=case, token="phone")
    assert not neighbours.unsupport(by=ANONYMOUS, case=case, token="phone")
    assert count(case) == 1 and CaseSupport.objects.get().person == town.people.chen


def test_nobody_supports_their_own_need_with_an_account_or_with_its_code(published, town):
    mine, by_code = published(by="gulnar"), published(by=None)
    for by, case in ((town.actor("gulnar"), mine), (ANONYMOUS.holding_secret(by_code.code_hash), by_code)):
        with pytest.raises(NotPossible, match="your own need"):
            neighbours.support(by=by, case=case, token="phone")


def test_only_a_published_need_that_is_still_open_can_be_supported(published, raise_need, town):
    over = published()
    actions.move(by=town.actor("gulnar").holding_secret(over.code_hash), case=over, verb="withdraw")
    for case in (raise_need().case, over):
        with pytest.raises(NotPossible, match="no longer open"):
            neighbours.support(by=town.actor("chen"), case=case)


@pytest.mark.django_db(transaction=True)
def test_people_who_press_at_the_same_moment_are_all_counted_and_nobody_twice(published, town):
    case, gate = published(by=None), threading.Barrier(6)
    who = [town.actor(key) for key in ("chen", "gulnar", "ma")]

    def press(by):
        gate.wait()
        try:
            neighbours.support(by=by, case=case)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=press, args=[by]) for by in who * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (count(case), CaseSupport.objects.count()) == (3, 3)


def test_neither_the_audit_nor_any_notice_of_others_says_who_pressed(published, town):
    case = published()
    neighbours.support(by=town.actor("chen"), case=case)
    neighbours.unsupport(by=town.actor("chen"), case=case)
    rows = AuditRow.objects.filter(verb__in=["cases.supported", "cases.unsupported"])
    assert [(row.actor_kind, row.actor_ref, row.subject_refs, row.data) for row in rows] == [("guest", "", [], {})] * 2
    assert all(row.commitments for row in rows)
    assert not Notice.objects.exclude(person=town.people.gulnar).filter(params__icontains="chen").exists()


def test_who_pressed_with_an_account_hears_of_each_public_step_until_they_stop(published, town):
    case = published()
    neighbours.support(by=town.actor("chen"), case=case)
    actions.move(by=town.actor("li"), case=case, verb="accept")
    told = Notice.objects.filter(kind="cases.followed_step", person=town.people.chen)
    assert told.count() == 1
    neighbours.follow(by=town.actor("chen"), case=case, tell=False)
    actions.move(by=town.actor("li"), case=case, verb="answer", said="Mended, says Li.")
    assert told.count() == 1 and count(case) == 1


def test_followers_read_nothing_that_was_said_to_the_asker_alone(published, town):
    case = published()
    neighbours.support(by=town.actor("chen"), case=case)
    actions.move(by=town.actor("li"), case=case, verb="accept")
    actions.move(by=town.actor("li"), case=case, verb="contact", said="Called 13800138000.")
    assert not [notice for notice in Notice.objects.filter(person=town.people.chen) if "1380" in str(notice.params)]


def test_followers_hear_no_more_once_a_case_is_no_longer_public(published, town):
    case = published()
    neighbours.support(by=town.actor("chen"), case=case)
    moderation.withhold(by=town.actor("lin"), case=case, reason="It names a shop.")
    case.refresh_from_db()
    actions.move(by=town.actor("li"), case=case, verb="accept")
    assert not Notice.objects.filter(kind="cases.followed_step").exists()


def key_in(letter):
    return letter.body.split("/cases/follow/")[1].split("/")[0]


def test_an_address_is_asked_first_and_hears_of_steps_only_after_a_yes(published, town, at_noon):
    case = published()
    neighbours.support(by=ANONYMOUS, case=case, token="phone")
    row = neighbours.follow(by=ANONYMOUS, case=case, token="phone", tell=True, email="who@example.org")
    actions.move(by=town.actor("li"), case=case, verb="accept")
    assert list(
        Notice.objects.filter(person=None).exclude(kind="cases.for_dispatcher").values_list("kind", flat=True)
    ) == ["cases.follow_asked"]
    key = followers.link(row).split("/")[-2]
    neighbours.follow_by_link(by=ANONYMOUS, key=key, tell=True)
    actions.move(by=town.actor("li"), case=case, verb="answer", said="Mended.")
    assert Notice.objects.filter(kind="cases.followed_step", person=None).count() == 1
    with at_time(at_noon + timedelta(hours=3)):
        jobs.run_due_jobs()
    letters = [letter for letter in mail.outbox if letter.to == ["who@example.org"]]
    # The link names the second it was made in, so another may be written otherwise.
    assert len(letters) == 2 and all(followers.row_of(key_in(letter)) == row for letter in letters)


def test_the_link_of_a_letter_stops_it_and_deletes_the_address(published):
    case = published()
    neighbours.support(by=ANONYMOUS, case=case, token="phone")
    row = neighbours.follow(by=ANONYMOUS, case=case, token="phone", tell=True, email="who@example.org")
    key = followers.link(row).split("/")[-2]
    neighbours.follow_by_link(by=ANONYMOUS, key=key, tell=True)
    neighbours.follow_by_link(by=ANONYMOUS, key=key, tell=False)
    row.refresh_from_db()
    assert (row.tell, row.email, count(case)) == (False, "", 1)
    assert neighbours.follow_by_link(by=ANONYMOUS, key=key, tell=True) is None


@pytest.mark.parametrize("key", ["", "x", "WzEsImEiXQ:1abc:2", "…"])
def test_a_link_nobody_signed_leads_to_nobody(published, key):
    assert followers.row_of(key) is None


def test_addresses_end_by_themselves_unconfirmed_after_a_week_and_after_the_end_of_the_case(published, town, settings):
    silent, over = published(), published(title="Another lamp")
    for case, token in ((silent, "one"), (over, "two")):
        neighbours.support(by=ANONYMOUS, case=case, token=token)
        neighbours.follow(by=ANONYMOUS, case=case, token=token, tell=True, email=f"{token}@example.org")
    CaseSupport.objects.filter(case=over).update(tell=True)
    actions.move(by=town.actor("gulnar").holding_secret(over.code_hash), case=over, verb="withdraw")
    with at_time(town.now + timedelta(days=8)):
        neighbours.forget_addresses()
    assert list(CaseSupport.objects.exclude(email="").values_list("case", flat=True)) == [over.pk]
    with at_time(town.now + timedelta(days=settings.CASE_FOLLOW_KEEP_DAYS + 1)):
        neighbours.forget_addresses()
    assert not CaseSupport.objects.exclude(email="").exists() and count(silent) == 1


def test_ones_own_presses_are_handed_over_and_taken_back_when_one_leaves(published, town):
    case = published()
    neighbours.support(by=town.actor("chen"), case=case)
    neighbours.support(by=ANONYMOUS, case=case, token="phone")
    assert [row["number"] for row in export_all(town.people.chen)["cases me too"]] == [case.number]
    erase_all(town.people.chen)
    assert count(case) == 1 and not CaseSupport.objects.filter(person=town.people.chen).exists()


def test_joined_cases_count_each_person_once_and_come_apart_as_they_were(published, town):
    first, second = published(), published(title="The same lamp")
    for key, case in (("chen", first), ("chen", second), ("ma", second)):
        neighbours.support(by=town.actor(key), case=case)
    join(town, second, first)
    assert count(first) == 2
    neighbours.support(by=town.actor("zhao"), case=second)
    assert (count(first), CaseSupport.objects.get(person=town.people.zhao).case) == (3, first)
    actions.move(by=town.actor("lin"), case=second, verb="unmerge", said="Another lamp after all.")
    assert (count(first), count(second)) == (2, 2)


def test_taking_back_after_joining_counts_a_person_down_once(published, town):
    first, second = published(), published(title="The same lamp")
    for case in (first, second):
        neighbours.support(by=town.actor("chen"), case=case)
    join(town, second, first)
    neighbours.unsupport(by=town.actor("chen"), case=second)
    assert (count(first), count(second)) == (0, 0)


def test_an_erased_person_leaves_joined_cases_too(published, town):
    first, second = published(), published(title="The same lamp")
    for case in (first, second):
        neighbours.support(by=town.actor("chen"), case=case)
    join(town, second, first)
    erase_all(town.people.chen)
    assert (count(first), count(second)) == (0, 0)


def test_whoever_raised_a_joined_case_hears_of_each_step_without_words_said_to_another(raise_need, town):
    first, second = raise_need(by="chen").case, raise_need(by="gulnar").case
    join(town, second, first)
    actions.move(by=town.actor("li"), case=first, verb="accept")
    actions.move(by=town.actor("li"), case=first, verb="answer", said="Dear Chen, mended.")
    told = Notice.objects.filter(kind="cases.joined_step", person=town.people.gulnar)
    assert [notice.params["number"] for notice in told] == [second.number] * 2
    assert not any("Chen" in str(notice.params) for notice in told)


def test_followers_of_a_joined_case_hear_of_the_one_it_goes_on_with(published, town):
    first, second = published(), published(title="The same lamp")
    neighbours.support(by=town.actor("chen"), case=second)
    join(town, second, first)
    actions.move(by=town.actor("li"), case=first, verb="accept")
    told = Notice.objects.filter(kind="cases.followed_step", person=town.people.chen, params__number=first.number)
    assert told.count() == 1


def test_a_step_of_a_case_nobody_shares_costs_one_query_more_and_no_other(raise_need, town, django_assert_num_queries):
    case = raise_need().case
    step = case.steps.last()
    with django_assert_num_queries(1):
        followers.tell_of(case, step)


def near(town, **changes):
    said = {"area": town.places.house, "point": HERE, "category": None, "text": "The lamp at the gate is dark"}
    return [one.case for one in resembling.for_neighbours(**{**said, **changes})]


def test_open_needs_nearby_are_offered_by_place_words_and_matter(published, town, catalogue):
    lamp = published(point=HERE)
    far = published(title="Dark lamp at the gate", area=town.places.far_court)
    other = published(title="Loud music", text="Every night until two.", category="neighbour_matter")
    assert near(town, category=catalogue["street_lamp"]) == [lamp]
    assert far not in near(town) and other not in near(town)


def test_only_published_and_open_needs_are_offered(published, raise_need, town, catalogue):
    raise_need()
    over = published()
    actions.move(by=town.actor("gulnar").holding_secret(over.code_hash), case=over, verb="withdraw")
    assert near(town, category=catalogue["street_lamp"]) == []


def test_the_exact_point_of_a_neighbours_need_does_not_show_in_what_is_offered(published, town, catalogue, settings):
    """Whoever asks from many points learns the square everybody may know, not the spot in it."""
    settings.CASE_SIMILAR_METRES = 30
    lamp = published(area=town.places.west, point=(100.0300, 40.0300))
    asked = {"area": town.places.west, "category": catalogue["street_lamp"]}
    square = (lamp.public_longitude, lamp.public_latitude)
    assert near(town, point=square, **asked) == [lamp]
    assert near(town, point=(lamp.longitude, lamp.latitude), **asked) == [], "this point lies farther from the middle"


def test_looking_for_similar_needs_takes_the_same_few_queries_however_many_there_are(
    published, town, catalogue, django_assert_num_queries
):
    for number in range(8):
        published(title=f"Dark lamp {number}", point=HERE)
    with django_assert_num_queries(3):
        assert len(near(town, category=catalogue["street_lamp"])) == 3


@pytest.fixture
def many_cases(town):
    """A few thousand cases all over the district, nearly all of them published and over long ago."""
    places, moment = town.places, town.now
    rows = (
        Case(
            kind="help", title=f"Lamp {n}", text="Dark.", channel="web", received_at=moment, changed_at=moment,
            area=places.house if n % 100 == 0 else places.far_court, area_path=places.far_court.path,
            state="handling" if n % 20 == 0 else "confirmed", publication="public" if n % 10 else "pending",
            public_longitude=100 + n % 61 / 800, public_latitude=40 + n % 53 / 700, published_at=moment,
        )
        for n in range(3000)
    )  # fmt: skip
    Case.objects.bulk_create(rows, batch_size=500)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE cases_case")


def test_what_lies_around_is_found_by_indexes_of_the_place(town, many_cases):
    everybody = Case.objects.filter(publication="public", state__in=OPEN_STATES)
    staff = queries.visible_to(town.actor("lin")).filter(state__in=OPEN_STATES)
    for cases in (everybody, staff):
        assert "case_square" in resembling.in_squares(HERE, cases).explain()
        compound = resembling.in_compound(town.places.house, cases).explain()
        # With few cases in the place PostgreSQL takes the narrower index of the foreign key: bounded just as well.
        assert "case_of_area" in compound or "cases_case_area_id" in compound, compound


def test_staff_are_shown_likely_duplicates_they_may_open_whether_published_or_not(raise_need, town):
    case, same = raise_need(point=HERE).case, raise_need(point=(100.0025, 40.0022)).case
    raise_need(area=town.places.far_court)
    assert [one.case for one in resembling.for_staff(case, town.actor("lin"))] == [same]
    assert resembling.for_staff(case, town.actor("hu")) == []


def test_a_guest_who_is_somebody_else_does_not_see_or_move_anybodys_press(published, town):
    case = published()
    neighbours.support(by=town.actor("chen"), case=case)
    assert neighbours.supported(Actor(), "", [case]) == {}
    assert neighbours.supports(town.actor("ma"), "", case) is None
    with pytest.raises(NotPossible, match="first"):
        neighbours.follow(by=town.actor("ma"), case=case, tell=False)
