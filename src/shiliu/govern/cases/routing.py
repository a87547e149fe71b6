"""Finding the responsible unit for a case: the rows of the database handed to the pure rule, and its reasons in words."""

from collections import defaultdict
from functools import partial

from django.utils.translation import gettext as _

from shiliu.foundation.models import Area, CellDuty, Organisation, OrganisationArea, OrganisationKind
from shiliu.govern.cases.models import CatalogueEntry, CatalogueVersion
from shiliu.methods import routing
from shiliu.platform.workflow import NotPossible


def current_version(moment):
    """The published catalogue in force at `moment`, or None."""
    return versions_by(moment).first()


def versions_by(moment):
    """The published catalogues that had come into force by `moment`, the one in force first."""
    published = CatalogueVersion.objects.filter(published_at__isnull=False, effective_from__lte=moment)
    return published.order_by("-effective_from", "-number")


def entry_for(category, moment):
    """The entry of the catalogue in force for a category (or None)."""
    if category is None:
        return None
    version = versions_by(moment).values("pk")[:1]
    return (
        CatalogueEntry.objects.filter(version__in=version, category=category)
        .select_related("lead_kind", "tier", "category")
        .first()
    )


class Serving:
    """Who serves where, as far as one route needs it."""

    def chain(self, area):
        return area.chain()

    def in_areas(self, kind, chain):
        """[(unit id, area id)] of the working units of a kind in the areas of a chain."""
        rows = OrganisationArea.objects.filter(organisation__kind=kind, organisation__active=True)
        return rows.filter(area__in=[step.pk for step in chain]).values_list("organisation_id", "area_id")

    def in_cell(self, kind, cell):
        """Ids of the working units of a kind that have a duty in the cell."""
        duties = cell.duties.filter(organisation__kind=kind, organisation__active=True)
        return duties.values_list("organisation_id", flat=True).distinct()


class AllServing(Serving):
    """The same for very many routes: the rows of a kind of unit are read once and kept. What changes meanwhile is not seen."""

    def __init__(self):
        self.areas = Area.objects.defer("boundary").in_bulk()
        self.by_area, self.by_cell = {}, {}

    def chain(self, area):
        return [self.areas[pk] for pk in area.chain_ids]

    def in_areas(self, kind, chain):
        if kind.pk not in self.by_area:
            rows = OrganisationArea.objects.filter(organisation__kind=kind, organisation__active=True)
            self.by_area[kind.pk] = _grouped(rows.values_list("area_id", "organisation_id"))
        units = self.by_area[kind.pk]
        return [(unit, step.pk) for step in chain for unit in units[step.pk]]

    def in_cell(self, kind, cell):
        if kind.pk not in self.by_cell:
            rows = CellDuty.objects.filter(organisation__kind=kind, organisation__active=True)
            self.by_cell[kind.pk] = _grouped(rows.order_by().values_list("cell_id", "organisation_id").distinct())
        return self.by_cell[kind.pk][cell.pk]


def _grouped(pairs):
    found = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return found


def find_route(*, area, cell, place_known, entry, serving=None):
    """methods.routing.Route for an Area, an optional GridCell and the catalogue entry of the matter (or None)."""
    serving = serving or Serving()
    chain = serving.chain(area)
    place = None
    if place_known:
        place = routing.Place(
            area_chain=tuple(routing.AreaRef(step.level, step.pk, step.names) for step in chain),
            cell=cell.pk if cell else None,
            cell_code=cell.code if cell else "",
        )
    if entry is None:
        return routing.decide(place, None, ())
    kind = entry.lead_kind
    unit = partial(
        routing.Server, unit_kind=kind.code, is_committee=kind.standing == OrganisationKind.Standing.COMMITTEE
    )
    servers = [unit(unit_id=pk, area_id=area_id) for pk, area_id in serving.in_areas(kind, chain)]
    if cell is not None:
        servers += [unit(unit_id=pk, cell_id=cell.pk) for pk in serving.in_cell(kind, cell)]
    return routing.decide(place, routing.Entry(entry.category.names, kind.code, entry.duty), servers)


def reasons_of(route):
    """The reasons of a route as JSON, for keeping on the case."""
    return [{"code": reason.code, **reason.params} for reason in route.reasons]


def unit(pk):
    return Organisation.objects.select_related("kind").get(pk=pk)


def check_lead(unit, entry):
    """A residents' committee assists; the law forbids making it answer for a government duty (接诉即办条例 art. 17). A unit
    that was closed answers for nothing."""
    if not unit.active:
        raise NotPossible(_("Something is not right."), {"unit": _("This unit no longer works. Choose another one.")})
    if unit.is_committee and entry.duty == entry.Duty.GOVERNMENT:
        message = _(
            "A residents' committee may not be made responsible for a government duty. Choose the government unit."
        )
        raise NotPossible(message, {"unit": message})


def refuse_own_unit(case, by):
    """Nobody judges the work of the unit they belong to, whatever other role they have."""
    if case.lead_id in by.organisation_ids:
        raise NotPossible(_("You belong to the unit that did this work. Ask somebody outside it to check."))
