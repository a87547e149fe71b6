"""The questions of a matter on our own form: asked in the third step, shown before sending, read at the desk."""

import pytest
from django.test import Client
from django.urls import reverse

from shiliu.govern.cases.models import Case
from tests.open311.conftest import QUESTIONS

NEED = {
    "step": "check", "go": "send", "kind": "help", "category": "street_lamp", "area": "house", "text": "The lamp is dark. Please mend it.",
    "may_publish": "yes", "submission": "8f14e45f-ceea-467f-a0e6-0a1b2c3d4e5f",
}  # fmt: skip
ANSWERS = {
    "answer_pole": "A-17", "answer_lamps": "3", "answer_since": "2026-03-01T20:00", "answer_more": "one\r\ntwo", "answer_light": "off",
    "answer_seen": ["night", "dawn"],
}  # fmt: skip
KEPT = {
    "pole": "A-17", "lamps": "3", "since": "2026-03-01T20:00:00+08:00", "more": "one\ntwo", "light": "off", "seen": ["night", "dawn"],
}  # fmt: skip


@pytest.fixture
def form(site):
    """form(**changes) → the page that answers the form of four steps."""
    browser = Client(headers={"accept-language": "en"})

    def post(**changes):
        given = {name: value for name, value in {**NEED, **ANSWERS, **changes}.items() if value is not None}
        return browser.post(reverse("cases:submit"), given)

    return post


def test_answers_travel_through_the_steps_and_stay_with_the_need(form):
    assert form().status_code == 302
    assert Case.objects.order_by("pk").last().answers == KEPT


def test_the_third_step_asks_each_question_once_and_keeps_what_was_answered(form):
    page = form(step="check", go="words").content.decode()
    for code, (_datatype, _required, variable, _values) in QUESTIONS.items():
        assert (f'name="answer_{code}"' in page) == variable
    assert page.count('value="A-17"') == 1
    assert 'value="2026-03-01T20:00"' in page
    assert page.count(" checked") >= 3


def test_the_other_steps_carry_the_answers_along(form):
    page = form(step="words", go="where").content.decode()
    assert page.count('type="hidden" name="answer_seen"') == 2
    assert '<input type="hidden" name="answer_pole" value="A-17">' in page


def test_the_answers_can_be_looked_at_before_sending(form):
    page = form(step="words", go="next").content.decode()
    assert "A-17" in page
    assert "Off" in page


@pytest.mark.parametrize(
    "wrong",
    [{"answer_pole": None}, {"answer_pole": ""}, {"answer_lamps": "many"}, {"answer_since": "soon"}, {"answer_light": "purple"},
     {"answer_seen": ["night", "never"]}, {"answer_pole": "x" * 301}],
)  # fmt: skip
def test_a_wrong_answer_is_said_beside_its_question_and_nothing_is_sent(form, wrong):
    before = Case.objects.count()
    assert form(**wrong).status_code == 422
    assert Case.objects.count() == before


def test_answers_to_another_matter_are_let_go(form):
    assert form(category="manhole").status_code == 302
    assert Case.objects.order_by("pk").last().answers == {}


def test_one_box_ticked_is_a_list_of_one(form):
    assert form(answer_seen="dawn").status_code == 302
    assert Case.objects.order_by("pk").last().answers["seen"] == ["dawn"]


def test_whoever_works_on_it_reads_the_answers_in_words(form, town):
    form()
    desk = Client(headers={"accept-language": "en"})
    desk.force_login(town.people.li)
    page = desk.get(reverse("cases:desk", args=[Case.objects.order_by("pk").last().pk])).content.decode()
    assert "A-17" in page
    assert "Off" in page
    assert "夜里" in page
