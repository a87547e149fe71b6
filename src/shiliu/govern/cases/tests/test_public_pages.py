"""What neighbours read: the list, the map, the table, the feed, one case, the catalogue and the rates."""

import csv
import io
import json
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.urls import reverse

from shiliu.govern.cases import actions, feeds, listing, moderation
from shiliu.govern.cases import catalogue as writing
from shiliu.govern.cases.models import Case, CatalogueVersion
from shiliu.govern.cases.public import front_page
from shiliu.platform.clock import at_time

pytestmark = pytest.mark.django_db
ATOM = {"a": "http://www.w3.org/2005/Atom"}


def words(response):
    return (b"".join(response.streaming_content) if response.streaming else response.content).decode()


def solve(town, case, holder=None):
    handler, asker = town.actor("li"), town.actor("gulnar").holding_secret(case.code_hash)
    actions.move(by=handler, case=case, verb="accept")
    actions.move(by=handler, case=case, verb="answer", said="Mended, says Li, phone 13800138000.")
    actions.move(by=asker, case=case, verb="confirm", level=5, said="Private thanks")
    return case


@pytest.mark.both
def test_only_what_a_moderator_published_is_listed(guest, published, raise_need):
    published(title="Published lamp")
    raise_need(title="Waiting lamp")
    page = words(guest.get("/cases/"))
    assert "Published lamp" in page and "Waiting lamp" not in page


def test_a_withheld_case_leaves_every_public_page(guest, published, town):
    case = published(title="Regretted lamp")
    moderation.withhold(by=town.actor("lin"), case=case, reason="It names a shop.")
    for address in ("/cases/", "/cases/places.geojson", "/cases/cases.csv", "/cases/feed.atom"):
        assert "Regretted lamp" not in words(guest.get(address))
    assert guest.get(f"/cases/public/{case.pk}/").status_code == 404


@pytest.mark.both
def test_the_list_is_narrowed_by_words_state_kind_matter_place_and_unit(guest, published, town):
    lamp = published(title="Dark lamp", category="street_lamp")
    hole = published(
        title="Loose manhole", text="It rattles.", category="manhole", kind="hazard", area=town.places.far_court
    )
    solve(town, lamp)
    narrowed = {
        "text=rattles": {hole}, f"text={lamp.number}": {lamp}, "state=open": {hole}, "state=solved": {lamp},
        "state=confirmed": {lamp}, "kind=hazard": {hole}, "category=street_lamp": {lamp}, "category=streets": {lamp, hole},
        "area=west": {lamp}, "area=street": {lamp, hole}, "lead=city": {lamp, hole}, "state=open&area=west": set(), "": {lamp, hole},
    }  # fmt: skip
    for query, expected in narrowed.items():
        for address in ("/cases/?", "/cases/cases.csv?", "/cases/feed.atom?", "/cases/places.geojson?"):
            page = words(guest.get(address + query))
            assert {case for case in (lamp, hole) if case.public_title in page} == expected, address + query


@pytest.mark.parametrize(
    "query",
    ["state=nonsense", "kind=<script>", "area=nowhere", "lead=%F0%9F%98%80", "text=" + "x" * 5000,
     "page=99999999999999999999", "page=-1", "page=x", "text=%27%22%3B--", "text=2026-99999999999", "area=west&area=east"],
)  # fmt: skip
def test_a_filter_nobody_offers_finds_nothing_and_breaks_nothing(guest, published, query):
    published(title="Dark lamp")
    for address in ("/cases/", "/cases/places.geojson", "/cases/cases.csv", "/cases/feed.atom"):
        response = guest.get(f"{address}?{query}")
        assert response.status_code == 200, address
        if not query.startswith(("page", "area=west")):
            assert "Dark lamp" not in words(response), address


@pytest.mark.parametrize("count", [3, 12])
def test_public_lists_cost_the_same_number_of_queries_however_long_they_are(
    guest, published, django_assert_max_num_queries, count
):
    for number in range(count):
        published(title=f"Lamp {number}")
    feeds.ground.cache_clear()
    for address, most in (
        ("/cases/", 8),
        ("/cases/cases.csv", 7),
        ("/cases/feed.atom", 6),
        ("/cases/places.geojson?ground=1", 9),
    ):
        with django_assert_max_num_queries(most):
            words(guest.get(address))


