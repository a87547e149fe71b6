"""Who sits on which side: representatives and agents join, leave, get a new code, say how they are told."""

from django.db import transaction
from django.utils.translation import gettext as _

from shiliu.govern.mediation.files import queries, record, rules, sitting_down, telling
from shiliu.govern.mediation.files.locking import held
from shiliu.govern.mediation.files.models import Seat
from shiliu.govern.mediation.files.seats import demand_seat
from shiliu.platform.workflow import NotPossible

SEATED = (Seat.Role.PARTY, Seat.Role.AGENT, Seat.Role.MEDIATOR)
WORDS = ("name", "phone", "email", "language", "authority")


@transaction.atomic
def add_party(*, by, dispute, side, role, name, **words):
    """Somebody more on a side, or the first of a further side; asked first like everybody else. Returns (Seat, code)."""
    dispute = held(dispute)
    seat = demand_seat(by, "mediation.take_part", dispute, *SEATED)
    _demand_room(dispute, seat, side, role, name, words)
    made, code = sitting_down.seat(
        dispute, role, side=side, name=name.strip(), **{word: words[word] for word in WORDS if words.get(word)}
    )
    record.record("party_added", by=by, dispute=dispute, seat=seat, data={"who": name.strip()})
    telling.tell(dispute, but=seat)
    return made, code


@transaction.atomic
def remove_party(*, by, dispute, who, text=""):
    """Takes one of several off a side; the last of a side ends the talk instead (`stop`)."""
    dispute = held(dispute)
    seat = demand_seat(by, "mediation.take_part", dispute, *SEATED)
    gone = next((one for one in queries.removable(dispute, seat) if one.pk == who.pk), None)
    if gone is None or dispute.state not in queries.AT_TABLE:
        raise NotPossible(_("Only one of several on a side can be taken off it."))
    gone.state = Seat.State.LEFT
    gone.save(update_fields=["state"])
    record.record("party_left", by=by, dispute=dispute, seat=seat, text=text, data={"who": gone.name})
    telling.tell(dispute, but=seat)


@transaction.atomic
def new_code(*, by, dispute, who):
    """A new code in place of a lost one; the old one opens nothing any more. Everybody at the table reads that it was given."""
    dispute = held(dispute)
    seat = demand_seat(by, "mediation.lead", dispute, Seat.Role.MEDIATOR)
    theirs = next((one for one in queries.with_codes(dispute, seat) if one.pk == who.pk), None)
    if theirs is None:
        raise NotPossible(_("They sit there with their account and need no code."))
    code = sitting_down.give_code(theirs)
    record.record("code_given", by=by, dispute=dispute, seat=seat, data={"who": theirs.name})
    telling.tell(dispute, but=seat)
    return code


@transaction.atomic
def set_contact(*, by, dispute, phone="", email="", language=""):
    """How the actor is told that something waits; readable for the mediator alone."""
    dispute = held(dispute)
    seat = demand_seat(by, "mediation.take_part", dispute)
    seat.write(phone=phone or None, email=email or None, language=language or None)
    seat.save(update_fields=["box"])


def _demand_room(dispute, seat, side, role, name, words):
    problems = {}
    if dispute.state not in queries.AT_TABLE:
        raise NotPossible(_("Nobody can join a side any more."))
    if side not in dict(queries.sides_to_add(dispute, seat)) or role not in (Seat.Role.PARTY, Seat.Role.AGENT):
        problems["side"] = _("Choose from the list.")
    if len(queries.sides(dispute).get(side, [])) >= rules.MOST_REPRESENTATIVES:
        problems["side"] = _("A side speaks through five people at most.")
    if not name.strip():
        problems["name"] = _("Give the name.")
    if role == Seat.Role.AGENT and not (words.get("authority") or "").strip():
        problems["authority"] = _("Say for whom the agent speaks, and on which paper it stands.")
    if problems:
        raise NotPossible(_("Something is not right yet."), problems)
