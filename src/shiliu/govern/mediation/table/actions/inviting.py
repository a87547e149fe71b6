"""Bodies and interpreters at the table: the mediator asks the parties, and only when each has agreed is anybody told anything."""

from django.db import transaction
from django.utils.translation import gettext as _

from shiliu.foundation.models import Organisation
from shiliu.govern.mediation.files import record, sitting_down, telling
from shiliu.govern.mediation.files.locking import demand_open, held
from shiliu.govern.mediation.files.models import Consent, Dispute, Seat
from shiliu.govern.mediation.files.seats import leads
from shiliu.govern.mediation.sealed import keys
from shiliu.govern.mediation.table import access
from shiliu.govern.mediation.table.models import Guest
from shiliu.platform.notices import Recipient, send
from shiliu.platform.permissions import demand
from shiliu.platform.workflow import NotPossible

LONGEST = 2000
ROLES = {Guest.Kind.BODY: Seat.Role.INVITED, Guest.Kind.INTERPRETER: Seat.Role.INTERPRETER}


@transaction.atomic
def ask(*, by, dispute, kind, called, duty="", unit=None, language=""):
    """The mediator wants a body or an interpreter at the table; every party is asked first. Returns the Guest."""
    dispute, seat = access.leading(by, dispute)
    _refuse(dispute, kind, called, duty, language)
    guest = Guest(dispute=dispute, kind=kind, unit_token=keys.token_of_unit(unit) if unit else "")
    guest.write(called=called.strip(), duty=duty.strip(), language=language, unit=unit.pk if unit else None)
    guest.save()
    record.record("guest_proposed", by=by, dispute=dispute, seat=seat, data={"guest": guest.called})
    telling.tell(dispute, seats=access.parties(dispute))
    return guest


@transaction.atomic
def answer_guest(*, by, guest, agrees):
    """A party says whether the guest may come, as often as it changes its mind. The last yes of all lets the body be told; one no
    keeps the guest away, or sends away whoever sits already."""
    dispute, seat = access.sitting_at(by, guest.dispute, Seat.Role.PARTY)
    guest = held_guest(dispute, guest)
    if guest.state == Guest.State.WITHDRAWN:
        raise NotPossible(_("The mediator no longer asks for this. Reload the page to see what happened."))
    if not access.say(dispute, seat, Consent.Kind.OUTSIDER, guest.key.hex, agrees):
        return
    verb = "guest_agreed" if agrees else "guest_objected"
    record.record(verb, by=by, dispute=dispute, seat=seat, data={"guest": guest.called})
    if not agrees:
        send_away(guest, Guest.State.UNWELCOME)
        telling.tell(dispute, but=seat)
    elif guest.state in (Guest.State.PROPOSED, Guest.State.UNWELCOME) and agreed_by_all(dispute, guest):
        guest.state = Guest.State.WELCOME
        guest.save(update_fields=["state"])
        _tell_unit(guest)
        telling.tell(dispute, but=seat)


@transaction.atomic
def uninvite(*, by, guest):
    """The mediator no longer wants the guest; a seat it had opens nothing any more."""
    dispute, seat = access.leading(by, guest.dispute)
    guest = held_guest(dispute, guest)
    if guest.state == Guest.State.WITHDRAWN:
        return
    send_away(guest, Guest.State.WITHDRAWN)
    record.record("guest_withdrawn", by=by, dispute=dispute, seat=seat, data={"guest": guest.called})


@transaction.atomic
def seat_guest(*, by, guest, name=""):
    """The mediator hands a place to whoever comes, by a code that is told once: interpreters, and bodies without accounts here.
    Returns the code."""
    dispute, seat = access.leading(by, guest.dispute)
    guest = _welcome(dispute, guest)
    _seat, code = _sit(guest, name=name.strip() or guest.called, person=None)
    record.record("guest_seated", by=by, dispute=dispute, seat=seat, data={"guest": guest.called})
    return code


