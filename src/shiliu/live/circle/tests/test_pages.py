"""Every page once: what it says, who may open it, and how many queries it takes."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from shiliu.live.circle import actions
from shiliu.live.circle.models import Facility, FacilityType, Gap, GapWish
from shiliu.live.circle.tests.conftest import EAST
from shiliu.platform.permissions import ANONYMOUS

CHOSEN = {"area": "west", "walker": "elder", "kind": "convenience"}


@pytest.fixture
def measured(circle):
    circle.run = actions.run(by=circle.sun)
    circle.gap = Gap.objects.get(kind__code="convenience", walker="elder", buildings=1)
    return circle


@pytest.fixture
def as_(town):
    def sign_in(key):
        client = Client()
        client.force_login(getattr(town.people, key))
        return client

    return sign_in


def text(response, status=200):
    assert response.status_code == status, response.content.decode()[:2000]
    return response.content.decode()


def read(name, *args, client=None, **query):
    response = (client or Client()).get(reverse(name, args=args), query)
    content = b"".join(response).decode() if response.streaming else response.content
    assert response.status_code == 200, content[:500]
    return content if isinstance(content, str) else content.decode(errors="replace")


def test_before_the_first_measurement_the_pages_say_so(town, circle):
    for name in ("circle:overview", "circle:map", "circle:changes"):
        assert "Nothing has been measured yet" in read(name)
    assert "No gap is known" in read("circle:gaps")


def test_the_overview_leads_from_all_communities_to_one(measured, django_assert_max_num_queries):
    with django_assert_max_num_queries(14):
        assert "area=west" in read("circle:overview")
    with django_assert_max_num_queries(18):
        page = read("circle:overview", area="west", walker="elder")
    assert "Convenience store" in page
    assert "49" in page  # 60 of 123 homes
    assert "Kindergarten" not in page
    assert "Kindergarten" in read("circle:overview", area="west", scheme="planning")
    assert "Nothing of this circle" not in page


def test_a_number_that_would_tell_of_few_homes_is_left_out(town, measured):
    actions.import_homes(by=measured.ding, rows=[_row("terrace-1", 100.007, 40.0038, 1)])
    actions.run(by=measured.sun)
    page = read("circle:overview", area="west", walker="adult")
    assert "so few homes" not in page
    actions.import_homes(by=measured.ding, rows=[_row("east-1", *EAST, 3)])
    actions.run(by=measured.sun)
    page = read("circle:overview", area="west", walker="adult")
    assert "nearly all" in page


def _row(code, lon, lat, homes):
    from shiliu.platform.tables import Row

    return Row(2, {"code": code, "longitude": str(lon), "latitude": str(lat), "homes": str(homes)})


def test_the_map_says_the_same_as_list_picture_and_data(measured):
    page = read("circle:map", **CHOSEN)
    assert page.count("Too far") >= 2
    assert "with 1 neighbour" in page
    data = json.loads(read("circle:features", **CHOSEN))
    shapes = [one["properties"].get("shape") for one in data["features"] if one["geometry"]["type"] == "Point"]
    assert sorted(shapes) == ["circle", "diamond", "diamond", "triangle"]
    svg = read("circle:svg", **CHOSEN)
    assert svg.startswith("<svg") and "Drawn for tests" in svg
    picture = Client().get(reverse("circle:png"), CHOSEN)
    assert picture.content[:4] == b"\x89PNG"
    assert Client().get(reverse("circle:features"), {"kind": "nowhere", "area": "x"}).status_code == 200


@pytest.mark.both
def test_gaps_are_found_by_word_walker_and_number(measured):
    page = read("circle:gaps", q="Convenience", walker="elder", least="20")
    assert "Convenience store" in page and "40 homes" in page and "23 homes" in page
    assert page.count("list-title") == 2
    assert "Nothing is missing for this choice" in read("circle:gaps", q="nonsense")
    assert "40 homes" in read("circle:gap", measured.gap.pk)
    assert len(json.loads(read("circle:gap_features", measured.gap.pk))["features"]) == 2
    assert "convenience" in read("circle:gaps_csv", walker="elder", kind="convenience")
    assert len(json.loads(read("circle:gaps_geojson", walker="elder", kind="convenience"))["features"]) == 2


def test_over_time_tells_what_opened(town, measured):
    from datetime import timedelta

    from shiliu.platform.clock import at_time

    with at_time(town.now + timedelta(days=1)):
        actions.enter_facility(
            by=measured.ding, kind="convenience", names={"zh-hans": "东头店"}, longitude=EAST[0], latitude=EAST[1]
        )
    with at_time(town.now + timedelta(days=2)):
        actions.run(by=measured.sun)
    page = read("circle:changes", **{**CHOSEN, "walker": "adult"})
    assert "东头店 is new on the list." in page
    assert "First measurement" in page
    assert "东头店 is new on the list." not in read("circle:changes", **{**CHOSEN, "kind": "park"})


def test_data_for_tables(measured):
    table = read("circle:coverage_csv")
    assert "west,West,community,elder,commerce,convenience" in table
    assert "Corner shop" in read("circle:facilities_csv")
    assert json.loads(read("circle:facilities_geojson"))["features"][0]["properties"]["title"] == "Corner shop"


def test_a_neighbour_proposes_a_facility_and_nothing_typed_is_lost(town, circle):
    client = Client()
    form = {"kind": "park", "name": "小公园", "lat": "40.002", "lon": "10", "access": ["step_free"]}
    page = text(client.post(reverse("circle:propose"), form), 422)
    assert "小公园" in page and "none of our neighbourhoods" in page
    response = client.post(reverse("circle:propose"), {**form, "lon": "100.003"}, follow=True)
    assert "Thank you" in text(response)
    made = Facility.objects.get(state="proposed")
    assert (made.names, made.access) == ({"zh-hans": "小公园", "en": "小公园"}, {"step_free": "yes"})
    assert client.get(reverse("circle:facility", args=[made.pk])).status_code == 404
    assert "小公园" not in read("circle:facilities")


def test_a_neighbour_says_still_here_once_a_day(circle):
    client, shop = Client(), circle.shop
    assert "still there" in read("circle:facility", shop.pk)
    for said, answer in (("here", "seen today"), ("gone", "counts once a day")):
        response = client.post(reverse(f"circle:say_{said}", args=[shop.pk]), follow=True)
        assert answer in text(response)
    shop.refresh_from_db()
    assert (shop.said_here, shop.said_gone) == (1, 0)
    assert "Corner shop" in read("circle:facilities", q="corner", access="step_free")
    assert "No facility fits" in read("circle:facilities", access="toilet")


def test_too_many_presses_are_asked_to_wait(circle, limits_on, settings):
    settings.LIMITS = {**settings.LIMITS, "circle": (1, 1, 1)}
    client = Client()
    client.post(reverse("circle:say_here", args=[circle.shop.pk]))
    assert client.post(reverse("circle:say_gone", args=[circle.shop.pk])).status_code == 429


def test_staff_keeps_the_list(town, circle, as_, django_assert_max_num_queries):
    client = as_("zhao")
    with django_assert_max_num_queries(22):
        assert "Corner shop" in text(client.get(reverse("office_circle:facilities")))
    form = {"kind": "park", "name_zh-hans": "公园", "latitude": "40.002", "longitude": "100.003", "access_ramp": "yes"}
    page = text(client.post(reverse("office_circle:enter"), {**form, "longitude": "100.06"}), 403)
    response = client.post(reverse("office_circle:enter"), form, follow=True)
    made = Facility.objects.get(kind__code="park")
    assert "entered and confirmed" in text(response)
    page = text(client.get(reverse("office_circle:edit", args=[made.pk])))
    assert "公园" in page
    seen = page.split('name="seen" value="')[1].split('"')[0]
    changed = {**form, "opening": "6–22", "seen": seen}
    text(client.post(reverse("office_circle:edit", args=[made.pk]), changed, follow=True))
    assert "Compare both" in text(
        client.post(reverse("office_circle:edit", args=[made.pk]), {**changed, "opening": "7"}), 409
    )
    for verb, words in (("confirm", "still there"), ("close", "closed"), ("reopen", "on the list again")):
        assert words in text(client.post(reverse("office_circle:act", args=[made.pk, verb]), follow=True))
    assert client.post(reverse("office_circle:act", args=[made.pk, "burn"])).status_code == 404


def test_the_round_and_the_pairs(town, circle, as_):
    client, shop = as_("zhao"), circle.shop
    new = actions.propose(by=ANONYMOUS, kind="park", names={"zh-hans": "公园"}, longitude=EAST[0], latitude=EAST[1])
    assert "Look and decide" in text(client.get(reverse("office_circle:round")))
    text(client.post(reverse("office_circle:act", args=[new.pk, "decline"]), follow=True))
    assert "seen lately" in text(client.get(reverse("office_circle:round")))
    twin = actions.enter_facility(
        by=circle.zhao, kind="convenience", names=shop.names, longitude=shop.longitude, latitude=shop.latitude
    )
    assert "Keep the first" in text(client.get(reverse("office_circle:duplicates")))
    text(client.post(reverse("office_circle:merge", args=[twin.pk, shop.pk]), follow=True))
    assert "goes on as" in read("circle:facility", twin.pk)


def test_measuring_numbers_and_types(town, circle, as_):
    sun, ding = as_("sun"), as_("ding")
    assert "Nothing has been measured yet" in text(sun.get(reverse("office_circle:runs")))
    assert "new figures" in text(sun.post(reverse("office_circle:start"), follow=True))
    assert "Nothing has changed" in text(sun.post(reverse("office_circle:start"), follow=True))
    assert "Numbers of the circle" in text(sun.get(reverse("office_circle:settings")))
    assert sun.get(reverse("office_circle:setting", args=["minutes"])).status_code == 403
    assert ding.get(reverse("office_circle:setting", args=["nothing"])).status_code == 404
    address = reverse("office_circle:setting", args=["elder.speed"])
    assert "must lie between" in text(ding.post(address, {"value": "9", "source": "x"}), 422)
    assert "Measured here" in text(ding.post(address, {"value": "0.7", "source": "Measured here"}, follow=True))
    text(ding.post(reverse("office_circle:unset", args=["elder.speed"]), follow=True))
    park = FacilityType.objects.get(code="park")
    assert "Park" in text(ding.get(reverse("office_circle:types")))
    address = reverse("office_circle:edit_type", args=[park.pk])
    page = text(ding.get(address))
    seen = page.split('name="seen" value="')[1].split('"')[0]
    form = {"name_zh-hans": "公园", "minutes": "8", "source": "Notice 5", "active": "on", "seen": seen}
    text(ding.post(address, form, follow=True))
    park.refresh_from_db()
    assert park.minutes == 8
    assert "0 types are new" in text(ding.post(reverse("office_circle:load_types"), follow=True))


def test_a_gap_is_put_forward_from_its_page_and_listed_for_the_pool(town, measured, as_):
    client, gap = as_("sun"), measured.gap
    assert "Put forward as a candidate" in read("circle:gap", gap.pk, client=client)
    assert "Put forward as a candidate" not in read("circle:gap", gap.pk)
    address = reverse("office_circle:put_forward", args=[gap.pk])
    assert text(client.post(address, {"reason": " "}), 422)
    assert "Forty homes" in text(client.post(address, {"reason": "Forty homes without a shop."}, follow=True))
    page = text(client.get(reverse("office_circle:candidates")))
    assert "Forty homes" in page and "sun" in page
    assert "put this gap forward already" in text(client.post(address, {"reason": "Again"}), 422)
    text(client.post(reverse("office_circle:take_back", args=[GapWish.objects.get().pk]), follow=True))
    assert "No gap is put forward" in text(client.get(reverse("office_circle:candidates")))
    assert as_("zhao").get(address).status_code == 403
