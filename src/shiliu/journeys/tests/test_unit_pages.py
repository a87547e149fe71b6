"""Every unit has a page for everybody: what it does, when, whom to call, how well it answers."""

import pytest
from django.urls import reverse

from shiliu.foundation.models import CellDuty, Organisation
from shiliu.govern.cases import public
from tests.town_services import service_of


def page_of(client, code):
    answer = client.get(reverse("journeys:unit", args=[code]))
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.both
def test_the_list_finds_a_unit_by_its_name_its_telephone_and_its_kind(town, client):
    listed = reverse("journeys:units")
    assert "Keepers" in client.get(listed).content.decode()
    found = client.get(listed, {"text": "keep"}).content.decode()
    assert "Keepers" in found and "Others" not in found
    assert "Others" in client.get(listed, {"text": "0000-555", "kind": "property_company"}).content.decode()
    assert "No unit fits" in client.get(listed, {"text": "nobody"}).content.decode()


def test_a_unit_says_what_it_does_whom_to_call_and_where_it_serves(town, client):
    CellDuty.objects.update(organisation=town.units.committee)
    page = page_of(client, "committee")
    assert "Safety warden" in page and "0000-5550107" in page and "West" in page
    assert "too few to say anything" in page


def test_the_items_a_unit_answers_for_stand_on_its_page(town, client):
    item = service_of(town).item
    assert item.names["en"] in page_of(client, item.organisation.code)


def test_a_unit_says_how_many_of_its_entries_are_confirmed_and_whom_to_call_next(town, client):
    item = service_of(town).item
    assert "Its entry in the service catalogue is confirmed" in page_of(client, "city")
    type(item).objects.filter(pk=item.pk).update(confirmed_at=None)
    page = page_of(client, "city")
    assert "Of its 1 entries in the service catalogue, 0 are confirmed" in page
    assert "If nobody answers" in page
    Organisation.objects.filter(code="committee").update(public_phone="0000-5550199")
    Organisation.objects.filter(code="city").update(parent=Organisation.objects.get(code="committee"))
    assert "0000-5550199" in page_of(client, "city")


def test_a_retired_unit_has_no_page(town, client):
    Organisation.objects.filter(code="keepers").update(active=False)
    assert client.get(reverse("journeys:unit", args=["keepers"])).status_code == 404


def test_rates_of_a_unit_are_told_only_when_enough_answers_stand_behind_them(town, monkeypatch):
    def of_rows(number):
        return [{"label": str(place), "n": number} for place in range(3)]

    for number, told in ((4, False), (5, True)):
        monkeypatch.setattr(public.boards, "labelled", lambda three, number=number: of_rows(number))
        assert bool(public.rates_of_unit(town.units.city)) is told
