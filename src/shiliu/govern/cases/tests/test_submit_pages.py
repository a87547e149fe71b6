"""Raising a need through the four steps, as a guest with a phone does it."""

import pytest
from django.urls import reverse

from shiliu.govern.cases import actions
from shiliu.govern.cases.models import Case

pytestmark = pytest.mark.django_db
NEW = "/cases/new/"


@pytest.fixture
def step(guest, catalogue, filled):
    """step(name, go="next", **changes) -> the answer to the form as it stands at that step."""

    def send(name, go="next", **changes):
        return guest.post(NEW, filled(step=name, go=go, **changes))

    return send


def page(response):
    return response.content.decode()


def test_the_first_step_asks_what_it_is_with_a_sentence_for_each_kind(guest, catalogue):
    response = guest.get(NEW)
    assert response.status_code == 200
    assert page(response).count('name="kind"') == 5
    assert "Street lamp" in page(response)


def test_a_guest_goes_through_all_steps_and_gets_a_code_that_opens_the_case(guest, step, town):
    assert 'name="find"' in page(step("what"))
    assert 'name="text"' in page(step("where"))
    assert "As neighbours would read it" in page(step("words"))
    response = step("check", go="send")
    case = Case.objects.get()
    assert response.headers["Location"] == reverse("cases:sent", args=[case.pk])
    sent = page(guest.get(response.headers["Location"]))
    code = actions.code_of(case.submission)
    assert code in sent and case.number in sent and "City" in sent
    assert guest.get(reverse("cases:case", args=[case.pk])).status_code == 200