def test_an_empty_list_says_what_to_do_next(guest, town, catalogue):
    assert "Nothing has been published yet" in words(guest.get("/cases/"))


def test_no_public_page_names_the_building_the_asker_or_the_exact_point(guest, town, raise_need):
    case = raise_need(area=town.places.house, point=(100.0015, 40.0015), place_note="Flat 302, Gulnar").case
    moderation.publish(by=town.actor("lin"), case=case, title="Dark lamp", text="Dark.")
    page = f"/cases/public/{case.pk}/"
    for address in ("/cases/", page, "/cases/places.geojson?ground=1", "/cases/cases.csv", "/cases/feed.atom"):
        text = words(guest.get(address))
        assert "Dark lamp" in text
        assert not any(private in text for private in ("House", "302", "gulnar", "Gulnar", "100.0015", "40.0015"))
    assert "Court · West" in words(guest.get(page))


def test_the_public_page_shows_only_words_a_moderator_released(guest, published, town):
    case = solve(town, published(title="Dark lamp", text="Dark for three nights."))
    page = f"/cases/public/{case.pk}/"
    hidden = words(guest.get(page))
    assert "Dark for three nights." in hidden and "Mended" not in hidden and "Private thanks" not in hidden
    step = case.steps.get(move="answer")
    answers = {step.pk: "Mended."}
    moderation.publish(by=town.actor("lin"), case=case, title="Lamp", text="Dark.", answers=answers, reason="Cut.")
    shown = words(guest.get(page))
    assert "Mended." in shown and "13800138000" not in shown and "Confirmed solved" in shown


def test_a_public_page_that_does_not_exist_is_not_found(guest, raise_need):
    case = raise_need().case
    for pk in (case.pk, 0, 10**30):
        assert guest.get(f"/cases/public/{pk}/").status_code == 404


def test_hostile_words_stay_words_on_every_public_page(guest, published):
    case = published(title="<img src=x onerror=alert(1)>", text="</script><script>alert(1)</script>\x0b")
    for address in ("/cases/", f"/cases/public/{case.pk}/", "/cases/feed.atom"):
        text = words(guest.get(address))
        assert "<img src=x" not in text and "<script>alert" not in text
    ElementTree.fromstring(words(guest.get("/cases/feed.atom")))


def test_the_map_gets_coarse_points_and_the_ground_below_them(guest, published, town):
    case = published()
    found = json.loads(words(guest.get("/cases/places.geojson?ground=1")))
    kinds = [feature["properties"]["kind"] for feature in found["features"]]
    point = next(feature for feature in found["features"] if feature["properties"]["kind"] == "point")
    assert "area" in kinds and point["properties"]["url"] == f"/cases/public/{case.pk}/"
    assert point["geometry"]["coordinates"] == [case.public_longitude, case.public_latitude]
    narrowed = json.loads(words(guest.get("/cases/places.geojson?ground=1&area=west")))
    assert "cell" in [feature["properties"]["kind"] for feature in narrowed["features"]]


def test_the_map_of_the_form_has_the_ground_even_before_anything_was_said(guest, town, catalogue):
    found = json.loads(words(guest.get("/cases/ground.geojson")))
    assert {"District", "Street", "East", "West"} <= {feature["properties"]["name"] for feature in found["features"]}


def test_the_table_opens_in_a_spreadsheet_and_no_cell_is_a_formula(guest, published):
    published(title='=HYPERLINK("http://evil")', text="+1\n-2")
    text = words(guest.get("/cases/cases.csv"))
    assert text.startswith("\ufeff")
    header, row = csv.reader(io.StringIO(text.lstrip("\ufeff")))
    assert header[:3] == ["Number", "Title", "Text"] and row[1].startswith("'=") and row[2].startswith("'+")
    assert "Court · West" in row and "Street lamp" in row and "City" in row


