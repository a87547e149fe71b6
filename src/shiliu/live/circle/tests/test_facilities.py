"""Facilities: entered by staff, proposed by anybody, confirmed, closed, put together; imported with homes and paths."""

from datetime import timedelta

import pytest

from shiliu.live.circle import actions, queries, storing
from shiliu.live.circle.models import BuildingHomes, Facility, FacilityType, FacilityWord, WalkNetwork
from shiliu.live.circle.tests.conftest import EAST, WEST, paths
from shiliu.platform import audit
from shiliu.platform.clock import at_time
from shiliu.platform.permissions import ANONYMOUS, Refused
from shiliu.platform.tables import Row
from shiliu.platform.workflow import NotPossible

BAKER = {"kind": "breakfast", "names": {"zh-hans": "老王早点"}, "longitude": EAST[0], "latitude": EAST[1]}


def test_staff_enters_a_facility_in_its_own_area_only(town, circle):
    made = actions.enter_facility(by=town.actor("ma"), **BAKER)
    assert (made.state, made.confirmed_by, made.area) == ("confirmed", "staff", town.places.west)
    assert audit.rows_on(made).first().verb == "circle.entered"
    far = {**BAKER, "longitude": 100.06, "latitude": 40.01}
    with pytest.raises(Refused):
        actions.enter_facility(by=town.actor("ma"), **far)
    with pytest.raises(Refused):
        actions.enter_facility(by=town.actor("gulnar"), **BAKER)


def test_a_facility_without_name_type_or_place_is_not_entered(circle):
    with pytest.raises(NotPossible) as refusal:
        actions.enter_facility(
            by=circle.ding, kind="castle", names={}, longitude=1, latitude=95, access={"moat": "yes"}
        )
    assert set(refusal.value.fields) == {"kind", "names", "latitude", "access"}


def test_a_neighbour_proposes_and_nobody_reads_it_until_staff_has_looked(town, circle):
    made = actions.propose(by=ANONYMOUS, **BAKER)
    assert made.state == "proposed"
    assert made not in queries.visible_to(ANONYMOUS)
    assert made in queries.visible_to(town.actor("zhao"))
    assert "老王" not in str(audit.rows_on(made).values_list("data", flat=True))
    actions.decide(by=circle.zhao, facility=made, accept=True)
    assert made in queries.visible_to(ANONYMOUS)
    with pytest.raises(NotPossible):
        actions.decide(by=circle.zhao, facility=made, accept=True)


def test_what_was_proposed_in_vain_is_deleted_with_the_words_of_the_neighbour(circle):
    made = actions.propose(by=ANONYMOUS, **BAKER)
    actions.decide(by=circle.zhao, facility=made, accept=False, reason="There is nothing there.")
    assert not Facility.objects.filter(pk=made.pk).exists()


def test_of_somebody_who_is_signed_in_no_row_says_that_they_were_there(town, circle):
    gulnar = town.actor("gulnar")
    made = actions.propose(by=gulnar, **BAKER)
    for said in ("here", "gone"):
        actions.say(by=gulnar, facility=circle.shop, said=said, mark=said)
    rows = [*audit.rows_on(made), *audit.rows_on(circle.shop)[:2]]
    assert [row.verb for row in rows] == ["circle.proposed", "circle.said_gone", "circle.said_here"]
    assert {(row.actor_kind, row.actor_ref) for row in rows} == {("guest", "")}


def test_a_proposal_outside_every_neighbourhood_is_refused(circle):
    with pytest.raises(NotPossible) as refusal:
        actions.propose(by=ANONYMOUS, **{**BAKER, "longitude": 10.0})
    assert set(refusal.value.fields) == {"latitude"}


def test_neighbours_count_once_a_day_and_only_as_numbers(town, circle):
    later = town.now + timedelta(days=1)
    with at_time(later):
        assert actions.say(by=ANONYMOUS, facility=circle.shop, said="here", mark="a" * 64)
        assert not actions.say(by=ANONYMOUS, facility=circle.shop, said="gone", mark="a" * 64)
        assert actions.say(by=ANONYMOUS, facility=circle.shop, said="gone", mark="b" * 64)
    circle.shop.refresh_from_db()
    assert (circle.shop.said_here, circle.shop.said_gone) == (1, 1)
    assert (circle.shop.confirmed_at, circle.shop.confirmed_by) == (later, "neighbour")
    assert circle.shop.state == "confirmed"
    with at_time(later + timedelta(days=3)):
        actions.forget_marks()
    assert set(FacilityWord.objects.values_list("mark", flat=True)) == {""}


def test_the_round_begins_with_what_is_said_to_be_gone(town, circle):
    assert list(queries.to_look_at(circle.zhao)) == []
    baker = actions.enter_facility(by=circle.zhao, **BAKER)
    for mark in "ab":
        actions.say(by=ANONYMOUS, facility=baker, said="gone", mark=mark * 64)
    new = actions.propose(by=ANONYMOUS, **{**BAKER, "names": {"zh-hans": "新早点"}})
    with at_time(town.now + timedelta(days=200)):
        assert list(queries.to_look_at(circle.zhao)) == [new, baker, circle.shop]
        actions.confirm(by=circle.zhao, facility=baker)
        assert list(queries.to_look_at(circle.zhao)) == [new, circle.shop]


def test_closing_and_opening_again_and_taking_back(circle):
    shop = actions.close(by=circle.zhao, facility=circle.shop, reason="Empty since May")
    assert shop.state == "closed"
    with pytest.raises(NotPossible):
        actions.say(by=ANONYMOUS, facility=shop, said="here")
    shop = actions.reopen(by=circle.zhao, facility=shop)
    shop = actions.edit_facility(by=circle.zhao, facility=shop, opening="8–22")
    shop = actions.revert_facility(by=circle.zhao, facility=shop, row=audit.rows_on(shop).first())
    assert (shop.state, shop.opening) == ("confirmed", "")


