"""Reading what was agreed; whoever asks has been let into the file by files.queries.opened."""

from dataclasses import dataclass, field

from django.utils.timezone import localdate

from shiliu.govern.mediation.agreements import force, rules
from shiliu.govern.mediation.agreements.locking import agreement_of, latest
from shiliu.govern.mediation.agreements.models import Agreement, Confirmation, Signature, Term
from shiliu.govern.mediation.agreements.seated import IN_WRITING, agreeing, mediators, parties
from shiliu.govern.mediation.files.committees import Clock
from shiliu.govern.mediation.files.models import Consent
from shiliu.platform.clock import now


@dataclass
class Standing:
    """How an agreement stands for its page: None where nothing was written down."""

    agreement: Agreement
    version: object
    digest: str
    accepted: list = field(default_factory=list)
    waiting: list = field(default_factory=list)
    signatures: list = field(default_factory=list)
    unsigned: list = field(default_factory=list)
    mediator_signed: bool = False
    unchanged: bool = True


def standing(dispute):
    """Standing, or None."""
    agreement = agreement_of(dispute)
    if agreement is None:
        return None
    agreement.dispute = dispute
    version = latest(agreement)
    said = agreeing(dispute, Consent.Kind.TEXT, str(version.key))
    sides = parties(dispute)
    signatures = list(version.signatures.select_related("seat"))
    for one in signatures:
        one.version = version
    signed = {one.seat_id for one in signatures if one.part == Signature.Part.SIDE}
    return Standing(
        agreement, version, rules.spelled(force.digest_of(version)),
        accepted=[seat for seat in sides if seat.pk in said], waiting=[seat for seat in sides if seat.pk not in said],
        signatures=signatures, unsigned=[seat for seat in sides if seat.pk not in signed],
        mediator_signed=any(one.part == Signature.Part.MEDIATOR for one in signatures),
        unchanged=agreement.state != Agreement.State.IN_FORCE or force.unchanged(agreement, version),
    )  # fmt: skip


def changes(version):
    """[(part, differences)] against the wording before; [] for the first."""
    before = version.agreement.versions.filter(number=version.number - 1).first()
    if before is None:
        return []
    before.agreement = version.agreement
    pairs = [(part, before.words[part], version.words[part]) for part in rules.PARTS]
    pairs.append(("terms", _lines(before.words["terms"]), _lines(version.words["terms"])))
    return [(part, rules.differences(old, new)) for part, old, new in pairs if old != new]


def terms(agreement):
    """Terms of an agreement in force, each with `late` and what was said of it."""
    found = list(Term.objects.filter(agreement=agreement).select_related("agreement__dispute"))
    for term in found:
        term.late = term.settled_on is None and term.due_on < localdate(now())
    return found


def confirmation(agreement):
    found = Confirmation.objects.filter(agreement=agreement).first()
    if found:
        found.agreement = agreement
    return found


def confirming(dispute):
    """(parties who want the court asked, parties who have not said so)."""
    said = agreeing(dispute, Consent.Kind.CONFIRMATION, "")
    sides = parties(dispute)
    return [seat for seat in sides if seat.pk in said], [seat for seat in sides if seat.pk not in said]


def own_papers(dispute, seat):
    """Papers of the file that the seat itself brought."""
    return [paper for paper in dispute.papers.all() if seat is not None and paper.words["owner"] == str(seat.key)]


def confirmation_source():
    """Where the thirty days come from."""
    return Clock.of("confirmation").source


def in_writing(dispute):
    """Whether a side has asked for paper."""
    return bool(agreeing(dispute, Consent.Kind.TEXT, IN_WRITING))


def open_terms(dispute):
    """Whether some promise is not settled."""
    return Term.objects.filter(agreement__dispute=dispute, settled_on=None).exists()


def signers(dispute):
    """(seats of parties, seats of mediators) who sign."""
    return parties(dispute), mediators(dispute)


def _lines(terms):
    return "\n".join(f"{term['side'].upper()}: {term['what']} ({term['way']}), {term['due']}" for term in terms)
