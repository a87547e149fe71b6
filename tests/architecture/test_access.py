"""Every page and API operation × every role, against tables written by hand: also the right role at the wrong area, unit and object."""

import re
from copy import copy
from datetime import date, time
from functools import partial

import pytest
from django.contrib.auth.backends import ModelBackend
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction
from django.test import Client
from django.urls import reverse

from shiliu.foundation.models import RoleAssignment
from shiliu.govern.cases import actions, matters, moderation
from shiliu.govern.cases import catalogue as writing
from shiliu.govern.cases.models import Category, ImportRun, UrgencyTier
from shiliu.govern.surveys.models import Survey
from shiliu.live.services.catalogue.models import Finder, ServiceItem
from shiliu.live.services.hsds import actions as exchange
from shiliu.live.services.hsds.identity import Ids
from shiliu.live.services.hsds.models import Directory
from shiliu.live.services.visit import codes
from shiliu.live.services.visit.models import HandOver
from shiliu.office.calendars.queries import hours_lines
from shiliu.platform import audit
from shiliu.platform.notices.models import Delivery, Notice
from shiliu.platform.permissions import Actor
from tests import parts
from tests.architecture import access_doors, access_table
from tests.architecture.access_table import EVERYBODY, SIGNED_IN
from tests.architecture.test_doors import doors, is_library
from tests.town import person
from tests.town_services import service_of

PAGES, ELSEWHERE = access_table.PAGES | parts.joined("PAGES"), access_table.ELSEWHERE | parts.joined("ELSEWHERE")
DOORS = access_doors.DOORS | parts.joined("DOORS")
TOLD_ELSEWHERE = access_doors.TOLD_ELSEWHERE | parts.joined("TOLD_ELSEWHERE")
API = access_doors.API + tuple(parts.joined("API"))
FAR = {who: " ".join([rows, *parts.lists("FAR").get(who, [])]) for who, rows in access_doors.FAR.items()}
# What everybody reads, three kinds of reader stand for all of this town, and one for all of another place.
THREE, ONE_FAR = {"guest", "gulnar", "lin"}, {"far_lin"}
FORGIVEN = {"<int:gap>": "<int:pk>", "<int:window>": "<int:pk>", "<int:facility>": "<int:pk>", "<int:type>": "<int:pk>", "offline/en/": "offline/<str:language>/", "<int:community>": "<int:pk>", "<int:cell>": "<int:pk>", "<int:layer>": "<int:pk>", "<int:unit>": "<int:pk>",
            "<int:role>": "<int:pk>", "<int:kind>": "<int:pk>", "<int:notice>": "<int:pk>"}  # fmt: skip


@pytest.fixture(autouse=True)
def nothing_is_drawn(monkeypatch):
    """Who gets in is decided before a page is drawn, and drawing is most of the work; that every page can be drawn, the browser's tests see."""
    monkeypatch.setattr("django.template.backends.django.Template.render", lambda *_page, **_context: "")


@pytest.fixture(autouse=True)
def callers_are_read_once(monkeypatch):
    """The same dozen knock at thousands of doors. Their sessions, accounts and roles are read at the first one: what a knock changes
    is taken back behind it, so they are the same at the next, and every decision is still made anew."""
    remember_by(monkeypatch, SessionStore, "load", key=lambda store: store.session_key)
    remember_by(monkeypatch, ModelBackend, "get_user", key=lambda backend, pk: pk)
    remember_by(monkeypatch, Actor, "of", key=lambda person, secrets=(): (person and person.pk, frozenset(secrets)))


def remember_by(monkeypatch, owner, name, *, key):
    """Let `owner.name(...)` look up once for each `key(...)` what it finds, and answer with a copy each time."""
    ask, known = getattr(owner, name), {}

    def remembering(*given, **named):
        asked = key(*given, **named)
        found = known.get(asked) or ask(*given, **named)
        if found:
            known[asked] = found
        return copy(found)

    monkeypatch.setattr(owner, name, remembering)


def route_of(row):
    """The table names what a number stands for; the address itself says only pk."""
    for ours, theirs in FORGIVEN.items():
        row = row.replace(ours, theirs)
    return row


@pytest.fixture
def clients(town):
    far = {"lin": "dispatcher", "sun": "supervisor", "ding": "administrator", "zhao": "window_worker", "ma": "grid_worker",
           "bai": "auditor"}  # fmt: skip
    for key, role in far.items():
        key = f"far_{key}"
        setattr(town.people, key, person(key, (role, town.places.east)))
    found = {"guest": Client()}
    for key, who in vars(town.people).items():
        found[key] = Client()
        found[key].force_login(who)
    return found


