"""Ways out of the pool and back: a reason for each, and each can be undone."""

from django.db import transaction
from django.utils.translation import gettext as _

from shiliu.govern.projects.pool import heard
from shiliu.govern.projects.pool.locking import held, step
from shiliu.govern.projects.pool.models import Candidate
from shiliu.platform import audit
from shiliu.platform.permissions import demand
from shiliu.platform.workflow import NotPossible


@transaction.atomic
def take_out(*, by, candidate, reason="", exclusion=None):
    """Out of the pool, for a line of the negative list or for a reason in words; one of the two is needed and published."""
    candidate = held(candidate)
    demand(by, "pool.keep", candidate)
    reason = reason.strip() or (exclusion.name if exclusion else "")
    _need(reason)
    step(candidate, "take_out")
    candidate.reason, candidate.exclusion = reason, exclusion
    _done(candidate, by, "out", reason=reason)


@transaction.atomic
def take_in(*, by, candidate, reason):
    """Back to where it stood when it left, because something has changed."""
    candidate = held(candidate)
    demand(by, "pool.keep", candidate)
    _need(reason.strip())
    if candidate.state != Candidate.State.OUT:
        raise NotPossible(_("This candidate is in the pool."))
    candidate.state, candidate.exclusion, candidate.reason = candidate.state_before, None, ""
    if candidate.state == Candidate.State.NOT_FEASIBLE:
        candidate.state = Candidate.State.CHECKING
    _done(candidate, by, "back", reason=reason.strip())


@transaction.atomic
def reopen(*, by, candidate, reason):
    """Settled too early or prices changed: it is checked again."""
    candidate = held(candidate)
    demand(by, "pool.keep", candidate)
    _need(reason.strip())
    step(candidate, "reopen")
    candidate.price_low = candidate.price_high = None
    candidate.reason = ""
    _done(candidate, by, "reopened", reason=reason.strip())


@transaction.atomic
def merge(*, by, candidate, into, reason):
    """The same wish twice becomes one; the address of the merged one leads to the other."""
    _need(reason.strip())
    first, second = sorted((candidate, into), key=lambda one: one.pk)
    if first.pk == second.pk:
        raise NotPossible(_("A candidate is not merged with itself."))
    rows = {one.pk: held(one) for one in (first, second)}
    candidate, into = rows[candidate.pk], rows[into.pk]
    demand(by, "pool.keep", candidate)
    demand(by, "pool.keep", into)
    if into.state in (Candidate.State.OUT, Candidate.State.MERGED):
        raise NotPossible(_("The other candidate is no longer in the pool. Choose one that is."))
    step(candidate, "merge")
    candidate.merged_into, candidate.reason = into, reason.strip()
    _done(candidate, by, "merged", reason=reason.strip(), into=into)


@transaction.atomic
def separate(*, by, candidate):
    """Takes a merge back."""
    candidate = held(candidate)
    demand(by, "pool.keep", candidate)
    if candidate.state != Candidate.State.MERGED:
        raise NotPossible(_("This candidate is not merged with another."))
    candidate.state, candidate.merged_into, candidate.reason = candidate.state_before, None, ""
    if candidate.state == Candidate.State.NOT_FEASIBLE:
        candidate.state = Candidate.State.CHECKING
    _done(candidate, by, "separated")


@transaction.atomic
def enter_vote(*, by, candidate, url=""):
    """Into a vote, by whoever may hold one there; what it says and costs stands still from now on."""
    return _by_vote(by, candidate, "enter_vote", "in_vote", url=url)


@transaction.atomic
def leave_vote(*, by, candidate, url=""):
    """Out of a vote that was called off or did not choose it: it can stand again."""
    return _by_vote(by, candidate, "leave_vote", "left_vote", url=url)


@transaction.atomic
def choose(*, by, candidate, url=""):
    """Chosen by a vote, or (an accepted proposal, a unit's own service) without one."""
    return _by_vote(by, candidate, "choose", "chosen", url=url)


@transaction.atomic
def give_up(*, by, candidate, reason):
    """Chosen, but not carried out after all."""
    candidate = held(candidate)
    demand(by, "pool.keep", candidate)
    _need(reason.strip())
    step(candidate, "give_up")
    _done(candidate, by, "given_up", reason=reason.strip())


def _by_vote(by, candidate, verb, told, *, url):
    candidate = held(candidate)
    demand(by, "pool.decide", candidate)
    step(candidate, verb)
    _done(candidate, by, told, url=url)
    return candidate


def _need(reason):
    if not reason:
        sentence = _("Say why: the neighbours who wished for it read this.")
        raise NotPossible(sentence, {"reason": sentence})


def _done(candidate, by, told, **facts):
    candidate.save()
    data = {"name": candidate.names, "number": candidate.pk}
    audit.record(f"pool.{told}", by=by, target=candidate, area=candidate.area, data=data)
    heard.tell(candidate, told, **facts)
