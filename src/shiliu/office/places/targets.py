"""What permissions of this app are asked about: one place, or everything there is."""

from dataclasses import dataclass

from shiliu.foundation.models import Area
from shiliu.platform.permissions import Scope


@dataclass(frozen=True)
class Place:
    area: Area

    def scope(self):
        return Scope(area_paths=(self.area.path,))


class WholeDistrict:
    """What counts for every place: only an administrator of a district may touch it."""

    def scope(self):
        return Scope(area_paths=tuple(Area.objects.filter(parent=None).values_list("path", flat=True)))