def test_the_table_speaks_the_language_of_the_reader_to_its_last_line(visitor, published, town):
    published()
    text = words(visitor(language="zh-hans").get("/cases/cases.csv"))
    assert "court · west" in text and "street_lamp" in text


@pytest.mark.both
def test_the_feed_is_well_formed_and_newest_first(guest, published, town):
    with at_time(town.now - timedelta(days=2)):
        published(title="Older lamp")
    published(title="Newer lamp")
    feed = ElementTree.fromstring(words(guest.get("/cases/feed.atom")))
    assert [entry.text for entry in feed.findall("a:entry/a:title", ATOM)] == ["Newer lamp", "Older lamp"]


def test_the_asker_finds_the_way_from_the_public_page_to_the_own_one(visitor, published, town):
    case = published(by="gulnar")
    page = f"/cases/public/{case.pk}/"
    assert case.get_absolute_url() in words(visitor(town.people.gulnar).get(page))
    assert case.get_absolute_url() not in words(visitor(town.people.chen).get(page))


def test_the_catalogue_says_who_answers_for_what_how_fast_on_what_basis_and_where_else_to_go(guest, catalogue):
    page = words(guest.get("/cases/catalogue/"))
    assert "Street lamp" in page and "Urban Management" in page and "In force" in page
    assert "7 days" in page and "1 working day" in page and "A matter for court, arbitration" in page


def test_older_versions_stay_readable_and_a_draft_is_shown_to_nobody(guest, catalogue, town):
    by = town.actor("ding")
    first = CatalogueVersion.objects.get().number
    draft = writing.begin_draft(by=by)
    assert guest.get(f"/cases/catalogue/{draft.number}/").status_code == 404
    assert guest.get(f"/cases/catalogue/{draft.number}.csv").status_code == 404
    writing.publish(by=by, version=draft)
    assert "No longer in force" in words(guest.get(f"/cases/catalogue/{first}/"))
    assert f"/cases/catalogue/{first}/" in words(guest.get("/cases/catalogue/"))
    for number in (99, 10**30):
        assert guest.get(f"/cases/catalogue/{number}/").status_code == 404
        assert guest.get(f"/cases/catalogue/{number}.csv").status_code == 404


def test_the_catalogue_leaves_as_a_table_the_office_can_read_back(guest, catalogue, town):
    from shiliu.govern.cases import catalogue_csv

    content = guest.get(f"/cases/catalogue/{CatalogueVersion.objects.get().number}.csv").content
    by = town.actor("ding")
    assert catalogue_csv.read(by=by, version=writing.begin_draft(by=by), content=content) == 5


def test_without_a_catalogue_the_page_says_who_decides(guest, town):
    assert "a dispatcher reads every need" in words(guest.get("/cases/catalogue/"))


def test_the_rates_are_shown_for_periods_and_by_community_or_matter_only(guest, raise_need, town):
    for _number in range(6):
        solve(town, raise_need().case)
    for query in ("", "?days=30", "?days=365&by=category", "?days=9999999999999", "?by=person"):
        with at_time(town.now + timedelta(hours=1)):
            page = words(guest.get(f"/cases/rates/{query}"))
        assert "6 of 6" in page and "What these numbers hide" in page, query
        assert ("Street lamp" if "category" in query else "West") in page, query
        assert "gulnar" not in page


def test_rates_of_few_answers_are_not_shown_in_detail(guest, raise_need, town):
    solve(town, raise_need().case)
    with at_time(town.now + timedelta(hours=1)):
        page = words(guest.get("/cases/rates/"))
    assert "fewer than 5 answers" in page


@pytest.mark.both
def test_rates_count_also_what_is_not_published(guest, raise_need, town):
    for _number in range(3):
        solve(town, raise_need(may_publish=False).case)
    with at_time(town.now + timedelta(hours=1)):
        assert "3 of 3" in words(guest.get("/cases/rates/"))


