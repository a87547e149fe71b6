import json

import pytest

from shiliu.foundation.models import Area, GridCell, Organisation
from shiliu.office.places import actions, queries
from shiliu.platform import maps


@pytest.fixture(autouse=True)
def english(client):
    client.cookies["django_language"] = "en"


@pytest.fixture
def page(client, town):
    """page(area="house") is the text of the public page."""

    def read(**asked):
        response = client.get("/places/", asked)
        assert response.status_code == 200
        return response.content.decode()

    return read


def test_a_building_shows_its_chain_cell_duty_and_units_as_telephone_links(page):
    text = page(building="house")
    for words in ("District", "Street", "West", "Court", "House", "Cell 07", "Safety warden", "Committee", "Keepers"):
        assert words in text
    assert 'href="tel:00005550107"' in text
    assert 'href="tel:00005550199"' in text


@pytest.mark.parametrize(("asked", "code"), [({}, "street"), ({"area": "west"}, "court")])
def test_codes_of_places_are_for_staff_and_not_for_residents(client, town, asked, code):
    def shown():
        return f'<bdi dir="ltr">{code}</bdi>' in client.get("/places/", asked).content.decode()

    assert not shown()
    client.force_login(town.people.gulnar)
    assert not shown()
    client.force_login(town.people.ding)
    assert shown()


def test_a_point_shows_the_same_as_the_building_it_lies_in(page):
    assert "Cell 07" in page(lat="40.002", lon="100.002")
    assert "House" in page(lat="40.002", lon="100.002")


def test_a_point_in_a_community_knows_its_cell_though_the_community_has_several(town, ding):
    actions.create_cell(
        by=ding, community=town.places.west, code="08", names={"zh-hans": "八"}, supervision_phone="12345"
    )
    at_point = queries.who_serves(town.places.west, (100.015, 40.015))
    assert [entry.cell.code for entry in at_point.cells] == ["07"]
    assert [entry.cell.code for entry in queries.who_serves(town.places.west).cells] == ["07", "08"]
    assert queries.who_serves(town.places.west, (100.035, 40.035)).cells == []


def test_where_no_cell_is_drawn_the_page_says_so_and_names_whom_to_call(page, town):
    text = page(area="east")
    assert "No cell is drawn here yet" in text
    assert "Street-Office" in text
    Organisation.objects.all().update(active=False)
    assert "Please ask the street office" in page(area="east")


def test_a_layer_without_anybody_says_that_nobody_is_named(page, ding):
    actions.create_layer(by=ding, code="culture", names={"zh-hans": "文体", "en": "Culture"})
    assert "Nobody is named yet" in page(area="house")


def test_a_street_shows_its_parts_and_no_warning_about_cells(page):
    text = page(area="street")
    assert "East" in text
    assert "No cell is drawn" not in text


def test_one_browses_down_from_the_district_without_a_map(page):
    assert "/places/?area=district" in page()
    assert "/places/?area=west" in page(area="street")


def test_the_search_finds_a_building_by_the_words_around_it_in_any_language(page, town):
    Area.objects.filter(code="house").update(names={"zh-hans": "三号楼", "en": "House 3", "ug": "3-بىنا"})
    Area.objects.create(code="other", level="building", parent=town.places.far_court, names={"zh-hans": "三号楼"})
    assert "2 places found" in page(q="三号楼")
    assert "Cell 07" in page(q="west 三号楼")
    assert "Cell 07" in page(q="3-بىنا")
    assert "No place has this name" in page(q="nowhere at all")


def test_a_point_in_the_desert_and_nonsense_are_answered_in_words(page, client):
    assert "No place is drawn at this point" in page(lat="10", lon="10")
    assert "Enter a number" in page(lat="north", lon="1")
    assert client.get("/places/", {"area": "nowhere"}).status_code == 404
    assert client.get("/places/card/", follow=True).redirect_chain == [("/places/", 302)]


def test_a_retired_place_is_gone_for_the_public(client, town, ding):
    actions.retire_area(by=ding, area=town.places.house)
    assert client.get("/places/", {"area": "house"}).status_code == 404
    assert b"House" not in client.get("/places/", {"q": "house"}).content


