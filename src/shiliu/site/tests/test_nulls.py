"""A NUL is refused at the door, in words for people and in JSON for programs, before anything asks the database about it."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shiliu.platform.nulls import has_null

NUL = "\0"


@pytest.fixture
def guest(client, town):
    client.cookies["django_language"] = "en"
    return client


@pytest.mark.parametrize(
    "address", ["/", "/services/", "/cards/", "/cases/", "/circle/", "/surveys/", "/account/login/"]
)
def test_a_page_asked_with_a_nul_says_what_is_wrong_with_it(guest, address):
    for asked in ({"q": f"a{NUL}"}, {f"q{NUL}": "a"}):
        answer = guest.get(address, asked)
        assert answer.status_code == 400
        assert b"the character NUL" in answer.content


def test_a_form_with_a_nul_is_not_acted_upon(guest):
    for more in ({}, {"content_type": "application/x-www-form-urlencoded"}):
        data = {"theme": f"dark{NUL}"} if not more else "theme=dark&next=%00"
        answer = guest.post("/preferences/", data, **more)
        assert answer.status_code == 400
        assert "theme" not in answer.cookies


def test_a_nul_in_a_header_or_a_cookie_is_refused_before_the_session_is_looked_up(
    guest, settings, django_assert_max_num_queries
):
    assert guest.get("/services/", headers={"Referer": f"http://a{NUL}"}).status_code == 400
    guest.cookies.load(f'{settings.SESSION_COOKIE_NAME}="a\\000b"')
    answer = guest.get("/services/")
    assert answer.status_code == 400
    assert b"the character NUL" in answer.content


def test_programs_read_the_refusal_as_json_and_open311_in_its_own_format(guest):
    for more in ({"data": {"q": NUL}}, {"headers": {"X-Odd": NUL}}):
        answer = guest.get("/api/v1/services/", **more)
        assert (answer.status_code, "NUL" in answer.json()["detail"]) == (400, True)
    assert guest.post("/api/v1/cases/", {"title": NUL}, content_type="application/json").status_code == 400
    answer = guest.get("/open311/v2/requests.json", {"service_code": NUL})
    assert (answer.status_code, answer.json()[0]["code"]) == (400, 400)
    answer = guest.get("/open311/v2/requests/%00.json")
    assert (answer.status_code, answer.json()[0]["code"]) == (400, 400)


@given(
    st.recursive(
        st.text() | st.integers() | st.none(),
        lambda some: st.lists(some) | st.dictionaries(st.text(), some),
        max_leaves=6,
    )
)
def test_a_nul_is_found_wherever_it_stands(value):
    assert has_null(value) == ("\\u0000" in json.dumps(value).replace("\\\\", ""))
