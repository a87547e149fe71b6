"""Can it be done, and for how much: asked of named people of units, answered with public reasons, settled by the keeper."""

from django.db import transaction
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from shiliu.foundation.models import RoleAssignment
from shiliu.govern.projects.pool import heard, rules
from shiliu.govern.projects.pool.locking import held, step
from shiliu.govern.projects.pool.models import Check
from shiliu.platform import audit, notices
from shiliu.platform.clock import now
from shiliu.platform.permissions import demand
from shiliu.platform.workflow import NotPossible


@transaction.atomic
def ask_check(*, by, candidate, reviewer, organisation, due, question=""):
    """Asks a handler of a unit whether it can be done and what it costs, until the day `due`. A candidate that was settled is open
    again. NotPossible for somebody who does not work there, a day that is past, or a unit that is being asked already."""
    candidate = held(candidate)
    demand(by, "pool.keep", candidate)
    if not _works_in(reviewer, organisation):
        sentence = _("Choose somebody who works in %(unit)s.") % {"unit": organisation.name}
        raise NotPossible(sentence, {"reviewer": sentence})
    if due < localdate(now()):
        raise NotPossible(_("This day is past."), {"due": _("This day is past.")})
    if candidate.checks.filter(organisation=organisation, verdict=Check.Verdict.OPEN).exists():
        sentence = _("%(unit)s has already been asked and has not answered yet.") % {"unit": organisation.name}
        raise NotPossible(sentence, {"reviewer": sentence})
    step(candidate, "ask")
    candidate.price_low = candidate.price_high = None
    candidate.reason = ""
    candidate.save()
    check = Check.objects.create(candidate=candidate, organisation=organisation, reviewer=reviewer, due=due,
                                 question=question.strip(), asked_at=now())  # fmt: skip
    audit.record("pool.check_asked", by=by, target=candidate, area=candidate.area,
                 data={**_told(candidate), "unit_name": organisation.names}, about=[reviewer])  # fmt: skip
    notices.send(
        "pool.check_asked", to=notices.Recipient.person(reviewer), thread=f"pool:{candidate.pk}",
        params={"name": candidate.names, "due": due}, url=reverse("office_pool:check", args=[check.pk]),
    )  # fmt: skip
    heard.tell(candidate, "asked", unit=organisation)
    return check


@transaction.atomic
def answer_check(*, by, check, feasible, explanation="", low=None, high=None):
    """What the reviewer found; both are published with the unit's name. Once: a second answer is refused."""
    candidate = held(check.candidate)
    check = Check.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=check.pk)
    demand(by, "pool.check", check)
    if check.verdict != Check.Verdict.OPEN:
        raise NotPossible(_("This was answered already. Ask for a new check if something changed."))
    explanation = explanation.strip()
    if not feasible and not explanation:
        sentence = _("Say why it cannot be done: the neighbours who wished for it read this.")
        raise NotPossible(sentence, {"explanation": sentence})
    if feasible:
        try:
            money = rules.price(low, high)
        except ValueError as problem:
            raise NotPossible(str(problem), {"low": str(problem)}) from None
        check.price_low, check.price_high = money.low, money.high
    check.verdict = Check.Verdict.FEASIBLE if feasible else Check.Verdict.UNFEASIBLE
    check.explanation, check.answered_at = explanation, now()
    check.save()
    audit.record("pool.check_answered", by=by, target=candidate, area=candidate.area,
                 data={**_told(candidate), "unit_name": check.organisation.names, "verdict": check.verdict})  # fmt: skip
    return check


@transaction.atomic
def withdraw_check(*, by, check):
    """A check nobody needs any more: it goes without an answer."""
    candidate = held(check.candidate)
    demand(by, "pool.keep", candidate)
    gone, _rows = Check.objects.filter(pk=check.pk, verdict=Check.Verdict.OPEN).delete()
    if not gone:
        raise NotPossible(_("This was answered already and stays readable."))
    audit.record("pool.check_withdrawn", by=by, target=candidate, area=candidate.area,
                 data={**_told(candidate), "unit_name": check.organisation.names})  # fmt: skip


@transaction.atomic
def settle(*, by, candidate, feasible, reason="", low=None, high=None):
    """The keeper's word once every check is answered: it can be done at a price, or it cannot, and why. Without a price of the
    keeper's own the prices of the units are added up."""
    candidate = held(candidate)
    demand(by, "pool.keep", candidate)
    checks = list(candidate.checks.all())
    if not any(check.verdict != Check.Verdict.OPEN for check in checks):
        raise NotPossible(_("Nobody has checked it yet. Ask a unit first."))
    if any(check.verdict == Check.Verdict.OPEN for check in checks):
        raise NotPossible(_("A check is still open. Wait for it, or withdraw it."))
    _decide(candidate, checks, feasible=feasible, reason=reason.strip(), low=low, high=high)
    candidate.save()
    data = {**_told(candidate), "price": candidate.price_high or 0}
    audit.record(
        f"pool.settled_{'ready' if feasible else 'not'}", by=by, target=candidate, area=candidate.area, data=data
    )
    heard.tell(candidate, "settled_ready" if feasible else "settled_not", reason=candidate.reason)
    return candidate


def _decide(candidate, checks, *, feasible, reason, low, high):
    if not feasible:
        if not reason:
            sentence = _("Say why it cannot be done: the neighbours who wished for it read this.")
            raise NotPossible(sentence, {"reason": sentence})
        step(candidate, "settle_not")
        candidate.price_low = candidate.price_high = None
    else:
        latest = {check.organisation_id: check for check in checks}  # in the order in which they were asked
        against = [check for check in latest.values() if check.verdict == Check.Verdict.UNFEASIBLE]
        if against and not reason:
            sentence = _("%(unit)s found that it cannot be done. Say why it can all the same.") % {
                "unit": against[0].organisation.name
            }
            raise NotPossible(sentence, {"reason": sentence})
        found = rules.summed(rules.Money(c.price_low, c.price_high) for c in latest.values() if c.price_high)
        try:
            money = found if low is None and found else rules.price(low, high)
        except ValueError as problem:
            raise NotPossible(str(problem), {"low": str(problem)}) from None
        step(candidate, "settle_ready")
        candidate.price_low, candidate.price_high = money.low, money.high
    candidate.reason = reason


def _works_in(person, organisation):
    held_roles = RoleAssignment.objects.filter(person=person, organisation=organisation, since__lte=now())
    return held_roles.exclude(until__lte=now()).exists() and person.is_active


def _told(candidate):
    return {"name": candidate.names, "number": candidate.pk}
