"""Finding the place at the window: by its name, with and without script, and only among the places of that desk."""

import pytest

from shiliu.foundation.models import Area
from shiliu.govern.cases.models import Case

pytestmark = pytest.mark.django_db
INTAKE = "/cases/office/intake/"


@pytest.fixture
def window(visitor, town, catalogue):
    return visitor(town.people.zhao)


@pytest.fixture
def told():
    return {
        "channel": "window", "kind": "help", "title": "Dark lamp", "text": "Dark for three days.", "language": "en",
        "may_publish": "on", "submission": "8f14e45f-ceea-467f-a0e6-0a1b2c3d4e5f",
    }  # fmt: skip


def words(response):
    return response.content.decode()


def cards(response):
    return words(response).count('name="area"')


def test_a_place_is_found_by_its_name_and_everything_typed_stays(window, told, town):
    page = window.post(INTAKE, {**told, "do": "find", "find": "house"})
    assert (
        page.status_code == 200 and f'value="{town.places.house.pk}"' in words(page) and "Court · West" in words(page)
    )
    assert "Dark for three days." in words(page) and told["submission"] in words(page)
    assert not Case.objects.exists() and "error-summary" not in words(page)


def test_a_tick_taken_away_stays_away_while_a_place_is_looked_for(window, told):
    del told["may_publish"]
    page = words(window.post(INTAKE, {**told, "do": "find", "find": "house"}))
    assert "checked" not in page[page.index('name="may_publish"') :].split(">")[0]


def test_photos_chosen_before_a_search_without_script_are_asked_for_again(window, told, png):
    page = words(window.post(INTAKE, {**told, "do": "find", "find": "house", "files": png()}))
    assert "Choose the photos again" in page


def test_a_place_typed_that_is_the_only_one_counts_without_choosing(window, told, town):
    assert window.post(INTAKE, {**told, "find": "house"}).status_code == 302
    assert Case.objects.get().area == town.places.house


def test_the_place_is_not_said_to_be_optional(window):
    page = words(window.get(INTAKE))
    place = page[page.index('for="id_find"') : page.index('for="id_place_note"')]
    assert "(optional)" not in place and " required" not in place
    assert " required" in page[: page.index('for="id_find"')]


def test_of_several_places_one_must_be_chosen_and_the_form_says_so(window, told, town):
    Area.objects.create(
        code="house-2", level="building", parent=town.places.court, names={"zh-hans": "二", "en": "House 2"}
    )
    page = window.post(INTAKE, {**told, "find": "house"})
    assert page.status_code == 422 and "Search for the place and choose it" in words(page) and cards(page) == 2


def test_a_place_that_was_chosen_stays_among_the_cards_of_another_search(window, town):
    page = window.get(f"{INTAKE}places/", {"find": "court", "area": town.places.house.pk})
    assert f'value="{town.places.house.pk}"' in words(page) and "checked" in words(page) and "<html" not in words(page)


def test_places_of_other_desks_are_neither_offered_nor_taken(window, told, town):
    assert "Nothing was found for" in words(window.get(f"{INTAKE}places/", {"find": "far"}))
    far = town.places.far_court.pk
    assert f'value="{far}"' not in words(window.get(f"{INTAKE}places/", {"find": "", "area": far}))
    assert window.post(INTAKE, {**told, "area": town.places.far_court.pk}).status_code == 422
    assert not Case.objects.exists()


def test_before_a_search_the_widest_places_of_the_desk_are_offered(window, town):
    page = words(window.get(INTAKE))
    assert f'value="{town.places.west.pk}"' in page and f'value="{town.places.house.pk}"' not in page


def test_a_desk_with_many_buildings_gets_a_short_page_and_few_queries(window, town, django_assert_max_num_queries):
    for number in range(30):
        Area.objects.create(
            code=f"b{number}", level="building", parent=town.places.court, names={"zh-hans": f"{number}号楼"}
        )
    with django_assert_max_num_queries(16):
        assert cards(window.get(INTAKE)) <= 8
    page = window.get(f"{INTAKE}places/", {"find": "号楼"})
    assert cards(page) == 8 and "There are more." in words(page)


@pytest.mark.parametrize("area", ["x", "-1", "9" * 30, "１２"])
def test_a_place_that_cannot_be_one_is_refused_in_words(window, told, area):
    page = window.post(INTAKE, {**told, "area": area})
    assert page.status_code == 422 and not Case.objects.exists()
