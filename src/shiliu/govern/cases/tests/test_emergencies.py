"""Emergencies stop the form with a number to call; closed offices say so; administrators say whom to call."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from shiliu.govern.cases import actions, after_hours, emergencies
from shiliu.govern.cases.models import Case, Category
from shiliu.platform.clock import at_time
from shiliu.platform.permissions import ANONYMOUS, SYSTEM, Refused
from shiliu.platform.workflow import NotPossible

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")
TUESDAY_NOON, TUESDAY_NIGHT = datetime(2026, 9, 1, 10, 0, tzinfo=SHANGHAI), datetime(2026, 9, 1, 22, 0, tzinfo=SHANGHAI)


@pytest.fixture
def numbers(town, catalogue):
    emergencies.load(by=SYSTEM)


def test_an_emergency_matter_stops_the_form_before_the_place_is_asked(guest, filled, numbers):
    answer = guest.post(reverse("cases:submit"), filled(step="what", go="next", category="emergency_fire"))
    page = answer.content.decode()
    assert 'href="tel:119"' in page
    assert "go on" not in page
    assert guest.post(reverse("cases:submit"), filled(category="emergency_fire")).status_code == 422
    assert not Case.objects.exists()


def test_from_an_emergency_one_can_go_back_and_choose_another_matter(guest, filled, numbers):
    answer = guest.post(reverse("cases:submit"), filled(step="what", go="what", category="emergency_fire"))
    assert b'name="kind"' in answer.content


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("三楼着火了", "119"), ("楼道里有煤气泄漏", "119"), ("楼下有人受伤", "120"), ("There is a smell of gas here", "119"),
        ("ئۆيدە ئوت كەتتى", "119"), ("门口发生车祸", "122"), ("有人持刀", "110"),
    ],
)  # fmt: skip
def test_words_that_sound_like_an_emergency_stop_the_form_once(guest, filled, catalogue, text, number):
    first = guest.post(reverse("cases:submit"), filled(text=text))
    page = first.content.decode()
    assert f'href="tel:{number}"' in page
    assert not Case.objects.exists()
    calm = "|".join(emergencies.words_in(text))
    assert guest.post(reverse("cases:submit"), filled(text=text, calm=calm)).status_code == 302
    assert Case.objects.count() == 1


def test_two_emergencies_in_one_text_show_both_numbers(guest, filled, numbers):
    page = guest.post(reverse("cases:submit"), filled(text="着火了，有人受伤")).content.decode()
    assert "Somebody hurt" in page
    assert page.index('href="tel:119"') < page.index('href="tel:120"')


def test_what_was_typed_travels_through_the_stop_page(guest, filled, catalogue):
    page = guest.post(reverse("cases:submit"), filled(text="着火了", place_note="East gate")).content.decode()
    for kept in ("着火了", "East gate", "8f14e45f-ceea-467f-a0e6-0a1b2c3d4e5f"):
        assert f'value="{kept}"' in page


def test_new_words_stop_the_form_again_after_others_were_waved_through(guest, filled, catalogue):
    answer = guest.post(reverse("cases:submit"), filled(text="着火了，有人受伤", calm="着火"))
    assert b"tel:" in answer.content
    assert not Case.objects.exists()


@pytest.mark.parametrize("text", ["电线老化，容易着火", "楼道堆物，怕着火", "消防隐患", "The fire door is blocked."])
def test_words_about_a_risk_do_not_stop_the_form(text):
    assert emergencies.words_in(text) == {}


def test_programs_cannot_raise_an_emergency_either(town, numbers):
    fire = Category.objects.get(code="emergency_fire")
    with pytest.raises(NotPossible, match="119"):
        actions.submit(by=ANONYMOUS, kind="help", title="Fire", text="It burns.", category=fire, area=town.places.house)


def test_every_word_leads_to_an_emergency_with_a_number_and_a_source():
    known = {row["code"] for row in emergencies.rows("emergencies") if row["number"] and row["source"]}
    words = emergencies.rows("emergency_words")
    assert {row["call"] for row in words} - {""} <= known
    assert all(row["source"] for row in words)


def test_loading_again_keeps_what_an_administrator_changed(town, numbers):
    gas = Category.objects.get(code="emergency_gas")
    emergencies.set_help(
        by=town.actor("ding"), matter=gas, number="96777", advice={"zh-hans": "打燃气公司电话"}, after_hours={}
    )
    emergencies.load(by=SYSTEM)
    gas.refresh_from_db()
    assert gas.emergency_number == "96777"


def test_an_emergency_needs_a_number_and_advice_in_chinese(town, numbers):
    fire = Category.objects.get(code="emergency_fire")
    for number, advice in (("119", {}), ("call us", {"zh-hans": "x"})):
        with pytest.raises(NotPossible):
            emergencies.set_help(by=town.actor("ding"), matter=fire, number=number, advice=advice, after_hours={})
    with pytest.raises(Refused):
        emergencies.set_help(by=town.actor("lin"), matter=fire, number="119", advice={"zh-hans": "x"}, after_hours={})


def test_administrators_say_on_a_page_whom_to_call(town, catalogue, visitor):
    browser = visitor(town.people.ding)
    lamp = catalogue["street_lamp"]
    assert lamp.name in browser.get(reverse("cases:emergencies")).content.decode()
    address = reverse("cases:emergency_edit", args=[lamp.pk])
    browser.post(address, {"after_hours_zh-hans": "打路灯热线", "after_hours_en": "Call the lamp line"})
    lamp.refresh_from_db()
    assert lamp.after_hours_texts == {"zh-hans": "打路灯热线", "en": "Call the lamp line"}


def test_at_night_the_office_says_when_it_opens_and_whom_to_call(town, catalogue):
    lamp = catalogue["street_lamp"]
    lamp.after_hours_texts = {"zh-hans": "打路灯热线", "en": "Call the lamp line"}
    with at_time(TUESDAY_NOON):
        assert after_hours.closed_now(town.places.house, lamp, town.cell) is None
    with at_time(TUESDAY_NIGHT):
        closed = after_hours.closed_now(town.places.house, lamp, town.cell)
    assert closed.opens_at - TUESDAY_NIGHT < timedelta(hours=12)
    assert (closed.text, closed.phone) == ("Call the lamp line", town.cell.supervision_phone)


def test_the_form_and_the_sent_page_say_that_the_office_is_closed(guest, filled, catalogue, town):
    with at_time(TUESDAY_NIGHT):
        assert b"Work begins again" in guest.post(reverse("cases:submit"), filled(step="where", go="next")).content
        sent = guest.post(reverse("cases:submit"), filled(), follow=True)
        assert b"Work begins again" in sent.content
