"""Junk is set aside in bulk, nothing of it is lost, and it comes back with one press: whole, one by one, or by whoever meant it."""

import uuid
from datetime import timedelta

import pytest
from django.utils import translation

from shiliu.govern.cases import actions, boards, figures, junk, moderation, neighbours, queries, queries_junk, themes
from shiliu.govern.cases.models import Case, CaseClock, CaseOrigin, JunkBatch, JunkMark
from shiliu.platform import audit, search
from shiliu.platform.clock import at_time
from shiliu.platform.notices.models import Notice
from shiliu.platform.permissions import Refused
from shiliu.platform.workflow import NotPossible

pytestmark = pytest.mark.django_db
JUNK = "/cases/office/junk/"


@pytest.fixture
def dispatcher(town):
    return town.actor("lin")


@pytest.fixture
def flood(raise_need):
    """Three times the same words, each from another network, and a meant one: (the three, the other)."""
    words = ("Buy cheap lamps, call 1!", "BUY  cheap lamps; call 22", "buy cheap lamps call 333")
    return [raise_need(by=None, text=text).case for text in words], raise_need(by=None, text="A lamp is dark.").case


@pytest.fixture
def aside(flood, dispatcher):
    """The three, set aside in one batch."""
    cases, _meant = flood
    return junk.set_aside(by=dispatcher, cases=cases, reason="advert", said="We publish no advertising.").batch


def again(case):
    return Case.objects.get(pk=case.pk)


def test_one_press_sets_all_of_them_aside_with_a_reason_and_a_row_in_the_audit_for_each(flood, aside):
    cases, meant = flood
    assert {again(case).state for case in cases} == {"set_aside"} and again(meant).state == "dispatched"
    assert Case.objects.count() == 4
    assert audit.rows_on(cases[0]).filter(verb="cases.set_aside").count() == 1
    assert {(mark.batch.reason, mark.back_by) for mark in aside.marks.all()} == {("advert", "")}


def test_a_batch_comes_back_as_a_whole_with_the_time_that_was_left(flood, aside, dispatcher, town):
    cases, _meant = flood
    with at_time(town.now + timedelta(days=3)):
        done = junk.bring_back(by=dispatcher, batch=aside)
    assert (done.moved, done.left) == (3, 0)
    case = again(cases[0])
    assert (case.state, case.lead, case.ended_at) == ("dispatched", town.units.city, None)
    for clock in CaseClock.objects.filter(case=case):
        first = clock.due if clock.working else clock.due + timedelta(days=3)
        assert clock.due_now > clock.due and (clock.working or clock.due_now == first)
    assert case.next_due == min(clock.due_now for clock in case.clocks.all())
    assert set(aside.marks.values_list("back_by", flat=True)) == {"staff"}


def test_a_deadline_that_had_passed_before_stays_passed(flood, dispatcher, town):
    case = flood[0][0]
    with at_time(town.now + timedelta(days=6)):
        batch = junk.set_aside(by=dispatcher, cases=[case], reason="advert").batch
        contact = case.clocks.get(kind="contact")
        assert contact.due < town.now + timedelta(days=6)
    with at_time(town.now + timedelta(days=9)):
        junk.bring_back(by=dispatcher, batch=batch)
    assert case.clocks.get(kind="contact").moved_to is None
    assert case.clocks.get(kind="resolution").due_now == case.clocks.get(kind="resolution").due + timedelta(days=3)


def test_one_of_a_batch_comes_back_alone(flood, aside, dispatcher):
    first, second, _third = flood[0]
    junk.bring_back(by=dispatcher, batch=aside, case=second)
    assert [again(case).state for case in (first, second)] == ["set_aside", "dispatched"]
    with pytest.raises(NotPossible):
        junk.bring_back(by=dispatcher, batch=aside, case=second)


def test_what_no_unit_had_comes_back_to_the_dispatcher(raise_need, dispatcher):
    case = raise_need(by=None, category=None).case
    batch = junk.set_aside(by=dispatcher, cases=[case], reason="nonsense").batch
    junk.bring_back(by=dispatcher, batch=batch)
    assert again(case).state == "triage"


def test_only_fresh_needs_nobody_has_begun_with_can_be_set_aside(flood, dispatcher, town):
    begun, old, _third = flood[0]
    actions.move(by=town.actor("li"), case=begun, verb="accept")
    done = junk.set_aside(by=dispatcher, cases=[begun, old], reason="advert")
    assert (done.moved, done.left, again(begun).state) == (1, 1, "handling")
    with at_time(town.now + timedelta(days=8)), pytest.raises(NotPossible):
        junk.set_aside(by=dispatcher, cases=[flood[1]], reason="advert")
    assert JunkBatch.objects.count() == 1


