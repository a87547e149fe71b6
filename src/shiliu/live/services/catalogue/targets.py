"""Who may touch an item: the people of the unit that answers for it, or whoever administers every place it is offered in."""

from dataclasses import dataclass

from shiliu.foundation.models import Area, Organisation
from shiliu.platform.permissions import Scope, can, demand
from shiliu.platform.permissions.targets import Place, demand_everything


@dataclass(frozen=True)
class Unit:
    organisation: Organisation

    def scope(self):
        return Scope(organisation_ids=frozenset({self.organisation.pk}))


def places(organisation, areas):
    """Where an item is offered: its own areas, else those its unit serves, else everywhere (an empty list)."""
    if areas or organisation is None:
        return list(areas)
    return list(Area.objects.filter(served_by__organisation=organisation).defer("boundary"))


def demand_item(by, organisation, areas):
    """Refused unless `by` may write about an item of this unit in these areas."""
    if organisation is not None and can(by, "services.manage", Unit(organisation)):
        return
    where = places(organisation, areas)
    if not where:
        demand_everything(by, "services.manage")
    for area in where:
        demand(by, "services.manage", Place(area))
