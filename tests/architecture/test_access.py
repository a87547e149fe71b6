"""Every page × every role, against the table written by hand: also the right role at the wrong area, unit and object."""

import re

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from shiliu.foundation.models import RoleAssignment
from shiliu.govern.cases import catalogue as writing
from shiliu.platform.notices.models import Notice
from tests.architecture.access_table import ELSEWHERE, EVERYBODY, PAGES
from tests.architecture.test_doors import doors, is_library
from tests.town import person

THREE = {"guest", "gulnar", "lin"}
FORGIVEN = {"<int:community>": "<int:pk>", "<int:cell>": "<int:pk>", "<int:layer>": "<int:pk>", "<int:unit>": "<int:pk>",
            "<int:role>": "<int:pk>", "<int:kind>": "<int:pk>", "<int:notice>": "<int:pk>"}  # fmt: skip


def route_of(row):
    """The table names what a number stands for; the address itself says only pk."""
    for ours, theirs in FORGIVEN.items():
        row = row.replace(ours, theirs)
    return row


@pytest.fixture
def clients(town):
    for key, role in (("far_lin", "dispatcher"), ("far_sun", "supervisor"), ("far_ding", "administrator")):
        setattr(town.people, key, person(key, (role, town.places.east)))
    found = {"guest": Client()}
    for key, who in vars(town.people).items():
        found[key] = Client()
        found[key].force_login(who)
    return found


@pytest.fixture
def objects(town, catalogue, raise_need, png):
    """{what a number in an address stands for: its value}"""
    from shiliu.platform.deadlines.models import WorkCalendar

    case = raise_need(files=[png()]).case
    version = writing.begin_draft(by=town.actor("ding"))
    from shiliu.office.calendars import actions as calendars

    calendar = WorkCalendar.objects.filter(area=town.places.district).first() or calendars.open_calendar(
        by=town.actor("ding"), area=town.places.district
    )
    from shiliu.foundation.models import Layer

    return {
        "cases": {"pk": case.pk, "verb": "accept", "number": 1, "category": catalogue["street_lamp"].pk},
        "office/places": {"pk": town.places.house.pk, "community": town.places.west.pk, "cell": town.cell.pk,
                          "layer": Layer.objects.get().pk},
        "office/organisations": {"unit": town.units.property.pk, "kind": town.units.property.kind_id},
        "office/calendars": {"pk": calendar.pk},
        "office/people": {"role": RoleAssignment.objects.get(person=town.people.wang).pk},
        "notices": {"notice": Notice.objects.filter(person=town.people.gulnar).first().pk},
        "files": {"key": case.files.get().attachment.key},
        "version": version,
    }  # fmt: skip


def address(row, objects):
    home = max((prefix for prefix in objects if row.startswith(prefix)), key=len, default="")
    values = objects.get(home, {})
    return "/" + re.sub(r"<\w+:(\w+)>", lambda found: str(values[found[1]]), row)


def gets_in(client, url):
    """Knock with GET, or with an empty POST where GET is no way in; nothing the knock changes stays."""
    point = transaction.savepoint()
    response = client.get(url)
    if response.status_code == 405:
        response = client.post(url, {})
    transaction.savepoint_rollback(point)
    to_sign_in = response.status_code == 302 and response.url.startswith(reverse("account_login"))
    return not to_sign_in and response.status_code not in {401, 403, 404}


def test_every_page_stands_in_the_table():
    ours = {route for route, view in doors() if not is_library(view) and not route.startswith("api/")}
    known = {route_of(row) for row in PAGES} | set(ELSEWHERE)
    loose = {route for route in ours - known if not route.startswith("style")}
    # Addresses that undo one row of a history or one entry of a list are doors of their page, tested beside it.
    loose = {
        route
        for route in loose
        if not re.search(
            r"/(take-back|remove|restore|retire|withdraw|retry|settle|undo|test|hours/<|channels/<)", route
        )
    }
    assert not loose


@pytest.mark.once
def test_each_role_gets_into_the_pages_it_should_and_no_others(clients, objects):
    wrong = []
    for row, allowed in PAGES.items():
        url, allowed = address(row, objects), set(allowed.split())
        # What everybody reads, three kinds of reader stand for all.
        knocking = THREE if allowed == set(EVERYBODY.split()) else set(EVERYBODY.split())
        for key, client in clients.items():
            if key not in knocking:
                continue
            if gets_in(client, url) != (key in allowed):
                wrong.append(f"{key} {'is kept out of' if key in allowed else 'gets into'} {row}")
    assert not wrong, "\n".join(wrong)
