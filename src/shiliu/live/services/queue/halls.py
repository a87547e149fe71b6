"""Setting up halls and lines. Every change keeps the values before and after, so that it can be compared and taken back."""

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from shiliu.foundation.models import Area, Organisation
from shiliu.live.services.catalogue.models import ServiceItem
from shiliu.live.services.queue import rules
from shiliu.live.services.queue.models import Hall, Line, Ticket
from shiliu.live.services.windows.models import Window
from shiliu.platform import audit, revisions
from shiliu.platform.permissions import demand
from shiliu.platform.permissions.targets import Place
from shiliu.platform.uniqueness import taken
from shiliu.platform.workflow import NotPossible

FIELDS = ("organisation", "area", "names", "from_home", "fair_minutes", "left_after", "near")


@transaction.atomic
def save_hall(*, by, hall=None, code="", seen=None, verb="queue.hall_saved", **given):
    """Set up a hall or change one; `given`: FIELDS. Raises Stale, or NotPossible naming the field."""
    demand(by, "queue.manage", Place(given["area"]))
    before = {}
    if hall is None:
        hall = Hall(code=code)
    else:
        hall = Hall.objects.select_for_update(of=("self",)).select_related("area", "organisation").get(pk=hall.pk)
        demand(by, "queue.manage", hall)
        before = values(hall)
        revisions.refuse_stale(before, seen)
    _refuse(rules.problems_of_hall({**given, "code": hall.code}) | _misplaced(given["organisation"], given["area"]))
    for name in FIELDS:
        setattr(hall, name, given[name])
    with taken(_("Another hall has this code. Choose another one.")):
        hall.save()
    audit.record(verb, by=by, target=hall, area=hall.area, data=_changed(before, values(hall)))
    return hall


def _misplaced(unit, area):
    """A unit runs halls where it serves: at the place, around it or in a part of it."""
    if not area.active or area.level not in rules.LEVELS:
        return {"area": _("Choose a district, street or community in use.")}
    here = Q(serves__area__in=area.chain_ids) | Q(serves__area__path__startswith=area.path)
    if not Organisation.objects.filter(here, pk=unit.pk, active=True).exists():
        return {"organisation": _("This unit does not serve this place. Choose one that does.")}
    return {}


def values(hall):
    """What a form shows of a hall, as plain values."""
    return {
        "organisation": hall.organisation.code, "area": hall.area.code, "names": hall.names, "from_home": hall.from_home,
        "fair_minutes": hall.fair_minutes, "left_after": hall.left_after, "near": hall.near,
    }  # fmt: skip


@transaction.atomic
def take_back(*, by, hall, row):
    """Undoes the change of a hall told by `row`, an audit row of it, unless it was changed again since."""
    hall = Hall.objects.select_for_update(of=("self",)).select_related("area", "organisation").get(pk=hall.pk)
    demand(by, "queue.manage", hall)
    wanted = {**values(hall), **revisions.taken_back(_own(row, hall), values(hall))}
    wanted["area"] = Area.objects.get(code=wanted["area"])
    wanted["organisation"] = Organisation.objects.get(code=wanted["organisation"])
    return save_hall(by=by, hall=hall, verb="queue.hall_reverted", **wanted)


@transaction.atomic
def set_open(*, by, hall, active):
    """Close a hall (its numbers of today stay callable), or open it again."""
    demand(by, "queue.manage", hall)
    if Hall.objects.filter(pk=hall.pk, active=not active).update(active=active):
        audit.record("queue.hall_opened" if active else "queue.hall_closed", by=by, target=hall, area=hall.area)


