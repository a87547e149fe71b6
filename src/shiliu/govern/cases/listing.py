"""Lists of cases page by page: their orders, and conditions that let a page be read from an index in the list's own order.

Each condition is written so that the database has one good way and no bad one: by an index that ends in the order of the list
(models/listed.py), or, where a condition fits very many cases or has no such index, by walking along the list and looking.
A database without statistics would otherwise gather a tenth of the site and sort it."""

from django.conf import settings
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact, In, Range, StartsWith

from shiliu.foundation.models import Area, Organisation
from shiliu.govern.cases import searched
from shiliu.govern.cases.models import Case, Category
from shiliu.govern.cases.workflow import CONFIRMED
from shiliu.methods.places import METRES_PER_DEGREE
from shiliu.methods.similar import rows_around
from shiliu.platform import paging
from shiliu.platform.paging import Along

NEWEST, RAISED = ("-published_at", "-pk"), ("-received_at", "-pk")
QUEUE, CHANGED, OLDEST = ("queue_at", "pk"), ("changed_at", "pk"), ("received_at", "pk")
COMMUNITY_DEPTH = 1 + Area.LEVELS.index(Area.Level.COMMUNITY)
NOTHING = Q(pk__in=[])
MOST_GATHERED = (
    20_000  # points of a piece of the map that are sorted to find the newest: of a million, quicker than meeting them
)
MOST_LINES = 200  # of the lattice, asked for one by one


def inside(path, *, indexed=True):
    """Cases of an area: of a community by its column, of a compound by its path, of a street or district along the list; all of
    them so if the list has no index of places in its order."""
    depth = path.count("/") - 1
    if depth < COMMUNITY_DEPTH or not indexed:
        return Q(StartsWith(Along("area_path"), path))
    return Q(community_path=path) if depth == COMMUNITY_DEPTH else Q(area_path__startswith=path)


def inside_any(paths, *, indexed=True):
    """Conditions that together are all the areas, none of which lies inside another."""
    return [
        inside(path, indexed=indexed)
        for path in paths
        if not any(path != other and path.startswith(other) for other in paths)
    ]


def along(paths, field="area_path", *, everywhere=False):
    """The condition of rows whose `field` lies in one of some areas, looked for along a list that has no index of places."""
    return Q() if everywhere else any_of(Q(StartsWith(Along(field), path)) for path in paths)


def any_of(conditions):
    found = NOTHING
    for condition in conditions:
        found |= condition
    return found


def narrowed(*, state="", kind="", category="", area=None, lead="", public=False, indexed=True):
    """The condition of what readers choose; unknown values find nothing rather than everything. `public` lists have an index
    for each of these; worklists are walked along but for the state. Not `indexed` where the rows are known already, by their
    keys: then no index shall be thought better than those."""
    chosen, public = Q(), public and indexed
    if state:
        field, value = (
            ("stage", Case.Stage.OPEN) if state == "open" else ("state", {"solved": CONFIRMED}.get(state, state))
        )
        chosen &= Q((field, value)) if indexed else walked(field, value)
    if kind:
        chosen &= Q(kind=kind)
    if category:
        matters = Category.objects.filter(Q(code=category) | Q(group__code=category)).order_by()
        chosen &= of_matters(matters.values_list("pk", flat=True), indexed=public)
    if area is not None:
        chosen &= inside(area.path, indexed=indexed)
    if lead:
        unit = Organisation.objects.filter(code=lead).values_list("pk", flat=True).first()
        chosen &= NOTHING if unit is None else of_units([unit], indexed=public)
    return chosen


def of_matters(keys, *, indexed):
    """Cases of some matters; of one by its index if the list has one in its order, else along the list."""
    keys = list(keys)
    if len(keys) == 1 and indexed:
        return Q(category=keys[0])
    return Q(In(Along("category"), keys)) if keys else NOTHING


def of_units(keys, *, indexed):
    return Q(lead__in=keys) if indexed else Q(In(Coalesce("lead", 0), list(keys)))


def walked(field, value):
    """A text field that has this value, looked for along the list."""
    return Q(Exact(Along(field), value))


def in_box(west, south, east, north):
    """Published points inside a piece of the map: of a small one by the latitudes of the lattice they stand on (resembling.py
    does the same), of a large one, or one with very many points, along the list, where they are met soon."""
    sides = (("public_longitude", west, east), ("public_latitude", south, north))
    met_soon = all_of(Q(Range(Along(field), (least, most))) for field, least, most in sides)
    tall, square = (north - south) * METRES_PER_DEGREE, settings.CASE_PUBLIC_GRID_METRES
    if tall / square > MOST_LINES:
        return met_soon
    lines = rows_around(((west + east) / 2, (south + north) / 2), tall / 2, square)
    inside_it = [line for line in lines if south <= line <= north]
    gathered = Q(public_latitude__in=inside_it, public_longitude__range=(west, east))
    few = Case.objects.filter(gathered, publication=Case.Publication.PUBLIC).order_by()[: MOST_GATHERED + 1].count()
    return gathered if few <= MOST_GATHERED else met_soon


def all_of(conditions):
    found = Q()
    for condition in conditions:
        found &= condition
    return found


def page(cases, given, *, order, size, text="", public=False, arms=()):
    """(paging.Page, how many there are or None) of a list in `order`, or of what the words of `text` find in it (searched.py)."""
    if text.strip():
        found = (
            searched.Newest(cases, text, size) if public else searched.InOrder(cases, text, order, size, tuple(arms))
        )
        return found.page(given)
    shown = paging.page(cases, given, order=order, size=size, arms=arms)
    return shown, paging.count(cases.order_by(*order), arms=[arm.order_by(*order) for arm in arms])
