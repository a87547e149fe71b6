"""Effects of moves about time: asking the resident, extending, postponing, promising. See effects.py."""

from django.conf import settings
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from shiliu.govern.cases import letters, pauses
from shiliu.govern.cases.models import CasePause, CasePromise
from shiliu.govern.cases.pauses import end_of
from shiliu.govern.cases.rules import OBSTACLES
from shiliu.platform import deadlines
from shiliu.platform.workflow import NotPossible


def pause_for_asker(case, given, by, moment):
    """The clock of the resolution stops until the answer, or for the days set in the settings."""
    days = deadlines.Allowance(settings.CASE_QUESTION_DAYS, "days", working=True)
    limit = deadlines.due(case.area, moment, days).at
    pauses.begin(case, CasePause.Why.ASKER, limit, moment)
    return {"until": limit.isoformat()}


def reply(case, given, by, moment):
    letters.tell_unit(case, "cases.replied")
    return {}


def extend(case, given, by, moment):
    """Once a round, never by more than the time first allowed (the settings say how much of it)."""
    clock = pauses.resolution_clock(case)
    days = pauses.days_to_extend_to(clock) if clock is not None and clock.due_now > moment else None
    if days is None:
        raise NotPossible(_("No deadline is running that could be extended."))
    first, last = days
    if not first <= given["until"] <= last:
        message = _("Choose a day from %(first)s to %(last)s.") % {"first": first, "last": last}
        raise NotPossible(message, {"until": message})
    before, after = clock.due_now, end_of(given["until"])
    pauses.move(clock, after)
    letters.tell_supervisors(case, "cases.extended_for_supervisor")
    return {"before": before.isoformat(), "until": after.isoformat()}


def propose_shelving(case, given, by, moment):
    check_review(given["review"], moment)
    if given["obstacle"] not in dict(OBSTACLES):
        raise NotPossible(_("Something is not right."), {"obstacle": _("Choose what stands in the way.")})
    letters.tell_supervisors(case, "cases.shelving_for_supervisor")
    return {"obstacle": given["obstacle"], "review": given["review"].isoformat()}


def shelve(case, given, by, moment):
    """The clock of the resolution stands still until the day of review."""
    check_review(given["review"], moment)
    pauses.begin(case, CasePause.Why.SHELVED, end_of(given["review"]), moment)
    letters.tell_unit(case, "cases.shelved_for_unit")
    return {"review": given["review"].isoformat()}


def check_review(day, moment):
    first, last = pauses.days_of_review(moment)
    if not first <= day <= last:
        message = _("Choose a day of review after today and not after %(last)s.") % {"last": last}
        raise NotPossible(message, {"review": message})


def contest(case, given, by, moment):
    letters.tell_supervisors(case, "cases.contested_for_supervisor")
    return {}


def tell_unit_to_go_on(case, given, by, moment):
    letters.tell_unit(case, "cases.go_on")
    return {}


def with_promise(case, given, by, moment):
    """An answer may promise something by a day: then it is an object with an owner, and it comes back by itself."""
    data = {key: given[key] for key in ("obstacle", "despite") if given.get(key)}
    what, day = (given.get("promise") or "").strip(), given.get("promised_by")
    if bool(what) != bool(day):
        missing = {"promised_by": _("Say by which day.")} if what else {"promise": _("Say what is promised.")}
        raise NotPossible(_("Something is still missing."), missing)
    if what:
        if day < localtime(moment).date():
            raise NotPossible(_("Something is still missing."), {"promised_by": _("Choose a day that has not passed.")})
        promise = CasePromise.objects.create(
            case=case, what=what[:200], unit=case.lead, first_due=day, due=day, made_at=moment
        )
        data["promise"] = {"id": promise.pk, "what": promise.what, "due": day.isoformat()}
    return data


EFFECTS = {
    "pause_for_asker": pause_for_asker,
    "reply": reply,
    "extend": extend,
    "propose_shelving": propose_shelving,
    "shelve": shelve,
    "contest": contest,
    "tell_unit_to_go_on": tell_unit_to_go_on,
    "with_promise": with_promise,
}
