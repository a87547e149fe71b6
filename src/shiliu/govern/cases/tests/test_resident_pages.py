"""The asker's side: the code, the page of the case, judging, withdrawing, adding a word, the list of one's own."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse

from shiliu.govern.cases import actions, moderation
from shiliu.govern.cases.models import Case, CaseClock, Judgement
from shiliu.platform.clock import at_time

pytestmark = pytest.mark.django_db
TRACK = "/cases/track/"


@pytest.fixture(autouse=True)
def nobody_has_guessed_yet():
    cache.clear()


@pytest.fixture
def sent(raise_need):
    """A need raised without an account: Submitted(case, code)."""
    return raise_need(by=None)


@pytest.fixture
def asker(visitor, sent):
    """A browser that has shown the code."""
    browser = visitor()
    browser.post(TRACK, {"code": sent.code})
    return browser


def words(response):
    return response.content.decode()


def page_of(case):
    return reverse("cases:case", args=[case.pk])


def answered(town, case, said="The lamp was repaired this morning."):
    actions.move(by=town.actor("li"), case=case, verb="accept")
    actions.move(by=town.actor("li"), case=case, verb="answer", said=said)


@pytest.mark.parametrize("typed", [str, str.lower, lambda code: code.replace("-", " "), lambda code: f" {code}。",
                                   lambda code: "".join(chr(ord(c) + 0xFEE0) for c in code)])  # fmt: skip
def test_a_code_opens_its_case_however_it_is_typed(guest, sent, typed):
    response = guest.post(TRACK, {"code": typed(sent.code)})
    assert response.headers["Location"] == page_of(sent.case)
    assert "It has been dark for three nights" in words(guest.get(page_of(sent.case)))


@pytest.mark.parametrize("typed", ["", "AAAA-AAAA-AA", "x" * 4000, "'; DROP TABLE", "2026-000001", "😀" * 10])
def test_a_wrong_code_is_refused_in_words(guest, sent, typed):
    response = guest.post(TRACK, {"code": typed})
    assert response.status_code == 422 and "error-summary" in words(response)


def test_after_ten_wrong_codes_a_challenge_is_asked_even_for_the_right_one(guest, visitor, sent, limits_on):
    for _number in range(10):
        assert guest.post(TRACK, {"code": "AAAA-AAAA-AA"}).status_code == 422
    page = visitor().post(TRACK, {"code": sent.code})
    assert page.status_code == 429 and "One moment, please" in words(page)
    assert guest.post(TRACK, {"code": sent.code}, REMOTE_ADDR="10.1.2.3").status_code == 302


def test_right_codes_are_not_counted_as_tries(guest, sent, limits_on):
    for _number in range(12):
        assert guest.post(TRACK, {"code": sent.code}).status_code == 302


def test_behind_a_proxy_the_last_address_it_names_counts(rf, settings):
    from shiliu.platform.limits import address_of

    settings.BEHIND_PROXY = True
    assert address_of(rf.get("/", headers={"x-forwarded-for": "6.6.6.6, 10.0.0.9"})) == "10.0.0.9"
    assert address_of(rf.get("/", headers={"x-forwarded-for": "2001:db8:1:2:3::4"})) == "2001:db8:1:2::/64"
    settings.BEHIND_PROXY = False
    assert address_of(rf.get("/", headers={"x-forwarded-for": "6.6.6.6"})) == "127.0.0.1"


def test_a_case_does_not_exist_for_anybody_else(guest, visitor, town, sent):
    for browser in (guest, visitor(town.people.gulnar), visitor(town.people.hu)):
        for pk in (sent.case.pk, sent.case.pk + 1000, 2**80):
            response = browser.get(f"/cases/{pk}/")
            assert response.status_code == 404 and "does not open here" in words(response)
        assert browser.post(f"/cases/{sent.case.pk}/withdraw/").status_code in {403, 404}
    assert Case.objects.get().state == "dispatched"


def test_staff_who_may_see_the_case_are_led_to_their_desk(visitor, town, sent):
    response = visitor(town.people.li).get(page_of(sent.case))
    assert response.headers["Location"] == reverse("cases:desk", args=[sent.case.pk])


def test_the_device_can_be_closed_for_whoever_uses_it_next(asker, sent):
    assert asker.get(page_of(sent.case)).status_code == 200
    asker.post("/cases/forget/")
    assert asker.get(page_of(sent.case)).status_code == 404


def test_the_page_tells_the_state_the_unit_the_deadlines_and_why(asker, sent):
    page = words(asker.get(page_of(sent.case)))
    assert "Sent to the unit" in page and "The responsible unit has it; its time is running." in page
    assert "First contact · within 1 working day" in page and "Resolution · within 7 days" in page
    assert "City is the nearest of them: it serves District." in page
    assert "A moderator first takes out" in page


def test_nobody_on_the_staff_is_named_and_notes_stay_among_staff(asker, sent, town):
    actions.move(by=town.actor("li"), case=sent.case, verb="accept")
    actions.remark(by=town.actor("li"), case=sent.case, note="Secret remark")
    actions.move(by=town.actor("li"), case=sent.case, verb="answer", said="Repaired.", note="Secret note")
    page = words(asker.get(page_of(sent.case)))
    assert "Repaired." in page and "Secret" not in page and "Note among staff" not in page
    assert "li@" not in page and ">li<" not in page and "City" in page


def test_a_photo_of_the_asker_is_on_the_page_and_opens_for_nobody_else(guest, visitor, raise_need, png):
    sent = raise_need(by=None, files=[png()])
    photo = f"/files/{sent.case.files.get().attachment.key}/"
    owner = visitor()
    owner.post(TRACK, {"code": sent.code})
    assert photo in words(owner.get(page_of(sent.case)))
    assert (owner.get(photo).status_code, guest.get(photo).status_code) == (200, 404)


def test_a_released_photo_opens_for_everybody_until_the_case_is_withheld(guest, raise_need, png, town):
    case = raise_need(by=None, files=[png()]).case
    link = case.files.get()
    moderation.publish(by=town.actor("lin"), case=case, title="Lamp", text="Dark.", photos=[link.pk])
    assert guest.get(f"/files/{link.attachment.key}/").status_code == 200
    moderation.withhold(by=town.actor("lin"), case=case, reason="A door number can be read.")
    assert guest.get(f"/files/{link.attachment.key}/").status_code == 404


def test_the_answer_stands_beside_the_question_whether_it_is_solved(asker, sent, town):
    answered(town, sent.case, said="Mended at dawn.")
    page = words(asker.get(page_of(sent.case)))
    assert page.index("Is it solved?") < page.index("Mended at dawn.") < page.index("Only you can say so.")


def test_saying_solved_ends_the_case_as_confirmed(asker, sent, town):
    answered(town, sent.case)
    assert "Is it solved?" in words(asker.get(page_of(sent.case)))
    asker.post(reverse("cases:judge", args=[sent.case.pk]), {"solved": "yes", "level": "5", "said": ""})
    assert Case.objects.get().state == "confirmed"
    assert (Judgement.objects.get().solved, Judgement.objects.get().level) == (True, 5)


def test_saying_not_solved_reopens_it_at_the_supervisor_with_a_second_clock_beside_the_first(asker, sent, town):
    answered(town, sent.case)
    asker.post(reverse("cases:judge", args=[sent.case.pk]), {"solved": "no", "level": "1", "said": "Dark again"})
    page = words(asker.get(page_of(sent.case)))
    assert Case.objects.get().state == "supervision"
    assert "First promise" in page and "Second promise" in page and "Dark again" in page


def test_a_second_not_solved_ends_it_as_unsolved(asker, sent, town):
    case = sent.case
    answered(town, case)
    judge = reverse("cases:judge", args=[case.pk])
    asker.post(judge, {"solved": "no", "level": "1", "said": "Dark again"})
    case.refresh_from_db()
    actions.move(by=town.actor("sun"), case=case, verb="reopen", unit=town.units.city, said="Look again.")
    answered(town, case, said="Done once more.")
    assert "counted as unsolved" in words(asker.get(page_of(case)))
    asker.post(judge, {"solved": "no", "level": "2", "said": "Still dark"})
    assert Case.objects.get().state == "closed"
    assert list(Judgement.objects.values_list("solved", flat=True)) == [False, False]


@pytest.mark.parametrize(
    "given",
    [{}, {"solved": "no", "level": "1", "said": "  "}, {"solved": "yes"}, {"solved": "yes", "level": "9"},
     {"solved": "perhaps", "level": "3"}, {"solved": "no", "level": "1", "said": "x" * 4001}],
)  # fmt: skip
def test_a_half_filled_judgement_comes_back_with_what_was_typed(asker, sent, town, given):
    answered(town, sent.case)
    response = asker.post(reverse("cases:judge", args=[sent.case.pk]), given)
    assert response.status_code == 422 and "error-summary" in words(response)
    assert Case.objects.get().state == "answered" and not Judgement.objects.exists()


def test_judging_what_was_judged_already_says_what_the_matter_is_now(asker, sent, town):
    answered(town, sent.case)
    judge = reverse("cases:judge", args=[sent.case.pk])
    asker.post(judge, {"solved": "yes", "level": "5"})
    response = asker.post(judge, {"solved": "yes", "level": "5"})
    assert response.status_code == 422 and Judgement.objects.count() == 1


def test_an_open_need_can_be_taken_back_and_an_ended_one_cannot(asker, sent):
    withdraw = reverse("cases:withdraw", args=[sent.case.pk])
    assert "Take this need back?" in words(asker.get(page_of(sent.case)))
    asker.post(withdraw)
    assert Case.objects.get().state == "withdrawn"
    assert "Take this need back?" not in words(asker.get(page_of(sent.case)))
    assert "no longer possible" in words(asker.post(withdraw, follow=True))


def test_a_word_with_a_photo_reaches_the_unit_and_stands_in_the_history(asker, sent, png):
    response = asker.post(reverse("cases:word", args=[sent.case.pk]), {"said": "Now two lamps", "photos": [png()]})
    assert response.status_code == 302
    page = words(asker.get(page_of(sent.case)))
    assert "Now two lamps" in page and "A word was added" in page and "/thumb/" in page


def test_an_empty_word_or_a_wrong_file_comes_back_in_words(asker, sent):
    from django.core.files.uploadedfile import SimpleUploadedFile

    word = reverse("cases:word", args=[sent.case.pk])
    assert "Write at least one sentence." in words(asker.post(word, {"said": " "}))
    evil = SimpleUploadedFile("x.jpg", b"MZ no picture")
    response = asker.post(word, {"said": "Look at this", "photos": [evil]})
    assert response.status_code == 422 and "Look at this" in words(response)
    assert not sent.case.steps.filter(move="word").exists()


def test_a_refusal_names_the_right_channel(asker, sent, town):
    actions.move(
        by=town.actor("li"), case=sent.case, verb="refuse", reason="legal_route", said="It is before the court."
    )
    page = words(asker.get(page_of(sent.case)))
    assert "Where to go instead" in page and "It is before the court." in page


def test_what_neighbours_see_is_told_in_every_case(asker, sent, town):
    case = sent.case
    moderation.publish(by=town.actor("lin"), case=case, title="Dark lamp", text="Dark.")
    assert "Dark lamp" in words(asker.get(page_of(case)))
    moderation.withhold(by=town.actor("lin"), case=case, reason="It names a shop.")
    assert "It names a shop." in words(asker.get(page_of(case)))
    Case.objects.update(may_publish=False, publication="withheld")
    case.steps.filter(move="withhold").delete()
    assert "Nothing, as you asked." in words(asker.get(page_of(case)))


def test_each_look_at_the_contact_is_told_with_its_reason(asker, visitor, raise_need, town):
    sent = raise_need(by=None, contact=actions.Contact(phone="+8613800138000"))
    actions.see_contact(by=town.actor("li"), case=sent.case, reason="To find the lamp")
    browser = visitor()
    browser.post(TRACK, {"code": sent.code})
    assert "To find the lamp" in words(browser.get(page_of(sent.case)))


def test_a_year_without_announced_holidays_is_warned_of(asker, sent):
    CaseClock.objects.update(unannounced_years=[2027])
    assert "The public holidays of 2027 are not announced yet" in words(asker.get(page_of(sent.case)))


def test_the_page_of_a_case_costs_the_same_number_of_queries_however_long_its_history(
    asker, sent, town, django_assert_max_num_queries
):
    answered(town, sent.case)
    for number in range(8):
        actions.add_word(by=town.actor("li").holding_secret(sent.case.code_hash), case=sent.case, said=f"Word {number}")
    with django_assert_max_num_queries(24):
        asker.get(page_of(sent.case))


@pytest.mark.both
def test_my_needs_are_listed_newest_first_and_found_by_words_and_state(visitor, raise_need, town):
    with at_time(town.now - timedelta(days=3)):
        raise_need(title="The old manhole", text="Loose cover", category="manhole")
    raise_need(title="The new lamp", text="Dark")
    raise_need(by="chen", title="Not mine", text="Somebody else's")
    gulnar = visitor(town.people.gulnar)
    page = words(gulnar.get("/cases/mine/"))
    assert page.index("The new lamp") < page.index("The old manhole") and "Not mine" not in page
    assert "The new lamp" not in words(gulnar.get("/cases/mine/?text=manhole"))
    assert "Nothing matches" in words(gulnar.get("/cases/mine/?state=confirmed"))
    assert "Nothing matches" in words(gulnar.get("/cases/mine/?state=nonsense"))


def test_my_empty_list_says_what_to_do_next(visitor, town):
    assert "You have not raised anything yet" in words(visitor(town.people.chen).get("/cases/mine/"))


def test_my_list_asks_a_guest_to_sign_in(guest, town):
    assert "/account/login" in guest.get("/cases/mine/").headers["Location"]


@pytest.mark.parametrize("count", [3, 12])
def test_my_list_costs_the_same_number_of_queries_however_long_it_is(
    visitor, town, raise_need, django_assert_max_num_queries, count
):
    for number in range(count):
        raise_need(title=f"Need {number}")
    gulnar = visitor(town.people.gulnar)
    with django_assert_max_num_queries(6):
        gulnar.get("/cases/mine/")
