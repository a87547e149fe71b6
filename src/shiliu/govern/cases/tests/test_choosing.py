"""Whom a dispatcher may choose for a case, and in which order."""

import pytest
from django import forms

from shiliu.foundation.models import Organisation
from shiliu.govern.cases import actions, choosing
from shiliu.govern.cases.models import CatalogueEntry
from tests.town import unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def choir(town):
    return unit("choir", "culture_team", town.places.west, standing="team")


@pytest.fixture
def waiting(raise_need, town):
    """A need about a street lamp that waits for a dispatcher."""
    case = raise_need(area=None).case
    case.area, case.place_known = town.places.house, True
    case.save()
    return case


def offered(case):
    return [unit.code for _heading, members in choosing.units_to_lead(case) for unit in members]


def test_choirs_and_schools_are_not_offered_to_answer_for_a_matter(waiting, choir, town):
    unit("school", "school", town.places.west, standing="partner")
    assert {"choir", "school"}.isdisjoint(offered(waiting)) and "street-office" in offered(waiting)


def test_a_kind_the_catalogue_names_is_offered_whatever_its_standing(waiting, choir):
    CatalogueEntry.objects.filter(category__code="neighbour_matter").update(lead_kind=choir.kind)
    assert "choir" in offered(waiting)


def test_the_kinds_the_catalogue_names_for_the_matter_come_first(waiting, town):
    entry = CatalogueEntry.objects.get(category__code="street_lamp")
    entry.helper_kinds.set([town.units.street_office.kind])
    headings = choosing.units_to_lead(waiting)
    assert offered(waiting)[:2] == ["city", "street-office"]
    assert [heading for heading, _members in headings][:2] == [
        "Named by the catalogue for this matter",
        "Named by the catalogue to help",
    ]


def test_a_unit_of_another_place_is_not_offered(waiting):
    assert "others" not in offered(waiting)


def test_among_many_units_a_dispatcher_types_a_part_of_the_name(waiting, town, visitor):
    for number in range(choosing.MANY):
        unit(f"office-{number:02}", "street_office", town.places.street)
    lin = visitor(town.people.lin)
    page = lin.get(f"/cases/office/{waiting.pk}/").content.decode()
    assert "<datalist" in page and "First in the list: " in page
    sent = {"dispatch-category": waiting.category_id, "dispatch-unit": "office"}
    answer = lin.post(f"/cases/office/{waiting.pk}/move/dispatch/", sent)
    assert answer.status_code == 422 and "Several units fit" in answer.content.decode()
    lin.post(f"/cases/office/{waiting.pk}/move/dispatch/", {**sent, "dispatch-unit": "CITY"})
    waiting.refresh_from_db()
    assert (waiting.state, waiting.lead) == ("dispatched", town.units.city)


def test_few_units_are_a_list_to_choose_from(waiting, town):
    from shiliu.govern.cases.forms_desk import MoveForm

    form = MoveForm(move=waiting.workflow.move("dispatch"), case=waiting)
    assert isinstance(form.fields["unit"].widget, forms.Select)


def test_the_choice_costs_the_same_for_few_units_and_for_many(waiting, town, django_assert_max_num_queries):
    for number in range(60):
        unit(f"office-{number:02}", "street_office", town.places.street)
    with django_assert_max_num_queries(7):
        choosing.units_to_lead(waiting)


def test_a_re_opened_case_is_first_offered_to_the_kind_its_entry_names(raise_need, town):
    case = raise_need().case
    assert Organisation.objects.get(code=offered(case)[0]) == case.lead
    actions.move(by=town.actor("li"), case=case, verb="accept")
    assert offered(case)[0] == "city"
