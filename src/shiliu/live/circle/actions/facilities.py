"""Staff: entering, changing, confirming, closing one facility, and putting two together that are one."""

from django.db import transaction
from django.utils.translation import gettext as _

from shiliu.live.circle import rules, values
from shiliu.live.circle.models import Facility, FacilityType
from shiliu.platform import audit, maps, revisions
from shiliu.platform.clock import now
from shiliu.platform.permissions import demand
from shiliu.platform.workflow import NotPossible

State, Confirmer = Facility.State, Facility.Confirmer


@transaction.atomic
def enter_facility(*, by, kind, names, longitude, latitude, address="", opening="", access=None):
    """A new facility that staff has seen: open and confirmed from now on. NotPossible names the wrong fields."""
    wanted = {"kind": kind, "names": names, "longitude": longitude, "latitude": latitude, "address": address,
              "opening": opening, "access": access or {}}  # fmt: skip
    moment = now()
    facility = Facility(source=Facility.Source.STAFF, state=State.CONFIRMED, entered_at=moment, opened_at=moment,
                        confirmed_at=moment, confirmed_by=Confirmer.STAFF)  # fmt: skip
    fit(facility, wanted)
    demand(by, "circle.keep", facility)
    facility.save()
    record("circle.entered", by, facility)
    return facility


@transaction.atomic
def edit_facility(*, by, facility, seen=None, **new):
    """Writes the given values (values.FACILITY_FIELDS). `seen`: the stamp its author saw; Stale when they changed since."""
    facility = locked(by, facility)
    present = values.of_facility(facility)
    revisions.refuse_stale(present, seen)
    return _write(by, facility, "circle.edited", present, new)


@transaction.atomic
def revert_facility(*, by, facility, row):
    """Takes back the change told by `row`, an audit row of this facility."""
    facility = locked(by, facility)
    if (row.target_type, row.target_id) != (facility._meta.label_lower, str(facility.pk)):
        raise NotPossible(_("This entry of the history belongs to something else."))
    present = values.of_facility(facility)
    return _write(by, facility, "circle.reverted", present, revisions.taken_back(row, present), reverts=row.pk)


@transaction.atomic
def decide(*, by, facility, accept, reason=""):
    """Say whether a proposed facility is really there. Refused ones are deleted: what a neighbour wrote in vain is kept nowhere."""
    facility = locked(by, facility)
    if facility.state != State.PROPOSED:
        raise NotPossible(_("Somebody has decided about it already."))
    if not accept:
        audit.record("circle.declined", by=by, target=facility, reason=reason,
                     data={"kind": facility.kind.names})  # fmt: skip
        facility.delete()
        return None
    moment = now()
    facility.state, facility.opened_at = State.CONFIRMED, moment
    _confirm(facility, moment)
    record("circle.accepted", by, facility)
    return facility


@transaction.atomic
def confirm(*, by, facility):
    """Staff has seen that it is still there; what neighbours said before is answered by that."""
    facility = locked(by, facility)
    if facility.state != State.CONFIRMED:
        raise NotPossible(_("Only an open facility can be confirmed."))
    _confirm(facility, now())
    record("circle.confirmed", by, facility)
    return facility


@transaction.atomic
def close(*, by, facility, reason=""):
    """It is no longer there. It stays readable, and the next measurement leaves it out."""
    facility = locked(by, facility)
    if facility.state != State.CONFIRMED:
        raise NotPossible(_("Only an open facility can be closed."))
    facility.state, facility.closed_at = State.CLOSED, now()
    facility.save(update_fields=["state", "closed_at"])
    record("circle.closed", by, facility, reason=reason)
    return facility


@transaction.atomic
def reopen(*, by, facility):
    facility = locked(by, facility)
    if facility.state != State.CLOSED or facility.merged_into_id:
        raise NotPossible(_("Only a closed facility can be opened again."))
    facility.state, facility.closed_at = State.CONFIRMED, None
    _confirm(facility, now())
    record("circle.reopened", by, facility)
    return facility


@transaction.atomic
def merge(*, by, facility, into):
    """`facility` is the same as `into`, which goes on: it keeps its own values and takes those it lacks. Returns `into`."""
    first, second = sorted((facility.pk, into.pk))
    both = {one.pk: one for one in Facility.objects.select_for_update().filter(pk__in=(first, second)).order_by("pk")}
    if len(both) < 2 or any(one.state != State.CONFIRMED for one in both.values()):
        raise NotPossible(_("Only two different open facilities can be put together."))
    facility, into = both[facility.pk], both[into.pk]
    for one in (facility, into):
        demand(by, "circle.keep", one)
    if facility.kind_id != into.kind_id:
        raise NotPossible(_("These two are not of one type."))
    before = values.of_facility(into)
    into.names = {**facility.names, **into.names}
    into.access = {**facility.access, **into.access}
    into.address, into.opening = into.address or facility.address, into.opening or facility.opening
    into.save(update_fields=["names", "access", "address", "opening"])
    facility.state, facility.closed_at, facility.merged_into = State.CLOSED, now(), into
    facility.save(update_fields=["state", "closed_at", "merged_into"])
    changed = revisions.kept(*revisions.differences(before, values.of_facility(into)))
    record("circle.merged", by, into, other=facility.names, other_id=facility.pk, **changed)
    return into


@transaction.atomic
def part(*, by, facility):
    """They were two things after all: the one that was put into another is open again, as it was. What the other took from it is taken
    back in that one's history."""
    facility = locked(by, facility)
    into = facility.merged_into
    if into is None:
        raise NotPossible(_("This entry was not put together with another."))
    facility.state, facility.closed_at, facility.merged_into = State.CONFIRMED, None, None
    _confirm(facility, now())
    record("circle.parted", by, facility, other=into.names)
    return facility


def locked(by, facility):
    found = Facility.objects.select_for_update(of=("self",)).select_related("kind").filter(pk=facility.pk).first()
    if found is None:
        raise NotPossible(_("Somebody has decided about it already."))
    demand(by, "circle.keep", found)
    return found


def fit(facility, wanted, *, kind=None, area_at=maps.area_at):
    """Puts the wanted values on the facility, with the area it stands in. NotPossible names the wrong fields.

    A file of many hands over the type it has looked up, and a quicker way to ask for the area."""
    problems = rules.problems_of_facility(wanted)
    kind = kind or FacilityType.objects.filter(code=wanted["kind"], active=True).first()
    if kind is None:
        problems["kind"] = _("Choose a type from the list.")
    if problems:
        raise NotPossible(_("Something is not right yet."), problems)
    for field in values.FACILITY_FIELDS:
        if field != "kind":
            setattr(facility, field, wanted[field])
    facility.kind = kind
    place(facility, area_at(facility.longitude, facility.latitude))


def place(facility, area):
    facility.area, facility.area_path = area, area.path if area else ""


def record(verb, by, facility, *, reason="", **more):
    data = {"facility_name": facility.names, "kind": facility.kind.names, **more}
    return audit.record(verb, by=by, target=facility, area=facility.area_path, data=data, reason=reason)


def _confirm(facility, moment):
    facility.confirmed_at, facility.confirmed_by = moment, Confirmer.STAFF
    facility.said_here = facility.said_gone = 0
    facility.missing_since = None
    facility.save()


def _write(by, facility, verb, present, new, **about):
    before, after = revisions.differences(present, {**present, **new})
    if not after:
        return facility
    fit(facility, {**present, **new})
    demand(by, "circle.keep", facility)
    facility.save()
    record(verb, by, facility, **about, **revisions.kept(before, after))
    return facility
