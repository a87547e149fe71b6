import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import translation

from shiliu.foundation.models import Area, Organisation, OrganisationKind, Person, RoleAssignment
from shiliu.foundation.names import check_names, name_in
from shiliu.foundation.spelling import problem_of_code, problem_of_names, problem_of_phone, problem_of_slug
from tests.town import NOON


def test_a_path_is_the_chain_of_ids_and_finds_what_lies_inside(town):
    house = town.places.house
    assert [step.code for step in house.chain()] == ["district", "street", "west", "court", "house"]
    assert {area.code for area in Area.inside(town.places.west.path)} == {"west", "court", "house"}
    assert town.places.west.contains(house)
    assert not town.places.east.contains(house)


@pytest.mark.django_db
def test_a_tenth_area_is_not_inside_the_first_one():
    first = Area.objects.create(code="first", level="district", names={"zh-hans": "一"})
    many = [Area.objects.create(code=f"a{n}", level="district", names={"zh-hans": "多"}) for n in range(12)]
    assert list(Area.inside(first.path)) == [first]
    assert not any(first.contains(area) for area in many)


def test_a_place_that_is_named_somewhere_cannot_be_deleted(town):
    with pytest.raises(ProtectedError):
        town.places.court.delete()


@pytest.mark.parametrize(("level", "has_parent"), [("street", False), ("district", True)])
def test_only_a_district_stands_at_the_top(town, level, has_parent):
    with pytest.raises(IntegrityError), transaction.atomic():
        Area.objects.create(
            code="x", level=level, parent=town.places.district if has_parent else None, names={"zh-hans": "x"}
        )


@pytest.mark.parametrize("places", [{}, {"area": "west", "organisation": "fire"}])
def test_a_role_has_exactly_one_place(town, places):
    where = {name: getattr(town.places if name == "area" else town.units, key) for name, key in places.items()}
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleAssignment.objects.create(person=town.people.chen, role="handler", since=NOON, **where)


def test_a_role_ends_after_it_begins(town):
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleAssignment.objects.create(
            person=town.people.chen, role="resident", area=town.places.house, since=NOON, until=NOON
        )


def test_a_name_speaks_the_readers_language_else_chinese_else_any():
    names = {"zh-hans": "石榴", "ug": "ئانار"}
    with translation.override("ug"):
        assert name_in(names) == "ئانار"
    assert name_in(names, "en") == "石榴"
    assert name_in({"bo": "x"}, "en") == "x"
    assert name_in({}) == ""


@pytest.mark.parametrize("names", [{}, {"en": "x"}, {"zh-hans": ""}, "text", {"zh-hans": 3}])
def test_a_thing_without_a_chinese_name_is_refused(names):
    with pytest.raises(ValidationError):
        check_names(names)
    assert problem_of_names(names)


@pytest.mark.parametrize(
    "phone", ["12345", "110", "0000-555-0123", "+86 28 8555 0100", "(028) 1234567"[1:], "028-8555#12"]
)
def test_numbers_people_can_dial_are_accepted(phone):
    assert problem_of_phone(phone) == ""


@pytest.mark.parametrize("phone", ["", None, "call me", "12", "<b>12345</b>", "1" * 40, "12345\n67"])
def test_what_cannot_be_dialled_is_not_a_telephone_number(phone):
    assert problem_of_phone(phone)


def test_codes_are_plain_and_short():
    assert not problem_of_code("SL-03-12.b_4")
    assert all(problem_of_code(code) for code in ("", None, "-a", "a b", "a/b", "x" * 41, "编码", "a\n"))
    assert not problem_of_slug("street_office")
    assert all(problem_of_slug(code) for code in ("", "a.b", "a b", "é"))


def test_names_are_one_line_under_a_proper_language_tag():
    assert not problem_of_names({"zh-hans": "石榴区", "en": "Shiliu", "bo": "སེ་འབྲུ།"})
    for names in (
        {"zh-hans": "a", "English": "b"},
        {"zh-hans": "两\n行"},
        {"zh-hans": "长" * 121},
        {"zh-hans": "a", "en": " "},
    ):
        assert problem_of_names(names)


def test_only_a_kind_with_the_standing_of_a_committee_makes_a_committee(town):
    assert town.units.committee.is_committee
    assert not town.units.fire.is_committee


@pytest.mark.django_db
def test_people_without_an_address_do_not_collide():
    one, two = (Person.objects.create_user(pseudonym=name) for name in ("Poplar", "Willow"))
    assert (one.email, one.phone, two.email) == (None, None, None)
    assert not one.has_usable_password()


@pytest.mark.django_db
def test_a_kind_in_use_cannot_be_deleted():
    kind = OrganisationKind.objects.create(code="fire", standing="government", names={"zh-hans": "消防"})
    Organisation.objects.create(code="f", kind=kind, names={"zh-hans": "队"})
    with pytest.raises(ProtectedError):
        kind.delete()
