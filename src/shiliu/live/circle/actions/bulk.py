"""Whole files: facilities, homes of buildings, the walking network. Checked as a whole, written in one transaction."""

from django.db import transaction
from django.utils.translation import gettext as _

from shiliu.foundation.models import Area
from shiliu.live.circle import drafts, storing, values
from shiliu.live.circle.actions import facilities as single
from shiliu.live.circle.models import BuildingHomes, Facility, FacilityType, WalkNetwork
from shiliu.platform import audit
from shiliu.platform.clock import now
from shiliu.platform.maps import index
from shiliu.platform.permissions import demand
from shiliu.platform.permissions.targets import WholeSite, demand_everything
from shiliu.platform.revisions import differences
from shiliu.platform.tables import Change, Reject, Report
from shiliu.platform.tables.inserting import insert_many
from shiliu.platform.workflow import NotPossible

HOMES_FIELDS = ("longitude", "latitude", "homes", "source", "area_id", "area_path")


@transaction.atomic
def import_facilities(
    *, by, rows, source="", write=True, origin=Facility.Source.OPEN_DATA, seen_by_staff=False, whole=False
):
    """Creates and changes facilities by their id in the file (drafts.py has the columns). Returns a tables.Report.

    They are open from now on; unless `seen_by_staff`, nobody has confirmed them yet. One that staff changed here keeps what
    staff wrote in fields the file leaves empty. `whole`: the file shows everything of its origin within its bounds, as a map does; what
    it no longer shows closes by no means, it goes to the round in which somebody looks."""
    demand_everything(by, "circle.import")
    report, moment = Report(written=write), now()
    kinds = {kind.code: kind for kind in FacilityType.objects.filter(active=True)}
    there = {
        (one.source_ref, one.kind.code): one for one in Facility.objects.filter(source=origin).select_related("kind")
    }
    met, fresh, area_at = set(), [], _areas()
    for row in rows:
        try:
            draft = drafts.facility_draft(row)
            if draft.given.get("kind") not in kinds:
                raise drafts.Unfit(_("There is no type “%(code)s”.") % {"code": draft.given.get("kind", "")})
            key = (draft.code, draft.given["kind"])
            if key in met:
                raise drafts.Unfit(_("The code %(code)s stands twice in this file.") % {"code": draft.code})
            met.add(key)
            facility = there.get(key)
            present = values.of_facility(facility) if facility else None
            wanted = draft.over(present or values.BLANK_FACILITY)
            if facility is None:
                facility = Facility(source=origin, source_ref=draft.code, state=Facility.State.CONFIRMED, entered_at=moment,
                                    opened_at=moment)  # fmt: skip
                if seen_by_staff:
                    facility.confirmed_at, facility.confirmed_by = moment, Facility.Confirmer.STAFF
            before, after = differences(present or {}, wanted)
            if after:
                single.fit(facility, wanted, kind=kinds[draft.given["kind"]], area_at=area_at)
        except drafts.Unfit as error:
            report.rejected.append(Reject(row.line, str(error), row.values))
            continue
        except NotPossible as error:
            why = " ".join(str(problem) for problem in error.fields.values()) or str(error)
            report.rejected.append(Reject(row.line, why, row.values))
            continue
        if present is None:
            report.created.append(draft.code)
        elif after:
            report.changed.append(Change(draft.code, before, after))
        else:
            report.same += 1
        if present is None:
            fresh.append(facility)
        elif write and after:
            facility.save()
    if write:
        Facility.objects.bulk_create(fresh)
        if whole:
            _note_missing(there, met, rows, moment)
    return _done(report, by, "circle.facilities_imported", source)


def _note_missing(there, met, rows, moment):
    """Marks what stands within the bounds of the rows and in none of them, and unmarks what is back."""
    back = [one.pk for key, one in there.items() if key in met and one.missing_since]
    Facility.objects.filter(pk__in=back).update(missing_since=None)
    spots = [(float(row.values["longitude"]), float(row.values["latitude"])) for row in rows]
    if not spots:
        return
    (west, south), (east, north) = map(min, zip(*spots, strict=True)), map(max, zip(*spots, strict=True))
    gone = [
        one.pk for key, one in there.items()
        if key not in met and not one.missing_since and west <= one.longitude <= east and south <= one.latitude <= north
    ]  # fmt: skip
    Facility.objects.filter(pk__in=gone, state=Facility.State.CONFIRMED).update(missing_since=moment)


def _areas():
    """maps.area_at for many points, with one look at the map and at the places."""
    here, known = index.current(), {area.pk: area for area in Area.objects.defer("boundary")}
    return lambda lon, lat: next((known[pk] for pk in here.areas_at(lon, lat)), None)


@transaction.atomic
def import_homes(*, by, rows, source="", write=True):
    """How many homes each building has, by the code of the building in our places, or by any code with a point.

    Any further column is refused: a list of buildings says nothing about who lives in them. Returns a tables.Report."""
    demand_everything(by, "circle.import")
    report = Report(written=write)
    there = {one.code: one for one in BuildingHomes.objects.all()}
    good = {}
    area_at = _areas()
    codes = [str(row.values.get("code", "")) for row in rows]
    buildings = {area.code: area for area in Area.objects.filter(code__in=codes, active=True)}
    for row in rows:
        try:
            wanted = drafts.homes_draft(row, buildings, area_at)
            if wanted["code"] in good:
                raise drafts.Unfit(_("The code %(code)s stands twice in this file.") % {"code": wanted["code"]})
        except drafts.Unfit as error:
            report.rejected.append(Reject(row.line, str(error), row.values))
            continue
        wanted["source"] = source[:200]
        good[wanted["code"]] = wanted
        present = there.get(wanted["code"])
        if present is None:
            report.created.append(wanted["code"])
            continue
        before, after = differences({name: getattr(present, name) for name in HOMES_FIELDS if name != "source"},
                                    {name: wanted[name] for name in HOMES_FIELDS if name != "source"})  # fmt: skip
        if after:
            report.changed.append(Change(wanted["code"], before, after))
        else:
            report.same += 1
    if write:
        insert_many(BuildingHomes, list(good.values()), replace_on=("code",))
    return _done(report, by, "circle.homes_imported", source)


def _done(report, by, verb, source):
    report.rejected.sort(key=lambda reject: reject.line)
    if report.written and (report.created or report.changed):
        audit.record(verb, by=by, data={"source": source, **report.counts()})
    return report


@transaction.atomic
def import_network(*, by, network, source):
    """Keep a reach.Network as the one in use; `source` says whose data it is. The same network twice is one row.

    The file is written before the row: a failure leaves a file nobody names, never a row without one."""
    demand(by, "circle.import", WholeSite())
    if not source.strip():
        raise NotPossible(_("Say where the network comes from, such as “© OpenStreetMap contributors, ODbL”."))
    sha256, size = storing.keep(network)
    WalkNetwork.objects.filter(in_use=True).exclude(sha256=sha256).update(in_use=False)
    notes = [{"code": note.code, "count": note.count} for note in network.notes]
    box = [round(float(value), 6) for value in
           (network.lon.min(), network.lat.min(), network.lon.max(), network.lat.max())]  # fmt: skip
    row, _made = WalkNetwork.objects.update_or_create(
        sha256=sha256,
        defaults={"source": source.strip()[:300], "nodes": len(network.ids), "edges": len(network.tail), "size": size,
                  "notes": notes, "box": box, "imported_at": now(), "in_use": True},
    )  # fmt: skip
    audit.record("circle.network_imported", by=by, target=row,
                 data={"source": row.source, "edges": row.edges, "sha256": sha256})  # fmt: skip
    return row
