import pytest

from shiliu.foundation.models import Organisation, OrganisationKind
from shiliu.office.organisations import actions, queries, values
from shiliu.platform import audit, maps, revisions
from shiliu.platform.permissions import Refused
from shiliu.platform.workflow import NotPossible

NAMES = {"zh-hans": "新物业", "en": "New Keepers"}


def fresh(unit):
    return Organisation.objects.get(pk=unit.pk)


@pytest.fixture
def made(town, bo):
    return actions.create_unit(
        by=bo, code="new", kind="property_company", names=NAMES, public_phone="12345", areas=["court"]
    )


def test_a_unit_is_entered_for_the_own_area_and_serves_there(town, made):
    assert [row.unit for row in maps.units_serving(town.places.house, kind="property_company")] == [
        town.units.property,
        made,
    ]
    assert audit.render(audit.rows_on(made)[0], "en") == "bo entered the unit New Keepers."


@pytest.mark.parametrize("who", ["lin", "sun", "zhao", "wang", "li", "gulnar", "bai"])
def test_nobody_without_the_role_changes_a_unit(town, who):
    with pytest.raises(Refused):
        actions.edit_unit(by=town.actor(who), unit=town.units.property, public_phone="110")


def test_one_administers_every_place_a_unit_serves_before_a_change_and_after_it(town, ding, bo, made):
    with pytest.raises(Refused):
        actions.edit_unit(by=bo, unit=made, areas=["court", "far-court"])
    with pytest.raises(Refused):
        actions.create_unit(by=bo, code="grab", kind="fire", names=NAMES, areas=["street"])
    actions.edit_unit(by=ding, unit=made, areas=["court", "far-court"])
    with pytest.raises(Refused):
        actions.edit_unit(by=bo, unit=made, areas=["court"])
    with pytest.raises(Refused):
        actions.edit_unit(by=bo, unit=town.units.fire, public_phone="110")


def test_a_unit_that_serves_nothing_belongs_to_the_district(town, ding, bo):
    with pytest.raises(Refused):
        actions.create_unit(by=bo, code="idle", kind="fire", names=NAMES)
    idle = actions.create_unit(by=ding, code="idle", kind="fire", names=NAMES)
    with pytest.raises(Refused):
        actions.edit_unit(by=bo, unit=idle, areas=["court"])


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"code": "keepers"}, "code"),
        ({"code": "a b"}, "code"),
        ({"kind": "circus"}, "kind"),
        ({"kind": ""}, "kind"),
        ({"names": {"en": "x"}}, "names"),
        ({"public_phone": "call me"}, "public_phone"),
        ({"parent": "nowhere"}, "parent"),
        ({"parent": "new"}, "parent"),
        ({"areas": ["atlantis"]}, "areas"),
        ({"address": "x" * 201}, "address"),
    ],
)
def test_what_is_wrong_is_named_by_its_field_and_nothing_is_written(town, ding, made, given, field):
    before = values.of_unit(fresh(made))
    with pytest.raises(NotPossible) as refused:
        actions.edit_unit(by=ding, unit=made, **given)
    assert field in refused.value.fields
    assert values.of_unit(fresh(made)) == before


def test_units_never_stand_in_a_circle(town, ding, made):
    below = actions.create_unit(by=ding, code="below", kind="fire", names=NAMES, parent="new", areas=["court"])
    with pytest.raises(NotPossible) as refused:
        actions.edit_unit(by=ding, unit=made, parent="below")
    assert "parent" in refused.value.fields
    assert [step.code for step in queries.chain(fresh(below))] == ["new", "below"]


def test_a_change_of_everything_is_taken_back(town, ding, made):
    before = values.of_unit(fresh(made))
    actions.edit_unit(
        by=ding,
        unit=made,
        code="n2",
        kind="fire",
        names={"zh-hans": "x"},
        public_phone="",
        address="路",
        areas=["street"],
        parent="city",
    )
    actions.revert_unit(by=ding, unit=made, row=audit.rows_on(made)[0])
    assert values.of_unit(fresh(made)) == before


def test_taking_back_gives_no_place_one_does_not_administer(town, ding, bo, made):
    actions.edit_unit(by=ding, unit=made, areas=["far-court"])
    actions.edit_unit(by=ding, unit=made, areas=["court"])
    with pytest.raises(Refused):
        actions.revert_unit(by=bo, unit=made, row=audit.rows_on(made)[0])


def test_a_lost_update_is_refused(town, ding, made):
    seen = revisions.stamp(values.of_unit(fresh(made)))
    actions.edit_unit(by=ding, unit=made, seen=seen, public_phone="110")
    with pytest.raises(revisions.Stale) as stale:
        actions.edit_unit(by=ding, unit=made, seen=seen, public_phone="119")
    assert stale.value.present["public_phone"] == "110"


def test_a_unit_is_retired_after_those_below_it_and_serves_nobody_then(town, ding, made):
    below = actions.create_unit(by=ding, code="below", kind="fire", names=NAMES, parent="new", areas=["court"])
    with pytest.raises(NotPossible, match="1 units below"):
        actions.retire_unit(by=ding, unit=made)
    actions.retire_unit(by=ding, unit=below)
    actions.retire_unit(by=ding, unit=made)
    assert made not in [row.unit for row in maps.units_serving(town.places.house)]
    with pytest.raises(NotPossible, match="above it is retired"):
        actions.restore_unit(by=ding, unit=below)
    actions.restore_unit(by=ding, unit=made)
    assert made in [row.unit for row in maps.units_serving(town.places.house)]


def test_kinds_belong_to_the_whole_district_and_keep_their_code(town, ding, bo):
    with pytest.raises(Refused):
        actions.create_kind(by=bo, code="parks", standing="government", names=NAMES)
    kind = actions.create_kind(by=ding, code="parks", standing="government", names=NAMES)
    actions.edit_kind(by=ding, kind=kind, names={"zh-hans": "公园"}, code="other")
    assert OrganisationKind.objects.get(code="parks").name == "公园"
    for wrong in ({"code": "parks"}, {"code": "a b"}, {"standing": "king"}, {"names": {}}):
        with pytest.raises(NotPossible) as refused:
            actions.create_kind(by=ding, **{"code": "zoo", "standing": "government", "names": NAMES, **wrong})
        assert list(refused.value.fields) == list(wrong)


def test_people_with_a_role_are_counted_and_not_named(town):
    assert [(str(label), number) for label, number in queries.role_counts(town.units.property)] == [
        ("Handler in a unit", 1)
    ]
