import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from shiliu.foundation.models import Area, GridCell, Layer
from shiliu.office.places import actions, values
from shiliu.platform import audit, revisions
from shiliu.platform.workflow import NotPossible
from tests.town import square

NEW = {"name_zh-hans": "二号楼", "name_en": "House 2", "code": "house-2", "level": "building", "parent": "court"}


def form_of(area, **more):
    names = {f"name_{tag}": name for tag, name in area.names.items()}
    parent = area.parent.code if area.parent_id else ""
    return {**names, "code": area.code, "parent": parent, "seen": revisions.stamp(values.of_area(area)), **more}


def test_guests_are_asked_to_sign_in_and_others_are_told_why_not(client, town, signed_in):
    assert client.get("/office/places/").status_code == 302
    assert signed_in("gulnar").get("/office/places/").status_code == 403


def test_the_list_shows_searches_and_filters_what_the_reader_administers(signed_in, bo, ding):
    text = signed_in(bo).get("/office/places/").content.decode()
    assert "House" in text
    assert "Far-Court" not in text
    assert "No place fits" in signed_in(bo).get("/office/places/?q=far-court").content.decode()
    communities = signed_in("ding").get("/office/places/?state=no_cell").content.decode()
    assert "East" in communities
    assert ">West<" not in communities


def test_a_place_outside_the_own_area_does_not_exist_for_its_neighbour(signed_in, town, zi):
    for address in ("", "edit/", "boundary/"):
        assert signed_in(zi).get(f"/office/places/{town.places.house.pk}/{address}").status_code == 404
    assert signed_in(zi).post(f"/office/places/{town.places.house.pk}/retire/").status_code == 404
    assert signed_in(zi).get(f"/office/places/cells/{town.cell.pk}/").status_code == 404


def test_a_place_is_entered_and_then_drawn(signed_in, town, bo):
    browser = signed_in(bo)
    assert 'value="court"' in browser.get("/office/places/new/?parent=court").content.decode()
    made = browser.post("/office/places/new/", NEW, follow=True)
    assert "Draw its boundary next" in made.content.decode()
    house = Area.objects.get(code="house-2")
    checked = browser.post(
        f"/office/places/{house.pk}/boundary/", {"text": json.dumps(square(100.005, 40.005, 0.002)), "check": "1"}
    )
    assert "This boundary can be used" in checked.content.decode()
    assert "<path" in checked.content.decode()
    assert Area.objects.get(code="house-2").boundary is None
    saved = browser.post(
        f"/office/places/{house.pk}/boundary/",
        {
            "text": json.dumps(square(100.005, 40.005, 0.002)),
            "seen": revisions.stamp(values.of_area(house)),
            "save": "1",
        },
    )
    assert saved.status_code == 302
    assert Area.objects.get(code="house-2").boundary == square(100.005, 40.005, 0.002)


def test_a_boundary_over_a_neighbour_or_outside_is_pointed_out_and_not_forbidden(signed_in, town, ding):
    address = f"/office/places/{town.places.court.pk}/boundary/"
    text = json.dumps(square(100.03, 40.0, 0.02))
    warned = signed_in("ding").post(address, {"text": text, "check": "1"}).content.decode()
    assert "50.0 % of it lies outside West" in warned
    court = Area.objects.get(code="court")
    seen = revisions.stamp(values.of_area(court))
    assert signed_in("ding").post(address, {"text": text, "seen": seen, "save": "1"}).status_code == 302


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"{", "This is not JSON: line 1"),
        (b"\xff\xfe", "not text in UTF-8"),
        (b"[" * 5000, "nested too deeply"),
        (b"x" * (1024 * 1024 + 10), "1024 KB"),
        (b'{"type":"Polygon","coordinates":[[[100,40],[101,41],[101,40],[100,41],[100,40]]]}', "longitude 100.5"),
    ],
)
def test_a_hostile_boundary_file_is_refused_in_words_and_the_rest_stays(signed_in, town, ding, content, says):
    file = SimpleUploadedFile("x.geojson", content)
    response = signed_in("ding").post(f"/office/places/{town.places.house.pk}/boundary/", {"file": file, "check": "1"})
    assert response.status_code == 422
    assert says in response.content.decode()


