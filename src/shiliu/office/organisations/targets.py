"""What permissions of this app are asked about: the places a unit serves, each by itself, or everything there is."""

from dataclasses import dataclass

from shiliu.foundation.models import Area
from shiliu.platform.permissions import Scope, can, demand


@dataclass(frozen=True)
class Served:
    """One place a unit serves."""

    area: Area

    def scope(self):
        return Scope(area_paths=(self.area.path,))


class WholeDistrict:
    """What serves no particular place, or counts for all: only an administrator of a district may touch it."""

    def scope(self):
        return Scope(area_paths=tuple(Area.objects.filter(parent=None).values_list("path", flat=True)))


def demand_everything(actor, permission):
    """Refused unless the actor holds the permission for every district: what a file may touch."""
    for target in _districts():
        demand(actor, permission, target)


def may_everything(actor, permission):
    return all(can(actor, permission, target) for target in _districts())


def _districts():
    return [Served(district) for district in Area.objects.filter(parent=None)] or [None]


def demand_everywhere(actor, permission, areas):
    """Refused unless the actor holds the permission for every one of the areas; without any, for the whole district."""
    for target in [Served(area) for area in areas] or [WholeDistrict()]:
        demand(actor, permission, target)
