import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shiliu.methods import routing
from shiliu.methods.routing import AreaRef, Entry, Place, Server, decide

CHAIN = (
    AreaRef("district", 1, "示例区"),
    AreaRef("street", 2, "自由路街道"),
    AreaRef("community", 3, "吉福社区"),
    AreaRef("compound", 4, "吉福苑"),
    AreaRef("building", 5, "3号楼"),
)
BUILDING_3 = Place(CHAIN, cell=70, cell_code="07")
LAMPS = Entry("street_lamp", "municipal", "government")
STAIRS = Entry("stairwell_light", "property", "property")


def test_unit_of_the_cell_is_nearer_than_unit_of_the_building():
    servers = [Server(10, "property", area_id=5), Server(11, "property", cell_id=70), Server(12, "property", area_id=4)]
    answer = decide(BUILDING_3, STAIRS, servers)
    assert answer.unit_id == 11
    assert answer.codes == (routing.PLACE_IN_CELL, routing.CATEGORY_TO_KIND, routing.UNIT_SERVES_CELL)


def test_answer_tells_the_place_the_cell_and_the_area_by_their_names():
    answer = decide(BUILDING_3, LAMPS, [Server(20, "municipal", area_id=2)])
    assert [reason.params for reason in answer.reasons] == [
        {"place": "3号楼", "cell_code": "07"},
        {"category": "street_lamp", "unit_kind": "municipal", "duty": "government"},
        {"unit_id": 20, "level": "street", "area": "自由路街道"},
    ]


def test_units_of_other_kinds_and_other_places_do_not_count():
    servers = [Server(10, "fire", cell_id=70), Server(11, "municipal", area_id=99), Server(12, "municipal", cell_id=71)]
    assert decide(BUILDING_3, LAMPS, servers).unit_id is None


def test_tie_takes_the_lowest_id_and_says_so():
    servers = [Server(9, "municipal", area_id=2), Server(7, "municipal", area_id=2), Server(7, "municipal", area_id=2)]
    answer = decide(BUILDING_3, LAMPS, servers)
    assert answer.unit_id == 7
    assert answer.reasons[-1] == routing.Reason(routing.TIE, {"unit_id": 7, "others": (9,)})


def test_unit_listed_twice_is_no_tie():
    answer = decide(BUILDING_3, LAMPS, [Server(7, "municipal", area_id=2)] * 2)
    assert routing.TIE not in answer.codes


def test_committee_is_passed_over_for_a_government_duty_and_the_next_unit_leads():
    servers = [Server(3, "municipal", cell_id=70, is_committee=True), Server(8, "municipal", area_id=1)]
    answer = decide(BUILDING_3, LAMPS, servers)
    assert answer.unit_id == 8
    assert routing.Reason(routing.COMMITTEE_NOT_LEAD, {"unit_id": 3, "duty": "government"}) in answer.reasons


def test_committee_alone_leaves_a_government_duty_to_triage():
    answer = decide(BUILDING_3, LAMPS, [Server(3, "municipal", area_id=3, is_committee=True)])
    assert answer.unit_id is None
    assert answer.codes[-2:] == (routing.COMMITTEE_NOT_LEAD, routing.NO_UNIT)


def test_committee_may_lead_what_residents_govern_themselves():
    entry = Entry("neighbour_noise", "committee", "self_government")
    assert decide(BUILDING_3, entry, [Server(3, "committee", area_id=3, is_committee=True)]).unit_id == 3


@pytest.mark.parametrize("place", [None, Place(())])
def test_without_a_place_it_goes_to_triage_with_the_reason(place):
    assert decide(place, LAMPS, []).codes == (routing.NO_PLACE,)


def test_category_unknown_to_the_catalogue_goes_to_triage_with_the_reason():
    answer = decide(BUILDING_3, None, [Server(1, "municipal", area_id=1)])
    assert (answer.unit_id, answer.codes[-1]) == (None, routing.NO_ENTRY)


def test_place_outside_every_cell_is_served_by_area():
    answer = decide(Place(CHAIN), LAMPS, [Server(20, "municipal", area_id=1)])
    assert (answer.unit_id, answer.codes[0]) == (20, routing.PLACE_IN_AREA)


def test_place_known_only_by_its_cell_is_served_by_the_cell():
    assert decide(Place((), 70, "07"), LAMPS, [Server(20, "municipal", cell_id=70)]).unit_id == 20


@pytest.mark.parametrize(
    "make",
    [
        lambda: Entry("x", "y", "goverment"),
        lambda: Server(1, "y"),
        lambda: Server(1, "y", area_id=1, cell_id=1),
        lambda: Place((AreaRef("planet", 1, "x"),)),
    ],
)
def test_rows_that_would_switch_a_rule_off_are_refused(make):
    with pytest.raises(ValueError):
        make()


servers_strategy = st.lists(
    st.builds(
        lambda unit, kind, where, committee: Server(
            unit, kind, **({"cell_id": 70} if where == 0 else {"area_id": where}), is_committee=committee
        ),
        st.integers(1, 9),
        st.sampled_from(["municipal", "property"]),
        st.integers(0, 6),
        st.booleans(),
    ),
    max_size=12,
)
entries = st.sampled_from([LAMPS, STAIRS, Entry("x", "municipal", "utility")])


@settings(max_examples=60, deadline=None)
@given(servers_strategy, entries, st.randoms(use_true_random=False))
def test_order_of_rows_and_of_areas_never_changes_the_answer(servers, entry, rng: random.Random):
    shuffled, chain = servers[:], list(CHAIN)
    rng.shuffle(shuffled)
    rng.shuffle(chain)
    mixed = Place(tuple(chain), cell=70, cell_code="07")
    assert decide(BUILDING_3, entry, servers) == decide(mixed, entry, shuffled)


@settings(max_examples=60, deadline=None)
@given(servers_strategy, entries)
def test_lead_is_of_the_kind_serves_the_place_and_is_no_committee_for_a_government_duty(servers, entry):
    lead = decide(BUILDING_3, entry, servers).unit_id
    fit = [
        server
        for server in servers
        if server.unit_kind == entry.unit_kind
        and (server.cell_id == 70 or server.area_id in {1, 2, 3, 4, 5})
        and not (server.is_committee and entry.duty == "government")
    ]
    assert (lead in {server.unit_id for server in fit}) if fit else (lead is None)


@settings(max_examples=60, deadline=None)
@given(servers_strategy, entries)
def test_every_answer_has_a_last_word_and_reasons_carry_exactly_the_documented_params(servers, entry):
    answer = decide(BUILDING_3, entry, servers)
    assert answer.reasons
    for reason in answer.reasons:
        assert set(reason.params) == set(routing.REASONS[reason.code][0])
