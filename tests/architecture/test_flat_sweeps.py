"""What time does to cases costs the same after a year and after ten: a sweep looks at what it still has to do, not at what is over.

Everything that was ever promised, paused, asked of a helper, followed or forwarded stays in the database. Each sweep is run
beside few cases that have ended and beside many, and may not do much more work the second time (database_work.py)."""

from datetime import timedelta

from django.db import connection

from shiliu.govern.cases import joint, neighbours, promises, sweep
from shiliu.govern.cases.models import (
    Case,
    CaseContact,
    CasePause,
    CasePromise,
    CaseStep,
    CaseSupport,
    CaseTask,
    Forwarded,
    OutsideEndpoint,
)
from shiliu.govern.cases.open311 import forwarding
from shiliu.platform.tables.inserting import insert_many
from tests.architecture.database_work import judged, watching

FEW, MANY = 400, 2_400
SWEEPS = {
    "warn of deadlines": sweep.warn_of_deadlines,
    "end pauses": sweep.end_pauses,
    "end what nobody judges": sweep.end_unjudged,
    "delete contacts": sweep.delete_contacts,
    "look after parts": joint.look_after_parts,
    "remember promises": promises.remember,
    "forget addresses": neighbours.forget_addresses,
    "forward": forwarding.run,
}


def ended(town, catalogue, more):
    """`more` cases that have ended, each with all that a case can leave behind."""
    moment, unit, before = town.now - timedelta(days=40), town.units.city.pk, Case.objects.count()
    endpoint, _made = OutsideEndpoint.objects.get_or_create(
        category=catalogue["manhole"], defaults={"url": "https://city.example", "service_code": "1"}
    )
    insert_many(Case, [
        {"kind": "help", "title": "井盖", "text": "井盖松动", "channel": "account", "category_id": catalogue["manhole"].pk,
         "area_id": town.places.court.pk, "area_path": town.places.court.path, "state": "closed", "lead_id": unit, "received_at": moment,
         "changed_at": moment, "ended_at": moment, "public_changed_at": moment, "source": "ended", "source_id": str(before + n),
         "helper_ids": [], "answers": {}, "route": []} for n in range(more)
    ])  # fmt: skip
    keys = list(Case.objects.filter(source="ended").order_by("-pk").values_list("pk", flat=True)[:more])
    day, later = moment.date(), moment + timedelta(days=1)
    for model, row in (
        (CaseStep, {"move": "submit", "to_state": "received", "at": moment, "by_whom": "asker", "shown_at": moment, "data": {}}),
        (CasePause, {"round": 1, "why": "asker", "since": moment, "limit": later, "ended_at": later}),
        (CasePromise, {"what": "新灯", "unit_id": unit, "first_due": day, "due": day, "state": "kept", "made_at": moment, "ended_at": later}),
        (CaseTask, {"unit_id": unit, "what": "Look", "asked_at": moment, "due": later, "state": "done", "ended_at": later}),
        (CaseSupport, {"person_id": town.people.chen.pk, "at": moment}),
        (CaseContact, {"phone": "", "delete_after": town.now + timedelta(days=30)}),
        (Forwarded, {"endpoint_id": endpoint.pk, "state": "closed", "sent_at": moment}),
    ):  # fmt: skip
        insert_many(model, [{"case_id": key, **row} for key in keys])
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def work_of(run):
    with watching() as work:
        run()
    return work


def grown(town, catalogue, sweeps):
    """{sweep: what is wrong with how its work grew}, only of those that are wrong."""
    ended(town, catalogue, FEW)
    few = {name: work_of(SWEEPS[name]) for name in sweeps}
    ended(town, catalogue, MANY - FEW)
    return {name: found for name in sweeps if (found := judged(few[name], work_of(SWEEPS[name])))}


def test_each_sweep_costs_the_same_after_few_cases_and_after_many(town, catalogue):
    wrong = grown(town, catalogue, SWEEPS)
    assert not wrong, "\n".join(f"{name}: {why}" for name, why in wrong.items())


def test_a_sweep_without_its_index_is_noticed(town, catalogue):
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX case_to_warn")
    assert grown(town, catalogue, ["warn of deadlines"])
