"""What rises where is counted by the database and judged for the reader's places; it says nothing about persons."""

from datetime import timedelta

import pytest

from shiliu.foundation.models import Area
from shiliu.govern.cases import themes
from shiliu.govern.cases.models import Case
from shiliu.platform.clock import at_time

pytestmark = pytest.mark.django_db
COMMUNITY = Area.Level.COMMUNITY
LIST = "/cases/office/themes/"


@pytest.fixture
def voices(town, catalogue):
    """voices(days_ago, n, category="street_lamp", area=house, **changes): `n` needs as if raised on one day."""

    def raise_many(days_ago, n, category="street_lamp", area=None, **changes):
        at = town.now - timedelta(days=days_ago)
        area = area or town.places.house
        row = {"kind": "help", "title": "Dark", "text": "Dark", "channel": "web", "area": area, "area_path": area.path,
               "category": category and catalogue[category], "received_at": at, "changed_at": at, **changes}  # fmt: skip
        return Case.objects.bulk_create(Case(**row) for _need in range(n))

    return raise_many


@pytest.fixture
def rise(voices):
    """Lamps in the west: one in four weeks for a quarter, then twelve."""
    for days in (40, 70, 100, 120):
        voices(days, 1)
    return voices(3, 12)


def found(town, who="sun", level=COMMUNITY):
    return {theme.key: theme for theme in themes.readable(town.actor(who), level)[1].themes}


def test_needs_of_a_building_count_for_its_compound_community_and_street(rise, town, catalogue):
    lamp = catalogue["street_lamp"].pk
    for level, place in ((COMMUNITY, "west"), (Area.Level.COMPOUND, "court"), (Area.Level.STREET, "street")):
        theme = found(town, level=level)[getattr(town.places, place).pk, lamp]
        assert (theme.count, theme.recent.needs, theme.recent.windows, theme.rises) == (12, 3, 3, True)


def test_today_waits_until_it_is_whole_and_older_needs_have_left(voices, town, catalogue):
    voices(0.1, 20)
    voices(1, 6)
    voices(29, 9)
    voices(70, 1)
    theme = found(town)[town.places.west.pk, catalogue["street_lamp"].pk]
    assert (theme.count, theme.counts[1]) == (6, 9)


def test_the_same_weeks_of_an_earlier_year_are_looked_at_when_they_are_known(rise, voices, town, catalogue):
    voices(3 + 364, 12)
    voices(364 + 28 * 6, 1)
    theme = found(town)[town.places.west.pk, catalogue["street_lamp"].pk]
    assert theme.season.needs == 12 and theme.counts[13] == 12


@pytest.mark.parametrize(
    "left_out", [{"state": "withdrawn"}, {"channel": "theme"}, {"category": None}, {"area": "district"}]
)
def test_what_was_taken_back_or_has_no_matter_or_place_is_not_counted(rise, voices, town, catalogue, left_out):
    if "area" in left_out:
        left_out = {"area": getattr(town.places, left_out["area"])}
    voices(2, 7, **left_out)
    whole, judged = themes.readable(town.actor("sun"), COMMUNITY)
    assert [theme.count for theme in judged.themes] == [12]
    assert whole.without == (7 if {"category", "area"} & set(left_out) else 0)


def test_everybody_reads_of_their_own_places_only(rise, voices, town):
    from tests.town import person

    voices(3, 9, area=town.places.far_court)
    town.people.far_sun = person("far_sun", ("supervisor", town.places.east))
    assert {key[0] for key in found(town)} == {town.places.west.pk, town.places.east.pk}
    assert {key[0] for key in found(town, "far_sun")} == {town.places.east.pk}
    assert found(town, "li") == {} == found(town, "ma")


def test_the_count_is_kept_for_an_hour_and_says_when_it_was_made(rise, voices, town):
    first = themes.counted(COMMUNITY)
    voices(3, 5)
    assert themes.counted(COMMUNITY) == first and first.at == town.now
    with at_time(town.now + timedelta(hours=1)):
        assert themes.counted(COMMUNITY).counts != first.counts


def test_counting_takes_three_queries_however_long_the_history(rise, voices, town, django_assert_num_queries):
    with django_assert_num_queries(3):
        themes.count(COMMUNITY, themes.bounds(), town.now)
    for days in range(30, 400, 9):
        voices(days, 2, category="manhole")
    with django_assert_num_queries(3):
        themes.count(COMMUNITY, themes.bounds(), town.now)