@pytest.fixture
def younger(town):
    """The same of the parts that keep their own tables (tests/parts)."""
    return parts.made("objects", town)


@pytest.fixture
def objects(town, catalogue, raise_need, png, younger):
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
        "cases": {"pk": case.pk, "verb": "accept", "number": 1, "category": catalogue["street_lamp"].pk,
                  "tier": UrgencyTier.objects.first().pk},
        "office/places": {"pk": town.places.house.pk, "community": town.places.west.pk, "cell": town.cell.pk,
                          "layer": Layer.objects.get().pk},
        "office/organisations": {"unit": town.units.property.pk, "kind": town.units.property.kind_id},
        "office/calendars": {"pk": calendar.pk},
        "office/people": {"role": RoleAssignment.objects.get(person=town.people.wang).pk},
        "office/webhooks": hook_of(town),
        **surveys_of(town),
        "windows": {"code": "west-1"},
        "office/windows": window_of(town),
        "office/cards": card_line(town),
        **service_pages(town),
        "circle": circle_of(town), "office/circle": circle_of(town),
        **queue_of(town),
        **clinics_of(town),
        "units": {"code": "committee"},
        **visit_of(town),
        "notices": {"notice": Notice.objects.filter(person=town.people.gulnar).first().pk},
        "files": {"key": case.files.get().attachment.key},
        "version": version,
        **younger,
    }  # fmt: skip


def queue_of(town):
    """A hall of the committee in the west, and a number drawn and called there."""
    from shiliu.live.services.queue import actions as queue
    from shiliu.live.services.queue.tests.conftest import build_hall
    from shiliu.platform.permissions import ANONYMOUS

    made = build_hall(town)
    ticket, key = queue.draw(by=ANONYMOUS, line=made.a)
    queue.call_next(by=town.actor("zhao"), window=made.window)
    here = {
        "hall": made.hall.pk,
        "line": made.a.pk,
        "pk": made.window.pk,
        "desk": 1,
        "ticket": ticket.pk,
        "verb": "again",
        "row": audit.rows_on(made.hall).first().pk,
    }
    line = {"line": made.a.pk, "row": audit.rows_on(made.a).first().pk}
    return {"queue": {"code": made.hall.code, "key": key}, "office/queue": here, "office/queue/lines": line}


def visit_of(town):
    """The lamp of the west, handed over to the city; asked for after its window and its item stand there."""
    from uuid import uuid4

    from shiliu.live.services.visit import actions as visit
    from shiliu.live.services.windows.models import Window

    given = {"item": ServiceItem.objects.get(code="lamp"), "target": f"unit:{town.units.city.pk}", "key": uuid4()}
    made = visit.hand_over(by=town.actor("zhao"), window=Window.objects.get(code="west-1"), **given)
    return {"office/visit": {"verb": "end"}, "office/visit/hand-overs": {"pk": made.pk, "verb": "receive"}}


def clinics_of(town):
    """A clinic of the west with hours, somebody booked in it, a note of advice; an adviser with a term; a step for newcomers."""
    from shiliu.live.services.clinics import actions, office
    from shiliu.live.services.clinics.models import Clinic
    from shiliu.live.services.clinics.tests.conftest import at, build
    from shiliu.live.services.newcomers import actions as newcomers
    from shiliu.platform.permissions import ANONYMOUS

    made, ding = build(town), town.actor("ding")
    legal = office.save_clinic(
        by=ding, clinic=Clinic.objects.get(pk=made.legal), advisers=[]
    )  # served by the desk alone
    held = actions.hold(by=ANONYMOUS, clinic=legal, starts=at(legal, 10))
    booked = actions.confirm(by=ANONYMOUS.holding_secret(held.booking.code_hash), booked=held)
    advice = actions.log_advice(by=town.actor("zhao"), clinic=legal, matter="work", outcome="told", minutes=20)
    step = newcomers.save_step(by=ding, code="bank", category="papers", names={"zh-hans": "开户"})
    return {
        "clinics": {"code": legal.code}, "office/newcomers": {"pk": step.pk, "verb": "retire", "row": audit.rows_on(step).first().pk},
        "office/clinics": {"pk": legal.pk, "turn": legal.turns.get().pk, "verb": "retire",
                           "row": audit.rows_on(legal).first().pk},
        "office/clinics/days": {"pk": legal.pk, "booked": booked.pk, "verb": "came", "key": advice.pk},
        "office/clinics/advisers": {"pk": made.adviser.pk, "term": made.adviser.terms.get().pk,
                                    "row": audit.rows_on(made.adviser).first().pk},
    }  # fmt: skip


