"""Raising a need through the four steps, as a guest with a phone does it."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from shiliu.govern.cases import actions
from shiliu.govern.cases.models import Case, CaseAttachment, CaseContact
from shiliu.platform.attachments.models import Attachment
from shiliu.platform.permissions import ANONYMOUS
from shiliu.platform.presentation.marking import marked

pytestmark = pytest.mark.django_db
NEW = "/cases/new/"


@pytest.fixture
def step(guest, catalogue, filled):
    """step(name, go="next", **changes) -> the answer to the form as it stands at that step."""

    def send(name, go="next", browser=guest, **changes):
        return browser.post(NEW, filled(step=name, go=go, **changes))

    return send


def words(response):
    return response.content.decode()


def hidden(response, name):
    found = re.search(rf'type="hidden" name="{name}" value="([^"]*)"', words(response))
    return found and found[1]


def chosen(response, name):
    return re.findall(rf'name="{name}" value="([^"]*)"[^>]* checked', words(response))


def test_the_first_step_asks_what_it_is_with_a_sentence_for_each_kind(guest, catalogue):
    response = guest.get(NEW)
    assert response.status_code == 200
    assert words(response).count('name="kind"') == 5
    assert "Street lamp" in words(response) and "I do not know" in words(response)


def test_a_guest_goes_through_all_steps_and_gets_a_code_that_opens_the_case(guest, step, town):
    assert 'name="find"' in words(step("what"))
    assert 'name="text"' in words(step("where"))
    assert "As neighbours would read it" in words(step("words"))
    response = step("check", go="send")
    case = Case.objects.get()
    assert response.headers["Location"] == reverse("cases:sent", args=[case.pk])
    sent = words(guest.get(response.headers["Location"]))
    assert actions.code_of(case.submission) in sent and case.number in sent
    assert "City is the nearest of them" in sent and "within 7 days" in sent
    assert guest.get(reverse("cases:case", args=[case.pk])).status_code == 200


def test_everything_typed_travels_along_to_every_step(step):
    response = step("where", go="what", text="A long story", phone="13800138000")
    assert (hidden(response, "text"), hidden(response, "phone")) == ("A long story", "13800138000")
    assert chosen(response, "kind") == ["help"]


def test_nothing_is_kept_in_a_session_while_the_form_is_filled_in(guest, step):
    step("words")
    assert "shiliu_session" not in guest.cookies


def test_a_step_that_lacks_something_comes_back_with_the_words_typed_and_says_what_is_missing(step):
    response = step("words", text="", title="Kept title")
    assert response.status_code == 422
    assert "Write at least one sentence." in words(response) and "Kept title" in words(response)


def test_going_back_asks_for_nothing_first(step):
    response = step("words", go="where", text="")
    assert response.status_code == 200 and 'name="find"' in words(response)


def test_the_last_step_cannot_be_reached_by_leaving_out_the_others(step):
    response = step("check", go="send", kind="", text="")
    assert response.status_code == 422 and words(response).count('name="kind"') == 5
    assert not Case.objects.exists()


@pytest.mark.both
def test_a_place_is_found_by_words_of_its_name_and_of_what_it_lies_in(step):
    response = step("where", go="find", find="court house", area="")
    assert "House" in words(response) and "Court · West · Street" in words(response)


def test_the_only_place_found_is_taken_when_somebody_goes_on_without_choosing(step):
    response = step("where", find="house", area="")
    assert 'name="text"' in words(response) and hidden(response, "area") == "house"


def test_a_place_nobody_knows_is_said_to_be_unknown_and_the_words_stay(step):
    response = step("where", go="find", find="<b>Nowhere</b>", area="")
    assert "Nothing was found for" in words(response) and "&lt;b&gt;Nowhere&lt;/b&gt;" in words(response)


def test_without_a_place_the_form_asks_and_accepts_that_it_is_not_known(step):
    refused = step("where", find="", area="")
    assert refused.status_code == 422 and "say that you do not know the place" in words(refused)
    assert 'name="text"' in words(step("where", find="", area="", nowhere="on"))


def test_who_serves_the_place_is_shown_as_soon_as_it_is_known(guest, step):
    response = guest.get("/cases/new/serving/?area=house&kind=help&category=street_lamp")
    assert "City" in words(response) and "Safety warden" in words(response) and "0000-5550199" in words(response)
    assert "City" in words(step("where"))


@pytest.mark.both
def test_a_point_on_the_map_finds_the_building(step, town):
    step("check", go="send", area="", latitude="40.0015", longitude="100.0015")
    case = Case.objects.get()
    assert (case.area, case.latitude) == (town.places.house, 40.0015)


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [("95", "100"), ("1e400", "100"), ("nan", "100"), ("forty", "100"), ("40", ""), ("0", "0")],
)
def test_a_point_that_cannot_be_one_is_refused_in_words(step, latitude, longitude):
    response = step("where", area="", latitude=latitude, longitude=longitude)
    assert response.status_code == 422 and not Case.objects.exists()


def test_a_title_left_empty_is_made_of_the_first_words(step):
    step("check", go="send")
    assert Case.objects.get().title == "It has been dark for three nights"


def test_pressing_send_twice_or_going_back_and_sending_again_shows_the_same_code(guest, step):
    first, second = step("check", go="send"), step("check", go="send")
    assert first.headers["Location"] == second.headers["Location"]
    assert Case.objects.count() == 1


def test_a_damaged_form_number_is_replaced_and_nothing_typed_is_lost(step):
    response = step("check", go="send", submission="not-a-number")
    assert response.status_code == 422 and "damaged" in words(response)
    again = step("check", go="send", submission=hidden(response, "submission"))
    assert again.status_code == 302 and Case.objects.count() == 1


def test_what_seems_to_name_somebody_is_marked_and_must_be_looked_at(step):
    text = "Call me at 13800138000 please, the lamp is dark."
    preview = words(step("words", text=text))
    assert "<mark>13800138000</mark>" in preview and 'name="looked"' in preview
    refused = step("check", go="send", text=text)
    assert refused.status_code == 422 and not Case.objects.exists()
    assert step("check", go="send", text=text, looked="on").status_code == 302


def test_hostile_words_are_shown_as_words(guest, step):
    text = "<script>alert(1)</script> & <b>bold</b> at the gate"
    preview = words(step("words", text=text, title=text, place_note=text))
    assert "<script>alert" not in preview and "&lt;script&gt;alert" in preview
    sent = step("check", go="send", text=text, title=text, place_note=text)
    assert "<script>alert" not in words(guest.get(sent.headers["Location"]))
    assert "<script>alert" not in words(guest.get(reverse("cases:case", args=[Case.objects.get().pk])))


@pytest.mark.parametrize("text", ["<i>13800138000</i>", "<b>13800138000<u>", "a\n<hr>\n13800138000"])
def test_marking_private_words_never_lets_markup_through(text):
    assert "<mark>13800138000</mark>" in marked(text)
    assert not re.search("<(i|b|u|hr)>", marked(text) + marked(text, "en", inline=True))


@pytest.mark.parametrize(
    "changes",
    [
        {"text": "x" * 4001},
        {"title": "x" * 121},
        {"kind": "murder"},
        {"category": "no-such-matter"},
        {"area": "no-such-place"},
        {"area": "x" * 5000},
        {"may_publish": "perhaps"},
        {"phone": "call me maybe"},
        {"phone": "1" * 500},
        {"email": "not an address"},
        {"place_note": "x" * 500},
    ],
)
def test_input_that_cannot_be_is_refused_in_words_and_comes_back(step, changes):
    response = step("check", go="send", **changes)
    assert response.status_code == 422 and "error-summary" in words(response)
    assert not Case.objects.exists()


def test_control_characters_and_foreign_line_ends_are_taken_out(step):
    step("check", go="send", text="Dark lamp\x0b\r\nat the gate", step_name="x")
    assert Case.objects.get().text == "Dark lamp\nat the gate"


def test_a_step_nobody_knows_begins_at_the_first(step):
    assert words(step("sideways", go="nowhere")).count('name="find"') == 1


def test_photos_survive_a_failed_step_and_go_with_the_need(guest, step, png):
    failed = step("words", text="", photos=[png(), png("red")])
    assert failed.status_code == 422 and words(failed).count("/thumb/") == 2
    kept = hidden(failed, "kept")
    assert guest.get(f"/files/{Attachment.objects.first().key}/thumb/").status_code == 200
    step("check", go="send", kept=kept)
    assert CaseAttachment.objects.filter(case=Case.objects.get()).count() == 2


def test_a_photo_can_be_taken_out_again(step, png):
    kept = hidden(step("words", photos=[png(), png("red")]), "kept")
    first = str(Attachment.objects.first().key)
    preview = step("words", kept=kept, drop=first)
    assert first not in words(preview) and words(preview).count("/thumb/") == 1


def test_a_file_that_is_no_photo_is_refused_beside_the_field_and_the_rest_stays(step, png):
    response = step("words", photos=[SimpleUploadedFile("evil.jpg", b"<?php echo 1"), png()])
    assert response.status_code == 422 and "evil.jpg" in words(response)
    assert words(response).count("/thumb/") == 1 and "It has been dark" in words(response)


def test_more_photos_than_allowed_are_refused_in_words(step, png, settings):
    settings.ATTACHMENT_MAX_COUNT = 1
    response = step("words", photos=[png(), png("red")])
    assert response.status_code == 422 and "At most 1 photos" in words(response)


def test_a_forged_list_of_photos_opens_nobodys_photo(step, guest, png, town):
    from shiliu.platform import attachments

    other = attachments.store(png(), by=ANONYMOUS)
    forged = signing.dumps([str(other.key)], salt="something else")
    response = step("words", kept=forged)
    assert response.status_code == 422 and str(other.key) not in words(response)


def test_a_photo_that_waited_too_long_is_asked_for_again(step, png):
    kept = hidden(step("words", photos=[png()]), "kept")
    Attachment.objects.all().delete()
    assert "no longer kept" in words(step("check", go="send", kept=kept))
    assert not Case.objects.exists()


def test_sending_again_with_photos_that_already_went_shows_the_same_code(step, png):
    kept = hidden(step("words", photos=[png()]), "kept")
    first, second = step("check", go="send", kept=kept), step("check", go="send", kept=kept)
    assert first.headers["Location"] == second.headers["Location"]


def test_a_photo_of_a_sent_need_cannot_be_sent_with_another(step, png):
    kept = hidden(step("words", photos=[png()]), "kept")
    step("check", go="send", kept=kept)
    step("check", go="send", kept=kept, submission="11111111-2222-4333-8444-555555555555")
    assert [case.files.count() for case in Case.objects.order_by("pk")] == [1, 0]


def test_the_contact_is_kept_apart_and_a_landline_counts_as_a_telephone(step):
    step("check", go="send", phone="0471-555 0100", address_as="Auntie Gu")
    contact = CaseContact.objects.get()
    assert (contact.phone, contact.address_as, contact.language) == ("0471-555 0100", "Auntie Gu", "en")


def test_a_signed_in_resident_is_the_author_and_is_not_asked_for_a_contact(visitor, town, catalogue, filled):
    gulnar = visitor(town.people.gulnar)
    assert 'name="phone"' not in words(gulnar.post(NEW, filled(step="where", go="next")))
    gulnar.post(NEW, filled())
    assert Case.objects.get().author == town.people.gulnar


def test_an_address_may_name_the_kind_the_matter_and_the_place(guest, catalogue):
    response = guest.get(f"{NEW}?kind=hazard&category=manhole&area=house")
    assert chosen(response, "kind") == ["hazard"] and hidden(response, "area") == "house"
    assert '<option value="manhole" selected>' in words(response)


def test_a_need_that_may_not_be_published_says_so_before_it_is_sent(step):
    assert "Not for neighbours" in words(step("words", may_publish="no"))
    step("check", go="send", may_publish="no")
    assert Case.objects.get().may_publish is False


def test_open_needs_of_neighbours_about_the_same_matter_are_shown_before_writing(step, published):
    published(title="The same dark lamp")
    assert "The same dark lamp" in words(step("where"))


def test_a_form_whose_session_ended_comes_back_with_everything_typed(catalogue, filled):
    strict = Client(enforce_csrf_checks=True)
    response = strict.post(NEW, filled(text="Three nights in the dark"))
    assert response.status_code == 403
    assert "Three nights in the dark" in words(response) and hidden(response, "submission")
    assert not Case.objects.exists()


def test_photos_chosen_when_the_session_had_ended_are_kept_and_go_with_the_need(catalogue, filled, png):
    strict = Client(enforce_csrf_checks=True)
    sent = {**filled(), "photos": [png(), SimpleUploadedFile("notes.txt", b"no picture")]}
    response = strict.post(NEW, {**sent, "step": "words"})
    page = words(response)
    assert response.status_code == 403 and "Photos added so far" in page and "notes.txt" in page
    token = strict.cookies["csrftoken"].value
    again = {**filled(), "kept": hidden(response, "kept"), "step": "check", "go": "send", "csrfmiddlewaretoken": token}
    assert strict.post(NEW, again).status_code == 302
    assert Case.objects.get().files.count() == 1


def test_the_code_is_shown_only_on_the_device_that_sent_the_need(visitor, step):
    address = step("check", go="send").headers["Location"]
    stranger, bearer = visitor(), visitor()
    bearer.post("/cases/track/", {"code": actions.code_of(Case.objects.get().submission)})
    for browser in (stranger, bearer):
        assert browser.get(address).headers["Location"] == reverse("cases:track")


def test_the_page_with_the_code_is_never_kept_by_a_browser(guest, step):
    response = guest.get(step("check", go="send").headers["Location"])
    assert "no-store" in response.headers["Cache-Control"]


def test_a_need_no_rule_can_place_says_that_a_dispatcher_decides(guest, step):
    address = step("check", go="send", category="", area="", nowhere="on").headers["Location"]
    page = words(guest.get(address))
    assert "A dispatcher reads it" in page and "No place was given that we know" in page


def test_a_form_far_too_large_is_refused_in_words(step):
    response = step("check", go="send", text="x" * 3_000_000)
    assert response.status_code in {400, 413} and "<h1>" in words(response)
    assert not Case.objects.exists()


def test_a_photo_larger_than_allowed_is_refused_in_words_and_the_rest_stays(step, png, settings):
    settings.ATTACHMENT_MAX_BYTES = 50
    response = step("words", photos=[png()])
    assert response.status_code == 422 and "is larger than" in words(response) and "It has been dark" in words(response)


@pytest.mark.django_db(transaction=True)
def test_two_sends_of_the_same_form_at_the_same_moment_make_one_case(town, catalogue, filled, visitor):
    def send(browser):
        try:
            return browser.post(NEW, filled()).headers.get("Location")
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        addresses = set(pool.map(send, [visitor(), visitor()]))
    assert Case.objects.count() == 1 and addresses == {reverse("cases:sent", args=[Case.objects.get().pk])}
