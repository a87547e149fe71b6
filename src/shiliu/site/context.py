"""What every page needs: where one can go from here, and how the reader wants to read."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from shiliu.platform.permissions import may_somewhere


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
DECIDING = Entry("deciding", _("Decide together"), _("Decide"), "vote")
WHO_SERVES = Entry("places:who_serves", _("Who serves here"), _("Who serves"), "map-pin")
SERVICES = Entry("services:items", _("Services"), _("Services"), "clipboard-list")
TRACK = Entry("cases:track", _("Follow my case"), _("Follow"), "search")
QUEUE = Entry("cases:queue", _("Worklist"), _("Worklist"), "list-checks")
BOARD = Entry("cases:board", _("Board"), _("Board"), "chart-column")
ME = Entry("people:me", _("My page"), _("Me"), "user-round")
NOTICES = Entry("notices:inbox", _("Notices"), _("Notices"), "bell")

GUEST = {
    "navigation": (HOME, SUBMIT, SERVICES, NEIGHBOURS, DECIDING, WHO_SERVES, TRACK),
    "tabs": (HOME, NEIGHBOURS, SUBMIT, SERVICES, TRACK),
}
RESIDENT = {
    "navigation": (HOME, SUBMIT, SERVICES, NEIGHBOURS, DECIDING, WHO_SERVES, NOTICES, ME),
    "tabs": (HOME, SERVICES, SUBMIT, NOTICES, ME),
}
STAFF = {
    "navigation": (QUEUE, BOARD, SUBMIT, SERVICES, NEIGHBOURS, DECIDING, WHO_SERVES, NOTICES, ME),
    "tabs": (QUEUE, BOARD, SUBMIT, NOTICES, ME),
}

# Pages of the office, each with the permission that opens it; a person sees those that are theirs.
OFFICE = (
    (Entry("office_people:roles", _("People and roles"), "", "users-round"), "people.read_roles"),
    (Entry("office_people:residence", _("Check residence"), "", "house-plus"), "people.check_residence"),
    (Entry("office_people:letters", _("Letters with codes"), "", "mailbox"), "people.request_letter"),
    (Entry("office_works:projects", _("Projects"), "", "hammer"), "works.carry_out"),
    (Entry("office_pool:candidates", _("Pool of candidates"), "", "sprout"), "pool.enter"),
    (Entry("journeys:to_pool", _("Proposals for the pool"), "", "sprout"), "pool.enter"),
    (Entry("office_mediation:files", _("Private files"), "", "lock"), "mediation.receive"),
    (Entry("office_mediation:committees", _("Mediation committees"), "", "handshake"), "mediation.keep"),
    (Entry("office_mediation:seal", _("Break a seal"), "", "lock-open"), "mediation.break_seal"),
    (Entry("office_proposals:proposals", _("Proposals to answer"), "", "message-square-text"), "proposals.office"),
    (Entry("office_proposals:rules", _("Rules of proposals"), "", "settings-2"), "proposals.configure"),
    (
        Entry("office_deliberations:topics", _("Questions to the neighbours"), "", "message-square-plus"),
        "deliberation.office",
    ),
    (Entry("office_meetings:meetings", _("Meetings"), "", "calendar-days"), "meetings.keep"),
    (Entry("journeys:to_meeting", _("Proposals for meetings and owners"), "", "calendar-days"), "meetings.keep"),
    (Entry("office_owners:votes", _("Votes of owners"), "", "scale"), "owners.keep"),
    (Entry("office_votes:votes", _("Votes"), "", "vote"), "votes.key_in"),
    (Entry("surveys_office:surveys", _("Surveys"), "", "clipboard-list"), "surveys.key_in"),
    (Entry("office_places:areas", _("Places and grid"), "", "map"), "places.edit"),
    (Entry("organisations:units", _("Units"), "", "landmark"), "organisations.edit"),
    (Entry("office_circle:facilities", _("Fifteen-minute circle"), "", "footprints"), "circle.keep"),
    (Entry("office_circle:runs", _("Measure the circle"), "", "ruler"), "circle.run"),
    (Entry("calendars:index", _("Calendars"), "", "calendar-days"), "calendars.edit"),
    (Entry("cases:catalogue_versions", _("Dispatch catalogue"), "", "book-open"), "cases.edit_catalogue"),
    (Entry("office_services:items", _("Service catalogue"), "", "clipboard-list"), "services.manage"),
    (Entry("office_windows:windows", _("Windows"), "", "door-open"), "windows.edit"),
    (Entry("office_visit:visit", _("Serve at the window"), "", "panel-top"), "visit.serve"),
    (Entry("office_visit:hand_overs", _("Hand-overs"), "", "send"), "visit.receive"),
    (Entry("office_queue:office", _("Queue"), "", "ticket"), "queue.board"),
    (Entry("office_appointments:days", _("Appointments"), "", "calendar-check"), "windows.serve"),
    (Entry("office_cards:lines", _("Contact cards"), "", "id-card"), "cards.edit"),
    (Entry("office_clinics:days", _("Clinics today"), "", "calendar-heart"), "clinics.serve"),
    (Entry("office_clinics:clinics", _("Clinics"), "", "scale"), "clinics.manage"),
    (Entry("office_newcomers:steps", _("Checklist for newcomers"), "", "hand-heart"), "newcomers.edit"),
    (Entry("webhooks:hooks", _("Webhooks"), "", "webhook"), "webhooks.manage"),
    (Entry("notices:undelivered", _("Undelivered notices"), "", "mail-warning"), "notices.see_to_undelivered"),
    (Entry("ledger:rows", _("Audit log"), "", "scroll-text"), "audit.read"),
)


def site(request):
    """`navigation`, `tabs` and `office`: lists of {url, label, short, icon, current}, worked out only when a page asks;
    `draft_language`: whether the reader's language is a machine draft;
    `preferences`: {theme, print} from the reader's cookies; `site_name`."""
    return {
        "navigation": SimpleLazyObject(lambda: _entries(request, "navigation")),
        "tabs": SimpleLazyObject(lambda: _entries(request, "tabs")),
        "office": SimpleLazyObject(lambda: _office(request)),
        "draft_language": get_language() in settings.DRAFT_LANGUAGES,
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


def _office(request):
    actor = getattr(request, "actor", None)
    if actor is None or not actor.is_staff_member:
        return []
    return [
        {"url": _address(e.name), "label": e.label, "icon": e.icon, "current": request.path == _address(e.name)}
        for e, permission in OFFICE
        if may_somewhere(actor, permission)
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
