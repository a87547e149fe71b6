"""Matters that rise in a place (methods.themes): counted by the database, kept for an hour, judged for the places of the reader.

Counted when somebody looks, not every night: a site nobody looks at counts nothing, and a restored or imported history shows
within the hour. Only whole days are counted, so that the answer does not change while a day goes on. There is no public view:
what neighbours read is the case opened for a theme, with a text a moderator has seen."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import SimpleNamespace

from django.core.cache import cache
from django.db.models import Case as Choice
from django.db.models import Count, F, IntegerField, Min, Value, When
from django.utils.timezone import localtime

from shiliu.foundation.models import Area
from shiliu.govern.cases.models import Case, Category, Theme
from shiliu.govern.cases.workflow import ENDED_STATES, SET_ASIDE, WITHDRAWN
from shiliu.methods import themes as methods
from shiliu.platform.clock import now
from shiliu.platform.permissions import Scope, places_of

HOUR = 3600
LEVELS = (Area.Level.STREET, Area.Level.COMMUNITY, Area.Level.COMPOUND)
LEFT_OUT = (WITHDRAWN, SET_ASIDE)
LEAST = methods.LEAST  # also the least number anything here is said about: what is rarer might lead to somebody


@dataclass(frozen=True)
class Here:
    """A place asked about before there is a case of it."""

    area: Area

    def scope(self):
        return Scope(area_paths=(self.area.path,))


@dataclass(frozen=True)
class Counted:
    """Needs by window of four weeks: {(area id, category id): (latest, …)}, in the areas of one level. `paths` {area id: path};
    `known` windows lie after the first need; `without` a matter or a place as narrow as the level were left out of the last one."""

    counts: dict
    paths: dict
    known: int
    dispersion: float
    without: int
    until: datetime
    at: datetime


def bounds(moment=None):
    """The ends of the windows, the latest first: midnights four weeks apart, the first the last one gone by."""
    midnight = localtime(moment or now()).replace(hour=0, minute=0, second=0, microsecond=0)
    return [midnight - timedelta(days=methods.DAYS * window) for window in range(methods.WINDOWS + 1)]


def voiced():
    """Needs that count: not those taken back or set aside as junk, not the cases opened for themes."""
    return Case.objects.exclude(state__in=LEFT_OUT).exclude(channel=Case.Channel.THEME)


def counted(level):
    """Counted for the whole site, at most an hour old."""
    ends, moment = bounds(), now()
    key = f"cases:themes:{level}:{ends[0]:%Y%m%d}:{moment:%Y%m%d%H}"
    found = cache.get(key)
    if found is None:
        found = count(level, ends, moment)
        cache.set(key, found, HOUR)
    return found


def count(level, ends, moment):
    """One grouping query over the history, whatever its length, and two small ones. With a hundred thousand needs of three years
    it takes about a second, on either database."""
    windows = [When(received_at__gte=ends[window + 1], then=Value(window)) for window in range(methods.WINDOWS)]
    up = ("area", "area__parent", "area__parent__parent", "area__parent__parent__parent")
    place = [When(**{f"{step}__level": level}, then=F(f"{step}__id")) for step in up]
    groups = (
        voiced().filter(received_at__gte=ends[-1], received_at__lt=ends[0]).order_by()
        .annotate(window=Choice(*windows, output_field=IntegerField()), place=Choice(*place, output_field=IntegerField()))
        .values_list("place", "category_id", "window").annotate(n=Count("pk"))
    )  # fmt: skip
    counts, without = {}, 0
    for area, category, window, n in groups:
        if area is not None and category is not None:
            counts.setdefault((area, category), Counter())[window] += n
        elif window == 0:
            without += n
    first = voiced().aggregate(first=Min("received_at"))["first"]
    known = sum(1 for end in ends[1:] if first is not None and end >= first)
    rows = {key: tuple(found[window] for window in range(methods.WINDOWS)) for key, found in counts.items()}
    paths = dict(Area.objects.filter(level=level).values_list("pk", "path"))
    # The present window is whole even where the first need lies in it.
    known = max(known, 1 if rows else 0)
    return Counted(rows, paths, known, methods.dispersion_of(rows, known=known), without, ends[0], moment)


def readable(actor, level):
    """(Counted, methods.themes.Judged of the places in which the actor may read themes)."""
    whole = counted(level)
    everywhere, inside, _units = places_of(actor, "cases.read_themes")
    prefixes = tuple(inside)
    counts = {
        (area, category): row
        for (area, category), row in whole.counts.items()
        if everywhere or whole.paths.get(area, "").startswith(prefixes or ("none",))
    }
    return whole, methods.judge(counts, known=whole.known, dispersion=whole.dispersion)


def theme_of(actor, area, category):
    """(Counted, methods.themes.Theme or None) of one place and matter."""
    if area.level not in LEVELS:
        return None, None
    whole, judged = readable(actor, area.level)
    return whole, next((theme for theme in judged.themes if theme.key == (area.pk, category.pk)), None)


def narrowed(themes, whole, *, area=None, category=None, all_of_them=False):
    """Of themes in order of their evidence those of a place and matter (a group stands for its members)."""
    matters = {category.pk, *category.members.values_list("pk", flat=True)} if category else None
    return [
        theme
        for theme in themes
        if (all_of_them or theme.rises)
        and (area is None or whole.paths[theme.key[0]].startswith(area.path))
        and (matters is None or theme.key[1] in matters)
    ]


def named(themes):
    """[{theme, area, inside, category, parent}] with the place, what it lies in, the matter and the case that stands for it. Four queries."""
    keys = [theme.key for theme in themes]
    areas = Area.objects.select_related("parent").in_bulk({area for area, _category in keys})
    matters = Category.objects.in_bulk({category for _area, category in keys})
    parents = {
        (one.area_id, one.category_id): one.case
        for one in standing().filter(area__in=areas, category__in=matters).select_related("case")
    }
    return [
        SimpleNamespace(theme=theme, area=areas[theme.key[0]], inside=areas[theme.key[0]].parent,
                        category=matters[theme.key[1]], parent=parents.get(theme.key))
        for theme in themes
    ]  # fmt: skip


def standing():
    """Themes whose case is still being dealt with."""
    return Theme.objects.filter(standing=True).exclude(case__state__in=ENDED_STATES)


def standing_for(area, category):
    return standing().filter(area=area, category=category).select_related("case").first()


def needs_of(area, category, since, until=None):
    """Needs of a place and matter raised since a moment, whatever became of them, oldest first."""
    cases = voiced().filter(area_path__startswith=area.path, category=category, received_at__gte=since)
    return (cases.filter(received_at__lt=until) if until else cases).order_by("received_at", "pk")
