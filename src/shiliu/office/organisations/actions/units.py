"""Entering, changing, retiring one unit. One must administer every place it serves, before the change and after it."""

from django.db import transaction
from django.utils.translation import gettext as _

from shiliu.foundation.models import Area, Organisation, OrganisationArea, OrganisationKind
from shiliu.office.organisations import rules, values
from shiliu.office.organisations.targets import demand_everywhere
from shiliu.platform import audit, maps, revisions
from shiliu.platform.workflow import NotPossible

PLAIN = {"code", "names", "public_phone", "address"}


@transaction.atomic
def create_unit(*, by, code, kind, names, parent="", public_phone="", address="", areas=()):
    """A new unit. `kind`, `parent` (a unit) and `areas` (places served) are codes. NotPossible names the wrong fields."""
    wanted = {"code": code, "kind": kind, "parent": parent, "names": names, "public_phone": public_phone, "address": address,
              "areas": sorted(set(areas))}  # fmt: skip
    maps.hold()
    unit = Organisation()
    served = _fit(by, unit, wanted)
    unit.save()
    _serve(unit, served)
    audit.record(
        "organisations.created", by=by, target=unit, area=_place(served), data={"unit_name": names, "code": code}
    )
    return unit


@transaction.atomic
def edit_unit(*, by, unit, seen=None, **new):
    """Writes the given values (see values.UNIT_FIELDS) and returns the unit.

    `seen`: the stamp of the values its author saw; Stale when they have changed since."""
    unit = _locked(by, unit)
    revisions.refuse_stale(values.of_unit(unit), seen)
    return write(by, unit, "organisations.edited", new)


@transaction.atomic
def revert_unit(*, by, unit, row):
    """Takes back the change told by `row`, an audit row of this unit."""
    unit = _locked(by, unit)
    if (row.target_type, row.target_id) != (unit._meta.label_lower, str(unit.pk)):
        raise NotPossible(_("This entry of the history belongs to something else."))
    before = revisions.taken_back(row, values.of_unit(unit))
    return write(by, unit, "organisations.reverted", before, reverts=row.pk)


@transaction.atomic
def retire_unit(*, by, unit, reason=""):
    """The unit is no longer named to residents and gets no new cases; what it did stays readable."""
    unit = _locked(by, unit)
    below = unit.children.filter(active=True).count()
    if below:
        raise NotPossible(_("%(count)d units below are still in use. Retire or move them first.") % {"count": below})
    return _switch(by, unit, False, "organisations.retired", reason)


@transaction.atomic
def restore_unit(*, by, unit):
    unit = _locked(by, unit)
    if unit.parent_id and not unit.parent.active:
        raise NotPossible(
            _("“%(unit)s” above it is retired. Put that back into use first.") % {"unit": unit.parent.name}
        )
    return _switch(by, unit, True, "organisations.restored")


def write(by, unit, verb, new, **about):
    """Changes what differs and leaves an audit row. The caller has asked for permission to change what stands now."""
    present = values.of_unit(unit)
    wanted = {**present, **new}
    wanted["areas"] = sorted(set(wanted["areas"]))
    before, after = revisions.differences(present, wanted)
    if not after:
        return unit
    served = _fit(by, unit, wanted)
    unit.save()
    if "areas" in after:
        unit.serves.exclude(area__in=served).delete()
        there = set(unit.serves.values_list("area_id", flat=True))
        _serve(unit, [area for area in served if area.pk not in there])
    data = {"unit_name": unit.names, **about, **revisions.kept(before, after)}
    audit.record(verb, by=by, target=unit, area=_place(served), data=data)
    return unit


def _locked(by, unit):
    maps.hold()
    unit = Organisation.objects.select_for_update(of=("self",)).select_related("kind").get(pk=unit.pk)
    demand_everywhere(by, "organisations.edit", [row.area for row in unit.serves.select_related("area")])
    return unit


def _fit(by, unit, wanted):
    """Puts the wanted values on the unit and gives the Areas it will serve; NotPossible or Refused leave nothing written."""
    problems = rules.problems_of_unit(wanted)
    kind = OrganisationKind.objects.filter(code=wanted["kind"]).first()
    if kind is None:
        problems["kind"] = _("There is no kind of unit with the code %(code)s.") % {"code": wanted["kind"] or "?"}
    parent = Organisation.objects.filter(code=wanted["parent"]).first() if wanted["parent"] else None
    if wanted["parent"] and parent is None:
        problems["parent"] = _("There is no unit with the code %(code)s.") % {"code": wanted["parent"]}
    elif parent and _circle(unit, parent):
        problems["parent"] = _("A unit cannot stand below itself.")
    if Organisation.objects.filter(code=wanted["code"]).exclude(pk=unit.pk).exists():
        problems["code"] = _("Another unit already has this code.")
    areas = list(Area.objects.filter(code__in=wanted["areas"], active=True))
    if missing := sorted(set(wanted["areas"]) - {area.code for area in areas}):
        problems["areas"] = _("There are no places in use with these codes: %(codes)s.") % {"codes": ", ".join(missing)}
    if problems:
        raise NotPossible(_("Something is not right yet."), problems)
    demand_everywhere(by, "organisations.edit", areas)
    for field in PLAIN:
        setattr(unit, field, wanted[field])
    unit.kind, unit.parent = kind, parent
    return areas


def _circle(unit, parent):
    while parent is not None:
        if parent.pk == unit.pk:
            return True
        parent = parent.parent
    return False


def _serve(unit, areas):
    OrganisationArea.objects.bulk_create(OrganisationArea(organisation=unit, area=area) for area in areas)


def _place(areas):
    """Where the audit row stands: the place served, when it is one."""
    return areas[0] if len(areas) == 1 else None


def _switch(by, unit, active, verb, reason=""):
    if unit.active != active:
        unit.active = active
        unit.save(update_fields=["active"])
        served = [row.area for row in unit.serves.select_related("area")]
        data = {"unit_name": unit.names}
        audit.record(verb, by=by, target=unit, area=_place(served), data=data, reason=reason)
    return unit
