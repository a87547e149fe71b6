"""Finding the responsible unit for a case: the rows of the database handed to the pure rule, and its reasons in words."""

from django.utils.translation import gettext as _

from shiliu.foundation.models import Organisation, OrganisationArea, OrganisationKind
from shiliu.govern.cases.models import CatalogueEntry, CatalogueVersion
from shiliu.methods import routing
from shiliu.platform.workflow import NotPossible


def current_version(moment):
    """The published catalogue in force at `moment`, or None."""
    return (
        CatalogueVersion.objects.filter(published_at__isnull=False, effective_from__lte=moment)
        .order_by("-effective_from", "-number")
        .first()
    )


def entry_for(category, moment):
    """The entry of the catalogue in force for a category (or None)."""
    version = current_version(moment)
    if version is None or category is None:
        return None
    return (
        CatalogueEntry.objects.filter(version=version, category=category)
        .select_related("lead_kind", "tier", "category")
        .first()
    )


def find_route(*, area, cell, place_known, entry):
    """methods.routing.Route for an Area, an optional GridCell and the catalogue entry of the matter (or None)."""
    chain = area.chain()
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
    rows = OrganisationArea.objects.filter(
        area__in=[step.pk for step in chain], organisation__kind=kind, organisation__active=True
    ).values_list("organisation_id", "area_id")
    is_committee = kind.standing == OrganisationKind.Standing.COMMITTEE
    servers = [
        routing.Server(unit_id=unit, unit_kind=kind.code, area_id=area_id, is_committee=is_committee)
        for unit, area_id in rows
    ]
    if cell is not None:
        servers += [
            routing.Server(unit_id=unit, unit_kind=kind.code, cell_id=cell.pk, is_committee=is_committee)
            for unit in cell.duties.filter(organisation__kind=kind, organisation__active=True)
            .values_list("organisation_id", flat=True)
            .distinct()
        ]
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