def service_pages(town):
    made = service_of(town)
    item = {"pk": made.item.pk, "row": audit.rows_on(made.item).first().pk}
    finder = Finder.objects.get()
    exchange.set_directory(by=town.system, city="石榴市", state_province="某省", postal_code="000000", country="CN")
    kept = audit.rows_on(Directory(pk=1)).first().pk
    return {
        "office/services/confirm/rounds": {"pk": made.item.asks.get().round_id},
        "office/services/for-programs": {"pk": 1, "row": kept},
        "office/services/finder": {"code": "start", "verb": "up", "pk": finder.pk, "row": audit.rows_on(finder).first().pk},
        "services/items": {"code": made.item.code}, "services/not-issued": {"code": made.certificate.code},
        "services/finder": {"code": "start"}, "office/services": item,
        "office/services/rows": {"sort": "not-issued", "code": made.certificate.code, "verb": "retire",
                                 "row": audit.rows_on(made.certificate).first().pk},
    }  # fmt: skip


def window_of(town):
    """A window of the west with a turn in its roster, and with hours and a day that can be removed."""
    from shiliu.live.services.windows import actions as windows

    ding = town.actor("ding")
    made = windows.create_window(
        by=ding,
        code="west-1",
        names={"zh-hans": "窗口"},
        organisation="committee",
        area="west",
        takes_appointments=True,
    )
    noon = {"opens": time(10), "closes": time(14)}
    windows.set_turn(by=ding, window=made, organisation="fire", every="once", first=date(2026, 3, 12), **noon)
    windows.set_hours(by=ding, window=made, season=("01-01", "12-31"), weekdays=[0], openings=[(time(10), time(14))])
    windows.set_day(by=ding, window=made, day=date(2026, 3, 12), is_open=False, reason="停电")
    return {
        "window": made.pk, "pk": made.pk, "key": made.turns.get().key, "row": audit.rows_on(made).first().pk, "day": "2026-03-12",
    }  # fmt: skip


def hsds_of(town):
    """The identifiers by which other directories ask for the service of the town."""
    ids, item = Ids(), ServiceItem.objects.filter(code="lamp").first() or service_of(town).item
    return {
        "service": item.code, "hsds_service": ids.of("service", item.code), "hsds_organization": ids.of("organization", "city"),
        "hsds_place": ids.under(ids.of("service", item.code), "at", ids.of("location", "city")), "hsds_taxonomy": ids.of("taxonomy", "category"),
        "hsds_term": ids.of("taxonomy_term", "category", "light"),
    }  # fmt: skip


def card_line(town):
    from shiliu.live.services.cards import actions as cards
    from shiliu.live.services.cards.models import CardLine

    cards.load_starter(by=town.actor("ding"))
    line = cards.save_line(by=town.actor("ding"), line=CardLine.objects.first(), position=9)
    return {"line": line.pk, "row": audit.rows_on(line).first().pk}


def surveys_of(town):
    """A survey of the west with an open round, and a pile with one sheet."""
    from tests.browser.asked import open_survey

    shown = open_survey(town)
    survey, round = Survey.objects.get(pk=shown["survey"]), {"pk": shown["round"], "verb": "close"}
    return {
        "surveys": round, "office/surveys": {"pk": survey.pk, "code": "H1", "verb": "up", "row": audit.rows_on(survey).first().pk},
        "office/surveys/rounds": round, "office/surveys/piles": {"pk": shown["pile"], "number": 1},
    }  # fmt: skip


def circle_of(town):
    """A facility, a type, and a gap that somebody has put forward, in the west. Whoever asks twice gets the same."""
    from shiliu.live.circle import actions as circle
    from shiliu.live.circle.models import Facility, FacilityType, Gap, GapWish
    from shiliu.live.circle.tests.conftest import build

    if not Facility.objects.exists():
        build(town)
        circle.run(by=town.actor("ding"))
        first = Gap.objects.order_by("pk").first()
        circle.put_forward(by=town.actor("ding"), gap=first, reason="Too far.")
    gap, facility = Gap.objects.order_by("pk").last(), Facility.objects.get()
    return {"gap": gap.pk, "facility": facility.pk, "type": FacilityType.objects.first().pk, "name": "minutes",
            "wish": GapWish.objects.get().pk, "verb": "confirm"}  # fmt: skip


