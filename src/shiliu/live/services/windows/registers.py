"""What windows tell the platform: who may do what, and which sentences the audit tells."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from shiliu.foundation.names import name_in
from shiliu.live.services.catalogue import panels
from shiliu.live.services.windows import hours, queries
from shiliu.live.services.windows.models import Window
from shiliu.platform import audit, depending
from shiliu.platform.permissions import Grant, Permission
from shiliu.platform.permissions import register as register_permissions

SHOWN = 5
PERMISSIONS = (
    Permission("windows.read", _("read which windows there are and when they are open"),
               _("Windows, their hours and who sits there are public."), (Grant("anyone"),)),
    Permission("windows.edit", _("change windows, their hours and their roster"),
               _("Administrators see to the windows of their area, a unit to its own."),
               (Grant("administrator", "area"), Grant("handler", "organisation"), Grant("system"))),
    Permission("windows.serve", _("work with the appointments of a window"),
               _("Whoever sits at a window sees who comes to it, and to no other."),
               (Grant("window_worker", "area"), Grant("window_worker", "organisation"), Grant("system"))),
)  # fmt: skip

VERBS = {
    "windows.created": _("%(actor)s entered the window %(window_name)s."),
    "windows.edited": _("%(actor)s changed the window %(window_name)s."),
    "windows.reverted": _("%(actor)s took back a change of the window %(window_name)s."),
    "windows.retired": _("%(actor)s retired the window %(window_name)s."),
    "windows.restored": _("%(actor)s put the window %(window_name)s back into use."),
    "windows.hours_set": _("%(actor)s set opening hours of the window %(window_name)s."),
    "windows.hours_removed": _("%(actor)s removed opening hours of the window %(window_name)s."),
    "windows.day_closed": _("%(actor)s closed the window %(window_name)s on %(day)s: %(why)s."),
    "windows.day_opened": _("%(actor)s gave the window %(window_name)s hours of its own on %(day)s: %(why)s."),
    "windows.day_removed": _("%(actor)s removed what was entered for the window %(window_name)s on %(day)s."),
    "windows.turn_set": _("%(actor)s put %(unit_name)s into the roster of the window %(window_name)s from %(first)s."),
    "windows.turn_skipped": _("%(actor)s changed whether %(unit_name)s comes to the window %(window_name)s on %(first)s."),
    "windows.turn_removed": _("%(actor)s took %(unit_name)s out of the roster of the window %(window_name)s."),
}  # fmt: skip


def register():
    register_permissions(*PERMISSIONS)
    for verb, sentence in VERBS.items():
        audit.register_verb(verb, sentence, labels={"window_name": name_in, "unit_name": name_in})
    panels.register("windows", "windows/item_panel.html", windows_of)
    audit.register_target(Window._meta.label_lower, _called)
    depending.register("services.serviceitem", "windows", lambda item: item.windows.filter(active=True).count(),
                       ngettext_lazy("%(count)d window that does it", "%(count)d windows that do it", "count"))  # fmt: skip


def windows_of(_request, item):
    """For the page of an item: the windows that do it, the nearest level first; None where there is none."""
    found = [window for window, _minutes in queries.serving([item])]
    for window in found[:SHOWN]:
        window.standing, window.zone = hours.standing(window), hours.zone_of(window)
    may_book = any(window.takes_appointments for window in found)
    return {"item": item, "windows": found[:SHOWN], "more": len(found) > SHOWN, "may_book": may_book} if found else None


def _called(key):
    return name_in(Window.objects.filter(pk=key).values_list("names", flat=True).first() or {})
