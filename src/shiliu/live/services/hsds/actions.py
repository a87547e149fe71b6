"""Items, units and windows from another directory, in HSDS."""

from dataclasses import dataclass, field
from datetime import datetime, time
from uuid import UUID

from django.db import transaction
from django.utils.dateparse import parse_date
from django.utils.timezone import make_aware
from django.utils.translation import gettext as _

from shiliu.foundation.names import SOURCE_LANGUAGE
from shiliu.live.services.catalogue import queries, searching, values
from shiliu.live.services.catalogue.actions import items as writing
from shiliu.live.services.catalogue.actions.resolving import Known
from shiliu.live.services.catalogue.models import Paper, ServiceItem
from shiliu.live.services.hsds.fields import rows_of
from shiliu.live.services.hsds.identity import Ids
from shiliu.live.services.hsds.keeping import Keeper
from shiliu.live.services.hsds.models import Directory
from shiliu.live.services.hsds.reading import Reader, Unfit
from shiliu.live.services.hsds.units import Units
from shiliu.live.services.hsds.windows import Windows, items_of
from shiliu.platform import audit, revisions
from shiliu.platform.permissions import demand
from shiliu.platform.permissions.targets import WholeSite, demand_everything
from shiliu.platform.revisions import differences
from shiliu.platform.tables import Change, Reject, Report
from shiliu.platform.workflow import NotPossible

ADDRESS = {"city": 60, "state_province": 60, "postal_code": 12, "country": 2}


@dataclass
class OutsideReport(Report):
    """`unknown`: {path of a field that is left out: how often}; `units` and `windows`: codes of those entered; `kept`: things of which
    something is kept as it came that was not before."""

    unknown: dict = field(default_factory=dict)
    units: list = field(default_factory=list)
    windows: list = field(default_factory=list)
    kept: list = field(default_factory=list)

    @property
    def writes(self):
        return bool(self.created or self.changed or self.units or self.windows or self.kept)


@transaction.atomic
def import_hsds(
    *, by, services, organizations=(), source="", category="", level="district", kind="", area="", language=SOURCE_LANGUAGE, write=True
):  # fmt: skip
    """Creates and changes items from HSDS services (nested, as in its JSON), known again by their identifiers, with the units
    and windows they name.

    What a service does not say stays as it is; units that stand here stay as they are. `category` and `level` are for new items
    whose file names none of ours, `kind` for such units, `area` for such units and windows. A unit that `by` may not enter has
    its services rejected with the reason. Without `write` everything is tried and nothing stays."""
    demand_everything(by, "services.manage")
    writing.hold_all()
    before = transaction.savepoint()
    ids = Ids()
    units = Units(ids, kind=kind, area=area)
    units.take(by, _organizations(services, organizations), source)
    reader = Reader(ids, Known(), {item.code: item for item in queries.whole()}, units, category=category, level=level, language=language)  # fmt: skip
    report = _items(by, services, reader, source)
    windows, locations = Windows(ids, units, area=area, language=language), _locations(services, units)
    codes = {ids.of("service", code): code for code in ServiceItem.objects.values_list("code", flat=True)}
    windows.take(by, locations, items_of(codes, services))
    report.rejected += [Reject(0, why, {"id": uuid}) for uuid, why in windows.refused]
    keeper = Keeper(reader, units, source)
    keeper.take(services, locations, rejected={reject.values["id"] for reject in report.rejected})
    report.units, report.windows, report.kept = units.made, windows.made, keeper.changed
    report.unknown = dict(sorted((reader.unknown + keeper.left).items()))
    if report.writes:
        audit.record("services.imported", by=by, data={"source": source, **report.counts()})
    if not write:
        transaction.savepoint_rollback(before)
    report.written = write
    return report


@transaction.atomic
def set_directory(*, by, seen=None, **new):
    """What every address of the site ends with, for other directories; all four empty takes it away."""
    demand(by, "services.configure", WholeSite())
    row = Directory.objects.select_for_update().filter(pk=1).first()
    present = directory_values(row)
    revisions.refuse_stale(present, seen)
    return _directory(by, present, new, "services.directory_set")


@transaction.atomic
def revert_directory(*, by, row):
    """Takes back the change told by `row`, an audit row of it."""
    demand(by, "services.configure", WholeSite())
    found = Directory.objects.select_for_update().filter(pk=1).first()
    if (row.target_type, row.target_id) != (Directory._meta.label_lower, "1"):
        raise NotPossible(_("This entry of the history belongs to something else."))
    present = directory_values(found)
    return _directory(by, present, revisions.taken_back(row, present), "services.directory_reverted")


def directory_values(row):
    return {name: getattr(row, name) if row else "" for name in ADDRESS}


