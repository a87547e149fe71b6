"""What journeys may use of the circle: a gap as plain values, and the wishes that wait for a project."""

from dataclasses import dataclass
from datetime import datetime

from shiliu.foundation.names import name_in
from shiliu.live.circle import queries
from shiliu.live.circle.actions import put_forward, take_back
from shiliu.live.circle.models import Gap

__all__ = ["GapTold", "gap", "gap_object", "put_forward", "take_back", "wishes"]


@dataclass(frozen=True)
class GapTold:
    """A gap for other apps. `homes` None: left out; `minutes` None: there is no way at all."""

    id: int
    kind: str
    kind_names: dict
    walker: str
    area_code: str
    area_names: dict
    area_path: str
    longitude: float
    latitude: float
    homes: int | None
    minutes: float | None
    is_open: bool
    wish: str
    reason: str
    put_forward_at: datetime | None

    @property
    def kind_label(self):
        return name_in(self.kind_names)

    @property
    def area_label(self):
        return name_in(self.area_names)


def gap(key):
    """The GapTold of that id, or None."""
    found = queries.gaps(state="").filter(pk=key).first()
    return _told(found) if found else None


def gap_object(key, *, lock=False):
    """The Gap itself, for the link table; None if there is none. `lock`: nobody else gets it before the transaction ends."""
    found = Gap.objects.select_for_update() if lock else Gap.objects
    return found.filter(pk=key).first()


def wishes(narrowed=lambda gaps: gaps):
    """GapTold of every gap that is put forward, newest first; `narrowed` takes the queryset of those gaps and returns one."""
    keys = list(queries.wishes().values_list("gap", flat=True))
    found = {one.pk: one for one in narrowed(queries.gaps(state="").filter(pk__in=keys))}
    return [_told(found[key]) for key in keys if key in found]


def _told(one):
    wish = getattr(one, "wish", None)
    return GapTold(
        id=one.pk, kind=one.kind.code, kind_names=one.kind.names, walker=one.walker, area_code=one.area.code,
        area_names=one.area.names, area_path=one.area_path, longitude=one.longitude, latitude=one.latitude, homes=one.homes,
        minutes=one.minutes, is_open=one.closed_in_id is None, wish=wish.state if wish else "", reason=wish.reason if wish else "",
        put_forward_at=wish.at if wish else None,
    )  # fmt: skip
