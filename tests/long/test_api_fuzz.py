"""Whatever is sent to the API, by guest, resident or staff, is answered: never a crash, never an answer outside its own words.

Half of what schemathesis invents is left as it is; in the other half numbers and codes are those of things that exist, so that
every operation is reached and not only its “nothing here”."""

from collections import defaultdict
from datetime import datetime, timedelta
from uuid import UUID

import hypothesis
import pytest
import schemathesis
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.test import Client
from django.utils.timezone import localdate
from hypothesis import HealthCheck
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import Failure
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance

from shiliu.govern.cases import actions, joint, moderation, summoning
from shiliu.govern.cases.models import ImportRun
from shiliu.live.services.appointments import actions as appointments
from shiliu.live.services.cards import actions as cards
from shiliu.live.services.clinics import actions as clinics
from shiliu.live.services.clinics.models import Clinic
from shiliu.live.services.clinics.tests.conftest import at as clinic_time
from shiliu.live.services.clinics.tests.conftest import build as build_clinics
from shiliu.live.services.visit import actions as visits
from shiliu.live.services.visit import codes
from shiliu.live.services.visit.tests.conftest import decided_by_the_street
from shiliu.live.services.windows.hours import zone_of
from shiliu.live.services.windows.tests.town_windows import build as build_windows
from shiliu.platform import bookings
from shiliu.platform.permissions import ANONYMOUS
from tests.architecture.test_access import circle_of, hsds_of, queue_of, surveys_of
from tests.parts import cloud as cloud_parts
from tests.parts import deliberation as question_parts
from tests.parts import meetings as meeting_parts
from tests.parts import pool as pool_parts
from tests.parts import votes as vote_parts
from tests.parts import works as works_parts

pytestmark = [pytest.mark.long, pytest.mark.django_db(transaction=True)]
UNHURRIED = list(HealthCheck)
CALLERS = (None, "sun", "gulnar", "lin", "li", "fang", "zhao", "ding")  # who decides comes before who takes back
REFUSALS = {400, 401, 403, 404, 405, 409, 413, 415, 422, 429}
NOWHERE = {400, 401, 403, 404, 405, 415}  # answered before the operation has looked at anything of its own


def test_every_operation_answers_anything_from_anybody_in_its_own_words(town, catalogue, raise_need, rounds):
    real = real_things(town, raise_need)
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    operations = [found.ok() for found in schema.get_all_operations()]
    answered, callers = defaultdict(set), defaultdict(set)
    for key in CALLERS:
        cookies = signed_in(getattr(town.people, key)) if key else {}
        for operation in operations:
            name = f"{operation.method.upper()} {operation.path}"
            answered[name] |= statuses_of(operation, cookies, real, rounds(long=200, short=3))
            callers[name].add(key)
    assert len(operations) > 40 and all(found == set(CALLERS) for found in callers.values())
    assert len(callers) == len(operations)
    untouched = sorted(name for name, statuses in answered.items() if statuses <= NOWHERE)
    assert not untouched, untouched


def statuses_of(operation, cookies, real, examples):
    """Calls the operation with so many examples; returns the statuses it was answered with."""
    statuses = set()

    @hypothesis.given(case=operation.as_strategy(), data=st.data())
    @hypothesis.settings(max_examples=examples, deadline=None, suppress_health_check=UNHURRIED)
    def answers(case, data):
        if data.draw(st.sampled_from((True, False)), label="with numbers and codes that exist"):
            make_real(case, real, data)
        response = case.call_and_validate(
            cookies=cookies,
            headers=headers(cookies),
            checks=[not_a_server_error, response_schema_conformance, content_type_conformance, refuses_in_words],
        )
        statuses.add(response.status_code)

    answers()
    return statuses


def refuses_in_words(_context, response, case):
    """A refusal is JSON with a sentence; nothing is answered with a status that no refusal of ours has."""
    if response.status_code < 300:
        return
    said = response.json() if response.status_code in REFUSALS else {}
    if not isinstance(said, dict) or not isinstance(said.get("detail"), str) or not said["detail"]:
        raise Failure(
            operation=case.operation.label,
            title="A refusal without words",
            message=f"{response.status_code}: {response.text[:300]}",
        )