def hook_of(town):
    """A webhook that was sent a test, and is paused."""
    from shiliu.platform.webhooks import actions as webhooks

    ding = town.actor("ding")
    hook, _secret = webhooks.add(by=ding, name="City app", url="https://app.example/", events=["case.published"])
    return {"hook": hook.pk, "delivery": webhooks.test(by=ding, hook=hook).pk, "verb": "pause"}


@pytest.fixture
def changed(town, objects, younger):
    """What the doors behind the pages act on: a change of each thing to take back, and a letter that did not arrive."""
    from shiliu.foundation.models import Layer
    from shiliu.office.calendars import actions as calendars
    from shiliu.office.organisations import actions as organisations
    from shiliu.office.places import actions as places
    from shiliu.platform.deadlines.models import WorkCalendar

    ding, kind, layer = town.actor("ding"), town.units.property.kind, Layer.objects.get()
    calendar = WorkCalendar.objects.get(pk=objects["office/calendars"]["pk"])
    names = {"zh-hans": "新名", "en": "New name"}
    things = {
        "office/places": places.edit_area(by=ding, area=town.places.house, names=names),
        "office/places/cells": places.edit_cell(by=ding, cell=town.cell, names=names),
        "office/places/layers": places.edit_layer(by=ding, layer=layer, names=names),
        "office/organisations": organisations.edit_unit(by=ding, unit=town.units.property, names=names),
        "office/organisations/kinds": organisations.edit_kind(by=ding, kind=kind, names=names),
    }
    day = date(2027, 3, 9)
    calendars.set_days(by=ding, calendar=calendar, first=day, working=False, name="肉孜节", source="通知")
    calendars.announce_year(by=ding, calendar=calendar, year=2027, source="通知")
    calendars.set_hours(
        by=ding, calendar=calendar, season=("01-01", "12-31"), weekdays=(0,), openings=[(time(10), time(14))]
    )
    hours = hours_lines([row.value() for row in calendar.hours.all()])[0]
    letter = Delivery.objects.create(channel="sms", address="13800138000", state="undelivered", made_at=town.now)
    found = {home: {"pk": thing.pk, "row": audit.rows_on(thing).first().pk} for home, thing in things.items()}
    matter = matters.edit_matter(by=ding, matter=Category.objects.get(code="street_lamp"), names=names)
    tier = matters.edit_tier(by=ding, tier=UrgencyTier.objects.first(), names=names)
    found["cases/office/catalogue/matters"] = {"category": matter.pk, "row": audit.rows_on(matter).first().pk}
    found["cases/office/catalogue/tiers"] = {"tier": tier.pk, "row": audit.rows_on(tier).first().pk}
    found["office/calendars"] = {
        "pk": calendar.pk, "row": audit.rows_on(calendar).first().pk, "area": calendar.area_id, "first": day, "last": day,
        "year": 2027, "key": hours.key,
    }  # fmt: skip
    as_they_are = ("clinics", "newcomers", "queue", "services", "surveys", "visit", "windows", "webhooks", "cards")
    homes = ("queue", *(f"office/{app}" for app in as_they_are))
    found |= {home: values for home, values in objects.items() if home.startswith(homes)}
    found |= circle_doors(town, objects["circle"])
    return {**found, **younger, "notices/undelivered": {"pk": letter.pk}, "notices/channels": {"key": "email"}}


