"""Who may give and end which role, and where."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse

from shiliu.foundation.models import Area, OrganisationArea, Person, RoleAssignment
from shiliu.office.people import actions, queries
from shiliu.platform import audit
from shiliu.platform.clock import at_time
from shiliu.platform.permissions import Actor, Refused
from shiliu.platform.workflow import NotPossible
from tests.town import person


@pytest.fixture
def staff(town):
    """The town with an administrator of the street and one of the western community."""
    town.people.wei = person("wei", ("administrator", town.places.street))
    town.people.nur = person("nur", ("administrator", town.places.west))
    town.people.fig = person("fig")
    return town


def grant(town, by="nur", to="fig", role="grid_worker", **where):
    where = where or {"area": town.places.west}
    return actions.grant_role(by=town.actor(by), person=getattr(town.people, to), role=role, **where)


def test_an_administrator_gives_a_role_inside_the_own_area_and_it_is_written_down(staff):
    role = grant(staff, area=staff.places.court)
    assert Actor.of(staff.people.fig).has_role("grid_worker") and role.granted_by == staff.people.nur
    row = audit.looks_at(staff.people.fig).get()
    assert audit.render(row, "en") == "nur gave fig the role “Grid worker” for Court."


@pytest.mark.parametrize("place", ["street", "district", "east", "far_court"])
def test_nobody_gives_a_role_above_or_beside_the_own_area(staff, place):
    with pytest.raises(Refused):
        grant(staff, area=getattr(staff.places, place))


def test_an_administrator_of_an_area_above_gives_roles_below(staff):
    assert grant(staff, by="wei") and grant(staff, by="ding", role="administrator", area=staff.places.district)


@pytest.mark.parametrize("by", ["gulnar", "zhao", "lin", "sun", "wang", "bai"])
def test_nobody_else_gives_roles(staff, by):
    with pytest.raises(Refused):
        grant(staff, by=by)


def test_a_role_in_a_unit_is_given_by_an_administrator_of_every_area_it_serves(staff):
    assert grant(staff, role="handler", organisation=staff.units.property)
    OrganisationArea.objects.create(organisation=staff.units.committee, area=staff.places.far_court)
    with pytest.raises(Refused):
        grant(staff, role="handler", organisation=staff.units.committee)
    with pytest.raises(Refused):
        grant(staff, role="handler", organisation=staff.units.city)
    assert grant(staff, by="wei", role="handler", organisation=staff.units.committee)


def test_a_unit_that_serves_no_area_gets_no_roles(staff):
    staff.units.fire.serves.all().delete()
    with pytest.raises(NotPossible) as problem:
        grant(staff, by="ding", role="handler", organisation=staff.units.fire)
    assert "organisation" in problem.value.fields


def test_roles_go_where_they_belong(staff):
    house = {"area": staff.places.house}
    for role, where in (
        ("handler", {"area": staff.places.west}),
        ("grid_worker", {"organisation": staff.units.property}),
        ("resident", house),
        ("emperor", house),
        ("grid_worker", {"area": staff.places.west, "organisation": staff.units.property}),
    ):
        with pytest.raises(NotPossible):
            grant(staff, role=role, **where)
    assert not staff.people.fig.roles.exists()


def test_the_same_role_is_not_given_twice(staff):
    grant(staff)
    with pytest.raises(NotPossible, match="already"):
        grant(staff)


def test_a_role_holds_from_its_first_to_its_last_day(staff):
    day = timedelta(days=1)
    grant(staff, area=staff.places.west, since=staff.now + day, until=staff.now + 3 * day)
    held = [offset for offset in range(5) if _holds_at(staff, staff.now + offset * day)]
    assert held == [1, 2]
    with pytest.raises(NotPossible):
        grant(staff, by="ding", area=staff.places.east, since=staff.now, until=staff.now - day)


def _holds_at(town, moment):
    with at_time(moment):
        return Actor.of(town.people.fig).has_role("grid_worker")


def test_an_ended_role_holds_no_more_and_stays_on_record(staff):
    role = grant(staff)
    with at_time(staff.now + timedelta(hours=1)):
        actions.end_role(by=staff.actor("wei"), assignment=role)
        assert not Actor.of(staff.people.fig).holdings
        with pytest.raises(NotPossible):
            actions.end_role(by=staff.actor("wei"), assignment=role)
    assert [row.verb for row in audit.looks_at(staff.people.fig)] == ["people.role_ended", "people.role_granted"]
    assert RoleAssignment.objects.filter(pk=role.pk).exists()


def test_who_may_not_give_a_role_there_may_not_end_it(staff):
    role = RoleAssignment.objects.get(person=staff.people.sun)
    with pytest.raises(Refused):
        actions.end_role(by=staff.actor("nur"), assignment=role)


def test_a_residence_is_not_ended_by_an_administrator(staff):
    with pytest.raises(NotPossible):
        actions.end_role(by=staff.actor("ding"), assignment=staff.people.gulnar.roles.get())


# ── The last administrator ───────────────────────────────────────────────────────────────────────────────────────────
def test_the_last_administrator_of_the_district_stays_until_there_is_another(staff):
    role = staff.people.ding.roles.get()
    for attempt in (actions.end_role, actions.leave_role):
        with pytest.raises(NotPossible, match="Nobody else administers"):
            attempt(by=staff.actor("ding"), assignment=role)
    with pytest.raises(NotPossible, match="Nobody else administers"):
        actions.delete_account(by=staff.actor("ding"))
    grant(staff, by="ding", to="fig", role="administrator", area=staff.places.district)
    with at_time(staff.now + timedelta(hours=1)):
        actions.leave_role(by=staff.actor("ding"), assignment=role)


def test_an_administrator_below_may_go_while_one_above_remains(staff):
    actions.leave_role(by=staff.actor("nur"), assignment=staff.people.nur.roles.get())
    assert not Actor.of(staff.people.nur).has_role("administrator")


def test_an_administrator_who_begins_later_or_whose_account_is_closed_does_not_count(staff):
    grant(staff, by="ding", role="administrator", area=staff.places.district, since=staff.now + timedelta(days=1))
    closed = person("closed", ("administrator", staff.places.district))
    Person.objects.filter(pk=closed.pk).update(is_active=False)
    with pytest.raises(NotPossible):
        actions.leave_role(by=staff.actor("ding"), assignment=staff.people.ding.roles.get())


@pytest.mark.django_db(transaction=True)
def test_two_last_administrators_who_leave_at_once_do_not_both_get_away(staff):
    grant(staff, by="ding", role="administrator", area=staff.places.district, since=staff.now - timedelta(days=1))
    outcomes, start = [], threading.Barrier(2)

    def leave(name):
        try:
            with at_time(staff.now):
                somebody = getattr(staff.people, name)
                role = somebody.roles.get(role="administrator")
                start.wait()
                actions.leave_role(by=Actor.of(somebody), assignment=role)
            outcomes.append("left")
        except NotPossible:
            outcomes.append("stays")
        finally:
            connection.close()

    threads = [threading.Thread(target=leave, args=[name]) for name in ("ding", "fig")]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert sorted(outcomes) == ["left", "stays"]


# ── The list ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def names(roles):
    return {role.person.pseudonym for role in roles}


def test_the_list_shows_staff_of_the_own_areas_and_units_and_no_resident(staff):
    assert names(queries.visible_to(staff.actor("nur"))) == {"zhao", "ma", "wang", "nur"}
    everybody = names(queries.visible_to(staff.actor("bai")))
    assert {"lin", "sun", "hu", "ding"} <= everybody and not {"gulnar", "chen"} & everybody
    assert not queries.visible_to(staff.actor("zhao"))


def test_the_list_is_searched_and_filtered(staff):
    by = staff.actor("ding")
    assert names(queries.visible_to(by, text="zha")) == {"zhao"}
    assert names(queries.visible_to(by, text="keepers")) == {"wang"}
    assert names(queries.visible_to(by, role="handler")) == {"wang", "li", "hu", "fang"}
    role = grant(staff, since=staff.now + timedelta(days=1), area=staff.places.west)
    assert names(queries.visible_to(by, state="later")) == {"fig"}
    RoleAssignment.objects.filter(pk=role.pk).update(
        since=staff.now - timedelta(days=2), until=staff.now - timedelta(days=1)
    )
    assert names(queries.visible_to(by, state="past")) == {"fig"}
    assert "fig" not in names(queries.visible_to(by)) and "fig" in names(queries.visible_to(by, state="all"))


def test_the_list_has_pages_filters_and_says_when_it_is_empty(client, staff):
    client.force_login(staff.people.ding)
    client.cookies["django_language"] = "en"
    url = reverse("office_people:roles")
    for number in range(30):
        person(f"clerk{number}", ("grid_worker", staff.places.east))
    assert len(client.get(url).context["lines"]) == 25 and client.get(url, {"page": 2}).context["lines"]
    assert "No role fits this filter" in client.get(url, {"q": "nobody at all"}).content.decode()
    for odd in ({"role": "emperor"}, {"state": "x"}, {"page": "x"}, {"q": "'%_\\"}):
        assert client.get(url, odd).status_code == 200


def test_the_pages_lead_from_the_shown_code_to_the_role(client, staff):
    code, _until = actions.show_code(by=staff.actor("fig"))
    client.force_login(staff.people.nur)
    client.cookies["django_language"] = "en"
    answer = client.post(reverse("office_people:open_for_role"), {"code": code})
    page = client.get(answer.url).content.decode()
    assert "Court" in page and "Keepers" in page and "Far-Court" not in page and "City" not in page
    url = reverse("office_people:grant_role") + f"?unit={staff.units.property.pk}"
    given = {"role": "handler", "since": "2026-03-10", "until": "2026-12-31"}
    assert client.post(url, {**given, "until": "2026-03-09"}).status_code == 200
    assert client.post(url, given).status_code == 302
    role = staff.people.fig.roles.get()
    assert str(role.until) == "2026-12-31 16:00:00+00:00"
    client.post(reverse("office_people:end_role", args=[role.pk]))
    assert not Actor.of(staff.people.fig).holdings


def test_the_page_of_a_role_says_who_where_and_since_when(client, staff):
    client.force_login(staff.people.nur)
    client.cookies["django_language"] = "en"
    page = client.get(reverse("office_people:role", args=[staff.people.zhao.roles.get().pk])).content.decode()
    assert all(word in page for word in ("zhao", "Window worker", "West", "Feb. 8, 2026", "Holds now", "End this role"))
    client.force_login(staff.people.bai)
    page = client.get(reverse("office_people:role", args=[staff.people.zhao.roles.get().pk])).content.decode()
    assert "zhao" in page and "End this role" not in page


def test_a_place_outside_the_own_area_is_not_found(client, staff):
    code, _until = actions.show_code(by=staff.actor("fig"))
    client.force_login(staff.people.nur)
    client.post(reverse("office_people:open_for_role"), {"code": code})
    for odd in (
        f"area={staff.places.street.pk}",
        f"unit={staff.units.city.pk}",
        "area=0",
        "area=x",
        f"unit={'9' * 40}",
        "",
    ):
        assert client.get(reverse("office_people:grant_role") + "?" + odd).status_code == 404
    role = RoleAssignment.objects.get(person=staff.people.sun)
    assert client.get(reverse("office_people:role", args=[role.pk])).status_code == 404
    assert client.post(reverse("office_people:end_role", args=[role.pk])).status_code == 404


def test_areas_and_units_to_choose_are_those_one_may_give(staff):
    by = staff.actor("nur")
    assert {area.code for area in queries.areas_for(by, "people.grant_role")} == {"west", "court"}
    assert {unit.code for unit in queries.units_for(by, "people.grant_role")} == {"keepers", "committee"}
    OrganisationArea.objects.create(organisation=staff.units.committee, area=staff.places.far_court)
    assert {unit.code for unit in queries.units_for(by, "people.grant_role")} == {"keepers"}
    Area.objects.filter(code="court").update(active=False)
    assert {area.code for area in queries.areas_for(by, "people.grant_role", "West")} == {"west"}