def test_two_entries_of_one_shop_are_found_and_put_together(circle):
    again = {
        "kind": "convenience",
        "names": {"zh-hans": "街角便利店", "ug": "دۇكان"},
        "longitude": WEST[0] + 0.0002,
        "latitude": WEST[1],
    }
    other = actions.enter_facility(by=circle.ding, **again, opening="7–23")
    actions.enter_facility(by=circle.ding, **{**again, "names": {"zh-hans": "完全不同的名字"}})
    (one, two, metres), *rest = queries.alike(circle.ding)
    assert (one, two, metres, rest) == (circle.shop, other, 17, [])
    into = actions.merge(by=circle.ding, facility=other, into=circle.shop)
    assert (into.names["ug"], into.opening, into.access) == ("دۇكان", "7–23", {"step_free": "yes"})
    other.refresh_from_db()
    assert (other.state, other.merged_into) == ("closed", into)
    assert queries.alike(circle.ding) == []
    actions.revert_facility(by=circle.ding, facility=into, row=audit.rows_on(into).first())
    again = actions.part(by=circle.ding, facility=other)
    assert (again.state, again.merged_into, again.closed_at) == ("confirmed", None, None)
    into.refresh_from_db()
    assert "ug" not in into.names and len(queries.alike(circle.ding)) == 1
    with pytest.raises(NotPossible, match="not put together"):
        actions.part(by=circle.ding, facility=other)


def rows(*values):
    return [Row(line, one) for line, one in enumerate(values, start=2)]


def test_a_file_of_facilities_is_imported_twice_and_changes_nothing_the_second_time(circle):
    good = {
        "code": "n1",
        "kind": "pharmacy",
        "name_zh-hans": "药店",
        "longitude": "100.002",
        "latitude": "40.002",
        "ramp": "yes",
    }
    bad = {**good, "code": "n2", "kind": "castle"}
    report = actions.import_facilities(by=circle.ding, rows=rows(good, bad, good), source="shops.csv")
    assert (report.created, [reject.line for reject in report.rejected]) == (["n1"], [3, 4])
    made = Facility.objects.get(source_ref="n1")
    assert (made.access, made.confirmed_at, made.source) == ({"ramp": "yes"}, None, "open_data")
    assert actions.import_facilities(by=circle.ding, rows=rows(good), source="shops.csv").same == 1
    dry = actions.import_facilities(by=circle.ding, rows=rows({**good, "ramp": "no"}), write=False)
    assert [change.after for change in dry.changed] == [{"access": {"ramp": "no"}}]
    made.refresh_from_db()
    assert made.access == {"ramp": "yes"}


def test_a_list_of_buildings_with_anything_about_people_in_it_is_refused(circle):
    report = actions.import_homes(by=circle.ding, rows=rows({"code": "house", "homes": "12", "tenant": "somebody"}))
    assert "no person" in report.rejected[0].reason
    report = actions.import_homes(
        by=circle.ding,
        rows=rows({"code": "house", "homes": "12"}, {"code": "x", "homes": "3.5"}, {"code": "y", "homes": "3"}),
    )
    assert ([change.code for change in report.changed], len(report.rejected)) == (["house"], 2)
    assert BuildingHomes.objects.get(code="house").homes == 12


def test_a_network_is_kept_under_its_hash_and_comes_back_as_it_was(circle):
    row = WalkNetwork.objects.get()
    kept = storing.read(row.sha256)
    assert (row.in_use, row.nodes, row.edges) == (True, 5, 4)
    assert [str(one) for one in kept.ids] == [str(one) for one in paths().ids]
    assert storing.packed(kept) == storing.packed(paths())
    assert actions.import_network(by=circle.ding, network=kept, source="The same") == row
    (storing.folder() / f"{row.sha256}.npz").write_bytes(b"broken")
    storing.read.cache_clear()
    with pytest.raises(storing.Missing):
        storing.read(row.sha256)
    (storing.folder() / f"{row.sha256}.npz").unlink()
    actions.import_network(by=circle.ding, network=kept, source="Again")


def test_numbers_and_types_are_changed_with_a_source_only(town, circle):
    with pytest.raises(NotPossible):
        actions.set_value(by=circle.ding, name="minutes", value=15, source=" ")
    with pytest.raises(NotPossible):
        actions.set_value(by=circle.ding, name="minutes", value=500, source="Notice 12")
    with pytest.raises(Refused):
        actions.set_value(by=circle.zhao, name="minutes", value=10, source="Notice 12")
    actions.set_value(by=circle.ding, name="minutes", value=10, source="Notice 12")
    assert queries.setting("minutes") == 10
    actions.unset_value(by=circle.ding, name="minutes")
    assert queries.setting("minutes") == 15
    kind = FacilityType.objects.get(code="park")
    kind = actions.edit_type(by=circle.ding, kind=kind, minutes=8, source="Notice 13")
    assert actions.revert_type(by=circle.ding, kind=kind, row=audit.rows_on(kind).first()).minutes == 10
    assert actions.load_types(by=circle.ding) == 0


def test_the_ready_list_keeps_the_two_schemes_apart():
    groups = {kind: set(groups) for kind, groups in FacilityType.GROUPS.items()}
    import csv

    from shiliu.live.circle.actions import rules_of_house

    with open(rules_of_house.READY, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            assert row["group"] in groups[row["scheme"]]
            assert row["source"] and row["name_zh-hans"] and row["name_en"]