def test_the_front_page_tells_the_rates_and_what_was_solved_lately(published, raise_need, town):
    solved = solve(town, published(title="Solved lamp"))
    raise_need()
    with at_time(town.now + timedelta(hours=1)):
        page = front_page()
    assert [one["title"] for one in page["recent"]] == ["Solved lamp"]
    assert page["recent"][0]["url"] == reverse("cases:public_case", args=[solved.pk])
    assert page["counts"]["open"] == 1 and page["counts"]["solved"] == 1
    assert page["rates"][1]["count"] == 1


@pytest.mark.both
def test_figures_that_were_kept_are_counted_anew_after_every_step(raise_need, town):
    case = raise_need().case
    with at_time(town.now + timedelta(hours=1)):
        assert front_page()["counts"]["solved"] == 0
        solve(town, Case.objects.get(pk=case.pk))
        assert front_page()["counts"]["solved"] == 1


def test_a_map_may_ask_for_what_lies_inside_a_box_and_a_senseless_box_changes_nothing(guest, published):
    published(title="Dark lamp", point=(100.0015, 40.0015))

    def found(box):
        return len(guest.get(f"/cases/places.geojson?bbox={box}").json()["features"])

    assert [found(box) for box in ("99.99,39.99,100.01,40.01", "99,39,101,41", "100.02,40,100.03,40.01", "99,39,101,39.5")] == [
        1, 1, 0, 0,
    ]  # fmt: skip
    assert [found(box) for box in ("", "x", "1,2,3", "nan,nan,nan,nan", "101,39,99,41", "99,39,101,inf")] == [1] * 6


@pytest.mark.both
def test_a_map_says_whether_there_are_older_points_and_finds_them_whichever_way_it_looks(guest, published, monkeypatch):
    old = published(title="Dark lamp", point=(100.0015, 40.0015))
    published(title="Lamp there", point=(100.05, 40.05))
    monkeypatch.setattr(feeds, "MOST_POINTS", 1)

    def asked(box=""):
        found = guest.get(f"/cases/places.geojson{box and '?bbox='}{box}").json()
        return [one["properties"]["title"] for one in found["features"]], found["more"]

    assert asked() == (["Lamp there"], True)
    for few in (5_000, 0):
        monkeypatch.setattr(listing, "MOST_GATHERED", few)
        assert asked("99.99,39.99,100.01,40.01") == ([old.public_title], False), few
    monkeypatch.setattr(feeds, "MOST_IN_VIEW", 1)
    assert asked("99.99,39.99,100.06,40.06") == (["Lamp there"], True)


def test_an_address_with_a_page_number_still_leads_there_and_pages_follow_each_other(guest, published):
    cases = [published(title=f"Lamp {number}") for number in range(22)]
    second = guest.get("/cases/?page=2")
    assert {case for case in cases if f">{case.public_title}<" in words(second)} == set(cases[:2])
    first = guest.get("/cases/")
    assert not first.context["page"].earlier and 'rel="next"' in words(first)
    assert guest.get("/cases/", first.context["page"].later).context["page"].object_list == cases[1::-1]
    assert [len(guest.get("/cases/", {"text": "Lamp", **given}).context["rows"]) for given in ({}, {"after": "x"})] == [
        20,
        20,
    ]
    searched = guest.get("/cases/", {"text": "Lamp"})
    assert (
        guest.get("/cases/", {"text": "Lamp", **searched.context["page"].later}).context["page"].object_list
        == cases[1::-1]
    )


def test_a_program_follows_next_and_is_told_of_a_cursor_nobody_gave_out(guest, published):
    cases, found, after = [published(title=f"Lamp {number}") for number in range(5)], [], ""
    while after is not None:
        told = guest.get("/api/v1/cases/public", {"page_size": 2, "after": after}).json()
        found, after = found + [item["id"] for item in told["items"]], told["next"]
    assert found == [case.pk for case in cases[::-1]] and (told["count"], told["more"]) == (5, False)
    wrong = guest.get("/api/v1/cases/public?after=x")
    assert (wrong.status_code, list(wrong.json()["fields"])) == (422, ["after"])
