"""Where a reader can go from a page, and how the reader wants to read."""

from types import SimpleNamespace

import pytest
from django.test import RequestFactory
from django.urls import path, reverse

from shiliu.site.context import site


def nothing(request):
    raise AssertionError("never called")


urlpatterns = [path("", nothing, name="home")]
GUEST = SimpleNamespace(signed_in=False, is_staff_member=False)
STAFF = SimpleNamespace(signed_in=True, is_staff_member=True)


def page(address, actor=GUEST, **cookies):
    request = RequestFactory().get(address)
    request.COOKIES.update(cookies)
    request.actor = actor
    return site(request)


@pytest.mark.urls(__name__)
def test_ways_to_parts_of_the_site_that_do_not_exist_are_left_out():
    assert [entry["url"] for entry in page("/")["navigation"]] == ["/"]


def test_the_entry_of_the_page_being_read_is_marked_and_no_other():
    assert [e["url"] for e in page("/cases/new/serving/")["navigation"] if e["current"]] == [reverse("cases:submit")]


def test_a_case_of_ones_own_is_not_marked_as_what_neighbours_raised():
    assert not any(entry["current"] for entry in page("/cases/17/")["navigation"])


def test_the_front_page_is_current_only_on_itself():
    assert not page("/nowhere/")["navigation"][0]["current"]
    assert page("/")["navigation"][0]["current"]


def test_the_phone_has_room_for_five_ways_at_most():
    for actor in (GUEST, STAFF):
        assert len(page("/", actor)["tabs"]) <= 5


def test_a_worker_starts_from_the_worklist_and_a_guest_from_the_front_page():
    assert page("/", GUEST)["tabs"][0]["icon"] == "house"
    assert page("/", STAFF)["tabs"][0]["icon"] == "list-checks"


def test_strange_cookies_do_not_reach_the_page():
    assert page("/", theme='"><script>', print="large")["preferences"] == {"theme": "auto", "print": "large"}
