"""What other parts of the site may use of cases: journeys and the front page."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse
from django.utils.timezone import localtime

from shiliu.foundation.models import Area
from shiliu.govern.cases import actions, boards, figures, followers, growing, offline, published, queries
from shiliu.govern.cases.models import Case, Theme
from shiliu.govern.cases.themes import LEFT_OUT
from shiliu.govern.cases.views_open import FEWEST
from shiliu.govern.cases.workflow import OPEN_STATES
from shiliu.platform.permissions import remember_secret

DAYS = 90
SOLVED_SHOWN = 4

__all__ = [
    "CaseTold", "Growth", "ThemeTold", "case_object", "case_told", "front_page", "offline_places", "open_with_code", "rates_of_unit", "register_growth", "report_urgent",
    "tell_grown", "theme_object", "theme_told", "themes_told",
]  # fmt: skip
offline_places = offline.places
Growth, register_growth, tell_grown = growing.Growth, growing.register, followers.tell_grown


@dataclass(frozen=True)
class CaseTold:
    """A public need as everybody reads it; `area` is the compound it is in, or the community: never a building."""

    id: int
    number: str
    title: str
    text: str
    language: str
    me_too: int
    is_open: bool
    area: Area
    url: str


def case_object(key):
    """The Case itself, if it is public, for the link table; None otherwise."""
    return queries.published().select_related("area").filter(pk=key).first()


def case_told(case):
    """The CaseTold of a public Case."""
    public = [area for area in case.area.chain() if area.level != Area.Level.BUILDING]
    return CaseTold(
        case.pk, case.number, case.public_title, case.public_text, case.language, case.me_too, case.state in OPEN_STATES, public[-1],
        reverse("cases:public_case", args=[case.pk]),
    )  # fmt: skip


@dataclass(frozen=True)
class ThemeTold:
    """A matter that keeps coming back in a place: `counted` needs from the day `since` to the day `until` where `expected` were usual."""

    id: int
    area: Area
    label: str
    counted: int
    expected: int
    since: date
    until: date


def theme_object(key, *, lock=False):
    """The Theme itself, with its place and matter, for the link table; None if there is none."""
    found = _themes().select_for_update(of=("self",)) if lock else _themes()
    return found.filter(pk=key).first()


def theme_told(theme):
    since, until = (localtime(moment).date() for moment in (theme.since, theme.until - timedelta(days=1)))
    return ThemeTold(theme.pk, theme.area, theme.category.name, theme.counted, round(theme.expected), since, until)


def themes_told(narrowed=lambda themes: themes):
    """ThemeTold of all for which one case was opened, the newest first; `narrowed` takes the queryset and returns one. Who may read
    them is for the caller to ask (cases.read_themes)."""
    return [theme_told(theme) for theme in narrowed(_themes()).order_by("-pk")]


def _themes():
    return Theme.objects.exclude(case__state__in=LEFT_OUT).filter(standing=True).select_related("area", "category")


def front_page():
    """For home.html: `rates` for {% rate %}, `recent` solved needs as neighbours read them, `counts` {open, solved, since}."""
    solved = list(published.solved_lately(SOLVED_SHOWN))
    places = published.Places.around(solved)
    return {
        "rates": boards.labelled(figures.whole(DAYS)),
        "counts": figures.counts(DAYS),
        "recent": [
            {
                "title": case.public_title,
                "language": case.language,
                "url": reverse("cases:public_case", args=[case.pk]),
                "place": places.of(case),
                "solved_at": case.ended_at,
                "state_label": case.state_now.label,
                "tone": case.state_now.tone,
                "icon": case.state_now.icon,
            }
            for case in solved
        ],
    }


def rates_of_unit(unit):
    """How well a unit answered in the last DAYS days, for {% rate %}: the three rates over the needs it led, or [] where fewer
    than FEWEST answers stand behind one: a few answers say more about who gave them than about the unit."""
    led = Case.objects.filter(lead=unit)
    three = figures.of_scope(
        f"unit:{unit.pk}", "unit", DAYS, lambda since, until: boards.three_rates(led, since, until)
    )
    labelled = boards.labelled(three)
    return labelled if all(one["n"] >= FEWEST for one in labelled) else []


def report_urgent(*, by, area, title, text, place_note, phone, language):
    """Raises a need that is never published and says no more than where and how to call back; a dispatcher has it at once. Returns its
    tracking code. Raises NotPossible."""
    contact = actions.Contact(phone=phone, language=language)
    given = {"kind": Case.Kind.HELP, "title": title, "text": text, "area": area, "place_note": place_note}
    return actions.submit(by=by, contact=contact, may_publish=False, **given).code


def open_with_code(request, code):
    """The address of the need with this tracking code, open for the rest of the session; None if there is none."""
    code_hash = actions.hash_code(code)
    case = queries.by_code(code_hash)
    if case is None:
        return None
    remember_secret(request, code_hash)
    return reverse("cases:case", args=[case.pk])