def real_things(town, raise_need):
    """{path or field: values that exist}: one case worked on by several, one answered with a promise, one published."""
    li, tomorrow = town.actor("li"), localdate(town.now) + timedelta(days=1)
    worked_on, promised, public, fresh = (raise_need().case for _n in range(4))
    for case in (worked_on, promised):
        actions.move(by=li, case=case, verb="accept")
    task = joint.ask_part(by=li, case=worked_on, unit=town.units.fire, what="Look at it.", due=tomorrow)
    summons = summoning.ask(
        by=li, case=worked_on, reason="hard", why="It needs several.", units=[town.units.fire, town.units.street_office],
        meets_at=town.now + timedelta(days=2), meets_where="At the gate.",
    )  # fmt: skip
    actions.move(by=li, case=promised, verb="finish", said="Done.", promise="A new lamp", promised_by=tomorrow)
    moderation.publish(by=town.actor("lin"), case=public, title="Dark", text="The lamp at the gate is dark.")
    run = ImportRun.objects.create(source="x", file_name="x.csv", file_hash="0", mapping_hash="0", started_at=town.now)
    code = actions.code_of(UUID(str(fresh.submission)))
    return {
        "/parts/{pk}": [task.pk], "/tables/{pk}": [summons.pk], "/promises/{pk}": [promised.promises.get().pk],
        "/imports/{pk}": [run.pk], "/public/{pk}": [public.pk], "{pk}": [worked_on.pk, promised.pk, public.pk, fresh.pk],
        "number": [1, 2], "kind": ["help", "hazard"], "lon": [100.0015], "lat": [40.0015], "longitude": [100.0015], "latitude": [40.0015],
        "/parts/{pk}/{how}": ["done", "returned", "withdrawn"], "/tables/{pk}/{how}": ["approved", "declined"],
        "/promises/{pk}/{verb}": ["move", "keep", "drop"], "/moves/{verb}": ["accept", "contact", "answer", "finish", "object"],
        "/units/{code}": ["city"], "/areas/{code}": ["house", "west"], "code": [code], "area": ["house"], "category": ["street_lamp"],
        "unit": ["fire", "city"], "units": [["fire"]], "due": [tomorrow.isoformat()], "channel": ["window", "phone"],
        **at_the_counter(town), **at_a_meeting(town),
    }  # fmt: skip


def at_the_counter(town):
    """A window with its item and an appointment there, the same item in HSDS, a facility of the circle and an open round of a survey."""
    hsds, windows = hsds_of(town), build_windows(town)
    held = appointments.hold(
        by=ANONYMOUS, window=windows.west, items=[windows.items.card], people=1,
        starts=datetime(2026, 3, 11, 10, tzinfo=zone_of(windows.west)),
    )  # fmt: skip
    booked = appointments.confirm(by=ANONYMOUS.holding_secret(held.booking.code_hash), booked=held)
    advised = clinics_of(town)
    near, round_ = circle_of(town), surveys_of(town)["surveys"]["pk"]
    key, handed = queue_of(town)["queue"]["key"], handed_over(town, windows)
    return {
        "/windows/{code}": ["west-1"], "/appointments/days/{code}": ["west-1"], "/clinics/days/{code}": ["legal-west"], "/clinics/{code}": ["legal-west"],
        "clinic": ["legal-west"],
        "/clinics/ code": [bookings.code_of(advised.booking)], "window": ["west-1"], "item": ["card"], "items": [["card"]],
        "/appointments/ code": [bookings.code_of(booked.booking)], "/appointments/marks/{number}": [booked.number], "/clinics/marks/{number}": [advised.number],
        "/marks/{number}/{verb}": ["came", "absent", "left", "undo"], "day": ["2026-03-11"], "starts": ["2026-03-11T10:00:00+08:00"],
        "/services/items/{code}": [hsds["service"]], "/hsds/services/{id}": [hsds["hsds_service"]],
        "/hsds/organizations/{id}": [hsds["hsds_organization"]], "/hsds/service_at_locations/{id}": [hsds["hsds_place"]],
        "/hsds/taxonomies/{id}": [hsds["hsds_taxonomy"]], "/hsds/taxonomy_terms/{id}": [hsds["hsds_term"]],
        "/facilities/{pk}": [near["facility"]], "/facilities/{pk}/{said}": ["here", "gone"], "/coverage/{area}": ["west"],
        "/rounds/{pk}": [round_], "/votes/{pk}": [vote_parts.build(town)[0].pk],
        "/proposals/{number}": [cloud_parts.build(town)[0].pk], "/proposals/{number}/{verb}": ["support", "unsupport", "follow", "unfollow"],
        "/pool/{pk}": [pool_parts.build(town)[0].pk], "/projects/{pk}": [works_parts.build(town)[0].pk],
        "/halls/{code}": ["west"], "/halls/{code}/screen": ["west"], "/halls/{code}/board": ["west"], "/halls/{code}/numbers": ["west"],
        "/counters/{window}": ["w1"], "desk": [1, 2], "line": ["A", "B"], "key": [key], "/queue/counters code": ["A001", "A1"],
        "/counters/{window}/{desk}/{verb}": ["call", "again", "begin", "hold", "back", "leave", "finish", "reopen", "pass_on", "doubt"],
        "/hand-overs/{number}": [handed.number], "/hand-overs/{number}/{verb}": ["receive", "give_back", "finish", "take_back", "resume"],
        "/visit/slips code": [codes.code_of(handed.key)], "target": [f"window:{windows.street.pk}"], "papers": [["photo"], []],
        "/visit/hand-overs key": ["8f14e45f-ceea-467f-a0e6-0a1b2c3d4e5f"], "place": ["house", "west"], "need": [["housing"], ["health"]],
        "why": ["missing"], "collect": ["here"],
    }  # fmt: skip


