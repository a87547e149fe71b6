"""A draft of the catalogue is tried on needs already raised, and what looks wrong in it is pointed out; nothing is written."""

from datetime import timedelta

import pytest

from shiliu.foundation.models import CellDuty, Layer, OrganisationKind
from shiliu.govern.cases import catalogue as writing
from shiliu.govern.cases import rehearsing
from shiliu.govern.cases.catalogue_flaws import flaws
from shiliu.govern.cases.models import Case, CaseStep, UrgencyTier
from shiliu.govern.cases.routing import AllServing, current_version, find_route
from shiliu.platform.clock import now

pytestmark = pytest.mark.django_db
PAGE = "/cases/office/catalogue/draft/rehearsal/"


@pytest.fixture
def draft(town, catalogue):
    return writing.begin_draft(by=town.actor("ding"))


@pytest.fixture
def enter(town, catalogue, draft):
    """enter("street_lamp", kind="street_office", …) -> the entry changed in the draft."""

    def change(code, kind="urban_management", duty="government", tier="general", helpers=()):
        kinds = {kind.code: kind for kind in OrganisationKind.objects.all()}
        return writing.set_entry(
            by=town.actor("ding"), version=draft, category=catalogue[code], lead_kind=kinds[kind], duty=duty,
            tier=UrgencyTier.objects.get(code=tier), helper_kinds=[kinds[helper] for helper in helpers],
        )  # fmt: skip

    return change


@pytest.fixture
def tried(town, draft):
    """tried(by="ding") -> Rehearsal of all needs of the last month."""

    def try_it(by="ding"):
        since = now() - timedelta(days=30)
        return rehearsing.rehearse(rehearsing.cases_of(town.actor(by), since=since), draft)

    return try_it


def test_a_draft_like_the_version_in_force_changes_nothing(raise_need, tried):
    raise_need()
    raise_need(category="manhole")
    found = tried()
    assert found.tried == 2 and found.changes == []


def test_it_tells_which_needs_go_elsewhere_wait_or_get_other_times(raise_need, tried, enter, town, draft, catalogue):
    lamp, cover = raise_need().case, raise_need(category="manhole").case
    stairs, firm = raise_need(category="stairwell_clutter").case, raise_need(category="property_service").case
    raise_need(category="neighbour_matter")
    enter("street_lamp", kind="street_office")
    enter("stairwell_clutter", kind="fire", tier="urgent")
    enter("property_service", kind="fire")
    writing.remove_entry(by=town.actor("ding"), version=draft, category=catalogue["manhole"])
    found = {change.case.pk: change for change in tried().changes}
    city, office, fire = town.units.city.pk, town.units.street_office.pk, town.units.fire.pk
    assert (found[lamp.pk].what, found[lamp.pk].before, found[lamp.pk].after) == (rehearsing.ELSEWHERE, city, office)
    assert (found[cover.pk].what, found[cover.pk].after) == (rehearsing.TO_TRIAGE, None)
    assert (found[stairs.pk].what, found[stairs.pk].after) == (rehearsing.OTHER_TIMES, fire)
    assert (found[firm.pk].before, found[firm.pk].after) == (town.units.property.pk, fire)
    assert len(found) == 4 and sum(tried().counts().values()) == 4
    assert (city, None, 1) in tried().turns() and all(turn[:2] != (fire, fire) for turn in tried().turns())


def test_a_need_that_waited_and_would_find_a_unit_is_told(raise_need, tried, enter, town):
    case = raise_need(category="property_service", area=town.places.east).case
    assert case.state == "triage"
    enter("property_service", kind="street_office")
    (change,) = tried().changes
    assert (change.what, change.before, change.after) == (rehearsing.FROM_TRIAGE, None, town.units.street_office.pk)


def test_duties_read_all_at_once_name_the_unit_that_every_need_was_really_sent_to(raise_need, town, catalogue):
    CellDuty.objects.create(
        cell=town.cell, layer=Layer.objects.create(code="care", names={"zh-hans": "c"}), duty_name="Fire warden",
        duty_phone="0000-5550108", organisation=town.units.fire,
    )  # fmt: skip
    places = (town.places.house, town.places.far_court, town.places.west, town.places.district)
    codes = ("street_lamp", "stairwell_clutter", "property_service", "neighbour_matter")
    serving, version = AllServing(), current_version(now())

    def unit_for(case, code):
        entry = version.entries.get(category=catalogue[code])
        asked = {"area": case.area, "cell": case.cell, "place_known": case.place_known, "entry": entry}
        return find_route(**asked, serving=serving).unit_id

    for code in codes:
        for area in places:
            case = raise_need(category=code, area=area).case
            assert unit_for(case, code) == case.lead_id, (code, area)
    assert unit_for(raise_need(area=None).case, "street_lamp") is None


