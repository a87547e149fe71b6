"""The lists of windows. Windows in use are public; retired ones are seen by who may change them."""

from django.db.models import Count, Prefetch, Q

from shiliu.foundation.models import Area
from shiliu.foundation.names import spelled
from shiliu.live.services.catalogue.models import ServiceItem
from shiliu.live.services.windows import hours
from shiliu.live.services.windows.models import DutyTurn, Window, WindowItem
from shiliu.platform.permissions import places_of
from shiliu.platform.permissions.targets import inside

LONGEST_QUERY = 80
MOST = 500  # windows of which opening hours are worked out for one page


def visible_to(actor):
    return Window.objects.filter(Q(active=True) | Q(pk__in=editable_by(actor).values("pk")))


def in_use():
    return Window.objects.filter(active=True)


def editable_by(actor):
    return _held(actor, "windows.edit")


def served_by(actor):
    """Windows whose lists the actor works with."""
    return _held(actor, "windows.serve").filter(active=True)


def _held(actor, permission):
    everywhere, paths, units = places_of(actor, permission)
    return Window.objects.filter(inside(paths, "area__path", everywhere=everywhere) | Q(organisation__in=units))


def with_hours(windows):
    """With all that hours and rosters need, in a handful of queries however many windows there are."""
    turns = DutyTurn.objects.select_related("organisation")
    return windows.select_related("area", "organisation").prefetch_related("hours", "days", Prefetch("turns", turns))


def found(windows, words):
    """Those whose name in some language, address or code holds every one of the words."""
    for word in words[:LONGEST_QUERY].split():
        windows = windows.filter(spelled(word) | Q(code__istartswith=word) | Q(address__icontains=word))
    return windows


def listed(windows, *, q="", level="", language="", item="", feature="", area=None):
    """Filtered as the reader chose; unknown values find nothing rather than everything."""
    if level:
        windows = windows.filter(level=level)
    if item:
        windows = windows.filter(items__code=item)
    if feature in dict(Window.FEATURES):
        windows = windows.filter(**{feature: True})
    if area is not None:
        windows = windows.filter(Q(area_id__in=area.chain_ids) | Q(area__path__startswith=area.path))
    if language:
        # JSON lists are asked for differently by each database; a site has some dozens of windows.
        speaking = [pk for pk, spoken in windows.values_list("pk", "languages") if language in spoken]
        windows = windows.filter(pk__in=speaking)
    return found(windows, q)


def serving(items, *, area=None):
    """Windows in use that serve every one of the items, the nearest level first: [(window, minutes for one person)].

    With `area`, windows of the places around it and inside it only."""
    items = list(items)
    windows = in_use().filter(served__item__in=items).annotate(known=Count("served", filter=Q(served__item__in=items)))
    windows = listed(windows.filter(known=len(items)), area=area)
    minutes = {}
    rows = WindowItem.objects.filter(item__in=items, window__active=True).values_list("window_id", "minutes")
    for pk, taken in rows:
        minutes.setdefault(pk, []).append(taken)
    nearest = sorted(
        hours.with_calendars(with_hours(windows)),
        key=lambda one: (-Area.LEVELS.index(one.level), one.area.path, one.code),
    )
    return [(window, minutes[window.pk]) for window in nearest]


def minutes_at(window, items):
    """Minutes for one person of each item at the window; None when it does not serve all of them."""
    items = list(items)
    found = dict(WindowItem.objects.filter(window=window, item__in=items).values_list("item_id", "minutes"))
    return [found[item.pk] for item in items] if len(found) == len(items) else None


def items_served():
    """Items on offer at some window in use, for filters and for booking."""
    served = WindowItem.objects.filter(window__active=True).values("item")
    return ServiceItem.objects.filter(state=ServiceItem.State.ACTIVE, pk__in=served).select_related("category")


def languages_spoken():
    return sorted({tag for spoken in in_use().values_list("languages", flat=True) for tag in spoken})
