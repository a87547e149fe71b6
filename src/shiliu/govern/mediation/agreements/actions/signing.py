"""Signing: drawn by hand, typed with a code the mediator reads out, or on paper; then the committee's seal (article 30)."""

import hmac
from secrets import randbelow

from django.db import transaction
from django.utils.translation import gettext as _

from shiliu.govern.mediation.agreements import force, queries, rules
from shiliu.govern.mediation.agreements.locking import demand_agreement, demand_latest
from shiliu.govern.mediation.agreements.models import Agreement, Signature
from shiliu.govern.mediation.agreements.seated import demand_side, parties
from shiliu.govern.mediation.files import record, telling
from shiliu.govern.mediation.files.locking import held
from shiliu.govern.mediation.files.models import Seat
from shiliu.govern.mediation.files.seats import demand_leading, demand_seat, seat_of
from shiliu.platform.clock import now
from shiliu.platform.workflow import NotPossible

DRAWN, TYPED, PAPER = "drawn", "typed", "paper"


@transaction.atomic
def tell_code(*, by, dispute, seat):
    """Six digits that the mediator reads out to the party of `seat`, who types them with its name. A new code ends the one before."""
    dispute = held(dispute)
    mediator = demand_leading(by, dispute)
    agreement = demand_agreement(dispute, Agreement.State.SIGNING)
    if seat.pk not in {one.pk for one in parties(dispute)}:
        raise NotPossible(_("Only a party that takes part can be read a code."))
    code = f"{randbelow(10**rules.CODE_DIGITS):0{rules.CODE_DIGITS}}"
    agreement.write(told={**agreement.words.get("told", {}), str(seat.key): [code, rules.CODE_TRIES]})
    agreement.save(update_fields=["box"])
    record.record("code_told", by=by, dispute=dispute, seat=mediator, data={"name": seat.name})
    return code


def sign(*, by, dispute, version, way, name="", strokes=None, code=""):
    """A party or a mediator signs the wording it has read (key of a Version). `strokes` as rules.strokes_of, for a drawn one; a party
    that types gives the code it was told. Raises NotPossible; a wrong code counts although nothing is signed."""
    with transaction.atomic():
        dispute = held(dispute)
        seat = demand_seat(by, "mediation.take_part", dispute, Seat.Role.PARTY, Seat.Role.AGENT, Seat.Role.MEDIATOR)
        seat = demand_leading(by, dispute) if seat.role == Seat.Role.MEDIATOR else _party(by, dispute)
        agreement = demand_agreement(dispute, Agreement.State.SIGNING)
        found = demand_latest(agreement, version)
        words, wrong = _given(way, name, strokes, seat), ""
        if way == TYPED and seat.role == Seat.Role.PARTY:
            wrong = _wrong_code(agreement, seat, code)
        if not wrong:
            _put(by, dispute, agreement, found, seat, words)
    if wrong:
        raise NotPossible(wrong, {"code": wrong})


@transaction.atomic
def sign_on_paper(*, by, dispute, version, seats, scan):
    """The mediator keeps a scan (key of a sealed paper) of the sheet that the parties of `seats` signed by hand or fingerprint."""
    dispute = held(dispute)
    mediator = demand_leading(by, dispute)
    agreement = demand_agreement(dispute, Agreement.State.SIGNING)
    found = demand_latest(agreement, version)
    allowed = {one.pk: one for one in parties(dispute)}
    if not seats or not all(seat.pk in allowed for seat in seats):
        words = _("Choose who signed the sheet.")
        raise NotPossible(words, {"seats": words})
    for seat in seats:
        _save(found, allowed[seat.pk], Signature.Part.SIDE, {"way": PAPER, "name": seat.name, "scan": str(scan)})
    if str(scan) not in {str(paper.key) for paper in queries.own_papers(dispute, mediator)}:
        words = _("Choose a paper you have added to this file.")
        raise NotPossible(words, {"scan": words})
    names = ", ".join(seat.name for seat in seats)
    record.record("signed_on_paper", by=by, dispute=dispute, seat=mediator, data={"names": names})
    telling.tell(dispute, but=mediator)


@transaction.atomic
def put_seal(*, by, dispute, version):
    """The mediator puts the committee's seal under what all have signed: the agreement is in force."""
    dispute = held(dispute)
    seat = demand_leading(by, dispute)
    agreement = demand_agreement(dispute, Agreement.State.SIGNING)
    found = demand_latest(agreement, version)
    missing = [one.name for one in parties(dispute) if not found.signatures.filter(seat=one).exists()]
    if missing or not found.signatures.filter(part=Signature.Part.MEDIATOR).exists():
        names = ", ".join(missing) or _("the mediator")
        raise NotPossible(_("The seal comes last. Still to sign: %(names)s.") % {"names": names})
    _save(found, seat, Signature.Part.SEAL, {"way": "seal", "name": dispute.committee.name})
    record.record("sealed", by=by, dispute=dispute, seat=seat)
    if force.complete(found):
        force.begin(dispute, agreement, found, by=by, seat=seat)
    telling.tell(dispute, but=seat)


def _party(by, dispute):
    seat = demand_side(by, dispute)
    if seat_of(by, dispute).role != Seat.Role.PARTY:
        raise NotPossible(_("Only the party itself accepts and signs. Ask the person you speak for to open the file."))
    return seat


def _given(way, name, strokes, seat):
    if way == DRAWN:
        try:
            return {"way": DRAWN, "name": seat.name, "strokes": rules.strokes_of(strokes)}
        except ValueError:
            words = _("Draw your signature in the field, or type your name instead.")
            raise NotPossible(words, {"strokes": words}) from None
    if way != TYPED or " ".join(name.split()) != " ".join(seat.name.split()):
        words = _("Type your name exactly as it stands in the agreement: %(name)s.") % {"name": seat.name}
        raise NotPossible(words, {"name": words})
    return {"way": TYPED, "name": seat.name}


def _wrong_code(agreement, seat, code):
    """Why the code does not open, in words, or "". Every try counts; after the last one the mediator reads out a new code."""
    told = agreement.words.get("told", {})
    known, tries = told.get(str(seat.key), ("", 0))
    if tries < 1:
        return _("Ask the mediator to read out a code to you first.")
    right = hmac.compare_digest("".join(code.split()).encode(), known.encode())
    told = {**told, str(seat.key): [known, 0 if right else tries - 1]}
    agreement.write(told=told)
    agreement.save(update_fields=["box"])
    return "" if right else _("This is not the code that was read out. Look at it again, or ask for a new one.")


def _put(by, dispute, agreement, version, seat, words):
    part = Signature.Part.MEDIATOR if seat.role == Seat.Role.MEDIATOR else Signature.Part.SIDE
    _save(version, seat, part, words)
    record.record("signed", by=by, dispute=dispute, seat=seat, data={"number": version.number})
    telling.tell(dispute, but=seat)


def _save(version, seat, part, words):
    if version.signatures.filter(seat=seat, part=part).exists():
        raise NotPossible(_("%(name)s has signed already.") % {"name": words["name"]})
    made = Signature(version=version, seat=seat, part=part)
    made.write(**words, digest=force.digest_of(version), at=now().isoformat())
    made.save()
