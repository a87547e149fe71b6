"""The sheet for the noticeboard: solved needs and rates of one community, Chinese first, nobody's name on it."""

import pytest

from shiliu.govern.cases.models import Case

pytestmark = pytest.mark.django_db
ADDRESS = "/cases/noticeboard/"


@pytest.fixture
def solved(town, raise_need):
    """solved(title, **changes) is a published case whose asker said that it is solved."""

    def make(title, **changes):
        case = raise_need(**changes).case
        Case.objects.filter(pk=case.pk).update(
            state="confirmed",
            ended_at=town.now,
            publication="public",
            public_title=title,
            public_text="x",
            published_at=town.now,
        )
        return case

    return make


def sheet(client, reads="en", **query):
    client.cookies["django_language"] = reads
    response = client.get(ADDRESS, query)
    assert response.status_code == 200
    return response.content.decode()


def test_the_sheet_shows_what_was_solved_chinese_first_and_not_smaller(client, town, solved):
    solved("Lamp at the gate")
    page = sheet(client, area="west")
    first, second = page.index('<section lang="zh-Hans"'), page.index('<section lang="en"')
    assert first < second and page.count("Lamp at the gate") == 2
    assert "gulnar" not in page and "House" not in page
    assert "sheet-bilingual" in page and "West" in page[second:]


def test_rates_of_few_answers_are_not_shown(client, town, solved):
    solved("Lamp")
    assert "fewer than 5 answers" in sheet(client, area="west")


def test_a_reader_of_chinese_gets_one_side_and_may_add_a_language(client, town, solved):
    solved("灯")
    assert sheet(client, "zh-hans", area="west").count("<section lang=") == 1
    both = sheet(client, "zh-hans", area="west", language="ug")
    assert '<section lang="ug" dir="rtl"' in both


def test_what_is_not_published_or_lies_elsewhere_is_not_on_the_sheet(client, town, solved):
    hidden = solved("Kept back")
    Case.objects.filter(pk=hidden.pk).update(publication="withheld")
    solved("Far away", area=town.places.far_court)
    page = sheet(client, area="west")
    assert "Kept back" not in page and "Far away" not in page and "has been confirmed as solved yet" in page


def test_a_place_inside_stands_for_its_community_and_without_one_the_reader_chooses(client, town):
    assert "sheet-bilingual" in sheet(client, area="house")
    page = sheet(client)
    assert "sheet-bilingual" not in page and "Community" in page
    assert "sheet-bilingual" not in sheet(client, area="street")
    assert client.get(ADDRESS, {"area": "nowhere"}).status_code == 404


def test_the_public_list_and_the_board_lead_to_it(client, town):
    assert ADDRESS in client.get("/cases/").content.decode()
    client.force_login(town.people.sun)
    assert ADDRESS in client.get("/cases/office/board/").content.decode()
