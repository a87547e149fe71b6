"""Setting up halls and lines."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from shiliu.foundation.names import SOURCE_LANGUAGE
from shiliu.live.services.queue.models import Hall, Line, Ticket
from shiliu.platform import audit, revisions
from shiliu.platform.permissions import demand
from shiliu.platform.permissions.targets import Place
from shiliu.platform.workflow import NotPossible

FIELDS = ("organisation", "area", "names", "from_home", "fair_minutes", "left_after", "near")


@transaction.atomic
def save_hall(*, by, hall=None, code="", seen=None, **given):
    """Set up a hall or change one; `given`: FIELDS. Raises Stale, or NotPossible naming the field."""
    demand(by, "queue.manage", Place(given["area"]))
    _check_names(given["names"])
    before = {}
    if hall is None:
        hall = Hall(code=code)
    else:
        hall = Hall.objects.select_for_update(of=("self",)).select_related("area", "organisation").get(pk=hall.pk)
        demand(by, "queue.manage", hall)
        before = values(hall)
        revisions.refuse_stale(before, seen)
    for name in FIELDS:
        setattr(hall, name, given[name])
    try:
        with transaction.atomic():
            hall.save()
    except IntegrityError:
        taken = _("Another hall has this code. Choose another one.")
        raise NotPossible(_("This code is taken."), {"code": taken}) from None
    audit.record("queue.hall_saved", by=by, target=hall, area=hall.area, data=revisions.kept(before, values(hall)))
    return hall


def values(hall):
    """What a form shows of a hall, as plain values."""
    return {
        "organisation": hall.organisation.code, "area": hall.area.code, "names": hall.names, "from_home": hall.from_home,
        "fair_minutes": hall.fair_minutes, "left_after": hall.left_after, "near": hall.near,
    }  # fmt: skip


@transaction.atomic
def set_open(*, by, hall, active):
    """Close a hall (its numbers of today stay callable), or open it again."""
    demand(by, "queue.manage", hall)
    if Hall.objects.filter(pk=hall.pk, active=not active).update(active=active):
        audit.record("queue.hall_saved" if active else "queue.hall_closed", by=by, target=hall, area=hall.area)


@transaction.atomic
def save_line(*, by, hall, letter, names, windows, items, position=0, line=None, seen=None):
    """Add a line to a hall or change one; `windows` and `items` are all it has afterwards. Raises Stale as save_hall does."""
    demand(by, "queue.manage", hall)
    _check_names(names)
    if not (len(letter) == 1 and "A" <= letter <= "Z"):
        raise NotPossible(_("A line has one capital letter."), {"letter": _("Enter one letter from A to Z.")})
    if line is not None:
        line = Line.objects.select_for_update().get(pk=line.pk)
        revisions.refuse_stale(line_values(line), seen)
    line = line or Line(hall=hall)
    line.letter, line.names, line.position = letter, names, position
    try:
        with transaction.atomic():
            line.save()
    except IntegrityError:
        taken = _("Another line of this hall has this letter. Choose another one.")
        raise NotPossible(taken, {"letter": taken}) from None
    line.windows.set(windows)
    line.items.set(items)
    audit.record("queue.line_saved", by=by, target=hall, area=hall.area, data={"letter": letter})
    return line


def line_values(line):
    """What a form shows of a line, as plain values."""
    return {
        "letter": line.letter, "names": line.names, "position": line.position,
        "windows": sorted(line.windows.values_list("pk", flat=True)), "items": sorted(line.items.values_list("pk", flat=True)),
    }  # fmt: skip


@transaction.atomic
def close_line(*, by, line, active=False):
    """No numbers are given out in it any more; whoever waits is still called. `active`: open it again."""
    demand(by, "queue.manage", line.hall)
    if Line.objects.filter(pk=line.pk, active=not active).update(active=active):
        verb = "queue.line_saved" if active else "queue.line_closed"
        audit.record(verb, by=by, target=line.hall, area=line.hall.area, data={"letter": line.letter})


def waiting_in(line):
    """How many wait in a line now: the warning before it is closed."""
    return Ticket.objects.filter(line=line, state=Ticket.State.WAITING).count()


def _check_names(names):
    if not names.get(SOURCE_LANGUAGE, "").strip():
        raise NotPossible(_("This name is missing."), {"name_zh-hans": _("This name is missing.")})
