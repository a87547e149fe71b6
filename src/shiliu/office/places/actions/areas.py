"""Entering, changing, retiring one area. Boundaries come in as `maps.parse_boundary` gave them."""

from django.db import transaction
from django.utils.translation import gettext as _

from shiliu.foundation.models import Area
from shiliu.office.places import rules, values
from shiliu.platform import audit, maps, revisions
from shiliu.platform.permissions import demand
from shiliu.platform.permissions.targets import Place
from shiliu.platform.workflow import NotPossible


@transaction.atomic
def create_area(*, by, code, level, names, parent, boundary=None, longitude=None, latitude=None, time_zone=""):
    """A new area below `parent` (an Area; None for a district). NotPossible names the fields that are wrong."""
    demand(by, "places.edit", Place(parent) if parent else None)
    maps.hold()
    area = Area(code=code, level=level, names=names, parent=parent, boundary=boundary, longitude=longitude, latitude=latitude,
                time_zone=time_zone)  # fmt: skip
    _check(area)
    area.save()
    maps.changed()
    audit.record("places.area_created", by=by, target=area, area=area, data={"place": names, "code": code})
    return area


@transaction.atomic
def edit_area(*, by, area, seen=None, **new):
    """Writes the given values (see values.AREA_FIELDS without level; `parent` is a code) and returns the area.

    `seen`: the stamp of the values its author saw; Stale when they have changed since."""
    area = _locked(by, area)
    return write(by, area, "places.area_edited", new, seen)


@transaction.atomic
def revert_area(*, by, area, row):
    """Takes back the change told by `row`, an audit row of this area."""
    area = _locked(by, area)
    refuse_foreign(row, area)
    before = revisions.taken_back(row, values.of_area(area))
    return write(by, area, "places.area_reverted", before, None, reverts=row.pk)


@transaction.atomic
def retire_area(*, by, area, reason=""):
    """Takes the area out of use; everything that names it keeps doing so. Not while places inside it are in use."""
    area = _locked(by, area)
    inside = Area.inside(area.path).filter(active=True).exclude(pk=area.pk).count()
    if inside:
        raise NotPossible(_("%(count)d places inside are still in use. Retire or move them first.") % {"count": inside})
    return _switch(by, area, False, "places.area_retired", reason)


@transaction.atomic
def restore_area(*, by, area):
    area = _locked(by, area)
    if area.parent_id and not area.parent.active:
        raise NotPossible(
            _("“%(place)s” above it is retired. Put that back into use first.") % {"place": area.parent.name}
        )
    return _switch(by, area, True, "places.area_restored")


def _move_inside(area, old_path):
    """Gives everything inside `area` its new path after `area` was moved."""
    inside = list(Area.inside(old_path).exclude(pk=area.pk))
    for place in inside:
        place.path = area.path + place.path.removeprefix(old_path)
    Area.objects.bulk_update(inside, ["path"], batch_size=500)


def _locked(by, area):
    maps.hold()
    area = Area.objects.select_for_update().get(pk=area.pk)
    demand(by, "places.edit", Place(area))
    return area


def refuse_foreign(row, thing):
    if (row.target_type, row.target_id) != (thing._meta.label_lower, str(thing.pk)):
        raise NotPossible(_("This entry of the history belongs to something else."))


def write(by, area, verb, new, seen, **about):
    """Changes what differs, tells the map and leaves an audit row. The caller has asked for permission and holds the map."""
    present = values.of_area(area)
    revisions.refuse_stale(present, seen)
    wanted = {**present, **new, "level": area.level}
    before, after = revisions.differences(present, wanted)
    if not after:
        return area
    old_path = area.path
    if "parent" in after:
        area.parent = _parent(by, area, after["parent"])
    for field in after.keys() - {"parent"}:
        setattr(area, field, after[field])
    _check(area)
    area.save()
    if area.path != old_path:
        _move_inside(area, old_path)
    maps.changed()
    data = {"place": area.names, **about, **revisions.kept(before, after)}
    audit.record(verb, by=by, target=area, area=area, data=data)
    return area


def _parent(by, area, code):
    if not code:
        return None
    parent = Area.objects.filter(code=code).first()
    if parent is None:
        raise NotPossible(
            _("Something is not right yet."),
            {"parent": _("There is no place with the code %(code)s.") % {"code": code}},
        )
    if area.contains(parent):
        raise NotPossible(_("Something is not right yet."), {"parent": _("A place cannot lie inside itself.")})
    demand(by, "places.edit", Place(parent))
    return parent


def _check(area):
    problems = rules.problems_of_area(values.of_area(area), area.parent.level if area.parent_id else None)
    if not problems.get("code") and Area.objects.filter(code=area.code).exclude(pk=area.pk).exists():
        problems["code"] = _("Another place already has this code.")
    if area.parent_id and area.active and not area.parent.active:
        problems["parent"] = _("The place above is retired.")
    if problems:
        raise NotPossible(_("Something is not right yet."), problems)


def _switch(by, area, active, verb, reason=""):
    if area.active == active:
        return area
    area.active = active
    area.save(update_fields=["active"])
    maps.changed()
    audit.record(verb, by=by, target=area, area=area, data={"place": area.names}, reason=reason)
    return area