def test_the_page_lists_what_rises_with_its_doubt_and_leads_to_it(rise, voices, visitor, town, catalogue):
    for days in (3, 40, 70, 100):
        voices(days, 6, category="manhole")
    page = visitor(town.people.sun).get(LIST).content.decode()
    here = f"{LIST}{town.places.west.pk}/{catalogue['street_lamp'].pk}/"
    assert (
        here in page
        and "<strong>12</strong>" in page
        and "the oldest first: 0, 0" not in page
        and "What this does not show" in page
    )
    assert "Manhole" not in page.split("<tbody>")[1]
    everything = visitor(town.people.sun).get(f"{LIST}?show=all").content.decode()
    assert everything.split("<tbody>")[1].index("Street lamp") < everything.split("<tbody>")[1].index("Manhole")


def test_the_page_can_be_narrowed_and_says_when_nothing_matches(rise, visitor, town):
    sun = visitor(town.people.sun)
    for narrowed in ("", "?area=west", "?category=streets", "?category=street_lamp&level=compound", "?level=street"):
        assert "<tbody>" in sun.get(LIST + narrowed).content.decode(), narrowed
    for narrowed in ("?area=east", "?category=manhole", "?area=nowhere", "?level=building"):
        assert "Nothing matches" in sun.get(LIST + narrowed).content.decode(), narrowed


def test_a_calm_site_and_a_young_one_say_so(voices, visitor, town):
    sun = visitor(town.people.sun)
    voices(3, 8)
    assert "too early to say" in sun.get(LIST).content.decode()
    voices(200, 1)
    for days in (40, 70, 100):
        voices(days, 8)
    with at_time(town.now + timedelta(hours=1)):
        page = sun.get(LIST).content.decode()
    assert "Nothing rises beyond chance" in page and "1 pair of" in page


def test_the_table_to_take_away_holds_plain_numbers(rise, visitor, town):
    file = visitor(town.people.sun).get("/cases/office/themes.csv")
    header, line = b"".join(file.streaming_content).decode("utf-8-sig").splitlines()
    assert header.startswith("Code of the place,Place,Code of the matter")
    assert line.split(",")[:12] == ["west", "West", "street_lamp", "Street lamp", "2026-02-10", "2026-03-09", "12", "1.0", "1.0", "", "12.0", line.split(",")[11]]  # fmt: skip
    assert line.endswith(",1,")


def test_one_theme_shows_its_figures_and_its_needs(rise, visitor, town, catalogue):
    here = f"{LIST}{town.places.west.pk}/{catalogue['street_lamp'].pk}/"
    page = visitor(town.people.sun).get(here).content.decode()
    assert "would have been usual" in page and page.count("list-item") == 12 and "Open the case for all" in page
    assert "Open the case for all" not in visitor(town.people.lin).get(here).content.decode()


def test_a_pair_with_too_few_needs_or_none_of_the_readers_has_no_page(rise, visitor, town, catalogue):
    sun = visitor(town.people.sun)
    few = sun.get(f"{LIST}{town.places.west.pk}/{catalogue['manhole'].pk}/", follow=True)
    assert "Too few needs about this" in few.content.decode()
    assert sun.get(f"{LIST}{town.places.west.pk}/99999/").status_code == 404
    assert sun.get(f"{LIST}{town.places.house.pk}/{catalogue['street_lamp'].pk}/", follow=True).redirect_chain


def test_the_list_costs_the_same_for_one_theme_and_for_many(rise, voices, visitor, town, django_assert_max_num_queries):
    sun = visitor(town.people.sun)
    sun.get(f"{LIST}?show=all")
    with django_assert_max_num_queries(30) as few:
        sun.get(f"{LIST}?show=all")
    most = len(few)
    for category in ("manhole", "stairwell_clutter", "neighbour_matter"):
        voices(3, 8, category=category)
        voices(3, 8, category=category, area=town.places.far_court)
    with at_time(town.now + timedelta(hours=1)):
        sun.get(f"{LIST}?show=all")
        with django_assert_max_num_queries(most):
            assert sun.get(f"{LIST}?show=all").content.decode().count('<svg class="spark"') == 7