def test_trying_writes_nothing(raise_need, tried, enter, visitor, town):
    raise_need()
    enter("street_lamp", kind="street_office")
    before = list(Case.objects.values()), CaseStep.objects.count()
    tried()
    visitor(town.people.ding).get(PAGE)
    assert (list(Case.objects.values()), CaseStep.objects.count()) == before


def test_only_needs_of_the_administrators_own_areas_are_tried(raise_need, tried, enter, town):
    raise_need()
    enter("street_lamp", kind="street_office")
    assert tried("lin").tried == 0 and tried("ding").tried == 1


def test_the_number_of_queries_does_not_grow_with_the_needs(raise_need, tried, enter, django_assert_max_num_queries):
    raise_need()
    enter("street_lamp", kind="street_office")
    with django_assert_max_num_queries(14) as few:
        tried()
    for _i in range(3):
        raise_need()
    with django_assert_max_num_queries(len(few)):
        tried()


def test_the_page_lists_the_needs_without_their_words_and_can_be_narrowed(raise_need, enter, visitor, town):
    case = raise_need(title="Secret words of a need").case
    enter("street_lamp", kind="street_office")
    ding = visitor(town.people.ding)
    page = ding.get(PAGE).content.decode()
    assert case.number in page and "Street-Office" in page and "goes to another unit" in page and "Secret" not in page
    assert case.number in ding.get(f"{PAGE}?what=elsewhere&category=street_lamp&days=90").content.decode()
    for narrowed in ("what=to_triage", "category=manhole", "category=nowhere", "what=nothing"):
        assert "Nothing matches" in ding.get(f"{PAGE}?{narrowed}").content.decode(), narrowed


def test_the_page_says_when_the_draft_changes_nothing_and_is_gone_without_a_draft(draft, visitor, town):
    ding = visitor(town.people.ding)
    assert "The draft changes nothing for these needs" in ding.get(PAGE).content.decode()
    writing.discard(by=town.actor("ding"), version=draft)
    assert ding.get(PAGE).status_code == 404


def test_the_table_to_take_away_holds_the_chosen_rows(raise_need, enter, visitor, town):
    case = raise_need().case
    enter("street_lamp", kind="street_office")
    file = visitor(town.people.ding).get("/cases/office/catalogue/draft/rehearsal.csv").getvalue().decode("utf-8-sig")
    header, line = file.splitlines()
    assert header.startswith("Case,Received,Code") and line.startswith(
        f"{case.number},2026-03-10,street_lamp,Street lamp"
    )
    assert "City,Street-Office,Street Office" in line


def told(draft, *, serious=None):
    return [flaw.text for flaw in flaws(draft) if serious is None or flaw.serious == serious]


def test_a_sound_draft_has_no_flaws_but_the_communities_its_units_leave_out(town, draft):
    assert told(draft, serious=False) == []
    assert [("Neighbour matter" in text and "East" in text) for text in told(draft)] == [True]


def test_a_kind_without_units_and_a_matter_left_out_are_serious(town, draft, enter, catalogue):
    town.units.fire.active = False
    town.units.fire.save()
    writing.remove_entry(by=town.actor("ding"), version=draft, category=catalogue["manhole"])
    found = " ".join(told(draft, serious=True))
    assert (
        "there is no such unit" in found
        and "“\u2068Manhole\u2069” is in the version in force but not"
        in found.replace("“Manhole”", "“\u2068Manhole\u2069”")
    )


def test_a_helper_that_is_the_lead_is_pointed_out(draft, enter):
    enter("street_lamp", helpers=("urban_management",))
    assert any("does not help itself" in text for text in told(draft))


def test_two_matters_with_one_name_or_one_keyword_are_pointed_out(draft, catalogue):
    lamp, cover = catalogue["street_lamp"], catalogue["manhole"]
    lamp.keywords, cover.keywords = "dark, broken road", "cover，broken road"
    lamp.save()
    cover.save()
    assert any("share the keyword “broken road”" in text for text in told(draft))
    cover.names = lamp.names
    cover.save()
    assert any("Two matters are called" in text and "street_lamp" in text for text in told(draft))


def test_matters_nobody_used_are_named_once_others_were_used(draft, raise_need):
    assert not any("Nobody raised" in text for text in told(draft))
    raise_need()
    unused = [text for text in told(draft) if "Nobody raised" in text]
    assert len(unused) == 4 and not any("Street lamp" in text for text in unused)


def test_the_page_of_the_draft_points_out_flaws_before_it_is_published(draft, enter, visitor, town):
    enter("street_lamp", helpers=("urban_management",))
    page = visitor(town.people.ding).get("/cases/office/catalogue/draft/").content.decode()
    assert "Before you publish" in page and "2 things to look at" in page and PAGE in page