def test_the_card_speaks_chinese_first_and_then_the_readers_language(client, town):
    text = client.get("/places/card/", {"area": "house"}).content.decode()
    assert text.index("第07网格") < text.index("Cell 07")
    client.cookies["django_language"] = "zh-hans"
    assert "Cell 07" not in client.get("/places/card/", {"area": "house"}).content.decode()


def test_the_map_draws_parts_cells_and_point_and_is_asked_for_once(client, town, ding):
    response = client.get("/places/features.json", {"area": "west", "lat": "40.01", "lon": "100.01"})
    features = json.loads(response.content)["features"]
    assert [f["properties"]["kind"] for f in features] == ["area", "area", "cell", "point"]
    assert features[0]["properties"]["chosen"]
    assert features[1]["properties"]["url"] == "/places/?area=court"
    again = client.get("/places/features.json", {"area": "west"}, headers={"if-none-match": response["ETag"]})
    assert again.status_code == 304
    maps.changed()
    assert (
        client.get("/places/features.json", {"area": "west"}, headers={"if-none-match": response["ETag"]}).status_code
        == 200
    )


def test_a_hostile_name_is_shown_as_text(page, town):
    GridCell.objects.update(names={"zh-hans": "<script>alert(1)</script>"})
    Area.objects.filter(code="house").update(names={"zh-hans": '"><img src=x onerror=alert(1)>'})
    text = page(area="house")
    assert "<script>alert" not in text
    assert "<img src=x" not in text


def test_a_page_costs_few_queries(client, town, django_assert_max_num_queries):
    client.get("/places/", {"area": "house"})
    with django_assert_max_num_queries(20):
        client.get("/places/", {"area": "house"})


# ── The same over JSON ───────────────────────────────────────────────────────────────────────────────────────────────
def test_the_api_lists_finds_and_reads_places(client, town):
    listed = client.get("/api/v1/places/areas", {"level": "community"}).json()
    assert (listed["count"], [item["code"] for item in listed["items"]]) == (2, ["east", "west"])
    assert [i["code"] for i in client.get("/api/v1/places/areas", {"q": "house"}).json()["items"]] == ["house"]
    house = client.get("/api/v1/places/areas/house").json()
    assert [step["code"] for step in house["chain"]] == ["district", "street", "west", "court", "house"]
    assert house["boundary"]["type"] == "Polygon"
    assert (
        client.get("/api/v1/places/areas", {"parent": "street", "limit": 1, "offset": 1}).json()["items"][0]["code"]
        == "west"
    )


def test_the_api_says_what_lies_at_a_point_and_who_serves_there(client, town):
    assert client.get("/api/v1/places/at", {"lat": 40.002, "lon": 100.002}).json()["code"] == "house"
    served = client.get("/api/v1/places/who-serves", {"lat": 40.002, "lon": 100.002}).json()
    assert served["cells"][0]["duties"][0] == {
        "layer": "safety", "layer_name": "Safety", "duty": "Safety warden", "phone": "0000-5550107", "unit": None,
    }  # fmt: skip
    assert "committee" in {unit["code"] for unit in served["units"]}
    assert served["office"]["code"] == "committee"
    assert client.get("/api/v1/places/who-serves", {"area": "east"}).json()["cells"] == []


@pytest.mark.parametrize(
    ("path", "asked", "status"),
    [
        ("at", {"lat": 10, "lon": 10}, 404),
        ("at", {"lat": 200, "lon": 10}, 422),
        ("at", {"lat": "nan", "lon": 10}, 422),
        ("at", {}, 422),
        ("who-serves", {}, 422),
        ("who-serves", {"lat": 40}, 422),
        ("who-serves", {"area": "nowhere"}, 404),
        ("areas/nowhere", {}, 404),
        ("areas", {"level": "planet"}, 422),
        ("areas", {"limit": 100000}, 422),
    ],
)
def test_the_api_refuses_nonsense_in_words(client, town, path, asked, status):
    response = client.get(f"/api/v1/places/{path}", asked)
    assert response.status_code == status
    assert response.json()["detail"]