@transaction.atomic
def take_place(*, by, guest, name):
    """Somebody of the body takes its place, with their own account. The body decides who; only that place opens the file."""
    guest = Guest.objects.select_related("dispute").get(pk=guest.pk)
    demand(by, "mediation.sit_for_body", guest)
    dispute = held(guest.dispute)
    demand_open(dispute)
    guest = _welcome(dispute, guest)
    if not name.strip():
        words = _("Say who comes, by name or by office.")
        raise NotPossible(words, {"name": words})
    if dispute.seats.filter(token=keys.token(by.person)).exists():
        raise NotPossible(_("You sit at this table already. Let a colleague come for your unit."))
    seat, _code = _sit(guest, name=name.strip(), person=by.person)
    record.record("guest_seated", by=by, dispute=dispute, seat=seat, data={"guest": guest.called})
    telling.tell(dispute, but=seat)


@transaction.atomic
def decline(*, by, guest, reason):
    """The body does not come, and says why; the mediator reads it."""
    guest = Guest.objects.select_related("dispute").get(pk=guest.pk)
    demand(by, "mediation.sit_for_body", guest)
    dispute = held(guest.dispute)
    demand_open(dispute)
    guest = _welcome(dispute, guest)
    if not reason.strip():
        words = _("Say why your unit does not come, and who could help instead.")
        raise NotPossible(words, {"reason": words})
    guest.write(why=reason.strip()[:LONGEST])
    guest.state = Guest.State.DECLINED
    guest.save()
    record.record("guest_declined", by=by, dispute=dispute, data={"guest": guest.called}, text=guest.words["why"])
    telling.tell(dispute, seats=[seat for seat in access.present(dispute) if leads(seat)])


def held_guest(dispute, guest):
    """As it stands now, under the lock of its file."""
    found = Guest.objects.get(pk=guest.pk, dispute=dispute)
    found.dispute = dispute
    return found


def agreed_by_all(dispute, guest):
    given = access.said(dispute, Consent.Kind.OUTSIDER)
    return all(given.get((seat.pk, guest.key.hex)) for seat in access.parties(dispute))


def send_away(guest, state):
    guest.state = state
    guest.save(update_fields=["state"])
    for seat in seats_of(guest):
        seat.state = Seat.State.LEFT
        seat.save(update_fields=["state"])


def seats_of(guest):
    """The seats in which somebody sits for the guest now."""
    found = guest.dispute.seats.filter(role=ROLES[guest.kind], state__in=[Seat.State.ASKED, Seat.State.JOINED])
    return [seat for seat in found if seat.words.get("guest") == guest.key.hex]


def _welcome(dispute, guest):
    guest = held_guest(dispute, guest)
    if guest.state != Guest.State.WELCOME or not agreed_by_all(dispute, guest):
        raise NotPossible(_("Nobody can take this place now: every party has to agree first, and only one sits there."))
    return guest


def _sit(guest, *, name, person):
    words = {"name": name, "called": guest.called, "duty": guest.words.get("duty"), "guest": guest.key.hex,
             "language": guest.words.get("language")}  # fmt: skip
    made = sitting_down.seat(guest.dispute, ROLES[guest.kind], person=person, state=Seat.State.JOINED, **words)
    guest.state = Guest.State.SEATED
    guest.save(update_fields=["state"])
    return made


def _tell_unit(guest):
    unit = Organisation.objects.filter(pk=guest.words.get("unit"), active=True).first()
    if unit:
        send(
            "private.work",
            to=Recipient.unit(unit),
            thread=f"private:{keys.alias(guest.key_name, guest.key)}",
            url="/office/mediation/asked/",
        )


def _refuse(dispute, kind, called, duty, language):
    problems = {}
    if dispute.state != Dispute.State.TABLE:
        raise NotPossible(_("Others are asked to the table once the mediators are agreed on."))
    if kind not in Guest.Kind.values:
        problems["kind"] = _("Choose from the list.")
    if not called.strip() or len(called) > LONGEST:
        problems["called"] = _("Name the body or the interpreter.")
    if kind == Guest.Kind.BODY and not duty.strip():
        problems["duty"] = _(
            "Say what this body is to do. It reads this, and nothing else of the file that nobody opened to it."
        )
    if kind == Guest.Kind.INTERPRETER and not language:
        problems["language"] = _("Choose the language that is interpreted.")
    if problems:
        raise NotPossible(_("Something is not right yet."), problems)
