"""Asking the court together to confirm an agreement (司法确认, article 33): both sides want it, the package goes out, the outcome comes back."""

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from shiliu.govern.mediation.agreements import package, queries, rows
from shiliu.govern.mediation.agreements.locking import demand_agreement, latest
from shiliu.govern.mediation.agreements.models import Agreement, Confirmation
from shiliu.govern.mediation.agreements.seated import agreeing, demand_party, parties
from shiliu.govern.mediation.files import record, telling
from shiliu.govern.mediation.files.locking import held
from shiliu.govern.mediation.files.models import Consent, Seat
from shiliu.govern.mediation.files.seats import demand_seat
from shiliu.govern.mediation.table import access, vault
from shiliu.platform.clock import now
from shiliu.platform.workflow import NotPossible

COURT = "court"
EXTENSIONS = {"jpeg": "jpg", "png": "png", "webp": "webp", "pdf": "pdf"}
OUTCOMES = ("confirmed", "refused", "withdrawn")


@transaction.atomic
def agree_to_confirm(*, by, dispute, given, bars=(), papers=()):
    """A party wants to ask the court, or no longer; `papers` are keys of its own papers that the court may read. `bars` are codes of rows.read("bars") that the agreement touches: a court confirms none
    of those."""
    dispute = held(dispute)
    seat = demand_party(by, dispute)
    agreement = _in_time(dispute)
    if given and bars:
        names = "; ".join(rows.read("bars")[code].name for code in bars)
        words = _("A court does not confirm this one: %(names)s. The agreement counts all the same.") % {"names": names}
        raise NotPossible(words, {"bars": words})
    if not given and Confirmation.objects.filter(agreement=agreement, exported_on__isnull=False).exists():
        raise NotPossible(
            _("The papers for the court are made already. Withdraw at the court, and write down the outcome here.")
        )
    Consent.objects.update_or_create(
        seat=seat,
        kind=Consent.Kind.CONFIRMATION,
        about="",
        defaults={"dispute": dispute, "given": given, "on": localdate(now())},
    )
    for paper in queries.own_papers(dispute, seat):
        access.say(dispute, seat, Consent.Kind.PAPER, f"{paper.key.hex}:{COURT}", given and str(paper.key) in papers)
    verb = "wants_confirmation" if given else "no_confirmation"
    record.record(verb, by=by, dispute=dispute, seat=seat)
    telling.tell(dispute, but=seat)


@transaction.atomic
def export_package(*, by, dispute):
    """The package for the court as ZIP bytes, for a party or the mediator, once every party wants it. That it was made is recorded, with
    the hash of every paper in it. Raises NotPossible; printing.NotPrintable where a script is missing here."""
    dispute = held(dispute)
    seat = demand_seat(by, "mediation.take_part", dispute, Seat.Role.PARTY, Seat.Role.MEDIATOR)
    agreement = _in_time(dispute)
    waiting = [one.name for one in parties(dispute) if one.pk not in agreeing(dispute, Consent.Kind.CONFIRMATION, "")]
    if waiting:
        raise NotPossible(
            _("Both sides have to ask together. Still missing: %(names)s.") % {"names": ", ".join(waiting)}
        )
    whole, hashes = package.made(dispute, agreement, latest(agreement), _papers(dispute))
    found = Confirmation.objects.filter(agreement=agreement).first() or Confirmation(agreement=agreement)
    found.agreement = agreement
    found.exported_on = localdate(now())
    found.write(hashes=hashes)
    found.save()
    record.record("package_made", by=by, dispute=dispute, seat=seat)
    telling.tell(dispute, but=seat)
    return whole


@transaction.atomic
def note_outcome(*, by, dispute, outcome, text=""):
    """What the court said: confirmed, refused, or the sides withdrew."""
    dispute = held(dispute)
    seat = demand_seat(by, "mediation.take_part", dispute, Seat.Role.PARTY, Seat.Role.MEDIATOR)
    agreement = demand_agreement(dispute, Agreement.State.IN_FORCE)
    found = Confirmation.objects.filter(agreement=agreement).first()
    if found is None or outcome not in OUTCOMES:
        words = _("Choose what became of it.")
        raise NotPossible(words, {"outcome": words})
    if found.settled_on:
        raise NotPossible(_("What the court said is written down already."))
    found.agreement = agreement
    found.settled_on = localdate(now())
    found.write(outcome=outcome, text=text.strip())
    found.save()
    record.record(f"court_{outcome}", by=by, dispute=dispute, seat=seat, text=text.strip())
    telling.tell(dispute, but=seat)


def _papers(dispute):
    """(name, bytes) of papers whose owners let the court read them."""
    said = access.said(dispute, Consent.Kind.PAPER)
    opened = [
        paper
        for paper in dispute.papers.all()
        if any(yes for (_seat, about), yes in said.items() if about == f"{paper.key.hex}:{COURT}")
    ]
    found = []
    for number, paper in enumerate(opened, start=1):
        paper.dispute = dispute
        found.append((f"{number}.{EXTENSIONS[paper.words['kind']]}", vault.take(paper)))
    return found


def _in_time(dispute):
    agreement = demand_agreement(dispute, Agreement.State.IN_FORCE)
    if localdate(now()) > agreement.confirm_by:
        raise NotPossible(
            _("The thirty days for asking the court together are over. The agreement counts all the same; if it is not kept, go to court.")
        )  # fmt: skip
    return agreement