def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_stays(signed_in, town, bo):
    response = signed_in(bo).post("/office/places/new/", {**NEW, "code": "house", "name_en": "Kept <b>"})
    assert response.status_code == 422
    assert "Another place already has this code." in response.content.decode()
    assert "Kept &lt;b&gt;" in response.content.decode()
    missing = signed_in(bo).post("/office/places/new/", {**NEW, "parent": "nowhere"})
    assert "There is no place with this code." in missing.content.decode()


def test_the_second_of_two_editors_sees_both_texts_and_may_then_decide(signed_in, town, ding, bo):
    house = town.places.house
    address, first, second = (
        f"/office/places/{house.pk}/edit/",
        form_of(house, name_en="First"),
        form_of(house, name_en="Second"),
    )
    assert signed_in(bo).post(address, first).status_code == 302
    compared = signed_in("ding").post(address, second)
    text = compared.content.decode()
    assert compared.status_code == 409
    assert "First" in text
    assert "Second" in text
    again = {**second, "seen": compared.context["form"].data["seen"]}
    assert signed_in("ding").post(address, again).status_code == 302
    assert Area.objects.get(pk=house.pk).names["en"] == "Second"


def test_a_form_without_its_stamp_is_compared_too(signed_in, town, ding):
    house = town.places.house
    assert (
        signed_in("ding").post(f"/office/places/{house.pk}/edit/", form_of(house, name_en="X", seen="")).status_code
        == 409
    )


def test_history_shows_before_and_after_and_takes_back(signed_in, town, ding):
    house = town.places.house
    actions.edit_area(by=ding, area=house, names={"zh-hans": "改名"})
    page = signed_in("ding").get(f"/office/places/{house.pk}/").content.decode()
    assert "zh-hans: 改名" in page
    row = audit.rows_on(house)[0]
    signed_in("ding").post(f"/office/places/{house.pk}/take-back/{row.pk}/")
    assert Area.objects.get(pk=house.pk).names == town.places.house.names
    assert signed_in("ding").post(f"/office/places/{town.places.court.pk}/take-back/{row.pk}/").status_code == 404


def test_retiring_and_restoring_from_the_screen(signed_in, town, ding):
    browser, house, court = signed_in("ding"), town.places.house, town.places.court
    refused = browser.post(f"/office/places/{court.pk}/retire/", follow=True)
    assert "still in use" in refused.content.decode()
    browser.post(f"/office/places/{house.pk}/retire/")
    assert not Area.objects.get(pk=house.pk).active
    assert "House" in browser.get("/office/places/?state=retired").content.decode()
    browser.post(f"/office/places/{house.pk}/restore/")
    assert Area.objects.get(pk=house.pk).active


def test_a_cell_with_its_duties_is_entered_changed_and_shown(signed_in, town, bo):
    browser = signed_in(bo)
    form = {
        "name_zh-hans": "第08网格",
        "code": "08",
        "supervision_phone": "12345",
        "areas": "court",
        "duty_safety": "岗",
        "phone_safety": "12345",
    }
    assert browser.post(f"/office/places/grid/{town.places.west.pk}/new/", form).status_code == 302
    cell = GridCell.objects.get(code="08")
    assert "岗" in browser.get(f"/office/places/cells/{cell.pk}/").content.decode()
    wrong = browser.post(f"/office/places/grid/{town.places.west.pk}/new/", {**form, "code": "09", "phone_safety": ""})
    assert wrong.status_code == 422
    assert "not a telephone number" in wrong.content.decode()
    changed = {**form, "duty_safety": "", "phone_safety": "", "seen": revisions.stamp(values.of_cell(cell))}
    assert browser.post(f"/office/places/cells/{cell.pk}/edit/", changed).status_code == 302
    assert not cell.duties.exists()
    assert browser.post(f"/office/places/cells/{cell.pk}/edit/", {**changed, "code": "10"}).status_code == 409
    row = audit.rows_on(cell)[0]
    browser.post(f"/office/places/cells/{cell.pk}/take-back/{row.pk}/")
    assert cell.duties.count() == 1
    browser.post(f"/office/places/cells/{cell.pk}/retire/")
    assert not GridCell.objects.get(pk=cell.pk).active
    browser.post(f"/office/places/cells/{cell.pk}/restore/")
    assert GridCell.objects.get(pk=cell.pk).active