def test_what_came_by_phone_or_at_the_window_was_heard_by_a_person_and_is_no_junk(town, catalogue, dispatcher):
    case = actions.file_on_behalf(
        by=town.actor("zhao"), area=town.places.house, channel="phone", kind="help", title="Lamp", text="Dark.",
        category=catalogue["street_lamp"],
    ).case  # fmt: skip
    with pytest.raises(NotPossible):
        junk.set_aside(by=dispatcher, cases=[case], reason="advert")


@pytest.mark.parametrize("who", ["li", "ma", "zhao", "ding", "gulnar"])
def test_nobody_but_dispatchers_and_supervisors_of_the_area_sets_aside(flood, town, who):
    with pytest.raises(NotPossible):
        junk.set_aside(by=town.actor(who), cases=flood[0], reason="advert")
    with pytest.raises(Refused):
        actions.move(by=town.actor(who), case=flood[0][0], verb="set_aside", junk="advert")
    assert not JunkBatch.objects.exists()


@pytest.mark.parametrize(("cases", "reason"), [(0, "advert"), (1, ""), (1, "what")])
def test_without_a_need_or_a_reason_nothing_happens_and_the_field_is_named(flood, dispatcher, cases, reason):
    with pytest.raises(NotPossible) as refused:
        junk.set_aside(by=dispatcher, cases=flood[0][:cases], reason=reason)
    assert refused.value.fields


def test_neighbours_see_nothing_of_it_while_it_is_set_aside_and_everything_again_afterwards(
    published, dispatcher, town, client
):
    case = published(title="Buy cheap lamps", text="Buy cheap lamps now.")
    neighbours.support(by=town.actor("chen"), case=case)
    places = ["/cases/", "/cases/feed.atom", "/cases/feed.rss", "/cases/cases.csv", "/cases/places.geojson", "/api/v1/cases/public",
              "/open311/v2/requests.json", "/cases/?text=lamps"]  # fmt: skip

    def shown():
        return [place for place in places if "Buy cheap lamps" in client.get(place).getvalue().decode()]

    assert shown() == places
    batch = junk.set_aside(by=dispatcher, cases=[case], reason="advert").batch
    assert shown() == [] and client.get(f"/cases/public/{case.pk}/").status_code == 404
    assert list(search.keys("case-public", "lamps", public_only=True)) == []
    with pytest.raises(NotPossible):
        moderation.publish(by=dispatcher, case=again(case), title="Buy", text="Buy.")
    junk.bring_back(by=dispatcher, batch=batch)
    assert shown() == places and again(case).me_too == 1


def test_moderators_do_not_wade_through_it_and_find_it_again_when_it_is_back(flood, aside, dispatcher):
    assert {case.pk for case in queries.to_moderate(dispatcher)} == {flood[1].pk}
    junk.bring_back(by=dispatcher, batch=aside)
    assert queries.to_moderate(dispatcher).count() == 4


def test_it_is_counted_in_no_rate_and_no_week_but_in_its_own_report(flood, aside, dispatcher, town):
    since, until = town.now - timedelta(days=1), town.now + timedelta(days=1)
    three = boards.three_rates(Case.objects.all(), since, until)
    assert three.response.excluded == 0
    assert boards.weekly(Case.objects.all(), since, until)["lines"][0]["values"] == [1]
    assert figures.counts(30)["open"] == 1
    assert list(themes.voiced()) == [flood[1]]
    junk.bring_back(by=dispatcher, batch=aside, case=flood[0][0])
    found = queries_junk.report(dispatcher, since)
    assert (found["total"], found["staff"], found["asker"]) == (3, 1, 0)
    assert found["reasons"] == [("It is advertising", 3, 1)]


def test_the_asker_reads_why_and_brings_it_back_with_one_press_to_a_person(
    flood, aside, guest, raise_need, dispatcher, town
):
    sent = raise_need(by=None, text="Buy my lamps, I mean it")
    junk.set_aside(by=dispatcher, cases=[sent.case], reason="advert", said="No advertising here.")
    guest.post("/cases/track/", {"code": sent.code})
    page = guest.get(f"/cases/{sent.case.pk}/").content.decode()
    assert "It was taken for junk" in page and "It is advertising" in page and "No advertising here." in page
    assert "What neighbours see" not in page
    guest.post(f"/cases/{sent.case.pk}/vouch/")
    assert again(sent.case).state == "triage" and JunkMark.objects.get(case=sent.case).back_by == "asker"
    assert Notice.objects.filter(person=town.people.lin, kind="cases.for_dispatcher").exists()
    junk.set_aside(by=dispatcher, cases=[again(sent.case)], reason="advert")
    page = guest.get(f"/cases/{sent.case.pk}/").content.decode()
    assert "You have brought it back once" in page and "/vouch/" not in page
    guest.post(f"/cases/{sent.case.pk}/vouch/")
    assert again(sent.case).state == "set_aside"


