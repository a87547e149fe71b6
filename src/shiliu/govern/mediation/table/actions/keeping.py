"""Rooms and usual bodies of a committee: what its people keep, with its history."""

import csv
from pathlib import Path

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from shiliu.foundation.models import Organisation
from shiliu.govern.mediation.table.models import Room, UsualBody
from shiliu.platform import audit, revisions
from shiliu.platform.permissions import Scope, demand
from shiliu.platform.workflow import NotPossible

DATA = Path(__file__).parent.parent / "data" / "bodies.csv"
LANGUAGES = {"zh": "zh-hans", "en": "en", "ug": "ug"}
SAVED = {Room: "mediation.room_saved", UsualBody: "mediation.body_saved"}


class Kept:
    """What a committee keeps, before there is a row to ask about."""

    def __init__(self, committee):
        self.committee = committee

    def scope(self):
        return Scope(organisation_ids=frozenset({self.committee.pk}))


def room_values(room):
    return {name: getattr(room, name) for name in ("names", "address", "seats", "step_free", "active")}


def body_values(body):
    return {name: getattr(body, name) for name in ("names", "duty", "source", "active")} | {
        "organisation": body.organisation.code if body.organisation else ""
    }


@transaction.atomic
def save_room(*, by, committee=None, room=None, names, address="", seats, step_free=False, seen=None):
    """Adds a room of a committee or changes one. Raises Stale, or NotPossible naming fields."""
    found, before = _begin(by, Room, room, committee, room_values, seen)
    if seats < 2:
        raise NotPossible(_("Something is not right yet."), {"seats": _("A room has two seats at least.")})
    found.address, found.seats, found.step_free = address.strip(), seats, step_free
    return _save(by, found, names, before, room_values)


@transaction.atomic
def save_body(*, by, committee=None, body=None, names, duty, organisation=None, source="", seen=None):
    """Adds a body that is often asked, or says which unit does it here. Raises Stale, or NotPossible naming fields."""
    found, before = _begin(by, UsualBody, body, committee, body_values, seen)
    if body is None:
        rows = UsualBody.objects.filter(committee=committee)
        found.position = rows.count() + 1
        found.code = f"{slugify(names.get('en', ''))[:30] or 'body'}-{found.position}"
    found.duty, found.organisation, found.source = duty, organisation, source.strip()
    return _save(by, found, names, before, body_values)


@transaction.atomic
def set_active(*, by, thing, active):
    """Takes a room or a body out of use, or into it again; what was arranged stays. The same twice changes nothing."""
    demand(by, "mediation.keep_table", thing)
    found = type(thing).objects.select_for_update(of=("self",)).get(pk=thing.pk)
    if found.active != active:
        found.active = active
        found.save(update_fields=["active"])
        data = {"name": found.names, **revisions.kept({"active": not active}, {"active": active})}
        audit.record(SAVED[type(found)], by=by, target=found, unit=found.committee, data=data)


@transaction.atomic
def revert(*, by, thing, row):
    """Takes one change of a room or a body back. NotPossible when it has been changed again since."""
    values = {Room: room_values, UsualBody: body_values}[type(thing)](thing)
    back = {**values, **revisions.taken_back(row, values)}
    active = back.pop("active")
    if isinstance(thing, Room):
        save_room(by=by, room=thing, **back)
    else:
        unit = Organisation.objects.filter(code=back.pop("organisation")).first()
        save_body(by=by, body=thing, organisation=unit, **back)
    set_active(by=by, thing=thing, active=active)


@transaction.atomic
def load_bodies(*, by, committee):
    """The eight bodies that usually sit at such a table (八位一体), each with its source; those a committee has are left alone. How many
    are new."""
    demand(by, "mediation.keep_table", Kept(committee))
    known = set(UsualBody.objects.filter(committee=committee).values_list("code", flat=True))
    with open(DATA, encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["code"] not in known]
    UsualBody.objects.bulk_create(
        UsualBody(committee=committee, code=row["code"], names=_texts(row, "name"), duty=_texts(row, "duty"),
                  source=row["source"], position=position)
        for position, row in enumerate(rows, start=1 + len(known))
    )  # fmt: skip
    if rows:
        audit.record("mediation.bodies_loaded", by=by, target=committee, unit=committee, data={"number": len(rows)})
    return len(rows)


def _begin(by, model, row, committee, values, seen):
    if row is None:
        demand(by, "mediation.keep_table", Kept(committee))
        return model(committee=committee), {}
    demand(by, "mediation.keep_table", row)
    found = model.objects.select_for_update(of=("self",)).select_related("committee").get(pk=row.pk)
    before = values(found)
    revisions.refuse_stale(before, seen)
    return found, before


def _save(by, found, names, before, values):
    if not names.get("zh-hans", "").strip():
        words = _("The name in simplified Chinese is missing.")
        raise NotPossible(words, {"names": words})
    found.names = names
    found.save()
    changed = revisions.differences(before, values(found))
    if changed[1]:
        kept = revisions.kept(*changed) if before else {}  # entering is no change that could be taken back
        audit.record(SAVED[type(found)], by=by, target=found, unit=found.committee, data={"name": names, **kept})
    return found


def _texts(row, stem):
    return {tag: row[f"{stem}_{short}"] for short, tag in LANGUAGES.items() if row[f"{stem}_{short}"]}
