import pytest

from shiliu.foundation.models import Organisation, OrganisationKind
from shiliu.office.organisations import actions, values
from shiliu.platform import audit, revisions

FORM = {"name_zh-hans": "新物业", "code": "new", "kind": "property_company", "public_phone": "12345", "areas": "court"}


def test_guests_sign_in_and_others_are_told_why_not(client, town, signed_in):
    assert client.get("/office/organisations/").status_code == 302
    assert signed_in("wang").get("/office/organisations/").status_code == 403


def test_the_list_shows_only_units_the_reader_may_change_and_filters_them(signed_in, town, ding, bo):
    text = signed_in(bo).get("/office/organisations/").content.decode()
    assert "Keepers" in text
    assert "Street-Office" not in text
    browser = signed_in("ding")
    assert "Fire" in browser.get("/office/organisations/?kind=fire").content.decode()
    assert "No unit fits" in browser.get("/office/organisations/?state=no_place").content.decode()
    assert "Keepers" in browser.get("/office/organisations/?q=keep").content.decode()
    Organisation.objects.filter(code="keepers").update(public_phone="")
    assert "Keepers" in browser.get("/office/organisations/?state=no_phone").content.decode()


def test_a_unit_is_entered_changed_retired_and_taken_back(signed_in, town, bo):
    browser = signed_in(bo)
    assert browser.post("/office/organisations/new/", FORM).status_code == 302
    unit = Organisation.objects.get(code="new")
    seen = revisions.stamp(values.of_unit(unit))
    assert (
        browser.post(
            f"/office/organisations/{unit.pk}/edit/", {**FORM, "public_phone": "110", "seen": seen}
        ).status_code
        == 302
    )
    page = browser.get(f"/office/organisations/{unit.pk}/").content.decode()
    assert "Nobody yet" in page
    assert "110" in page
    browser.post(f"/office/organisations/{unit.pk}/take-back/{audit.rows_on(unit)[0].pk}/")
    assert Organisation.objects.get(code="new").public_phone == "12345"
    browser.post(f"/office/organisations/{unit.pk}/retire/")
    assert "新物业" in browser.get("/office/organisations/?state=retired").content.decode()
    browser.post(f"/office/organisations/{unit.pk}/restore/")
    assert Organisation.objects.get(code="new").active


def test_a_unit_that_serves_elsewhere_does_not_exist_for_a_local_administrator(signed_in, town, bo):
    assert signed_in(bo).get(f"/office/organisations/{town.units.fire.pk}/").status_code == 404
    assert signed_in(bo).post(f"/office/organisations/{town.units.fire.pk}/retire/").status_code == 404


def test_serving_a_place_one_does_not_administer_is_refused_with_the_reason(signed_in, town, bo):
    response = signed_in(bo).post("/office/organisations/new/", {**FORM, "areas": "far-court"})
    assert response.status_code == 403
    assert "their own area" in response.content.decode()


def test_wrong_fields_are_named_and_a_lost_update_is_compared(signed_in, town, ding):
    browser = signed_in("ding")
    wrong = browser.post("/office/organisations/new/", {**FORM, "code": "keepers", "areas": "atlantis"})
    assert wrong.status_code == 422
    assert "atlantis" in wrong.content.decode()
    unit = town.units.property
    seen = revisions.stamp(values.of_unit(unit))
    actions.edit_unit(by=ding, unit=unit, address="First Road")
    late = browser.post(
        f"/office/organisations/{unit.pk}/edit/", {**FORM, "code": "keepers", "address": "Second Road", "seen": seen}
    )
    assert late.status_code == 409
    assert "First Road" in late.content.decode()
    assert "Second Road" in late.content.decode()


def test_kinds_are_listed_added_and_changed_by_the_districts_administrator(signed_in, town, ding, bo):
    browser = signed_in("ding")
    form = {"name_zh-hans": "公园", "code": "parks", "standing": "government"}
    assert browser.post("/office/organisations/kinds/new/", form).status_code == 302
    assert browser.post("/office/organisations/kinds/new/", form).status_code == 422
    kind = OrganisationKind.objects.get(code="parks")
    seen = revisions.stamp(values.of_kind(kind))
    change = {"name_zh-hans": "绿化", "standing": "utility", "seen": seen}
    assert browser.post(f"/office/organisations/kinds/{kind.pk}/", change).status_code == 302
    assert browser.post(f"/office/organisations/kinds/{kind.pk}/", {**change, "standing": "team"}).status_code == 409
    assert "绿化" in browser.get("/office/organisations/kinds/").content.decode()
    assert signed_in(bo).post(f"/office/organisations/kinds/{kind.pk}/", change).status_code == 403


@pytest.mark.parametrize("address", ["", "new/", "kinds/", "kinds/new/"])
def test_every_list_and_form_opens(signed_in, town, address):
    assert signed_in("ding").get(f"/office/organisations/{address}").status_code == 200


def test_a_kind_says_what_depends_on_it_and_its_change_is_taken_back(signed_in, town, ding, bo):
    browser, kind = signed_in("ding"), town.units.committee.kind
    assert "1 unit of this kind" in browser.get(f"/office/organisations/kinds/{kind.pk}/").content.decode()
    actions.edit_kind(by=ding, kind=kind, standing="government")
    row = audit.rows_on(kind).first()
    address = f"/office/organisations/kinds/{kind.pk}/take-back/{row.pk}/"
    assert signed_in(bo).post(address).status_code == 403
    assert signed_in("ding").post(address).status_code == 302
    kind.refresh_from_db()
    assert kind.standing == "committee"


def test_a_unit_says_which_open_cases_it_leads_before_it_is_retired(signed_in, town, raise_need):
    raise_need()
    page = signed_in("ding").get(f"/office/organisations/{town.units.city.pk}/").content.decode()
    assert "1 open case" in page and "1 role that holds here" in page