def test_whoever_s_address_stands_on_many_of_them_gets_one_letter(raise_need, town, dispatcher):
    mine = [raise_need(by="gulnar", text="The same words").case for _time in range(3)]
    other = raise_need(by="chen", text="The same words").case
    junk.set_aside(by=dispatcher, cases=[*mine, other], reason="same_words")
    told = Notice.objects.filter(kind="cases.set_aside")
    assert sorted(told.values_list("person__pseudonym", flat=True)) == ["chen", "gulnar"]
    with translation.override("zh-hans"):
        assert {notice.params["said"] for notice in told} == {str(JunkBatch.Reason.SAME_WORDS.label)}


def test_bursts_are_the_same_words_or_many_of_one_network_and_the_network_is_never_shown(
    flood, raise_need, dispatcher, visitor, town
):
    one = [
        raise_need(by=None, text=f"{word} is broken", origin="f" * 64).case
        for word in ("Bench", "Lamp", "Gate", "Door")
    ]
    assert {key[0] for key in queries_junk.groups(dispatcher)} == {"words"}
    one.append(raise_need(by=None, text="Path is broken", origin="f" * 64).case)
    found = queries_junk.bursts(queries_junk.groups(dispatcher))
    assert [(burst.by, burst.count) for burst in found] == [("network", 5), ("words", 3)]
    assert found[0].newest == one[-1]
    burst = visitor(town.people.lin).get(f"{JUNK}?like={one[0].pk}&by=network").content.decode()
    assert burst.count('name="cases"') == 5 and " checked>" not in burst
    page = visitor(town.people.lin).get(JUNK).content.decode()
    assert (
        "5 needs from one network in one day" in page and "3 needs with the same words" in page and "ffff" not in page
    )


def test_the_network_s_mark_is_kept_of_guests_only_and_for_two_days(guest, visitor, town, filled, catalogue):
    guest.post("/cases/new/", filled(submission=str(uuid.uuid4())))
    guest.post("/cases/new/", filled(submission=str(uuid.uuid4())))
    visitor(town.people.gulnar).post("/cases/new/", filled(submission=str(uuid.uuid4())))
    assert CaseOrigin.objects.count() == 2 and len(set(CaseOrigin.objects.values_list("network"))) == 1
    assert "127.0.0.1" not in str(CaseOrigin.objects.values_list("network", flat=True))
    with at_time(town.now + timedelta(hours=47)):
        junk.forget_origins()
        assert CaseOrigin.objects.count() == 2
    with at_time(town.now + timedelta(hours=49)):
        junk.forget_origins()
        assert not CaseOrigin.objects.exists()


def test_a_burst_opens_with_everything_marked_and_is_set_aside_and_brought_back_by_pages(flood, visitor, town):
    browser = visitor(town.people.lin)
    cases, meant = flood
    page = browser.get(f"{JUNK}?like={cases[-1].pk}&by=words").content.decode()
    assert page.count(" checked>") == 3 and meant.number not in page
    marked = {"cases": [case.pk for case in cases]}
    again_page = browser.post(JUNK, marked)
    assert again_page.status_code == 422 and again_page.content.decode().count(" checked>") == 3
    done = browser.post(JUNK, {**marked, "reason": "advert", "said": "No."}, follow=True)
    assert "3 needs were set aside" in done.content.decode()
    batch = JunkBatch.objects.get()
    browser.post(f"{JUNK}set-aside/{batch.pk}/", {"case": cases[0].pk})
    assert again(cases[0]).state == "dispatched"
    back = browser.post(f"{JUNK}set-aside/{batch.pk}/", follow=True).content.decode()
    assert "2 needs are back" in back and "Bring all of it back" not in back
    assert "all brought back" in browser.get(f"{JUNK}set-aside/").content.decode()


@pytest.mark.parametrize("sent", [{"cases": ["x", "-1", "9" * 40]}, {"cases": ["0"], "reason": "advert"}, {}])
def test_nonsense_in_the_form_is_an_error_in_words(visitor, town, flood, sent):
    found = visitor(town.people.lin).post(JUNK, {"reason": "advert", **sent})
    assert found.status_code == 422 and "Mark at least one need." in found.content.decode()


@pytest.mark.parametrize("number", [1, 12])
def test_the_list_costs_the_same_however_many_there_are(
    raise_need, visitor, town, django_assert_max_num_queries, number
):
    for _time in range(number):
        raise_need(by=None)
    browser = visitor(town.people.lin)
    browser.get(JUNK)
    with django_assert_max_num_queries(16):
        assert browser.get(JUNK).status_code == 200


def test_what_was_set_aside_elsewhere_does_not_exist_for_another_area(aside, visitor, town):
    from tests.town import person

    browser = visitor(person("far_lin", ("dispatcher", town.places.east)))
    page = f"{JUNK}set-aside/{aside.pk}/"
    assert (browser.get(page).status_code, browser.post(page).status_code) == (404, 404)
    assert "Nothing has been set aside" in browser.get(f"{JUNK}set-aside/").content.decode()
    assert visitor(town.people.li).get(page).status_code == 403
    assert visitor(town.people.sun).get(page).status_code == 200