def at_a_meeting(town):
    """A called meeting with lots, published affairs, a running vote of owners, and a question to the court with a statement."""
    hall, _item, affair, _question, _estate, vote = meeting_parts.build(town)
    asked, said = question_parts.ask(town, "角落")
    return {
        "/deliberations/{number}": [asked.pk], "/deliberations/{number}/statements/{key}": [said.pk], "/deliberations answer": ["agree", "disagree", "pass"],
        "/deliberations/{number}/{verb}": ["follow", "unfollow"],
        "/meetings/{number}": [hall.pk], "/meetings/affairs/{number}": [affair.pk], "/owners/{number}": [vote.pk],
        "/meetings/{number}/{verb}": ["follow", "unfollow", "put-in", "take-out", "decline"],
    }  # fmt: skip


def clinics_of(town):
    """A booking in a clinic of the west."""
    legal = Clinic.objects.get(pk=build_clinics(town).legal)
    held = clinics.hold(by=ANONYMOUS, clinic=legal, starts=clinic_time(legal, 10))
    return clinics.confirm(by=ANONYMOUS.holding_secret(held.booking.code_hash), booked=held)


def handed_over(town, windows):
    """The card of the west on its way to the fire brigade, which checks it first."""
    card = decided_by_the_street(town, windows.items.card)
    cards.load_starter(by=town.actor("ding"))
    given = {"target": f"unit:{town.units.fire.pk}", "papers": ["photo"], "key": UUID(int=1)}
    return visits.hand_over(by=town.actor("zhao"), window=windows.west, item=card, **given)


def make_real(case, real, data):
    """Puts things that exist where the case names one: in the path by the longest fitting end of it, in query and body by name, or
    by “address name” where one name means different things. Always: a choice between both might never be the right one."""
    path = case.operation.path
    for name in case.path_parameters or {}:
        fitting = [part for part in real if part in path and part.endswith(f"{{{name}}}")]
        values = real[max(fitting, key=len)] if fitting else real.get(name)
        if values:
            case.path_parameters[name] = data.draw(st.sampled_from(values), label=name)
    for given in (case.query, case.body):
        for name in list(given) if isinstance(given, dict) else ():
            here = next((part for part in real if part.endswith(f" {name}") and part.split()[0] in path), name)
            if here in real:
                given[name] = data.draw(st.sampled_from(real[here]), label=name)


def signed_in(person):
    client = Client()
    client.force_login(person)
    token = "a" * 32
    return {
        settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value,
        settings.CSRF_COOKIE_NAME: token,
    }


def headers(cookies):
    return {"Accept-Encoding": "identity", "X-CSRFToken": cookies.get(settings.CSRF_COOKIE_NAME, "")}
