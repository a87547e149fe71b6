"""Where an item can go on from a window: to a higher level, beside at the same level, or down to a part of the place."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shiliu.foundation.models import Organisation, OrganisationArea
from shiliu.live.services.catalogue import wording
from shiliu.live.services.catalogue.models import Level
from shiliu.live.services.windows.models import Window
from shiliu.platform import maps

UP, BESIDE, DOWN = "up", "beside", "down"
WAYS = {UP: _("To a higher level"), BESIDE: _("Beside, at the same level"), DOWN: _("Down to a part of this place")}


@dataclass(frozen=True)
class Target:
    """A unit, and its window where it has one; `level` and `does` in words."""

    way: str
    level: str
    does: str
    unit: Organisation
    window: Window | None = None

    @property
    def key(self):
        return f"window:{self.window.pk}" if self.window else f"unit:{self.unit.pk}"

    @property
    def where(self):
        return self.window or self.unit

    @property
    def name(self):
        return self.where.name


def targets_of(item, window):
    """[Target] of the levels that take the item in or decide it: upwards for the place of the window, the nearest level first; then
    beside it, at the same place or one next to it under the same parent; then in the parts of the place.

    Of each level the windows that do the item, then units of the kind that is named, by their windows where they have some."""
    steps = _steps(item)
    own = wording.LEVELS.index(window.level)
    found = []
    for level in (*wording.LEVELS[own + 1 :], *wording.LEVELS[own::-1]):
        if level in steps:
            way = UP if wording.LEVELS.index(level) > own else BESIDE if level == window.level else DOWN
            found += _of_level(item, window, way, level, *steps[level])
    return found


def _steps(item):
    """{level: (kind of unit or None, what it does in words)} of the levels that work on an item."""
    parts = {row.level: row for row in item.hand_offs.all() if row.part != row.Part.TELLS}
    steps = {level: (row.kind, row.get_part_display()) for level, row in parts.items()}
    return {**steps, item.level: (item.decided_by, wording.decides())}


def _of_level(item, window, way, level, kind, does):
    counters = Window.objects.filter(active=True, level=level).select_related("area", "organisation")
    counters = counters.exclude(organisation=window.organisation_id, area=window.area_id)
    here = list(counters.filter(_places(window.area, way), served__item=item))
    units = {unit.pk: unit for unit in _units(window.area, way, level, kind)}
    units.pop(window.organisation_id, None)
    for one in here:
        units.pop(one.organisation_id, None)
    theirs = list(counters.filter(_places(window.area, way), organisation__in=units)) if units else []
    for one in theirs:
        units.pop(one.organisation_id, None)
    label = Level(level).label
    by_window = [Target(way, label, does, one.organisation, one) for one in (*here, *theirs)]
    return by_window + [Target(way, label, does, unit) for unit in units.values()]


def _places(area, way, field="area"):
    """The condition that `field` is one of the places that lie this way from `area`."""
    if way == UP:
        return Q(**{f"{field}__in": area.chain_ids})
    if way == DOWN:
        return Q(**{f"{field}__path__startswith": area.path})
    return Q(**{field: area}) | (Q(**{f"{field}__parent": area.parent_id}) if area.parent_id else Q(pk__in=[]))


def _units(area, way, level, kind):
    if kind is None:
        return []
    if way == UP:
        return [row.unit for row in maps.units_serving(area, kind.code)]
    rows = OrganisationArea.objects.filter(
        _places(area, way), organisation__active=True, organisation__kind=kind, area__level=level
    )
    return [
        row.organisation for row in rows.select_related("organisation").order_by("area__path", "organisation__code")
    ]
