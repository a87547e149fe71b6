"""Taking everything out, leaving for good, and seeing who looked."""

import json
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import transaction
from django.test import Client
from django.urls import reverse

from shiliu.foundation.models import Person, RoleAssignment
from shiliu.office.people import actions
from shiliu.office.people.models import DoorLetter
from shiliu.platform import audit, personal_data
from shiliu.platform.clock import at_time
from shiliu.platform.permissions import Actor

PASSWORD = "long enough 7"


@pytest.fixture
def browser(member):
    """Signed in as Poplar, password typed again."""
    member(phone="13800138000")
    browser = Client()
    browser.cookies["django_language"] = "en"
    browser.post(reverse("account_login"), {"login": "poplar@example.org", "password": PASSWORD})
    browser.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return browser


def test_every_table_that_points_at_a_person_has_somebody_who_answers_for_it():
    orphans = personal_data.tables_about_people().keys() - personal_data.registered_tables()
    assert not orphans, f"register_personal_data(…, tables=[…]) for {sorted(orphans)}"


def test_no_table_is_answered_for_that_does_not_exist():
    from django.apps import apps

    known = {model._meta.label for model in apps.get_models(include_auto_created=True)}
    assert personal_data.registered_tables() <= known


def test_the_export_holds_account_roles_and_looks_as_json(browser):
    person = Person.objects.get()
    actions.show_code(by=Actor.of(person))
    answer = browser.post(reverse("people:data"))
    assert answer["Content-Disposition"].startswith('attachment; filename="shiliu-')
    told = json.loads(answer.content)
    assert told["account"]["pseudonym"] == "Poplar 1234"
    assert told["account"]["email"] == [{"address": "poplar@example.org", "proven": True}]
    assert told["account"]["phone"] == "+8613800138000"
    assert told["audit"]["by_me"][0]["what"].startswith("You took out everything")
    assert PASSWORD not in answer.content.decode() and person.password not in answer.content.decode()


@pytest.mark.parametrize("page", ["people:data", "people:delete"])
def test_taking_out_and_leaving_ask_for_the_password_again(client, member, page):
    member()
    client.post(reverse("account_login"), {"login": "poplar@example.org", "password": PASSWORD})
    assert client.get(reverse(page)).url.startswith(reverse("account_reauthenticate"))
    assert client.post(reverse(page), {"understood": "on"}).url.startswith(reverse("account_reauthenticate"))
    assert Person.objects.exists()


def test_leaving_takes_the_person_out_of_every_table_at_once(browser):
    person = Person.objects.get()
    other = Client()
    other.post(reverse("account_login"), {"login": "poplar@example.org", "password": PASSWORD})
    assert browser.post(reverse("people:delete")).status_code == 200 and Person.objects.exists()
    assert browser.post(reverse("people:delete"), {"understood": "on"}).url == reverse("home")
    assert not Person.objects.filter(pk=person.pk).exists()
    assert other.get(reverse("people:me")).status_code == 302
    assert not any(session.get_decoded().get("_auth_user_id") for session in Session.objects.all())
    audit.seal()
    assert audit.verify().ok


def test_the_same_addresses_may_sign_up_again_after_leaving(browser, member):
    browser.post(reverse("people:delete"), {"understood": "on"})
    assert member(phone="13800138000").pk


def test_what_somebody_did_at_work_stays_without_the_person(town):
    actions.request_letter(by=town.actor("zhao"), building=town.places.house, dwelling="301")
    role = actions.grant_role(by=town.actor("ding"), person=town.people.li, role="auditor", area=town.places.west)
    town_of_two = RoleAssignment.objects.create(
        person=town.people.sun, role="administrator", area=town.places.district, since=town.now - timedelta(days=1)
    )
    row = audit.looks_at(town.people.li).get()
    actions.delete_account(by=town.actor("zhao"))
    actions.delete_account(by=town.actor("ding"))
    role.refresh_from_db()
    assert DoorLetter.objects.get().requested_by is None and role.granted_by is None and town_of_two.pk
    assert audit.render(row, "en") == "Somebody whose account was deleted gave li the role “Auditor” for West."


def test_a_restored_erasure_blanks_the_person_and_the_sweep_takes_the_row(town):
    """A restore repeats erasures through the audit alone; the blank row goes with the next sweep."""
    gulnar = town.people.gulnar
    with transaction.atomic():
        audit.erase(gulnar, by=town.system)
    gulnar.refresh_from_db()
    assert (gulnar.pseudonym, gulnar.email, gulnar.is_active, gulnar.roles.count()) == ("", None, False, 0)
    actions.sweep()
    assert not Person.objects.filter(pk=gulnar.pk).exists() and Person.objects.filter(pk=town.people.chen.pk).exists()


# ── Who looked ───────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def watched(town):
    """Gulnar's records were looked at in two years."""
    for days, worker in ((0, "wang"), (1, "zhao"), (400, "zhao")):
        with at_time(town.now + timedelta(days=days)):
            audit.look(by=town.actor(worker), about=[town.people.gulnar], reason="people.residence_check")
    return town


def test_the_person_reads_who_looked_when_and_why_in_the_own_language(client, watched):
    client.force_login(watched.people.gulnar)
    client.cookies["django_language"] = "en"
    page = client.get(reverse("people:looks"))
    text = page.content.decode()
    assert len(page.context["told"]) == 3
    assert "wang of Keepers" in text and "checking residence at the window" in text


def test_the_log_is_filtered_by_year(client, watched):
    client.force_login(watched.people.gulnar)

    def count(year):
        return len(client.get(reverse("people:looks"), {"year": year}).context["told"])

    assert (count("2026"), count("2027"), count("1999"), count("x"), count("")) == (2, 1, 3, 3, 3)


def test_the_log_has_pages_and_says_when_nobody_looked(client, watched):
    client.force_login(watched.people.chen)
    client.cookies["django_language"] = "en"
    assert "Nobody has looked" in client.get(reverse("people:looks")).content.decode()
    for _look in range(30):
        audit.look(by=watched.actor("zhao"), about=[watched.people.chen], reason="people.residence_check")
    assert len(client.get(reverse("people:looks")).context["told"]) == 25
    assert len(client.get(reverse("people:looks"), {"page": 2}).context["told"]) == 5