def circle_doors(town, known):
    from shiliu.live.circle import actions as circle
    from shiliu.live.circle.models import Facility, FacilityType

    ding, kind = town.actor("ding"), FacilityType.objects.get(pk=known["type"])
    facility = circle.edit_facility(by=ding, facility=Facility.objects.get(pk=known["facility"]), opening="8–20")
    kind = circle.edit_type(by=ding, kind=kind, minutes=9)
    row = audit.rows_on(facility).first().pk
    return {
        "office/circle": {"pk": facility.pk, "row": row, "into": facility.pk, "verb": "confirm"},
        "office/circle/types": {"pk": kind.pk, "row": audit.rows_on(kind).first().pk},
        "office/circle/numbers": {"name": "minutes"}, "office/circle/candidates": {"pk": known["wish"]},
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
    assert not loose - set(DOORS) - set(TOLD_ELSEWHERE)


def mistakes(table, clients, objects):
    """Sentences, one a line, about who gets in and should not, or the other way round."""
    wrong = []
    for row, allowed in table.items():
        url, allowed = address(row, objects), set(allowed.split())
        for key in THREE if allowed == set(EVERYBODY.split()) else EVERYBODY.split():
            if gets_in(clients[key], url) != (key in allowed):
                wrong.append(f"{key} {'is kept out of' if key in allowed else 'gets into'} {row}")
    return "\n".join(wrong)


@pytest.mark.once
def test_each_role_gets_into_the_pages_it_should_and_no_others(clients, objects):
    assert not mistakes(PAGES, clients, objects)


@pytest.mark.once
def test_each_role_gets_through_the_doors_behind_the_pages_it_should_and_no_others(clients, changed):
    assert not mistakes(DOORS, clients, changed)


@pytest.mark.once
def test_the_right_role_at_the_wrong_place_or_in_the_wrong_unit_gets_into_nothing_there(clients, objects):
    shared = {row for row, allowed in PAGES.items() if set(allowed.split()) >= set(SIGNED_IN.split())}
    wrong = []
    for key, more in FAR.items():
        allowed = shared | set(more.split())
        for row in PAGES if key in ONE_FAR else PAGES.keys() - shared:
            if gets_in(clients[key], address(row, objects)) != (row in allowed):
                wrong.append(f"{key} {'is kept out of' if row in allowed else 'gets into'} {row}")
    assert not wrong, "\n".join(wrong)


def test_every_operation_of_the_api_stands_in_the_table():
    from shiliu.site.api import api

    ours = {
        (method.lower(), f"{prefix}{path}".strip("/"))
        for prefix, router in api._routers
        for path, view in router.path_operations.items()
        for operation in view.operations
        for method in operation.methods
    }
    known = {(method, row.split("?")[0].strip("/")) for method, row, _body, _who in API}
    assert {(method, shape(row)) for method, row in ours} == {(method, shape(row)) for method, row in known}


@pytest.mark.once
def test_each_role_calls_the_operations_of_the_api_it_should_and_no_others(clients, town, catalogue, raise_need):
    sent = raise_need()
    shown = moderation.publish(by=town.actor("lin"), case=raise_need().case, title="灯", text="灯坏了。")
    promised = raise_need().case
    actions.move(by=town.actor("li"), case=promised, verb="accept")
    actions.move(
        by=town.actor("li"), case=promised, verb="answer", said="好。", promise="换灯", promised_by=town.now.date()
    )
    window_of(town)
    services = hsds_of(town)
    handed = HandOver.objects.get(pk=visit_of(town)["office/visit/hand-overs"]["pk"])
    values = {
        "hand_over": handed.number,
        "slip_code": codes.code_of(handed.key),
        "survey_round": surveys_of(town)["surveys"]["pk"],
        "window": "west-1",
        "clinic": clinics_of(town)["clinics"]["code"],
        "promise": promised.promises.get().pk,
        "facility": circle_of(town)["facility"],
        "said": "here",
        "place": "west",
        "pk": sent.case.pk,
        "code": sent.code,
        "area": town.places.house.code,
        "unit": "city",
        "kind": "help",
        **services,
        "number": 1,
        "hall": "west",
        "counter": "w1",
        "desk": 1,
        "again": "again",
        "receive": "receive",
        "number_key": queue_of(town)["queue"]["key"],
        "run": ImportRun.objects.create(started_at=town.now).pk,
        **parts.made("api_values", town),
    }
    wrong = []
    for method, row, body, allowed in API:
        url = "/api/v1/" + row.format(**{**values, "pk": shown.pk} if "public" in row else values)
        body = {name: said.format(**values) if isinstance(said, str) else said for name, said in body.items()}
        may = set(allowed.split())
        may |= {key for key, more in FAR.items() if f"api:{row}" in more.split() or may >= set(SIGNED_IN.split())}
        callers = {*EVERYBODY.split(), *FAR}
        for key in THREE | ONE_FAR if may == callers else sorted(callers):
            ok = key in may
            called = called_by(clients[key], method, url, body)
            if called != ok:
                wrong.append(f"{key} {'is kept from' if ok else 'may'} {method} {row}")
    assert not wrong, "\n".join(wrong)


def shape(row):
    """moves/accept and moves/{verb} are one operation, areas/{area} and areas/{code} one address."""
    return re.sub(
        r"moves/\w+|(?<=promises/\{\}/)\w+",
        lambda found: "moves/{}" if "/" in found[0] else "{}",
        re.sub(r"\{[^}]*\}", "{}", row),
    )


def called_by(client, method, url, body):
    point = transaction.savepoint()
    post = partial(client.post, data=body, content_type="application/json")
    ask = {"get": client.get, "delete": client.delete, "post": post}
    status = ask[method](url).status_code
    transaction.savepoint_rollback(point)
    return status not in {401, 403, 404}
