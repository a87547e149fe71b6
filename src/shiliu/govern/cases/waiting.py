"""What a case waits for, as pages tell it: a question, a postponement, its promises. Rows in, plain values out."""

from datetime import date, datetime

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shiliu.govern.cases.models import CasePause, CasePromise
from shiliu.govern.cases.rules import OBSTACLES
from shiliu.govern.cases.workflow import ASKED, SHELVED
from shiliu.methods import private_text
from shiliu.platform.clock import now
from shiliu.platform.presentation import moments
from shiliu.platform.presentation.languages import apart

POSTPONING = {"shelve", "keep_shelved"}
# standing: (label, tone, icon). Late is what the day makes of an open promise; it is no state of its own.
STANDINGS = {
    "open": (gettext_lazy("Promised"), "info", "calendar-clock"),
    "late": (gettext_lazy("Late"), "bad", "clock-alert"),
    "kept": (gettext_lazy("Kept"), "good", "check-check"),
    "dropped": (gettext_lazy("Given up"), "neutral", "circle-slash"),
}


def today():
    return localtime(now()).date()


def standing(promise, day=None):
    """The key of a promise in STANDINGS, on a day."""
    is_late = promise.state == CasePromise.State.OPEN and promise.due < (day or today())
    return "late" if is_late else promise.state


def question(case):
    """{said, language, unit, at, limit, until_words} of what the unit asks the resident now, or None."""
    step = _latest(case, {"ask_asker"}) if case.state == ASKED else None
    if step is None:
        return None
    until = limit(case)
    return {
        "said": step.said,
        "language": step.language,
        "unit": step.unit.name if step.unit_id else "",
        "at": step.at,
        "limit": until,
        "until_words": moments.day_and_time(until) if until else "",
    }


def postponement(case):
    """{said, public_said, language, obstacle, since, review, days} of a case that is postponed now, or None."""
    if case.state != SHELVED:
        return None
    decided, proposed = _latest(case, POSTPONING), _latest(case, {"propose_shelving"})
    begun = [p.since for p in case.pauses.all() if p.round == case.round and p.why == CasePause.Why.SHELVED]
    since = min(begun, default=None)
    return {
        "said": decided.said if decided else "",
        "public_said": decided.public_said if decided else "",
        "language": decided.language if decided else "",
        "obstacle": obstacle(proposed),
        "since": since,
        "review": limit(case),
        "days": (today() - localtime(since).date()).days if since else 0,
    }


def limit(case):
    """When the pause that holds the case now ends at the latest, or None."""
    return next((pause.limit for pause in case.pauses.all() if pause.ended_at is None), None)


def _latest(case, moves):
    return next((step for step in reversed(case.steps.all()) if step.move in moves), None)


def obstacle(step):
    return dict(OBSTACLES).get(step.data.get("obstacle"), "") if step else ""


def promises(case, *, public=False):
    """Rows of `promise_row`, in the order of their days."""
    return [promise_row(promise, public=public) for promise in case.promises.all()]


def promise_row(promise, *, public=False):
    """{promise, what, label, tone, icon, moved}; neighbours read it without what seems to name somebody."""
    label, tone, icon = STANDINGS[standing(promise)]
    return {
        "promise": promise,
        "what": covered(promise.what) if public else promise.what,
        "label": label,
        "tone": tone,
        "icon": icon,
        "moved": promise.due != promise.first_due,
    }


def covered(text):
    """`text` with everything covered that seems to name a person: no moderator stands between a promise and its readers."""
    return private_text.mask(text, private_text.find(text))


def details(step, *, public=False):
    """What a step about time says below its words: days, the obstacle, what was promised; '' for other steps."""
    data = step.data
    if step.move == "ask_asker" and data.get("until"):
        return _("The time stands still until %(moment)s at the latest.") % {"moment": _moment(data["until"])}
    if step.move == "extend" and data.get("before"):
        return _("From %(before)s to %(after)s.") % {
            "before": _moment(data["before"]),
            "after": _moment(data["until"]),
        }
    if step.move == "propose_shelving" and data.get("review"):
        return _("%(obstacle)s. Day of review proposed: %(day)s.") % {
            "obstacle": obstacle(step),
            "day": _day(data["review"]),
        }
    if step.move in POSTPONING and data.get("review"):
        return _("Day of review: %(day)s.") % {"day": _day(data["review"])}
    if step.move == "promise_moved" and data.get("before"):
        return _("“%(what)s”: from %(before)s to %(after)s.") % {
            "what": _what(data["what"], public),
            "before": _day(data["before"]),
            "after": _day(data["due"]),
        }
    if step.move in {"promise_kept", "promise_dropped"} and data.get("what"):
        return _("“%(what)s”") % {"what": _what(data["what"], public)}
    return promised(step, public=public)


def promised(step, *, public=False):
    """What an answer promised, with the obstacle it names, as one line; '' where it promised nothing."""
    made = step.data.get("promise")
    if not isinstance(made, dict):
        return ""
    words = _("Promised by %(day)s: “%(what)s”") % {"day": _day(made["due"]), "what": _what(made["what"], public)}
    why = obstacle(step)
    return _("%(one)s. %(other)s") % {"one": why, "other": words} if why else words


def _what(text, public):
    return apart(covered(text) if public else text)


def _day(text):
    return moments.written(date.fromisoformat(text), "date")


def _moment(text):
    return moments.day_and_time(datetime.fromisoformat(text))