@transaction.atomic
def save_line(*, by, hall, letter, names, windows, items, position=0, line=None, seen=None, verb="queue.line_saved"):
    """Add a line to a hall or change one; `windows` and `items` are all it has afterwards. Raises Stale as save_hall does."""
    demand(by, "queue.manage", hall)
    before = {}
    if line is not None:
        line = Line.objects.select_for_update().get(pk=line.pk, hall=hall)
        before = line_values(line)
        revisions.refuse_stale(before, seen)
    problems = rules.problems_of_line({"letter": letter, "names": names, "position": position})
    _refuse(problems | _elsewhere(hall, windows, items))
    line = line or Line(hall=hall)
    line.letter, line.names, line.position = letter, names, position
    with taken(_("Another line of this hall has this letter. Choose another one."), "letter"):
        line.save()
    line.windows.set(windows)
    line.items.set(items)
    _record(verb, by, line, _changed(before, line_values(line)))
    return line


def windows_for(hall):
    """Windows that may call from the lines of a hall: those of its unit, and those of other units that serve the same place."""
    here = Q(organisation=hall.organisation_id) | Q(area=hall.area_id)
    return Window.objects.filter(here, active=True)


def items_for(hall):
    """Items that can wait in its lines: what those windows do."""
    return ServiceItem.objects.filter(state="active", windows__in=windows_for(hall)).distinct()


def _elsewhere(hall, windows, items):
    problems = {}
    if {one.pk for one in windows} - set(windows_for(hall).values_list("pk", flat=True)):
        problems["windows"] = _("One of these windows is not in this hall: it is of another unit and another place.")
    if {one.pk for one in items} - set(items_for(hall).values_list("pk", flat=True)):
        problems["items"] = _("One of these items is done at no window of this hall. Enter it for a window first.")
    return problems


def line_values(line):
    """What a form shows of a line, as plain values; windows and items by their codes."""
    return {
        "letter": line.letter, "names": line.names, "position": line.position,
        "windows": sorted(line.windows.values_list("code", flat=True)), "items": sorted(line.items.values_list("code", flat=True)),
    }  # fmt: skip


@transaction.atomic
def take_back_line(*, by, line, row):
    """Undoes the change of a line told by `row`, unless it was changed again since."""
    line = Line.objects.select_for_update(of=("self",)).select_related("hall__area").get(pk=line.pk)
    demand(by, "queue.manage", line.hall)
    wanted = {**line_values(line), **revisions.taken_back(_own(row, line), line_values(line))}
    wanted["windows"] = list(Window.objects.filter(code__in=wanted["windows"]))
    wanted["items"] = list(ServiceItem.objects.filter(code__in=wanted["items"]))
    return save_line(by=by, hall=line.hall, line=line, verb="queue.line_reverted", **wanted)


@transaction.atomic
def close_line(*, by, line, active=False):
    """No numbers are given out in it any more; whoever waits is still called. `active`: open it again."""
    demand(by, "queue.manage", line.hall)
    if Line.objects.filter(pk=line.pk, active=not active).update(active=active):
        _record("queue.line_opened" if active else "queue.line_closed", by, line, {})


def waiting_in(line):
    """How many wait in a line now: the warning before it is closed."""
    return Ticket.objects.filter(line=line, state=Ticket.State.WAITING, date=rules.today()).count()


def waiting_for(window):
    """How many wait today in lines from which this window alone calls: what a form that retires it tells."""
    lines = [line for line in Line.objects.filter(windows=window) if line.windows.filter(active=True).count() == 1]
    return Ticket.objects.filter(line__in=lines, state=Ticket.State.WAITING, date=rules.today()).count()


def _record(verb, by, line, data):
    about = {"letter": line.letter, "hall_name": line.hall.names}
    audit.record(verb, by=by, target=line, area=line.hall.area, data={**about, **data})


def _changed(before, after):
    """The data of an audit row; a beginning has nothing that could be taken back."""
    return revisions.kept(*revisions.differences(before, after)) if before else {}


def _own(row, thing):
    if (row.target_type, row.target_id) != (thing._meta.label_lower, str(thing.pk)):
        raise NotPossible(_("This entry of the history belongs to something else."))
    return row


def _refuse(problems):
    if problems:
        raise NotPossible(next(iter(problems.values())), problems)
