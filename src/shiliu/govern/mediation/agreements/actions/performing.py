"""What was promised is done, or not: each side says it, and a term is settled when both say so or the mediator has seen it."""

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from shiliu.govern.mediation.agreements import queries
from shiliu.govern.mediation.agreements.models import Term
from shiliu.govern.mediation.agreements.seated import demand_side, parties
from shiliu.govern.mediation.files import record, telling
from shiliu.govern.mediation.files.locking import held
from shiliu.govern.mediation.files.models import Dispute
from shiliu.govern.mediation.files.seats import demand_leading
from shiliu.platform.clock import now
from shiliu.platform.workflow import NotPossible


@transaction.atomic
def say(*, by, dispute, term, done, text="", proof=""):
    """A side says of a term (key) that it is done, or not; `proof` is the key of a sealed paper."""
    dispute = held(dispute)
    seat = demand_side(by, dispute)
    term = _term(dispute, term)
    if not done and not text.strip():
        words = _("Say what is missing.")
        raise NotPossible(words, {"text": words})
    if proof and proof not in {str(paper.key) for paper in queries.own_papers(dispute, seat)}:
        words = _("Choose a paper you have added to this file.")
        raise NotPossible(words, {"proof": words})
    heard = [one for one in term.words["said"] if one["side"] != seat.side]
    heard.append(
        {"side": seat.side, "done": done, "on": localdate(now()).isoformat(), "text": text.strip(), "proof": str(proof)}
    )
    term.write(said=heard)
    if {one["side"] for one in heard if one["done"]} >= {one.side for one in parties(dispute)}:
        term.settled_on = localdate(now())
    term.save()
    verb = "said_done" if done else "said_not_done"
    record.record(verb, by=by, dispute=dispute, seat=seat, text=text.strip(), data={"number": term.number})
    telling.tell(dispute, but=seat)


@transaction.atomic
def settle_term(*, by, dispute, term, text):
    """The mediator has seen that a term is done, and says how."""
    dispute = held(dispute)
    seat = demand_leading(by, dispute)
    term = _term(dispute, term)
    if not text.strip():
        words = _("Say how you know that it is done.")
        raise NotPossible(words, {"text": words})
    term.settled_on = localdate(now())
    term.save(update_fields=["settled_on"])
    record.record("seen_done", by=by, dispute=dispute, seat=seat, text=text.strip(), data={"number": term.number})
    telling.tell(dispute, but=seat)


def _term(dispute, key):
    if dispute.state != Dispute.State.AGREED:
        raise NotPossible(_("Nothing is being carried out here any more."))
    found = Term.objects.select_related("agreement__dispute").filter(agreement__dispute=dispute, key=key).first()
    if found is None:
        raise NotPossible(_("There is no such promise in this agreement."))
    if found.settled_on:
        raise NotPossible(_("This promise is settled already."))
    return found
