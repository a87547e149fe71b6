import pytest

from shiliu.foundation.models import CellDuty, GridCell, Layer
from shiliu.office.places import actions, queries, values
from shiliu.platform import audit, maps, revisions
from shiliu.platform.permissions import Refused
from shiliu.platform.workflow import NotPossible
from tests.town import square

NAMES = {"zh-hans": "第08网格", "en": "Cell 08"}
DUTY = {"name": "平安建设岗", "phone": "0000-555-0101", "unit": ""}


@pytest.fixture
def cell(town, ding):
    return actions.create_cell(
        by=ding, community=town.places.west, code="08", names=NAMES, supervision_phone="12345",
        boundary=square(100.02, 40.0, 0.02), areas=["court"], duties={"safety": {**DUTY, "unit": "committee"}},
    )  # fmt: skip


def test_a_cell_is_drawn_with_its_duties_and_found(town, cell):
    assert maps.cell_at(100.03, 40.01) == cell
    duty = CellDuty.objects.get(cell=cell)
    assert (duty.duty_name, duty.organisation.code) == ("平安建设岗", "committee")
    assert audit.render(audit.rows_on(cell)[0], "en") == "ding drew the cell Cell 08."


@pytest.mark.parametrize("who", ["lin", "sun", "ma", "gulnar"])
def test_nobody_without_the_role_draws_cells(town, who):
    with pytest.raises(Refused):
        actions.create_cell(
            by=town.actor(who), community=town.places.west, code="09", names=NAMES, supervision_phone="12345"
        )


def test_an_administrator_draws_no_cells_elsewhere(town, cell, zi):
    with pytest.raises(Refused):
        actions.edit_cell(by=zi, cell=cell, code="09")


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"code": "07"}, "code"),
        ({"code": ""}, "code"),
        ({"names": {}}, "names"),
        ({"supervision_phone": "call me"}, "supervision_phone"),
        ({"areas": ["far-court"]}, "areas"),
        ({"areas": ["west"]}, "areas"),
        ({"duties": {"unknown": DUTY}}, "duty_unknown"),
        ({"duties": {"safety": {**DUTY, "phone": ""}}}, "duty_safety"),
        ({"duties": {"safety": {**DUTY, "name": ""}}}, "duty_safety"),
        ({"duties": {"safety": {**DUTY, "unit": "nobody"}}}, "duty_safety"),
    ],
)
def test_what_is_wrong_with_a_cell_is_named_by_its_field(town, ding, cell, given, field):
    before = values.of_cell(GridCell.objects.get(pk=cell.pk))
    with pytest.raises(NotPossible) as refused:
        actions.edit_cell(by=ding, cell=cell, **given)
    assert field in refused.value.fields
    assert values.of_cell(GridCell.objects.get(pk=cell.pk)) == before


def test_cells_are_drawn_for_communities_only(town, ding):
    with pytest.raises(NotPossible) as refused:
        actions.create_cell(by=ding, community=town.places.street, code="1", names=NAMES, supervision_phone="12345")
    assert "community" in refused.value.fields


def test_a_change_of_duties_and_places_is_taken_back_whole(town, ding, cell):
    before = values.of_cell(GridCell.objects.get(pk=cell.pk))
    actions.edit_cell(by=ding, cell=cell, duties={}, areas=[], supervision_phone="12346")
    assert not CellDuty.objects.filter(cell=cell).exists()
    actions.revert_cell(by=ding, cell=cell, row=audit.rows_on(cell)[0])
    assert values.of_cell(GridCell.objects.get(pk=cell.pk)) == before


def test_a_lost_update_of_a_cell_is_refused(town, ding, cell):
    seen = revisions.stamp(values.of_cell(GridCell.objects.get(pk=cell.pk)))
    actions.edit_cell(by=ding, cell=cell, seen=seen, duties={"safety": {**DUTY, "name": "新岗"}})
    with pytest.raises(revisions.Stale):
        actions.edit_cell(by=ding, cell=cell, seen=seen, supervision_phone="12346")


def test_a_retired_cell_is_shown_to_nobody_until_it_comes_back(town, ding, cell):
    actions.retire_cell(by=ding, cell=cell)
    assert maps.cell_at(100.03, 40.01) is None
    actions.restore_cell(by=ding, cell=cell)
    assert maps.cell_at(100.03, 40.01) == cell


def test_layers_belong_to_the_whole_district(town, ding, bo):
    with pytest.raises(Refused):
        actions.create_layer(by=bo, code="culture", names=NAMES)
    layer = actions.create_layer(by=ding, code="culture", names=NAMES, position=2)
    actions.edit_layer(by=ding, layer=layer, names={"zh-hans": "文体活动"})
    assert Layer.objects.get(code="culture").name == "文体活动"
    with pytest.raises(Refused):
        actions.retire_layer(by=bo, layer=layer)


@pytest.mark.parametrize(
    ("given", "field"),
    [({"code": "a b"}, "code"), ({"code": "safety"}, "code"), ({"names": {}}, "names"), ({"position": -1}, "position")],
)
def test_what_is_wrong_with_a_layer_is_named(ding, given, field):
    with pytest.raises(NotPossible) as refused:
        actions.create_layer(by=ding, **{"code": "culture", "names": NAMES, "position": 1, **given})
    assert field in refused.value.fields


def test_a_retired_layer_hides_its_duties_and_brings_them_back(town, ding, cell):
    layer = Layer.objects.get(code="safety")
    actions.retire_layer(by=ding, layer=layer)
    assert queries.with_posts([cell])[0].posts == []
    actions.restore_layer(by=ding, layer=layer)
    assert queries.with_posts([cell])[0].posts[0].duty.duty_name == "平安建设岗"