def _directory(by, present, new, verb):
    wanted = {**present, **{name: new[name].strip() for name in ADDRESS if name in new}}
    before, after = differences(present, wanted)
    if not after:
        return
    problems = {name: _("At most %(most)d characters, please.") % {"most": most} for name, most in ADDRESS.items() if len(wanted[name]) > most}  # fmt: skip
    if any(wanted.values()):
        problems |= {name: _("An address of HSDS needs all four.") for name, text in wanted.items() if not text}
    if problems:
        raise NotPossible(_("Something is not right yet."), problems)
    if any(wanted.values()):
        Directory.objects.update_or_create(pk=1, defaults=wanted)
    else:
        Directory.objects.all().delete()
    audit.record(verb, by=by, target=Directory(pk=1), data=revisions.kept(before, after))


@transaction.atomic
def drop_carried(*, by, row):
    """Publishes what another directory said of a thing no longer; taking its file in again brings it back."""
    demand(by, "services.configure", WholeSite())
    data = {"thing": str(row), "fields": ", ".join(sorted(row.fields))}
    audit.record("services.carried_dropped", by=by, target=row, data=data)
    row.delete()


def _organizations(services, organizations):
    """Those of the list, and those that services bring along, the fuller one of each."""
    nested = [service.get("organization") for service in services if isinstance(service, dict)]
    found = {}
    for one in [*nested, *organizations]:
        if isinstance(one, dict) and len(one) >= len(found.get(one.get("id"), {})):
            found[one.get("id")] = one
    return list(found.values())


def _locations(services, units):
    """{identifier: location}; what a unit says of a place counts before what a service says, which mixes in its own access."""
    owners = [(service, "service_at_locations") for service in services if isinstance(service, dict)]
    found = {}
    for service, name in owners:
        unit = (service.get("organization") or {}).get("id") if isinstance(service.get("organization"), dict) else None
        for row in rows_of(service, name):
            if isinstance(row.get("location"), dict):
                _keep(found, {"organization_id": service.get("organization_id") or unit, **row["location"]})
    for uuid, one in units.read.items():
        for place in rows_of(one, "locations"):
            _keep(found, {"organization_id": uuid, **place})
    return found


def _keep(found, location):
    try:
        found[str(UUID(str(location.get("id"))))] = location
    except ValueError:
        return


def _items(by, services, reader, source):
    report, touched = OutsideReport(), []
    for number, service in enumerate(services, 1):
        try:
            touched += _one(service, reader, report)
        except Unfit as error:
            uuid = str(service.get("id", "")) if isinstance(service, dict) else ""
            report.rejected.append(Reject(number, str(error), {"id": uuid}))
    _write(by, source, touched, reader)
    return report


def _one(service, reader, report):
    code, state, said, assured = reader.read(service)
    item = reader.items.get(code) or ServiceItem(code=code)
    present = {**values.of_item(item), "state": item.state} if item.pk else values.BLANK
    wanted = {**present, **_added(present, said), "state": state}
    known = reader.known
    known.papers |= reader.new_papers
    try:
        problems = known.problems(wanted)
    except (TypeError, KeyError, AttributeError, ValueError):
        raise Unfit(_("The service is not of the form that HSDS describes.")) from None
    if problems and not wanted["category"]:
        raise Unfit(_("The file names none of our categories. Choose one for new services, then check the file again."))
    if problems:
        raise Unfit(" ".join(f"{name}: {problem}" for name, problem in problems.items()))
    before, after = differences(present, wanted)
    if not item.pk:
        report.created.append(code)
    elif after:
        report.changed.append(Change(code, before, after))
    else:
        report.same += 1
        return []
    return [(item, wanted, before, after, service["id"], assured)]


def _added(present, said):
    """Texts of other languages stay, as long as the file does not bring them itself."""
    texts = {name: {**present[name], **said[name]} for name in ("names", *values.TEXTS) if name in said}
    return {**said, **texts}


def _write(by, source, touched, reader):
    used = {row["paper"] for _item, wanted, *_rest in touched for row in wanted["papers"]}
    Paper.objects.bulk_create(paper for code, paper in reader.new_papers.items() if paper.pk is None and code in used)
    for item, wanted, before, after, uuid, assured in touched:
        is_new, item.state = not item.pk, wanted["state"]
        writing.put(item, wanted, reader.known, only=after)
        if not is_new:
            writing.note(by, item, before, after, source=source)
        if day := _day(assured):
            item.confirmed_at, item.confirmed_by = day, item.organisation
            item.save(update_fields=["confirmed_at", "confirmed_by"])
        reader.ids.remember("service", item.code, uuid)
    searching.index_items(queries.whole().filter(pk__in=[row[0].pk for row in touched]))


def _day(text):
    try:
        day = parse_date(text[:10])
    except ValueError:
        return None
    return make_aware(datetime.combine(day, time())) if day else None
