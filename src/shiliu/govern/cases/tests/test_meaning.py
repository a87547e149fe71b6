"""Finding the matter in one's own words on the first step of raising a need."""

import pytest

from shiliu.govern.cases.models import Category

pytestmark = pytest.mark.django_db
NEW = "/cases/new/"


@pytest.fixture
def seek(guest, catalogue, filled):
    """seek(words, go="seek", **changes) -> the text of the page that answers the first step."""
    Category.objects.filter(code="street_lamp").update(keywords="灯不亮，dark street")

    def press(words, go="seek", **changes):
        changes = {"category": "", **changes}
        return guest.post(NEW, filled(step="what", go=go, seek=words, **changes)).content.decode()

    return press


@pytest.mark.parametrize("words", ["street lamp", "STREET LAMP", "dark street", "楼下灯不亮了"])
def test_a_matter_is_found_by_its_name_and_by_the_other_words_staff_entered(seek, words):
    page = seek(words)
    assert "These matters fit" in page and 'value="take-street_lamp"' in page


def test_words_with_a_slip_bring_what_was_meant_and_say_so(seek):
    page = seek("stret lmap")
    assert "Did you mean" in page and 'value="take-street_lamp"' in page


def test_words_no_matter_is_like_say_what_to_do_instead(seek):
    page = seek("quantum")
    assert "No matter has words like these." in page and "take-" not in page


def test_a_matter_taken_stands_in_the_list_and_everything_else_stays(seek):
    page = seek("stret lamp", go="take-street_lamp", text="A long story")
    assert '<option value="street_lamp" selected>' in page and 'value="A long story"' in page


def test_an_emergency_taken_shows_the_number_at_once(seek):
    assert 'href="tel:119"' in seek("着火", go="take-emergency_fire")


def test_whoever_goes_on_without_choosing_is_asked_once_and_then_no_more(seek):
    page = seek("stret lamp", go="next")
    assert "Did you mean" in page and 'name="sought" value="stret lamp"' in page
    assert 'name="find"' in seek("stret lamp", go="next", sought="stret lamp")


def test_nobody_is_asked_who_chose_a_matter_or_whose_words_are_like_nothing(seek):
    assert 'name="find"' in seek("stret lamp", go="next", category="manhole")
    assert 'name="find"' in seek("quantum", go="next")


def test_a_search_for_nothing_goes_on(seek):
    assert 'name="find"' in seek(" ", go="seek")


@pytest.mark.parametrize("words", ["<b>lamp</b>", "\0", "x" * 5000, "'; --", "%"])
def test_strange_words_are_answered(seek, words):
    assert "<b>lamp</b>" not in seek(words)


def test_a_matter_out_of_use_is_not_suggested(seek):
    Category.objects.filter(code="street_lamp").update(retired=True)
    assert "take-street_lamp" not in seek("street lamp")


def test_the_script_gets_the_same_as_a_piece_of_the_page(guest, seek):
    page = guest.post("/cases/new/meant/", {"seek": "stret lamp"}).content.decode()
    assert 'data-take="street_lamp"' in page and "<html" not in page
    assert guest.post("/cases/new/meant/", {}).content.decode().strip() == ""


def test_searching_costs_few_queries(guest, catalogue, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        guest.post("/cases/new/meant/", {"seek": "stret lamp"})