def test_a_cell_is_drawn_among_its_neighbours(signed_in, town, ding):
    address = f"/office/places/cells/{town.cell.pk}/boundary/"
    assert "<path" in signed_in("ding").get(address).content.decode()
    text = json.dumps(square(100.02, 40.02, 0.01))
    assert "can be used" in signed_in("ding").post(address, {"text": text, "check": "1"}).content.decode()
    seen = revisions.stamp(values.of_cell(town.cell))
    assert signed_in("ding").post(address, {"text": text, "seen": seen, "save": "1"}).status_code == 302
    assert signed_in("ding").post(address, {"text": "", "seen": seen, "save": "1"}).status_code == 409


def test_duties_of_retired_layers_survive_an_edit_of_the_cell(signed_in, town, ding):
    actions.retire_layer(by=ding, layer=Layer.objects.get())
    cell = town.cell
    form = {
        "name_zh-hans": "新名",
        "code": "07",
        "supervision_phone": "12345",
        "areas": "house",
        "seen": revisions.stamp(values.of_cell(cell)),
    }
    assert signed_in("ding").post(f"/office/places/cells/{cell.pk}/edit/", form).status_code == 302
    assert cell.duties.get().duty_name == "Safety warden"


def test_layers_are_added_changed_and_retired_by_the_districts_administrator(signed_in, town, ding, bo):
    browser = signed_in("ding")
    assert (
        browser.post(
            "/office/places/layers/new/", {"name_zh-hans": "文体", "code": "culture", "position": "2"}
        ).status_code
        == 302
    )
    layer = Layer.objects.get(code="culture")
    seen = revisions.stamp(values.of_layer(layer))
    form = {"name_zh-hans": "文体活动", "position": "3", "seen": seen}
    assert browser.post(f"/office/places/layers/{layer.pk}/", form).status_code == 302
    assert browser.post(f"/office/places/layers/{layer.pk}/", {**form, "name_zh-hans": "别的"}).status_code == 409
    assert "文体活动" in browser.get("/office/places/layers/").content.decode()
    browser.post(f"/office/places/layers/{layer.pk}/retire/")
    assert not Layer.objects.get(code="culture").active
    assert signed_in(bo).post(f"/office/places/layers/{layer.pk}/restore/").status_code == 403


@pytest.mark.parametrize("address", ["", "new/", "grid/", "layers/", "layers/new/"])
def test_every_list_and_form_opens(signed_in, town, ding, address):
    assert signed_in("ding").get(f"/office/places/{address}").status_code == 200


def test_a_layer_says_what_depends_on_it_and_its_change_is_taken_back(signed_in, town, ding):
    browser, layer = signed_in("ding"), Layer.objects.get()
    page = browser.get(f"/office/places/layers/{layer.pk}/").content.decode()
    assert "These depend on it now:" in page and "1 posted duty" in page
    actions.edit_layer(by=ding, layer=layer, names={"zh-hans": "误改"})
    row = audit.rows_on(layer).first()
    assert browser.post(f"/office/places/layers/{layer.pk}/take-back/{row.pk}/").status_code == 302
    layer.refresh_from_db()
    assert layer.names["zh-hans"] == "平安建设"
    page = browser.post(f"/office/places/layers/{layer.pk}/retire/", follow=True).content.decode()
    assert "The layer is retired." in page and "Put back into use" in page


def test_only_the_districts_administrator_takes_back_a_change_of_a_layer(signed_in, town, ding, bo):
    layer = Layer.objects.get()
    actions.edit_layer(by=ding, layer=layer, position=7)
    row = audit.rows_on(layer).first()
    assert signed_in(bo).post(f"/office/places/layers/{layer.pk}/take-back/{row.pk}/").status_code == 403
    other = town.cell
    assert signed_in("ding").post(f"/office/places/layers/{layer.pk + 1}/take-back/{row.pk}/").status_code == 404
    with pytest.raises(NotPossible):
        actions.revert_layer(
            by=ding, layer=layer, row=actions.edit_cell(by=ding, cell=other, code="8") and audit.rows_on(other).first()
        )


def test_a_place_says_what_depends_on_it_before_it_is_retired(signed_in, town):
    page = signed_in("ding").get(f"/office/places/{town.places.west.pk}/").content.decode()
    assert "1 cell in use" in page and "1 unit that serves it" in page and "2 roles that hold here" in page
