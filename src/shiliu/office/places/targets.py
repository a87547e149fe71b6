"""What permissions of this app are asked about: one place, or everything there is."""

from dataclasses import dataclass

from shiliu.foundation.models import Area
from shiliu.platform.permissions import Scope, can, demand


@dataclass(frozen=True)
class Place:
    area: Area

    def scope(self):
        return Scope(area_paths=(self.area.path,))


def demand_everything(actor, permission):
    """Refused unless the actor holds the permission for every district: what a file may touch."""
    for target in _districts():
        demand(actor, permission, target)


def may_everything(actor, permission):
    return all(can(actor, permission, target) for target in _districts())


def _districts():
    return [Place(district) for district in Area.objects.filter(parent=None)] or [None]


class WholeDistrict:
    """What counts for every place: only an administrator of a district may touch it."""

    def scope(self):
        return Scope(area_paths=tuple(Area.objects.filter(parent=None).values_list("path", flat=True)))
