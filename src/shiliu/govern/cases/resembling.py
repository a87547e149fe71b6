"""Which cases may be the same as another: what a resident is shown before sending, and staff beside a case.

What everybody may be shown is judged by published points only: judged by the exact ones, the answer to many questions would
give away where somebody lives."""

from dataclasses import dataclass

from django.conf import settings

from shiliu.foundation.models import Area
from shiliu.govern.cases import queries
from shiliu.govern.cases.models import Case
from shiliu.govern.cases.workflow import AWAITING_JUDGEMENT, OPEN_STATES
from shiliu.methods import similar
from shiliu.platform import maps

SHOWN = 3
MOST = 60  # looked at from the squares around, and as many from the compound: however many cases the site holds
COMPOUND = Area.LEVELS.index(Area.Level.COMPOUND)


@dataclass(frozen=True)
class Likely:
    """A case that may be the same; `metres` from here, None when it only lies in the same compound."""

    case: Case
    metres: float | None

    @property
    def about(self):
        """Metres as people say them."""
        return max(10, int(round(self.metres, -1))) if self.metres is not None else None


def for_neighbours(*, area, point, category, text="", most=SHOWN):
    """[Likely] published open cases near an area or a point (longitude, latitude), likeliest first. Three queries."""
    mine = similar.Need(
        None, text, *_matter(category), point or _point_of(area), _enclosure(area.path, point is not None)
    )
    found = _around(mine.point, area, queries.published().filter(state__in=OPEN_STATES))
    return _likely(mine, {case.pk: case for case in found}, _public, most)


def for_staff(case, actor, most=SHOWN):
    """[Likely] cases the actor may open that may be the same as `case`: older ones first to be joined with. Three queries."""
    mine = _exact(case)
    rows = queries.visible_to(actor).filter(state__in=(*OPEN_STATES, *AWAITING_JUDGEMENT)).exclude(pk=case.pk)
    found = _around(mine.point, case.area, rows, slack=settings.CASE_PUBLIC_GRID_METRES)
    return _likely(mine, {one.pk: one for one in found}, _exact, most)


def _likely(mine, cases, need_of, most):
    found = similar.matches(
        mine, [need_of(case) for case in cases.values()], metres=settings.CASE_SIMILAR_METRES, most=most
    )
    return [Likely(cases[match.key], match.metres) for match in found]


def _around(point, area, cases, slack=0):
    """At most MOST of the cases in the squares around the point and MOST in the compound, the latest changed first."""
    return [case for rows in (in_squares(point, cases, slack), in_compound(area, cases, point)) for case in rows]


def in_squares(point, cases, slack=0):
    if point is None:
        return []
    reach, square = settings.CASE_SIMILAR_METRES + slack, settings.CASE_PUBLIC_GRID_METRES
    east_west = similar.columns_around(point, reach, square)
    lines = similar.rows_around(point, reach, square)
    return _latest(cases.filter(public_latitude__in=lines, public_longitude__range=east_west))


def in_compound(area, cases, point=None):
    """Of the compound an area lies in; without compound and point, of the very area."""
    chain = area.chain_ids
    if len(chain) > COMPOUND:
        path = f"/{'/'.join(map(str, chain[: COMPOUND + 1]))}/"
        # As numbers: with a subquery a database without statistics does not trust the index.
        return _latest(cases.filter(area__in=list(Area.inside(path).order_by().values_list("pk", flat=True))))
    return [] if point else _latest(cases.filter(area=area))


def _latest(cases):
    """Sorted by what no index is for, or a database may walk all cases by date instead of those of the place."""
    rows = cases.filter(place_known=True, publication__in=Case.Publication.values)
    return rows.select_related("category", "area", "lead").order_by("-changed_at", "-pk")[:MOST]


def _public(case):
    """A published case as everybody knows it."""
    text = f"{case.public_title}\n{case.public_text}"
    return similar.Need(case.pk, text, *_matter(case.category), *_public_place(case))


def _exact(case):
    """A case as those who deal with it know it."""
    text = f"{case.title}\n{case.text}"
    if case.longitude is None:
        return similar.Need(case.pk, text, *_matter(case.category), *_public_place(case))
    point = (case.longitude, case.latitude)
    return similar.Need(case.pk, text, *_matter(case.category), point, _enclosure(case.area_path, has_point=True))


def _public_place(case):
    """(published point, enclosure). Where only a whole community is known, its middle is not where the thing is."""
    known = case.longitude is not None or len(case.area.chain_ids) > COMPOUND
    point = (case.public_longitude, case.public_latitude) if known and case.public_longitude is not None else None
    return point, _enclosure(case.area_path, case.longitude is not None)


def _enclosure(path, has_point):
    """The compound a path lies in; a wider area only for what has no point at all, for then there is nothing nearer to compare."""
    chain = path.strip("/").split("/")
    return chain[COMPOUND] if len(chain) > COMPOUND else None if has_point else chain[-1]


def _point_of(area):
    """Where to measure from for an area no wider than a compound."""
    return maps.point_of(area) if len(area.chain_ids) > COMPOUND else None


def _matter(category):
    return (category.pk, category.group_id) if category else (None, None)
