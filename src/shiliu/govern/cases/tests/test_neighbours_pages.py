"""“Me too” in the browser: buttons on public pages, in the form, at the desk; links of letters."""

import re

import pytest
from django.urls import reverse

from shiliu.govern.cases import actions, followers, moderation, neighbours
from shiliu.govern.cases.models import Case, CaseSupport
from shiliu.platform.permissions import ANONYMOUS

pytestmark = pytest.mark.django_db
NEW = "/cases/new/"


def words(response):
    return response.content.decode()


def press(browser, case, **more):
    return browser.post(reverse("cases:me_too", args=[case.pk]), more)


def count(case):
    return Case.objects.get(pk=case.pk).me_too


def test_a_guest_presses_once_sees_the_count_and_takes_it_back(guest, published):
    case = published()
    page = f"/cases/public/{case.pk}/"
    assert "Me too" in words(guest.get(page)) and "shiliu_me_too" not in guest.cookies
    assert press(guest, case).headers["Location"] == page
    shown = words(guest.get(page))
    assert "1 neighbour too" in shown and "You are counted. Take it back" in shown
    press(guest, case)
    assert count(case) == 1
    press(guest, case, do="take_back")
    assert count(case) == 0 and "Me too" in words(guest.get(page))


def test_the_cookie_of_a_browser_is_signed_and_tells_scripts_nothing(guest, published):
    press(guest, published())
    cookie = guest.cookies["shiliu_me_too"]
    assert cookie["httponly"] and cookie["samesite"] == "Lax" and cookie.value.count(":") == 2
    guest.cookies["shiliu_me_too"] = cookie.value[:-1] + "x"
    press(guest, published(title="Another lamp"))
    assert CaseSupport.objects.count() == 2


def test_rows_of_the_public_list_have_the_button_and_lead_back_to_their_row(guest, published):
    case = published()
    page = words(guest.get("/cases/?kind=help"))
    assert re.search(r'name="next" value="/cases/\?kind=help"', page)
    assert press(guest, case, next="/cases/?kind=help").headers["Location"] == f"/cases/?kind=help#case-{case.pk}"
    assert "You are counted" in words(guest.get("/cases/"))


