"""Administrators of the whole district: the types of facilities and the numbers everything is measured by, each with its source."""

import csv
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from shiliu.foundation.spelling import problem_of_names
from shiliu.live.circle import rules, values
from shiliu.live.circle.models import CircleSetting, FacilityType
from shiliu.platform import audit, revisions
from shiliu.platform.permissions import demand
from shiliu.platform.permissions.targets import WholeSite
from shiliu.platform.workflow import NotPossible

READY = Path(__file__).parents[1] / "data" / "facility_types.csv"
MOST_MINUTES = 60


@transaction.atomic
def load_types(*, by):
    """The ready list of types; those whose code is there already stay as they are. Returns how many are new."""
    demand(by, "circle.settle", WholeSite())
    with open(READY, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    there = set(FacilityType.objects.values_list("code", flat=True))
    new = [_type(row, position) for position, row in enumerate(rows) if row["code"] not in there]
    FacilityType.objects.bulk_create(new)
    if new:
        audit.record("circle.types_loaded", by=by, data={"count": len(new)})
    return len(new)


def _type(row, position):
    names = {tag: row[f"name_{tag}"] for tag in ("zh-hans", "en", "ug") if row[f"name_{tag}"]}
    return FacilityType(
        code=row["code"], scheme=row["scheme"], group=row["group"], names=names, source=row["source"], position=position,
        minutes=int(row["minutes"]) if row["minutes"] else None, tags=row["tags"].split(),
        checked=row["checked"] == "yes",
    )  # fmt: skip


@transaction.atomic
def edit_type(*, by, kind, seen=None, **new):
    """Names, minutes (None: the minutes of the house), source, whether it is in use."""
    kind = _locked(by, kind)
    present = values.of_type(kind)
    revisions.refuse_stale(present, seen)
    return _write(by, kind, "circle.type_edited", present, new)


@transaction.atomic
def revert_type(*, by, kind, row):
    kind = _locked(by, kind)
    if (row.target_type, row.target_id) != (kind._meta.label_lower, str(kind.pk)):
        raise NotPossible(_("This entry of the history belongs to something else."))
    present = values.of_type(kind)
    return _write(by, kind, "circle.type_reverted", present, revisions.taken_back(row, present), reverts=row.pk)


def _locked(by, kind):
    demand(by, "circle.settle", WholeSite())
    return FacilityType.objects.select_for_update().get(pk=kind.pk)


def _write(by, kind, verb, present, new, **about):
    wanted = {**present, **new}
    problems = {"names": problem_of_names(wanted["names"])}
    if wanted["minutes"] is not None and not 1 <= wanted["minutes"] <= MOST_MINUTES:
        problems["minutes"] = _("It must lie between %(least)g and %(most)g.") % {"least": 1, "most": MOST_MINUTES}
    if not wanted["source"]:
        problems["source"] = _("Say where this comes from.")
    if problems := {field: problem for field, problem in problems.items() if problem}:
        raise NotPossible(_("Something is not right yet."), problems)
    before, after = revisions.differences(present, wanted)
    if after:
        for field, value in after.items():
            setattr(kind, field, value)
        kind.save()
        audit.record(verb, by=by, target=kind, data={"kind": kind.names, **about, **revisions.kept(before, after)})
    return kind


@transaction.atomic
def set_value(*, by, name, value, source):
    """One number of rules.knobs(), with where it comes from. It holds from the next measurement on."""
    demand(by, "circle.settle", WholeSite())
    problems = {"value": rules.problem_of_setting(name, value)}
    if not source.strip():
        problems["source"] = _("Say where this comes from.")
    if problems := {field: problem for field, problem in problems.items() if problem}:
        raise NotPossible(_("Something is not right yet."), problems)
    row, _made = CircleSetting.objects.update_or_create(name=name, defaults={"value": value, "source": source.strip()})
    audit.record("circle.set", by=by, target=row, data={"name": name, "value": value, "source": source.strip()})
    return row


@transaction.atomic
def unset_value(*, by, name):
    """Back to the number in the program."""
    demand(by, "circle.settle", WholeSite())
    if row := CircleSetting.objects.filter(name=name).first():
        audit.record("circle.unset", by=by, target=row, data={"name": name})
        row.delete()
