"""Many areas or cells at once, from a file or the demo: checked as a whole, written in one transaction, the same by code."""

from django.db import transaction
from django.utils.translation import gettext as _

from shiliu.foundation.models import Area, CellDuty, GridCell, Layer, Organisation
from shiliu.office.places import drafts, rules, values
from shiliu.office.places.actions import areas, cells
from shiliu.platform import audit, maps
from shiliu.platform.permissions.targets import demand_everything
from shiliu.platform.revisions import differences
from shiliu.platform.tables import Change, Reject, Report
from shiliu.platform.workflow import NotPossible

BATCH = 500


class _Job:
    """One import: what is there, what the rows want, and the report that grows."""

    def __init__(self):
        self.report = Report()
        self.new, self.changed = [], []

    def reject(self, row, reason):
        self.report.rejected.append(Reject(row.line, reason, row.values))

    def drafts(self, rows, read):
        """Good drafts by key, in the order of the file; the second row with one key is rejected."""
        found = {}
        for row in rows:
            try:
                draft = read(row)
            except drafts.Unfit as error:
                self.reject(row, str(error))
                continue
            key = (draft.community, draft.code)
            if key in found:
                first = found[key].row.line
                self.reject(
                    row, _("The code %(code)s already stands in line %(line)d.") % {"code": draft.code, "line": first}
                )
            else:
                found[key] = draft
        return list(found.values())

    def sort_out(self, thing, code, present, wanted):
        """Puts one good row where it belongs: new, changed or the same."""
        if present is None:
            self.new.append(wanted)
            self.report.created.append(code)
            return
        before, after = differences(present, wanted)
        if not after:
            self.report.same += 1
            return
        self.changed.append((thing, after))
        self.report.changed.append(Change(code, before, after))

    def done(self, by, verb, source, write):
        self.report.rejected.sort(key=lambda reject: reject.line)
        self.report.written = write
        if write and (self.new or self.changed):
            maps.changed()
            audit.record(verb, by=by, data={"source": source, **self.report.counts()})
        return self.report


@transaction.atomic
def import_areas(*, by, rows, source="", write=True):
    """Creates and changes areas by code (see drafts.py for the columns); what a row does not name stays as it is.

    Returns a tables.Report. Bad rows, and rows below bad rows, are rejected; the others are written unless `write` is false."""
    demand_everything(by, "places.import")
    maps.hold()
    job = _Job()
    there = {area.code: area for area in Area.objects.select_related("parent")}
    good = {}  # code → wanted values, decided from the top down: no circle can arise, for levels only descend
    for draft in sorted(job.drafts(rows, drafts.area_draft), key=lambda draft: _rank(draft, there)):
        area = there.get(draft.code)
        present = values.of_area(area) if area else None
        wanted = draft.over(present or drafts.BLANK_AREA)
        problem = _problem_of_area(area, wanted, there, good)
        if area is None and wanted["level"] == Area.Level.DISTRICT and not by.is_system:
            problem = _("A new district is entered by the operator of the site, on the command line.")
        if problem:
            job.reject(draft.row, problem)
            continue
        good[draft.code] = wanted
        job.sort_out(area, draft.code, present, wanted)
    if write:
        _create_areas(job.new, there)
        for area, after in job.changed:
            areas.write(by, area, "places.area_edited", after, None, source=source)
    return job.done(by, "places.areas_imported", source, write)


