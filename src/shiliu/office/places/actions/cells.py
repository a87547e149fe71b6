"""Drawing, changing, retiring one cell together with its duties."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from shiliu.foundation.models import Area, CellDuty, GridCell, Layer, Organisation
from shiliu.foundation.spelling import problem_of_code, problem_of_names, problem_of_phone
from shiliu.office.places import rules, values
from shiliu.office.places.actions.areas import refuse_foreign
from shiliu.platform import audit, maps, revisions
from shiliu.platform.permissions import demand
from shiliu.platform.permissions.targets import Place
from shiliu.platform.uniqueness import taken
from shiliu.platform.workflow import NotPossible

PLAIN = {"code", "names", "boundary", "supervision_phone"}


@transaction.atomic
def create_cell(*, by, community, code, names, supervision_phone, boundary=None, areas=(), duties=None):
    """A new cell of `community`. `areas`: codes of places that belong to it; `duties`: {layer code: {name, phone, unit}}."""
    demand(by, "places.edit", Place(community))
    cell = GridCell(community=community, code=code, names=names, boundary=boundary, supervision_phone=supervision_phone)
    listed, posts = _fit_one(cell, areas, duties or {})
    with taken(_same_code()):
        cell.save()
    cell.areas.set(listed)
    _write_duties(cell, posts)
    maps.changed()
    audit.record("places.cell_created", by=by, target=cell, area=community, data={"place": names, "code": code})
    return cell


@transaction.atomic
def edit_cell(*, by, cell, seen=None, **new):
    """Writes the given values (see values.CELL_FIELDS; `duties` as a whole) and returns the cell. Stale as in edit_area."""
    cell = _locked(by, cell)
    return write(by, cell, "places.cell_edited", new, seen)


@transaction.atomic
def revert_cell(*, by, cell, row):
    """Takes back the change told by `row`, an audit row of this cell."""
    cell = _locked(by, cell)
    refuse_foreign(row, cell)
    before = revisions.taken_back(row, values.of_cell(cell))
    return write(by, cell, "places.cell_reverted", before, None, reverts=row.pk)


@transaction.atomic
def retire_cell(*, by, cell, reason=""):
    return _switch(_locked(by, cell), by, False, "places.cell_retired", reason)


@transaction.atomic
def restore_cell(*, by, cell):
    return _switch(_locked(by, cell), by, True, "places.cell_restored")


def _locked(by, cell):
    cell = GridCell.objects.select_for_update(of=("self",)).select_related("community").get(pk=cell.pk)
    demand(by, "places.edit", Place(cell.community))
    return cell


def write(by, cell, verb, new, seen, **about):
    """Changes what differs, tells the map and leaves an audit row. The caller has asked for permission."""
    present = values.of_cell(cell)
    revisions.refuse_stale(present, seen)
    wanted = {**present, **new}
    wanted["areas"] = sorted(wanted["areas"])
    before, after = revisions.differences(present, wanted)
    if not after:
        return cell
    for field in after.keys() & PLAIN:
        setattr(cell, field, after[field])
    listed, posts = _fit_one(cell, wanted["areas"], wanted["duties"])
    with taken(_same_code()):
        cell.save()
    if "areas" in after:
        cell.areas.set(listed)
    if "duties" in after:
        cell.duties.all().delete()
        _write_duties(cell, posts)
    maps.changed()
    data = {"place": cell.names, **about, **revisions.kept(before, after)}
    audit.record(verb, by=by, target=cell, area=cell.community, data=data)
    return cell


@dataclass(frozen=True)
class Known:
    """What a cell may name, by code: places, layers, units in use."""

    areas: dict
    layers: dict
    units: dict

    @classmethod
    def for_one(cls, areas, duties):
        units = {duty.get("unit") for duty in duties.values()} - {None, ""}
        return cls(
            areas={area.code: area for area in Area.objects.filter(code__in=areas)},
            layers={layer.code: layer for layer in Layer.objects.all()},
            units={unit.code: unit for unit in Organisation.objects.filter(code__in=units, active=True)},
        )


def fit(cell, areas, duties, known):
    """(Areas listed, [(Layer, Organisation or None, duty)]). NotPossible names every field that is wrong."""
    problems = {
        "code": problem_of_code(cell.code),
        "names": problem_of_names(cell.names),
        "supervision_phone": problem_of_phone(cell.supervision_phone),
    }
    if cell.community.level != Area.Level.COMMUNITY:
        problems["community"] = _("Cells are drawn for communities and villages only.")
    listed = [
        known.areas[code] for code in areas if code in known.areas and _lies_inside(known.areas[code], cell.community)
    ]
    if missing := sorted(set(areas) - {area.code for area in listed}):
        problems["areas"] = _("These are not places inside the community: %(codes)s.") % {"codes": ", ".join(missing)}
    posts = []
    for code, duty in duties.items():
        layer, unit = known.layers.get(code), known.units.get(duty.get("unit"))
        if layer is None:
            problems[f"duty_{code}"] = _("There is no layer “%(code)s”.") % {"code": code}
        elif duty.get("unit") and unit is None:
            problems[f"duty_{code}"] = _("There is no unit with the code %(code)s.") % {"code": duty["unit"]}
        elif wrong := rules.problem_of_duty(duty):
            problems[f"duty_{code}"] = wrong
        posts.append((layer, unit, duty))
    if problems := {field: problem for field, problem in problems.items() if problem}:
        raise NotPossible(_("Something is not right yet."), problems)
    return listed, posts


def _lies_inside(area, community):
    return area != community and area.path.startswith(community.path)


def _fit_one(cell, areas, duties):
    fitted = fit(cell, areas, duties, Known.for_one(areas, duties))
    if GridCell.objects.filter(community=cell.community, code=cell.code).exclude(pk=cell.pk).exists():
        taken = {"code": _same_code()}
        raise NotPossible(_("Something is not right yet."), taken)
    return fitted


def _write_duties(cell, posts):
    CellDuty.objects.bulk_create(
        CellDuty(cell=cell, layer=layer, organisation=unit, duty_name=duty["name"], duty_phone=duty["phone"])
        for layer, unit, duty in posts
    )


def _switch(cell, by, active, verb, reason=""):
    if cell.active == active:
        return cell
    cell.active = active
    cell.save(update_fields=["active"])
    maps.changed()
    audit.record(verb, by=by, target=cell, area=cell.community, data={"place": cell.names}, reason=reason)
    return cell


def _same_code():
    return _("Another cell of this community already has this code.")
