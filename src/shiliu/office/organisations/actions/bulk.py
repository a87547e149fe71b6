"""Many units or kinds at once, from a file or the demo: checked as a whole, written in one transaction, the same by code."""

from django.db import transaction
from django.utils.translation import gettext as _

from shiliu.foundation.models import Area, Organisation, OrganisationArea, OrganisationKind
from shiliu.office.organisations import drafts, rules, values
from shiliu.office.organisations.actions import kinds, units
from shiliu.platform import audit, maps
from shiliu.platform.permissions.targets import demand_everything
from shiliu.platform.revisions import differences
from shiliu.platform.tables import Change, Reject, Report

BATCH = 500


@transaction.atomic
def import_units(*, by, rows, source="", write=True):
    """Creates and changes units by code (see drafts.py for the columns); what a row does not name stays as it is.

    Returns a tables.Report. Bad rows, and rows below bad rows, are rejected; the others are written unless `write` is false."""
    demand_everything(by, "organisations.import")
    maps.hold()
    report, context = Report(), _Context()
    new, changed = [], []
    for draft in _parents_first(_drafts(rows, drafts.unit_draft, report), context.units):
        unit = context.units.get(draft.code)
        present = values.of_unit(unit) if unit else None
        wanted = draft.over(present or drafts.BLANK_UNIT)
        if problem := context.problem(unit, wanted):
            report.rejected.append(Reject(draft.row.line, problem, draft.row.values))
        elif unit is None:
            new.append(wanted)
            context.good.add(draft.code)
            report.created.append(draft.code)
        else:
            context.good.add(draft.code)
            _note(report, changed, unit, present, wanted)
    if write:
        _create_units(new, context)
        for unit, after in changed:
            units.write(by, unit, "organisations.edited", after, source=source)
    return _done(report, by, "organisations.imported", source, write)


@transaction.atomic
def import_kinds(*, by, rows, source="", write=True):
    """Creates and changes kinds of units by code. Returns a tables.Report."""
    demand_everything(by, "organisations.import")
    report = Report()
    there = {kind.code: kind for kind in OrganisationKind.objects.all()}
    new, changed = [], []
    for draft in _drafts(rows, drafts.kind_draft, report):
        kind = there.get(draft.code)
        present = values.of_kind(kind) if kind else None
        wanted = draft.over(present or drafts.BLANK_KIND)
        if problems := rules.problems_of_kind(wanted):
            report.rejected.append(Reject(draft.row.line, " ".join(problems.values()), draft.row.values))
        elif kind is None:
            new.append(OrganisationKind(**wanted))
            report.created.append(draft.code)
        else:
            _note(report, changed, kind, present, wanted)
    if write:
        OrganisationKind.objects.bulk_create(new)
        for kind, after in changed:
            kinds.write(by, kind, after, source=source)
    return _done(report, by, "organisations.kinds_imported", source, write)


class _Context:
    """Everything units are checked against, read once."""

    def __init__(self):
        there = Organisation.objects.select_related("kind", "parent").prefetch_related("serves__area")
        self.units = {unit.code: unit for unit in there}
        self.kinds = {kind.code: kind for kind in OrganisationKind.objects.all()}
        self.areas = {area.code: area for area in Area.objects.filter(active=True).defer("boundary")}
        self.good = set()

    def problem(self, unit, wanted):
        """A sentence, or '' when the row can be used. Units above come first, so a circle shows as a missing unit."""
        if unit and not unit.active:
            return _("This unit is retired. Put it back into use first.")
        problems = rules.problems_of_unit(wanted)
        if wanted["kind"] not in self.kinds:
            problems["kind"] = _("There is no kind of unit with the code %(code)s.") % {"code": wanted["kind"] or "?"}
        if wanted["parent"] and wanted["parent"] not in self.good | self.units.keys():
            problems["parent"] = _("The unit above, %(code)s, is not there or was rejected.") % {
                "code": wanted["parent"]
            }
        if self._circle(wanted):
            problems["parent"] = _("A unit cannot stand below itself.")
        if missing := sorted(set(wanted["areas"]) - self.areas.keys()):
            problems["areas"] = _("There are no places in use with these codes: %(codes)s.") % {
                "codes": ", ".join(missing)
            }
        return " ".join(problems.values())

    def _circle(self, wanted):
        above, seen = wanted["parent"], {wanted["code"]}
        while above:
            if above in seen:
                return True
            seen.add(above)
            unit = self.units.get(above)
            above = unit.parent.code if unit and unit.parent_id else ""
        return False


def _drafts(rows, read, report):
    """Good drafts in the order of the file; the second row with one code is rejected."""
    found = {}
    for row in rows:
        try:
            draft = read(row)
            if draft.code in found:
                first = found[draft.code].row.line
                raise drafts.Unfit(
                    _("The code %(code)s already stands in line %(line)d.") % {"code": draft.code, "line": first}
                )
        except drafts.Unfit as error:
            report.rejected.append(Reject(row.line, str(error), row.values))
            continue
        found[draft.code] = draft
    return list(found.values())


def _parents_first(found, there):
    """Drafts so that the unit above comes before the units below; what stands in a circle comes last."""
    waiting, placed, ordered = list(found), set(), []
    coming = {draft.code for draft in found}
    while waiting:
        ready = [draft for draft in waiting if draft.given.get("parent", "") not in coming - placed]
        if not ready:
            return ordered + waiting
        ordered += ready
        placed |= {draft.code for draft in ready}
        waiting = [draft for draft in waiting if draft.code not in placed]
    return ordered


def _note(report, changed, thing, present, wanted):
    before, after = differences(present, wanted)
    if after:
        changed.append((thing, after))
        report.changed.append(Change(wanted["code"], before, after))
    else:
        report.same += 1


def _create_units(new, context):
    made = []
    for wanted in new:
        unit = Organisation(kind=context.kinds[wanted["kind"]], **{name: wanted[name] for name in units.PLAIN})
        made.append(unit)
    Organisation.objects.bulk_create(made, batch_size=BATCH)
    context.units |= {unit.code: unit for unit in made}
    below = [(unit, wanted["parent"]) for unit, wanted in zip(made, new, strict=True) if wanted["parent"]]
    for unit, parent in below:
        unit.parent = context.units[parent]
    Organisation.objects.bulk_update([unit for unit, _parent in below], ["parent"], batch_size=BATCH)
    serves = [
        OrganisationArea(organisation=unit, area=context.areas[code])
        for unit, wanted in zip(made, new, strict=True)
        for code in wanted["areas"]
    ]
    OrganisationArea.objects.bulk_create(serves, batch_size=BATCH)


def _done(report, by, verb, source, write):
    report.rejected.sort(key=lambda reject: reject.line)
    report.written = write
    if write and (report.created or report.changed):
        audit.record(verb, by=by, data={"source": source, **report.counts()})
    return report
