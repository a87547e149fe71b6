"""What every page needs: where one can go from here, and how the reader wants to read."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Entry:
    """One way to go; `short` is the word under the icon of the phone's tab bar."""

    name: str
    label: str
    short: str
    icon: str


HOME = Entry("home", _("Home"), _("Home"), "house")
SUBMIT = Entry("cases:submit", _("Raise a need"), _("Raise"), "megaphone")
NEIGHBOURS = Entry("cases:public_list", _("What neighbours raised"), _("Raised"), "users-round")
WHO_SERVES = Entry("places:who_serves", _("Who serves here"), _("Who serves"), "map-pin")
TRACK = Entry("cases:track", _("Follow my case"), _("Follow"), "search")
QUEUE = Entry("cases:queue", _("Worklist"), _("Worklist"), "list-checks")
BOARD = Entry("cases:board", _("Board"), _("Board"), "chart-column")
ME = Entry("people:me", _("My page"), _("Me"), "user-round")
NOTICES = Entry("notices:inbox", _("Notices"), _("Notices"), "bell")

GUEST = {
    "navigation": (HOME, SUBMIT, NEIGHBOURS, WHO_SERVES, TRACK),
    "tabs": (HOME, NEIGHBOURS, SUBMIT, WHO_SERVES, TRACK),
}
RESIDENT = {
    "navigation": (HOME, SUBMIT, NEIGHBOURS, WHO_SERVES, NOTICES, ME),
    "tabs": (HOME, NEIGHBOURS, SUBMIT, NOTICES, ME),
}
STAFF = {
    "navigation": (QUEUE, BOARD, SUBMIT, NEIGHBOURS, WHO_SERVES, NOTICES, ME),
    "tabs": (QUEUE, BOARD, SUBMIT, NOTICES, ME),
}


def site(request):
    """`navigation` and `tabs`: lists of {url, label, short, icon, current}, worked out only when a page asks;
    `preferences`: {theme, print} from the reader's cookies; `site_name`."""
    return {
        "navigation": SimpleLazyObject(lambda: _entries(request, "navigation")),
        "tabs": SimpleLazyObject(lambda: _entries(request, "tabs")),
        "preferences": {
            "theme": _cookie(request, "theme", ("auto", "light", "dark")),
            "print": _cookie(request, "print", ("regular", "large")),
        },
        "site_name": getattr(settings, "SITE_NAME", _("Shiliu")),
        "demo": getattr(settings, "MODE", "") == "demo",
    }


def _entries(request, kind):
    actor = getattr(request, "actor", None)
    menu = GUEST if not actor or not actor.signed_in else STAFF if actor.is_staff_member else RESIDENT
    entries = [
        {"url": url, "label": e.label, "short": e.short, "icon": e.icon}
        for e in menu[kind]
        if (url := _address(e.name))
    ]
    here = max((e["url"] for e in entries if _contains(e["url"], request.path)), key=len, default=None)
    return [{**entry, "current": entry["url"] == here} for entry in entries]


def _address(name):
    """Its address, or '' while that part of the site does not exist."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _contains(url, path):
    return path == url or (url != reverse("home") and path.startswith(url))


def _cookie(request, name, allowed):
    value = request.COOKIES.get(name)
    return value if value in allowed else allowed[0]
