"""What every page needs: where one can go from here, and how the reader wants to read."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Entry:
    """One way to go; `short` is the word under the icon of the phone's tab bar; `around`: pages below its address belong to it."""

    name: str
    label: str
    short: str
    icon: str
    around: bool = True


HOME = Entry("home", _("Home"), _("Home"), "house", around=False)
SUBMIT = Entry("cases:submit", _("Raise a need"), _("Raise"), "megaphone")
NEIGHBOURS = Entry("cases:public_list", _("What neighbours raised"), _("Raised"), "users-round", around=False)
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
    entries = [(entry, url) for entry in menu[kind] if (url := _address(entry.name))]
    fitting = [url for entry, url in entries if request.path == url or (entry.around and request.path.startswith(url))]
    here = max(fitting, key=len, default=None)
    return [
        {"url": url, "label": e.label, "short": e.short, "icon": e.icon, "current": url == here} for e, url in entries
    ]


def _address(name):
    """Its address, or '' while that part of the site does not exist."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _cookie(request, name, allowed):
    value = request.COOKIES.get(name)
    return value if value in allowed else allowed[0]
