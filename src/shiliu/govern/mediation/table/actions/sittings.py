"""Sittings: everybody says when they can come, one time is taken for all of them at once, and what was said is written down."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from shiliu.govern.mediation.files import record, telling
from shiliu.govern.mediation.files.models import Dispute
from shiliu.govern.mediation.table import access, halves, reading, rules, times
from shiliu.govern.mediation.table.models import Sitting
from shiliu.platform.clock import now
from shiliu.platform.workflow import NotPossible

LONGEST = 20_000


@transaction.atomic
def say_times(*, by, dispute, can):
    """A seat says in which of the offered spans [(starts, ends)] it can come; those said before are forgotten."""
    dispute, seat = access.sitting_at(by, dispute)
    offered = set(times.offered(dispute))
    if any(span not in offered for span in can):
        raise NotPossible(_("The times on offer have changed since you opened the page. Look at them again."))
    seat.write(can=[[starts.isoformat(), ends.isoformat()] for starts, ends in sorted(can)])
    seat.save(update_fields=["box"])
    record.record("times_said", by=by, dispute=dispute, seat=seat)


@transaction.atomic
def book(*, by, dispute, starts, minutes, seats, room=None, place="", side="", watched=False):
    """A sitting of `seats` (keys as text), in a room or at a `place`; with a `side`, a separate talk with that side alone; `watched`, one
    that others may watch. Returns it.

    Raises NotPossible when a half hour of the room or of anybody has been given away: the table refuses it to the second of two."""
    dispute, mine = access.leading(by, dispute)
    if dispute.state != Dispute.State.TABLE:
        raise NotPossible(_("Sittings are arranged once the mediators are agreed on, and until there is an agreement."))
    if watched and (side or not reading.may_be_watched(dispute)):
        raise NotPossible(_("Nobody else may watch this sitting: the matter is private, or a party does not want it."))
    coming = _coming(dispute, mine, seats, side)
    starts = _moment(dispute, starts, minutes, room, place, len(coming))
    sitting = Sitting(dispute=dispute)
    sitting.write(
        seats=[str(seat.key) for seat in coming], side=side, watched=watched, **_when(starts, minutes, room, place)
    )
    sitting.save()
    _give(sitting, coming, room, starts, minutes)
    record.record("talk_arranged" if side else "sitting_arranged", by=by, dispute=dispute, seat=mine)
    telling.tell(dispute, but=mine, seats=coming)
    return sitting


@transaction.atomic
def move(*, by, sitting, starts, minutes, room=None, place="", reason):
    """The same people at another time or place, with the reason; the old half hours are free again."""
    dispute, mine, sitting = _planned(by, sitting)
    _demand_reason(reason)
    coming = _still_coming(dispute, sitting)
    starts = _moment(dispute, starts, minutes, room, place, len(coming))
    sitting.taken.all().delete()
    changes = sitting.words.get("changes", 0) + 1
    sitting.write(**_when(starts, minutes, room, place), why=reason.strip(), changes=changes, reminded=None)
    sitting.save()
    _give(sitting, coming, room, starts, minutes)
    _write_down("moved", by, dispute, mine, sitting, reason)
    telling.tell(dispute, but=mine, seats=coming)


@transaction.atomic
def call_off(*, by, sitting, reason):
    """The sitting does not take place; room and people are free again."""
    dispute, mine, sitting = _planned(by, sitting)
    _demand_reason(reason)
    sitting.taken.all().delete()
    sitting.state = Sitting.State.CANCELLED
    sitting.write(why=reason.strip(), changes=sitting.words.get("changes", 0) + 1, changed=now().isoformat())
    sitting.save()
    _write_down("called_off", by, dispute, mine, sitting, reason)
    telling.tell(dispute, but=mine, seats=_still_coming(dispute, sitting))


@transaction.atomic
def write_minutes(*, by, sitting, came, text):
    """Who came (keys as text) and what was said in substance. Written again, the version before stays in the box."""
    dispute, mine = access.leading(by, sitting.dispute)
    sitting = _held(dispute, sitting)
    if sitting.state == Sitting.State.CANCELLED or sitting.starts > now():
        raise NotPossible(_("Minutes are written once the sitting has begun."))
    if not text.strip() or len(text) > LONGEST:
        words = _("Write down in substance what was said.")
        raise NotPossible(words, {"text": words})
    if unknown := set(came) - set(sitting.words["seats"]):
        raise NotPossible(_("Choose from those who were to come."), {"came": str(len(unknown))})
    versions = [*(sitting.words.get("minutes") or []), {"at": now().isoformat(), "text": text.strip()}]
    sitting.state = Sitting.State.HELD
    sitting.write(minutes=versions, came=sorted(came))
    sitting.save()
    record.record("talk_held" if sitting.side else "sitting_held", by=by, dispute=dispute, seat=mine)
    telling.tell(dispute, but=mine, seats=_still_coming(dispute, sitting))


def _coming(dispute, mine, keys, side):
    present = {str(seat.key): seat for seat in access.present(dispute)}
    coming = [present[key] for key in dict.fromkeys([str(mine.key), *keys]) if key in present]
    sides = {seat.side for seat in coming if seat.is_side}
    if len(coming) < len({str(mine.key), *keys}):
        words = _("One of those you chose no longer sits here. Choose again.")
        raise NotPossible(words, {"seats": words})
    if side and sides != {side}:
        words = _("A separate talk is with people of one side only.")
        raise NotPossible(words, {"seats": words})
    if not side and len(sides) < 2:
        words = _("At a joint sitting every side has somebody. To talk with one side alone, choose a separate talk.")
        raise NotPossible(words, {"seats": words})
    return coming


def _moment(dispute, starts, minutes, room, place, people):
    problems = {}
    if minutes not in rules.LENGTHS:
        problems["minutes"] = _("Choose from the list.")
    if not isinstance(starts, datetime) or starts <= now() or starts.minute % 30 or starts.second or starts.microsecond:
        problems["starts"] = _("Choose a time to come, at the full or half hour.")
    elif room is not None and not problems and not times.is_open(dispute, starts, minutes):
        problems["starts"] = _("The rooms are not open then. Choose a time within the office hours of the place.")
    if room is not None and (room.committee_id != dispute.committee_id or not room.active):
        problems["room"] = _("Choose from the list.")
    elif room is not None and room.seats < people:
        problems["room"] = _("This room has too few seats. Choose another one.")
    if room is None and not place.strip():
        problems["place"] = _("Say where you meet, or choose a room.")
    if problems:
        raise NotPossible(_("Something is not right yet."), problems)
    return starts


def _when(starts, minutes, room, place):
    """Words of a Sitting."""
    ends = starts + rules.UNIT * (minutes // 30)
    return {"starts": starts.isoformat(), "ends": ends.isoformat(), "room": room.pk if room else None, "place": place.strip(),
            "changed": now().isoformat()}  # fmt: skip


def _give(sitting, coming, room, starts, minutes):
    holders = [halves.of_seat(seat) for seat in coming] + ([halves.of_room(room)] if room else [])
    halves.give(sitting, holders, starts, minutes)


def _planned(by, sitting):
    dispute, mine = access.leading(by, sitting.dispute)
    sitting = _held(dispute, sitting)
    if sitting.state != Sitting.State.PLANNED:
        raise NotPossible(_("This sitting is over or was called off. Reload the page to see what happened."))
    return dispute, mine, sitting


def _held(dispute, sitting):
    found = Sitting.objects.get(pk=sitting.pk, dispute=dispute)
    found.dispute = dispute
    return found


def _still_coming(dispute, sitting):
    return [seat for seat in access.present(dispute) if str(seat.key) in sitting.words["seats"]]


def _demand_reason(reason):
    if not reason.strip():
        words = _("Say why. Everybody who was to come reads it.")
        raise NotPossible(words, {"reason": words})


def _write_down(verb, by, dispute, mine, sitting, reason):
    """The reason of a separate talk concerns that side alone: the record, which both sides read, does without it."""
    verb, text = (f"talk_{verb}", "") if sitting.side else (f"sitting_{verb}", reason.strip())
    record.record(verb, by=by, dispute=dispute, seat=mine, text=text)
