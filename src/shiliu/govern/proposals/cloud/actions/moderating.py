"""What neighbours do not get to read, why, and the appeal against it. Every decision is on the public log, without the words."""

from django.db import transaction
from django.utils.translation import gettext as _

from shiliu.govern.proposals.cloud import letters, searching
from shiliu.govern.proposals.cloud.actions import supports
from shiliu.govern.proposals.cloud.models import Proposal
from shiliu.govern.proposals.cloud.models_talk import ProposalAmendment, ProposalComment, ProposalModeration
from shiliu.platform import audit
from shiliu.platform.clock import now
from shiliu.platform.permissions import demand
from shiliu.platform.workflow import NotPossible

D = ProposalModeration.Decision


@transaction.atomic
def hide(*, by, thing, ground, reason):
    """Take a proposal, a comment or a suggested wording out of sight, on a ground and with a reason everybody reads."""
    row, thing = _held(thing)
    demand(by, "proposals.moderate", row)
    problems = {}
    if ground not in ProposalModeration.Ground.values:
        problems["ground"] = _("Choose the ground.")
    if not reason.strip():
        problems["reason"] = _("Say why. Everybody reads it on the log, and whoever wrote it is told.")
    if problems:
        raise NotPossible(_("Something is still missing."), problems)
    if thing.is_hidden:
        raise NotPossible(_("It is hidden already."))
    if isinstance(thing, Proposal) and thing.state == Proposal.State.DRAFT:
        raise NotPossible(_("A draft is read by nobody but its author."))
    _set(thing, hidden=True)
    made = _enter(D.HIDDEN, row, thing, by=by, ground=ground, reason=reason)
    letters.tell("proposals.hidden", row, thing.author, why=made.reason)
    return made


@transaction.atomic
def show(*, by, thing, reason):
    """A moderator takes the decision back, with a reason."""
    row, thing = _held(thing)
    demand(by, "proposals.moderate", row)
    if not thing.is_hidden:
        raise NotPossible(_("It can be read by everybody already."))
    if open_appeal(thing):
        raise NotPossible(_("An appeal is open. Whoever decides on it decides this too."))
    _demand_reason(reason)
    _set(thing, hidden=False)
    made = _enter(D.SHOWN, row, thing, by=by, reason=reason)
    letters.tell("proposals.shown", row, thing.author, why=made.reason)
    return made


@transaction.atomic
def appeal(*, by, thing, reason):
    """Whoever wrote it objects, once; a supervisor who did not hide it decides."""
    row, thing = _held(thing)
    demand(by, "proposals.own_words", thing)
    if not may_appeal(thing):
        raise NotPossible(_("There is nothing to appeal against here, or you have appealed already."))
    _demand_reason(reason)
    made = _enter(D.APPEALED, row, thing, by=by, reason=reason)
    letters.tell_supervisors("proposals.appealed", row)
    return made


@transaction.atomic
def decide(*, by, thing, granted, reason):
    """A supervisor decides on an appeal, for good; not whoever hid it."""
    row, thing = _held(thing)
    demand(by, "proposals.decide_appeal", row)
    if not open_appeal(thing):
        raise NotPossible(_("No appeal is open here. Somebody may have decided already."))
    if not may_decide(by, thing):
        raise NotPossible(_("You made the decision this appeal is about. Another supervisor decides on it."))
    _demand_reason(reason)
    if granted:
        _set(thing, hidden=False)
    made = _enter(D.APPEAL_UPHELD if granted else D.APPEAL_DENIED, row, thing, by=by, reason=reason)
    letters.tell("proposals.shown" if granted else "proposals.appeal_denied", row, thing.author, why=made.reason)
    return made


def entries_of(thing):
    rows = thing.moderation.all()
    return rows.filter(comment=None, amendment=None) if isinstance(thing, Proposal) else rows


def open_appeal(thing):
    """The appeal that nobody has decided yet, or None."""
    last = entries_of(thing).filter(decision__in=(D.APPEALED, D.APPEAL_UPHELD, D.APPEAL_DENIED)).last()
    return last if last and last.decision == D.APPEALED else None


def may_appeal(thing):
    return thing.is_hidden and not entries_of(thing).filter(decision=D.APPEALED).exists()


def may_decide(by, thing):
    hidden = entries_of(thing).filter(decision=D.HIDDEN).last()
    return by.person is not None and (hidden is None or hidden.by_id != by.person.pk)


def _held(thing):
    """(proposal, thing), both held and fresh."""
    if isinstance(thing, Proposal):
        row = supports.locked(thing)
        return row, row
    row = supports.locked(thing.proposal)
    return row, type(thing).objects.select_for_update(of=("self",)).select_related("proposal__area", "author").get(
        pk=thing.pk
    )


def _set(thing, *, hidden):
    thing.is_hidden = hidden
    thing.save(update_fields=["is_hidden"])
    if isinstance(thing, Proposal):
        searching.index(thing)


def _demand_reason(reason):
    if not reason.strip():
        raise NotPossible(_("Something is still missing."), {"reason": _("Say why. Everybody reads it on the log.")})


def _enter(decision, row, thing, *, by, reason, ground=""):
    made = ProposalModeration.objects.create(
        proposal=row, comment=thing if isinstance(thing, ProposalComment) else None,
        amendment=thing if isinstance(thing, ProposalAmendment) else None, at=now(), by=by.person, decision=decision, ground=ground,
        reason=reason.strip()[:500],
    )  # fmt: skip
    data = {"decision": str(decision), "ground": str(ground), "about": thing._meta.model_name, "key": thing.pk}
    audit.record("proposals.moderated", by=by, target=row, area=row.area, data=data)
    return made
