"""The lists of places and the answer to "who serves here?". Active places, cells and duties are public; staff see retired ones."""

from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Count, Exists, OuterRef, Q

from shiliu.foundation.models import Area, CellDuty, GridCell, Layer, Organisation, OrganisationKind
from shiliu.platform import maps
from shiliu.platform.maps import Serving
from shiliu.platform.permissions import places_of


def visible_to(actor):
    """Areas the actor may read: what is in use, and what is retired inside the areas the actor administers."""
    return Area.objects.filter(Q(active=True) | _inside(actor, "places.edit"))


def editable_by(actor):
    """Areas the actor may change."""
    return Area.objects.filter(_inside(actor, "places.edit"))


def listed(actor, q="", level="", state=""):
    """Areas the actor may change, filtered for the staff list, by code. A list, or a queryset where nothing is searched."""
    areas = editable_by(actor).filter(active=state != "retired").defer("boundary").select_related("parent")
    if level:
        areas = areas.filter(level=level)
    if state == "no_boundary":
        areas = areas.filter(boundary__isnull=True)
    if state == "no_cell":
        drawn = GridCell.objects.filter(community=OuterRef("pk"), active=True)
        areas = areas.filter(~Exists(drawn), level=Area.Level.COMMUNITY)
    return maps.find(q, areas) if q.strip() else areas.order_by("code")


def cells_editable_by(actor):
    return GridCell.objects.filter(_inside(actor, "places.edit", "community__path"))


def inside(area):
    """What lies directly below, for browsing down; the districts for None."""
    below = (
        Area.objects.filter(parent=area, active=True)
        .order_by("code")
        .annotate(parts=Count("children", filter=Q(children__active=True)))
    )
    return below.defer("boundary")


@dataclass(frozen=True)
class Post:
    """A layer in a cell and who answers for it there; `duty` is None while nobody is named."""

    layer: Layer
    duty: CellDuty | None


@dataclass(frozen=True)
class CellAnswer:
    cell: GridCell
    posts: list[Post]


@dataclass(frozen=True)
class Answer:
    """Who serves a place. `cells` is empty when none is drawn, which is only strange where `expects_cell`."""

    area: Area
    chain: list[Area]
    cells: list[CellAnswer]
    units: list[Serving]
    office: Organisation | None
    expects_cell: bool
    below: list[Area]

    @property
    def community(self):
        return next((area for area in self.chain if area.level == Area.Level.COMMUNITY), None)


def who_serves(area, point=None):
    """The Answer for an area, or for a point (lon, lat) in it: a point knows its cell better than a whole community does."""
    chain = area.chain()
    community = next((step for step in chain if step.level == Area.Level.COMMUNITY), None)
    cells = maps.cells_of(area)
    if point is not None and community is not None and len(cells) != 1:
        here = maps.cell_at(*point, community=community)
        cells = [here] if here else cells if area.level != Area.Level.COMMUNITY else []
    units = maps.units_serving(area)
    return Answer(
        area=area,
        chain=chain,
        cells=with_posts(cells),
        units=units,
        office=_office(units),
        expects_cell=community is not None,
        below=list(inside(area)),
    )


def cells_of_community(community):
    """Cells of a community with how many layers have a duty named, in the order of their codes."""
    return (
        GridCell.objects.filter(community=community)
        .annotate(named=Count("duties", filter=Q(duties__layer__active=True)))
        .order_by("-active", "code")
    )


def communities_with_grid(areas):
    """Communities among `areas`, each with the number of its active cells."""
    active = Q(cells__active=True)
    return areas.filter(level=Area.Level.COMMUNITY).annotate(drawn=Count("cells", filter=active)).order_by("code")


def layers():
    """Layers in use, in order."""
    return list(Layer.objects.filter(active=True))


def with_posts(cells):
    """[CellAnswer] in the order of `cells`: each layer in use, named or not."""
    duties = {}
    for duty in CellDuty.objects.filter(cell__in=cells).select_related("organisation"):
        duties[duty.cell_id, duty.layer_id] = duty
    shown = layers()
    return [CellAnswer(cell, [Post(layer, duties.get((cell.pk, layer.pk))) for layer in shown]) for cell in cells]


def _office(units):
    """Whom to call when nobody else is known: the committee, else the nearest government unit with a telephone."""
    ways = [row.unit for row in units if row.unit.public_phone]
    committees = [unit for unit in ways if unit.kind.standing == OrganisationKind.Standing.COMMITTEE]
    government = [unit for unit in ways if unit.kind.standing == OrganisationKind.Standing.GOVERNMENT]
    return next(iter([*committees, *government]), None)


def _inside(actor, permission, path="path"):
    everywhere, paths, _units = places_of(actor, permission)
    if everywhere:
        return Q()
    return reduce(or_, (Q(**{f"{path}__startswith": start}) for start in paths), Q(pk__in=[]))