@pytest.mark.parametrize("elsewhere", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"])
def test_the_way_back_never_leads_to_another_site(guest, published, elsewhere):
    case = published()
    assert press(guest, case, next=elsewhere).headers["Location"] == f"/cases/public/{case.pk}/"


def test_a_need_that_is_not_public_cannot_be_pressed_on_or_followed(guest, raise_need):
    case = raise_need().case
    for name in ("me_too", "follow"):
        assert guest.post(reverse(f"cases:{name}", args=[case.pk])).status_code == 404


def test_nobody_behind_a_count_is_named_anywhere(guest, visitor, town, published):
    case = published()
    press(visitor(town.people.chen), case)
    pages = [words(guest.get(f"/cases/public/{case.pk}/")), words(guest.get("/cases/"))]
    pages += [words(visitor(who).get(f"/cases/office/{case.pk}/")) for who in (town.people.lin, town.people.li)]
    pages.append(words(guest.get(f"/api/v1/cases/public/{case.pk}")))
    assert "1 neighbour too" in pages[0] and '"me_too": 1' in pages[-1]
    assert not any("chen" in page for page in pages)


@pytest.mark.both
def test_the_worklist_shows_how_many_neighbours_a_need_concerns(visitor, town, published):
    case = published()
    press(visitor(town.people.chen), case)
    for who in (town.people.li, town.people.sun):
        assert "1 neighbour too" in words(visitor(who).get("/cases/office/"))


def test_an_address_is_asked_for_only_after_the_press_and_a_wrong_one_is_told(guest, published):
    case = published()
    page = f"/cases/public/{case.pk}/"
    assert 'name="email"' not in words(guest.get(page))
    press(guest, case)
    assert 'name="email"' in words(guest.get(page))
    wrong = guest.post(reverse("cases:follow", args=[case.pk]), {"do": "tell", "email": "nobody"}, follow=True)
    assert "This is not an e-mail address" in words(wrong)
    right = guest.post(reverse("cases:follow", args=[case.pk]), {"do": "tell", "email": "me@example.org"}, follow=True)
    assert "A letter is on its way" in words(right) and "me@example.org" not in words(right)


def test_looking_at_the_link_of_a_letter_changes_nothing_pressing_does(guest, visitor, published):
    case = published()
    neighbours.support(by=ANONYMOUS, case=case, token="phone")
    row = neighbours.follow(by=ANONYMOUS, case=case, token="phone", tell=True, email="me@example.org")
    link, other = followers.link(row), visitor()
    assert "Yes, tell me" in words(other.get(link))
    row.refresh_from_db()
    assert not row.tell
    assert "Stop telling me" in words(other.post(link, {"do": "tell"}))
    assert "Nothing more is sent to you" in words(other.post(link, {"do": "stop"}))
    assert "Nothing more is sent to you" in words(other.get(link))


def test_a_person_follows_and_stops_by_one_press_each(visitor, town, published):
    case, browser = published(), visitor(town.people.chen)
    press(browser, case)
    page, follow = f"/cases/public/{case.pk}/", reverse("cases:follow", args=[case.pk])
    assert "Stop telling me" in words(browser.get(page))
    browser.post(follow, {"do": "stop"})
    assert "Tell me of each step" in words(browser.get(page))
    browser.post(follow, {"do": "tell"})
    assert CaseSupport.objects.get().tell


@pytest.fixture
def form(guest, catalogue, filled):
    """form(step, go="next", **changes) -> the answer to the form of four steps."""
    return lambda step, go="next", browser=guest, **changes: browser.post(NEW, filled(step=step, go=go, **changes))


def test_the_form_offers_open_needs_nearby_before_anything_is_written_and_before_sending(form, published):
    case = published(title="Dark lamp at the gate")
    published(title="Loud music", text="Every night.", category="neighbour_matter")
    for step in ("where", "words"):
        page = words(form(step))
        assert f'value="me-too-{case.pk}"' in page and "Loud music" not in page


@pytest.mark.both
def test_the_words_alone_find_a_need_whose_matter_nobody_chose(form, published):
    case = published(title="Dark lamp at the gate", text="It has been dark for three nights.")
    assert f"me-too-{case.pk}" in words(form("words", category=""))
    assert "me-too-" not in words(form("words", category="", text="The lift stands still on the second floor."))


def test_me_too_in_the_form_thanks_and_keeps_everything_for_whoever_still_wants_to_send(form, published, filled, guest):
    case = published(title="Dark lamp at the gate")
    thanked = form("check", go=f"me-too-{case.pk}", text="A long story of my own", phone="13800138000")
    page = words(thanked)
    assert thanked.status_code == 200 and count(case) == 1 and Case.objects.count() == 1
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))
    assert (hidden["text"], hidden["phone"], hidden["step"]) == ("A long story of my own", "13800138000", "check")
    again = guest.post(NEW, {**hidden, "go": "check"})
    assert "A long story of my own" in words(again) and "Send it now" in words(again)
    assert guest.post(NEW, {**filled(), **hidden, "go": "send"}).status_code == 302
    assert Case.objects.count() == 2


@pytest.mark.parametrize("number", ["", "x", "999999", "9" * 30])
def test_me_too_on_what_is_not_there_leaves_the_form_as_it_was(form, number):
    page = form("words", go=f"me-too-{number}", text="A long story")
    assert page.status_code == 200 and "A long story" in words(page)


def test_the_piece_for_the_script_shows_the_same_as_the_step(form, guest, published, filled):
    case = published(title="Dark lamp at the gate")
    piece = guest.post("/cases/new/similar/", filled(step="words"))
    assert f"me-too-{case.pk}" in words(piece) and "<html" not in words(piece)
    assert guest.get("/cases/new/similar/").status_code == 405


def test_the_desk_shows_a_likely_duplicate_and_joins_the_later_with_the_earlier_by_one_press(visitor, town, raise_need):
    first, second = raise_need().case, raise_need(by="chen").case
    lin = visitor(town.people.lin)
    page = words(lin.get(f"/cases/office/{first.pk}/"))
    assert "Perhaps the same" in page
    action = re.search(r'action="([^"]*/move/merge/)"[^>]*>.*?name="merge-into" value="([^"]+)"', page, re.DOTALL)
    join = re.findall(r'action="(/cases/office/\d+/move/merge/)"', page)
    assert action and f"/cases/office/{second.pk}/move/merge/" in join
    done = lin.post(
        f"/cases/office/{second.pk}/move/merge/",
        {"merge-into": first.number, "merge-said": "The same lamp."},
        follow=True,
    )
    second.refresh_from_db()
    assert second.merged_into == first and first.number in words(done)
    assert "Take apart again" in words(lin.get(f"/cases/office/{first.pk}/"))


