"""What a permission is asked about where there is no row to ask about yet: a place, or the whole site."""

from dataclasses import dataclass

from django.db.models import Q

from shiliu.foundation.models import Area
from shiliu.platform.permissions.table import Scope, can, demand


@dataclass(frozen=True)
class Place:
    area: Area

    def scope(self):
        return Scope(area_paths=(self.area.path,))


class WholeSite:
    """What counts for every district of the site: who holds the permission for a whole district may touch it."""

    def scope(self):
        return Scope(area_paths=tuple(district.path for district in _districts()))


def demand_everything(actor, permission):
    """Refused unless the actor holds the permission for every district: what a file may touch."""
    for target in _each_district():
        demand(actor, permission, target)


def may_everything(actor, permission):
    return all(can(actor, permission, target) for target in _each_district())


def _each_district():
    return [Place(district) for district in _districts()] or [None]


def _districts():
    return Area.objects.filter(parent=None)


def inside(paths, field="area_path", *, everywhere=False):
    """The condition of rows whose `field` lies in one of the areas that places_of gives; of all rows where it says everywhere."""
    condition = Q() if everywhere else Q(pk__in=[])
    for path in paths:
        condition |= Q(**{f"{field}__startswith": path})
    return condition
