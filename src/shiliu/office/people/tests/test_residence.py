"""Papers seen at the window, letters to the door."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse

from shiliu.foundation.models import Person, RoleAssignment
from shiliu.office.people import actions, rules
from shiliu.office.people.models import CodeTry, DoorLetter, ShownCode
from shiliu.platform import audit
from shiliu.platform.clock import at_time
from shiliu.platform.permissions import Actor, Refused
from shiliu.platform.workflow import NotPossible


@pytest.fixture
def newcomer(town):
    return Person.objects.create_user(pseudonym="Fig 1000", email="fig@example.org", language="en")


@pytest.fixture
def by_newcomer(newcomer):
    return Actor.of(newcomer)


def opened(town, code, worker="zhao"):
    return actions.open_by_code(
        by=town.actor(worker), code=code, permission="people.check_residence", reason="people.residence_check"
    )


def letter(town, dwelling="unit 2, 301", worker="zhao"):
    return actions.request_letter(by=town.actor(worker), building=town.places.house, dwelling=dwelling)


def homes(person):
    return list(person.roles.filter(role="resident").values_list("area__code", flat=True))


# ── At the window ────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_worker_opens_whoever_shows_the_code_and_the_look_is_written_down(town, newcomer, by_newcomer):
    code, _until = actions.show_code(by=by_newcomer)
    assert opened(town, rules.grouped(code).lower()) == newcomer
    row = audit.looks_at(newcomer).get()
    assert "checking residence" in audit.render(row, "en", reader=newcomer)


def test_a_shown_code_works_once_and_for_ten_minutes(town, by_newcomer):
    code, _until = actions.show_code(by=by_newcomer)
    opened(town, code)
    with pytest.raises(NotPossible):
        opened(town, code)
    code, _until = actions.show_code(by=by_newcomer)
    with at_time(town.now + timedelta(minutes=11)), pytest.raises(NotPossible):
        opened(town, code)


def test_a_new_code_replaces_the_older_one(town, by_newcomer):
    old, _until = actions.show_code(by=by_newcomer)
    actions.show_code(by=by_newcomer)
    with pytest.raises(NotPossible):
        opened(town, old)


def test_the_table_of_codes_does_not_hold_the_code(town, by_newcomer):
    code, _until = actions.show_code(by=by_newcomer)
    assert code not in str(ShownCode.objects.values())


@pytest.mark.parametrize("worker", ["gulnar", "lin", "ding", "ma", "wang"])
def test_only_a_window_worker_opens_people_by_code(town, by_newcomer, worker):
    code, _until = actions.show_code(by=by_newcomer)
    with pytest.raises(Refused):
        opened(town, code, worker)


def test_codes_cannot_be_tried_until_one_fits(town, by_newcomer):
    code, _until = actions.show_code(by=by_newcomer)
    for _try in range(rules.TRIES_ALLOWED):
        with pytest.raises(NotPossible):
            opened(town, "WRONGCODE")
    with pytest.raises(NotPossible, match="Too many"):
        opened(town, code)
    with at_time(town.now + timedelta(minutes=16)):
        code, _until = actions.show_code(by=by_newcomer)
        assert opened(town, code)


def test_papers_seen_make_a_resident_for_the_set_time(town, newcomer, settings):
    settings.RESIDENCE_MONTHS = 24
    role = actions.confirm_residence(by=town.actor("zhao"), person=newcomer, building=town.places.house)
    assert (role.role, role.area, role.until.year) == ("resident", town.places.house, 2028)
    assert Actor.of(newcomer).has_role("resident")
    with at_time(role.until):
        assert not Actor.of(newcomer).has_role("resident")


def test_a_second_check_makes_the_same_role_longer(town, newcomer):
    first = actions.confirm_residence(by=town.actor("zhao"), person=newcomer, building=town.places.house)
    with at_time(town.now + timedelta(days=300)):
        second = actions.confirm_residence(by=town.actor("zhao"), person=newcomer, building=town.places.house)
    assert second.pk == first.pk and second.until > first.until and homes(newcomer) == ["house"]


def test_a_worker_confirms_only_buildings_of_the_own_area_and_never_the_own_home(town, newcomer):
    town.places.far_house = type(town.places.house).objects.create(
        code="far-house", level="building", parent=town.places.far_court, names={"zh-hans": "far"}
    )
    with pytest.raises(Refused):
        actions.confirm_residence(by=town.actor("zhao"), person=newcomer, building=town.places.far_house)
    with pytest.raises(NotPossible, match="their own residence"):
        actions.confirm_residence(by=town.actor("zhao"), person=town.people.zhao, building=town.places.house)
    with pytest.raises(NotPossible):
        actions.confirm_residence(by=town.actor("zhao"), person=newcomer, building=town.places.court)
    assert homes(newcomer) == []


def test_the_window_pages_lead_from_code_to_role_and_keep_no_paper(client, town, newcomer, by_newcomer):
    code, _until = actions.show_code(by=by_newcomer)
    client.force_login(town.people.zhao)
    answer = client.post(reverse("office_people:open_for_residence"), {"code": code})
    page = client.get(answer.url).content.decode()
    assert "Fig 1000" in page and "fig@example.org" not in page
    building = {"building": town.places.house.pk}
    assert client.post(answer.url, building).status_code == 200 and homes(newcomer) == []
    assert client.post(answer.url, {**building, "papers_seen": "on"}).status_code == 302
    assert homes(newcomer) == ["house"]
    assert client.get(answer.url).url == reverse("office_people:open_for_residence")


def test_an_opened_person_closes_after_a_quarter_of_an_hour(client, town, by_newcomer):
    code, _until = actions.show_code(by=by_newcomer)
    client.force_login(town.people.zhao)
    client.post(reverse("office_people:open_for_residence"), {"code": code})
    with at_time(town.now + timedelta(minutes=16)):
        assert client.get(reverse("office_people:check_residence")).status_code == 302


def test_buildings_are_found_by_words_of_their_own_name_and_of_the_compound(client, town, by_newcomer):
    code, _until = actions.show_code(by=by_newcomer)
    client.force_login(town.people.zhao)
    client.cookies["django_language"] = "en"
    client.post(reverse("office_people:open_for_residence"), {"code": code})

    def find(words):
        return client.get(reverse("office_people:check_residence"), {"q": words}).context["buildings"]["count"]

    assert (find("court house"), find("Court"), find("far")) == (1, 1, 0)


# ── At the door ──────────────────────────────────────────────────────────────────────────────────────────────────────
def test_the_code_of_a_letter_makes_a_resident_once(town, newcomer, by_newcomer):
    made, code = letter(town)
    role = actions.redeem_letter(by=by_newcomer, code=rules.grouped(code).lower())
    assert homes(newcomer) == ["house"] and role.until > town.now
    made.refresh_from_db()
    assert made.used_at == town.now and made.dwelling == ""
    with pytest.raises(NotPossible):
        actions.redeem_letter(by=town.actor("chen"), code=code)


def test_a_letter_is_valid_for_thirty_days(town, newcomer, by_newcomer):
    _made, code = letter(town)
    with at_time(town.now + timedelta(days=30)), pytest.raises(NotPossible):
        actions.redeem_letter(by=by_newcomer, code=code)
    with at_time(town.now + timedelta(days=29, hours=23)):
        assert actions.redeem_letter(by=by_newcomer, code=code)


def test_a_second_letter_to_the_same_door_replaces_the_first(town, by_newcomer):
    _first, old = letter(town)
    _second, new = letter(town, " unit 2,  301 ")
    with pytest.raises(NotPossible):
        actions.redeem_letter(by=by_newcomer, code=old)
    assert actions.redeem_letter(by=by_newcomer, code=new)


def test_a_lost_letter_is_put_out_of_use(town, by_newcomer):
    made, code = letter(town)
    actions.void_letter(by=town.actor("ding"), letter=made)
    with pytest.raises(NotPossible):
        actions.redeem_letter(by=by_newcomer, code=code)
    assert DoorLetter.objects.get().dwelling == ""


def test_whoever_asked_for_a_letter_cannot_use_it(town):
    _made, code = letter(town)
    with pytest.raises(NotPossible, match="colleague"):
        actions.redeem_letter(by=town.actor("zhao"), code=code)


def test_wrong_letter_codes_are_limited_for_each_person(town, by_newcomer):
    _made, code = letter(town)
    for _try in range(rules.TRIES_ALLOWED):
        with pytest.raises(NotPossible):
            actions.redeem_letter(by=by_newcomer, code="WRONG")
    with pytest.raises(NotPossible, match="Too many"):
        actions.redeem_letter(by=by_newcomer, code=code)
    assert actions.redeem_letter(by=town.actor("chen"), code=code)


@pytest.mark.parametrize("worker", ["gulnar", "ma", "lin", "bai"])
def test_letters_are_asked_for_by_window_workers_and_administrators_only(town, worker):
    with pytest.raises(Refused):
        letter(town, worker=worker)


def test_a_letter_is_shown_once_with_chinese_first(client, town):
    client.force_login(town.people.zhao)
    client.cookies["django_language"] = "en"
    given = {"building": town.places.house.pk, "dwelling": "unit 2, 301", "language": "ug"}
    answer = client.post(reverse("office_people:request_letter"), given)
    page = client.get(answer.url).content.decode()
    assert (
        page.index('lang="zh-Hans"') < page.index('lang="ug"')
        and 'dir="rtl"' in page
        and page.count("unit 2, 301") == 2
    )
    assert client.get(answer.url).url == reverse("office_people:letters")
    listed = client.get(reverse("office_people:letters")).content.decode()
    assert "unit 2, 301" in listed and "Waits for its code" in listed


def test_letters_of_other_areas_are_not_listed(client, town):
    made, _code = letter(town)
    made.building.parent = town.places.far_court
    made.building.save()
    client.force_login(town.people.zhao)
    assert "unit 2" not in client.get(reverse("office_people:letters")).content.decode()


def test_old_codes_tries_doors_and_homes_are_forgotten_daily(town, newcomer, by_newcomer):
    letter(town)
    actions.show_code(by=by_newcomer)
    with pytest.raises(NotPossible):
        actions.redeem_letter(by=by_newcomer, code="WRONG")
    role = RoleAssignment.objects.get(person=town.people.gulnar)
    RoleAssignment.objects.filter(pk=role.pk).update(until=town.now)
    actions.forget_old_codes()
    assert (
        DoorLetter.objects.get().dwelling
        and RoleAssignment.objects.filter(pk=role.pk).exists()
        and CodeTry.objects.exists()
    )
    with at_time(town.now + timedelta(days=31)):
        actions.forget_old_codes()
    assert not DoorLetter.objects.get().dwelling and not ShownCode.objects.exists() and not CodeTry.objects.exists()
    assert not RoleAssignment.objects.filter(pk=role.pk).exists()


def test_somebody_who_moved_out_gives_up_the_role(client, town):
    client.force_login(town.people.gulnar)
    role = town.people.gulnar.roles.get()
    client.post(reverse("people:leave_role", args=[role.pk]))
    assert not Actor.of(town.people.gulnar).holdings
    client.force_login(town.people.chen)
    assert client.post(reverse("people:leave_role", args=[role.pk])).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_two_people_who_enter_one_code_at_once_do_not_both_become_residents(town):
    _made, code = letter(town)
    homes_before = RoleAssignment.objects.filter(role="resident").count()
    outcomes, start = [], threading.Barrier(2)

    def enter(name):
        try:
            with at_time(town.now):
                start.wait()
                actions.redeem_letter(by=town.actor(name), code=code)
            outcomes.append("in")
        except NotPossible:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=enter, args=[name]) for name in ("chen", "li")]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert sorted(outcomes) == ["in", "refused"]
    assert RoleAssignment.objects.filter(role="resident").count() == homes_before + 1