def test_a_handler_sees_what_was_joined_but_is_offered_no_joining(visitor, town, raise_need):
    first, second = raise_need().case, raise_need().case
    raise_need()
    actions.move(by=town.actor("lin"), case=second, verb="merge", into=first, said="The same lamp.")
    page = words(visitor(town.people.li).get(f"/cases/office/{first.pk}/"))
    assert second.number in page and "Join them" not in page and "Take apart again" not in page


def test_whoever_raised_a_joined_need_reads_the_steps_of_the_other_but_not_its_words(visitor, town, raise_need):
    first = raise_need(by="chen", title="Chen's own title").case
    second = raise_need(by="gulnar").case
    actions.move(by=town.actor("lin"), case=second, verb="merge", into=first, said="The same lamp.")
    actions.move(by=town.actor("li"), case=first, verb="accept")
    actions.move(by=town.actor("li"), case=first, verb="contact", said="Called Chen on 13800138000.")
    page = words(visitor(town.people.gulnar).get(f"/cases/{second.pk}/"))
    assert first.number in page and "The unit has been in touch" in page
    assert "Chen&#x27;s own title" not in page and "13800138000" not in page
    step = first.steps.get(move="contact")
    moderation.publish(by=town.actor("lin"), case=first, title="A lamp", text="Dark.", answers={step.pk: "We called."})
    page = words(visitor(town.people.gulnar).get(f"/cases/{second.pk}/"))
    assert "A lamp" in page and "We called." in page


def test_the_code_of_a_joined_need_still_opens_its_page(guest, town, raise_need):
    first, sent = raise_need(), raise_need(by=None)
    actions.move(by=town.actor("lin"), case=sent.case, verb="merge", into=first.case, said="The same lamp.")
    page = guest.post("/cases/track/", {"code": sent.code}, follow=True)
    assert "It goes on together with another need" in words(page) and first.case.number in words(page)


def test_the_public_page_of_a_joined_need_leads_to_the_other(guest, town, published):
    first, second = published(title="First lamp"), published(title="Second lamp")
    actions.move(by=town.actor("lin"), case=second, verb="merge", into=first, said="The same lamp.")
    page = words(guest.get(f"/cases/public/{second.pk}/"))
    assert f"/cases/public/{first.pk}/" in page and "First lamp" in page
    assert press(guest, second).headers["Location"] == f"/cases/public/{first.pk}/"
    assert count(first) == 1 and "1 other need was joined" in words(guest.get(f"/cases/public/{first.pk}/"))


def test_a_joined_need_that_goes_on_unpublished_gives_nothing_of_it_away(guest, town, published, raise_need):
    first, second = raise_need(title="A private title").case, published(title="Second lamp")
    actions.move(by=town.actor("lin"), case=second, verb="merge", into=first, said="The same lamp.")
    page = words(guest.get(f"/cases/public/{second.pk}/"))
    assert "neighbours cannot read" in page and "A private title" not in page and first.number not in page


def test_the_public_list_takes_the_same_queries_however_many_rows_it_has(
    guest, published, django_assert_max_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    press(guest, published())
    guest.get("/cases/")
    with CaptureQueriesContext(connection) as few:
        guest.get("/cases/")
    for number in range(5):
        published(title=f"Lamp {number}")
    with django_assert_max_num_queries(len(few)):
        guest.get("/cases/")


def test_programs_say_me_too_once_and_take_it_back(guest, published, town):
    case = published()
    address = f"/api/v1/cases/public/{case.pk}/me-too"
    for _again in range(2):
        assert guest.post(address).json() == {"case": case.pk, "me_too": 1, "counted": True}
    assert guest.delete(address).json() == {"case": case.pk, "me_too": 0, "counted": False}
    assert guest.post("/api/v1/cases/public/999999/me-too").status_code == 404


def test_a_program_hears_why_a_need_cannot_be_pressed_on(visitor, published, town):
    case = published(by="gulnar")
    answer = visitor(town.people.gulnar).post(f"/api/v1/cases/public/{case.pk}/me-too")
    assert answer.status_code == 409 and "your own need" in words(answer)
