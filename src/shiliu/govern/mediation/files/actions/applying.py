"""Asking for mediation, and the committee's word whether it takes the matter on."""

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from shiliu.foundation.models import Organisation
from shiliu.govern.mediation.files import record, sitting_down, telling
from shiliu.govern.mediation.files.committees import Clock
from shiliu.govern.mediation.files.locking import held, step
from shiliu.govern.mediation.files.models import Consent, Dispute, Kind, Seat
from shiliu.platform.clock import now
from shiliu.platform.notices import Recipient, send
from shiliu.platform.permissions import demand
from shiliu.platform.workflow import NotPossible

OFFERED = (Dispute.Origin.COMMITTEE, Dispute.Origin.COURT, Dispute.Origin.POLICE, Dispute.Origin.CASE)


@transaction.atomic
def apply(
    *, by, committee, area, kind, matter, wish="", me, other, origin=Dispute.Origin.PARTY, key=None, on_behalf=False
):
    """A new file asked for by a party. `me` and `other` are words of a Seat (`name` at least). Returns (Dispute, code or None).

    `key`: the key of the file, so that the same press twice is one file. `on_behalf`: the actor writes for somebody who gets the code,
    and has no seat. Raises NotPossible naming the fields that are wrong."""
    demand(by, "mediation.apply")
    if key and Dispute.objects.filter(key=key).exists():
        raise NotPossible(_("This was sent already. You find it under “Private files”."))
    _refuse(kind, matter, me, other)
    dispute = Dispute.begun(committee=committee, area=area, kind=kind, origin=origin, applied_on=localdate(now()))
    dispute.key = key or dispute.key
    dispute.write(matter=matter.strip(), wish=wish.strip())
    dispute.save()
    mine, code = sitting_down.seat(
        dispute, Seat.Role.PARTY, person=None if on_behalf else by.person, side="a", state=Seat.State.JOINED, **me
    )  # fmt: skip
    Consent.objects.create(dispute=dispute, seat=mine, kind=Consent.Kind.MEDIATION, given=True, on=dispute.applied_on)
    dispute.write(other=other)
    dispute.save(update_fields=["box"])
    record.record("applied", by=by, dispute=dispute, seat=mine)
    send(
        "private.work",
        to=Recipient.unit(committee),
        thread=telling.thread(dispute),
        url="/office/mediation/",
    )
    return dispute, code


@transaction.atomic
def offer(*, by, committee, area, kind, origin, matter, letter="", first, second):
    """The committee itself offers mediation, or a court, the police or whoever handles a need refers a matter with a letter: both sides
    are asked, and nothing is talked over unless both agree (articles 17 and 18). `first` and `second` are words of a Seat. Returns
    (Dispute, [(Seat, code)])."""
    if origin not in OFFERED:
        raise NotPossible(_("Choose from the list."), {"origin": _("Choose from the list.")})
    _refuse(kind, matter, first, second)
    if origin != Dispute.Origin.COMMITTEE and not letter.strip():
        words = _("Write down the letter of the referral: from whom, of which day, its number.")
        raise NotPossible(words, {"letter": words})
    today = localdate(now())
    dispute = Dispute.begun(committee=committee, area=area, kind=kind, origin=origin, applied_on=today)
    demand(by, "mediation.receive", dispute)
    dispute.write(matter=matter.strip(), letter=letter.strip() or None)
    _number(dispute, today)
    dispute.save()
    sitting_down.seat(dispute, Seat.Role.MEDIATOR, person=by.person, name=by.person.pseudonym)
    sides = [
        sitting_down.seat(dispute, Seat.Role.PARTY, side=side, **words)
        for side, words in zip("ab", (first, second), strict=True)
    ]
    record.record("offered", by=by, dispute=dispute)
    telling.tell(dispute)
    return dispute, sides


@transaction.atomic
def take(*, by, dispute):
    """The committee takes the matter on: it gets its number, and the other side is asked. Returns the code for the other side."""
    dispute = held(dispute)
    demand(by, "mediation.receive", dispute)
    _number(dispute, localdate(now()))
    other = dispute.words.get("other") or {}
    dispute.write(other=None)
    dispute.save()
    # Whoever took the file on keeps it until mediators are agreed on; without a seat nobody could go on with it.
    sitting_down.seat(dispute, Seat.Role.MEDIATOR, person=by.person, state=Seat.State.ASKED, name=by.person.pseudonym)
    _theirs, code = sitting_down.seat(dispute, Seat.Role.PARTY, side="b", **other)
    record.record("taken", by=by, dispute=dispute)
    telling.tell(dispute)
    return code


@transaction.atomic
def not_take(*, by, dispute, reason):
    """The committee does not take the matter on, and says where to go instead."""
    dispute = held(dispute)
    demand(by, "mediation.receive", dispute)
    if not reason.strip():
        words = _("Say why, and where the applicant can go instead.")
        raise NotPossible(words, {"reason": words})
    step(dispute, "not_take", on=localdate(now()))
    dispute.write(why=reason.strip())
    dispute.save()
    record.record("not_taken", by=by, dispute=dispute, text=reason.strip())
    telling.tell(dispute)


def _number(dispute, today):
    """Takes a held file on, in memory: it gets its number, and its time runs. Two taken on at once wait for each other."""
    Organisation.objects.select_for_update().get(pk=dispute.committee_id)
    step(dispute, "take", on=today)
    last = Dispute.objects.filter(committee=dispute.committee, year=today.year).aggregate(last=Max("number"))["last"]
    dispute.reminded_on = None
    dispute.taken_on, dispute.year, dispute.number = today, today.year, (last or 0) + 1
    # For work and wages the time runs from the day of the application, otherwise from taking the matter on.
    start = dispute.applied_on if dispute.kind == Kind.LABOUR else today
    dispute.due_on = Clock.for_kind(dispute.kind).due(dispute.area, start)


def _refuse(kind, matter, me, other):
    problems = {}
    if kind not in Kind.values:
        problems["kind"] = _("Choose from the list.")
    if not matter.strip():
        problems["matter"] = _("Say in a few words what it is about.")
    if not me.get("name", "").strip():
        problems["name"] = _("Give your name as it is to stand in an agreement.")
    if not other.get("name", "").strip():
        problems["other_name"] = _("Name the other side as well as you can.")
    if problems:
        raise NotPossible(_("Something is not right yet."), problems)