@transaction.atomic
def import_cells(*, by, rows, source="", write=True):
    """Creates and changes cells by community and code, with their duties (see drafts.py). Returns a tables.Report."""
    demand_everything(by, "places.import")
    job = _Job()
    context = _Context()
    for draft in job.drafts(rows, drafts.cell_draft):
        community = context.communities.get(draft.community)
        if community is None:
            job.reject(draft.row, _("There is no community with the code %(code)s.") % {"code": draft.community})
            continue
        cell = context.cells.get((draft.community, draft.code))
        present = values.of_cell(cell) if cell else None
        wanted = draft.over(present or drafts.BLANK_CELL)
        try:
            fitted = context.fit(community, wanted)
        except NotPossible as error:
            job.reject(draft.row, " ".join(str(problem) for problem in error.fields.values()) or str(error))
            continue
        job.sort_out(
            cell, f"{draft.community}/{draft.code}", present, {**wanted, "fitted": fitted} if cell is None else wanted
        )
    if write:
        _create_cells(job.new)
        for cell, after in job.changed:
            cells.write(by, cell, "places.cell_edited", after, None, source=source)
    return job.done(by, "places.cells_imported", source, write)


def _rank(draft, there):
    level = draft.given.get("level") or (there[draft.code].level if draft.code in there else "")
    return rules.RANK.get(level, len(rules.RANK))


def _problem_of_area(area, wanted, there, good):
    if area and wanted["level"] != area.level:
        return _("The level of a place cannot change from %(old)s to %(new)s.") % {
            "old": area.level,
            "new": wanted["level"],
        }
    if area and not area.active:
        return _("This place is retired. Put it back into use first.")
    parent_level = None
    if wanted["parent"]:
        if wanted["parent"] in good:
            parent_level = good[wanted["parent"]]["level"]
        elif wanted["parent"] in there and there[wanted["parent"]].active:
            parent_level = there[wanted["parent"]].level
        else:
            return _("The place above, %(code)s, is not there or was rejected.") % {"code": wanted["parent"]}
    return " ".join(rules.problems_of_area(wanted, parent_level).values())


def _create_areas(new, there):
    """Level by level, so that each knows the path above it; `there` grows by what was made."""
    for level in Area.LEVELS:
        made = [Area(**{**wanted, "parent": there.get(wanted["parent"])}) for wanted in new if wanted["level"] == level]
        made = Area.objects.bulk_create(made, batch_size=BATCH)
        for area in made:
            area.path = f"{area.parent.path if area.parent_id else '/'}{area.pk}/"
            there[area.code] = area
        Area.objects.bulk_update(made, ["path"], batch_size=BATCH)


class _Context:
    """Everything cells are checked against, read once."""

    def __init__(self):
        communities = Area.objects.filter(level=Area.Level.COMMUNITY, active=True)
        self.communities = {area.code: area for area in communities}
        there = GridCell.objects.select_related("community").prefetch_related(
            "areas", "duties__layer", "duties__organisation"
        )
        self.cells = {(cell.community.code, cell.code): cell for cell in there}
        self.known = cells.Known(
            areas={
                area.code: area for area in Area.objects.filter(level__in=maps.INSIDE_COMMUNITIES).defer("boundary")
            },
            layers={layer.code: layer for layer in Layer.objects.all()},
            units={unit.code: unit for unit in Organisation.objects.filter(active=True)},
        )

    def fit(self, community, wanted):
        """(unsaved cell, areas, duties) of a row, or NotPossible."""
        cell = GridCell(community=community, **{name: wanted[name] for name in cells.PLAIN})
        return (cell, *cells.fit(cell, wanted["areas"], wanted["duties"], self.known))


def _create_cells(new):
    fitted = [wanted["fitted"] for wanted in new]
    made = GridCell.objects.bulk_create([cell for cell, _listed, _posts in fitted], batch_size=BATCH)
    listing = GridCell.areas.through
    listing.objects.bulk_create(
        [
            listing(gridcell=cell, area=area)
            for cell, (_draft, listed, _posts) in zip(made, fitted, strict=True)
            for area in listed
        ],
        batch_size=BATCH,
    )
    duties = [
        CellDuty(cell=cell, layer=layer, organisation=unit, duty_name=duty["name"], duty_phone=duty["phone"])
        for cell, (_draft, _listed, posts) in zip(made, fitted, strict=True)
        for layer, unit, duty in posts
    ]
    CellDuty.objects.bulk_create(duties, batch_size=BATCH)
