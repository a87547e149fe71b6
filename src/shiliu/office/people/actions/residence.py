"""Showing that one lives in a building: papers seen at the window, or a code that arrived at the door."""

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from shiliu.foundation.models import Area, Person, RoleAssignment
from shiliu.office.people import rules
from shiliu.office.people.models import CodeTry, DoorLetter, ShownCode
from shiliu.office.people.targets import Oneself, Place
from shiliu.platform import audit
from shiliu.platform.clock import now
from shiliu.platform.permissions import Refused, demand, may_somewhere
from shiliu.platform.permissions.table import named
from shiliu.platform.workflow import NotPossible


@transaction.atomic
def show_code(*, by):
    """A new short code to show at the window or to tell an administrator; an older one stops working.

    Returns (code, moment it expires)."""
    demand(by, "people.account", Oneself(by.person))
    code, expires_at = rules.new_code(rules.SHOWN_CODE_LENGTH), now() + rules.SHOWN_CODE_VALID
    ShownCode.objects.update_or_create(
        person=by.person, defaults={"code_hash": rules.code_hash("shown", code), "expires_at": expires_at}
    )
    return code, expires_at


def open_by_code(*, by, code, permission, reason):
    """The person who shows this code now; it works once. The look is written down with `reason`.

    `permission` is what the worker is about to do (check residence, give a role). NotPossible for a wrong or old code and
    for too many tries."""
    if not may_somewhere(by, permission):
        raise Refused(named(permission), signed_in=by.signed_in)
    _count_try(by.person, CodeTry.Purpose.WINDOW)
    with transaction.atomic():
        shown = ShownCode.objects.select_for_update(of=("self",)).select_related("person")
        shown = shown.filter(code_hash=rules.code_hash("shown", code), expires_at__gt=now()).first()
        if shown is None:
            message = _("No valid code. Ask the person to show a new one and type it again.")
            raise NotPossible(message, {"code": message})
        shown.delete()
        audit.look(by=by, about=[shown.person], target=shown.person, reason=reason)
    return shown.person


@transaction.atomic
def confirm_residence(*, by, person, building):
    """The worker has seen papers for a dwelling in `building` and keeps none of them. Returns the resident role."""
    demand(by, "people.check_residence", Place(building))
    if by.person == person:
        raise NotPossible(_("Nobody confirms their own residence. Ask a colleague."))
    assignment = _make_resident(person, building, granted_by=by.person)
    audit.record("people.residence_confirmed", by=by, target=person, area=building, data=_told(assignment))
    return assignment


@transaction.atomic
def request_letter(*, by, building, dwelling):
    """A letter with a code for one dwelling; an older unused letter to the same door stops working.

    Returns (letter, code); the code is not kept and cannot be shown again."""
    demand(by, "people.request_letter", Place(building))
    dwelling = " ".join(dwelling.split())
    if not dwelling:
        raise NotPossible(
            _("Something is still missing."), {"dwelling": _("Write the entrance and the number of the door.")}
        )
    _check_building(building)
    DoorLetter.objects.filter(building=building, dwelling=dwelling, used_at=None, void=False).update(
        void=True, dwelling=""
    )
    code = rules.new_code(rules.DOOR_CODE_LENGTH)
    letter = DoorLetter.objects.create(
        building=building,
        dwelling=dwelling,
        code_hash=rules.code_hash("door", code),
        requested_by=by.person,
        requested_at=now(),
        expires_at=now() + rules.DOOR_CODE_VALID,
    )
    audit.record("people.letter_requested", by=by, target=letter, area=building, data={"place": building.names})
    return letter, code


@transaction.atomic
def void_letter(*, by, letter):
    """A letter that went to the wrong door or was lost stops working."""
    letter = DoorLetter.objects.select_for_update(of=("self",)).select_related("building").get(pk=letter.pk)
    demand(by, "people.request_letter", Place(letter.building))
    if letter.void or letter.used_at:
        raise NotPossible(_("This letter can no longer be used anyway."))
    letter.void, letter.dwelling = True, ""
    letter.save(update_fields=["void", "dwelling"])
    audit.record(
        "people.letter_voided", by=by, target=letter, area=letter.building, data={"place": letter.building.names}
    )


def redeem_letter(*, by, code):
    """The resident role for the building whose letter carries this code. NotPossible for a wrong, old or used code."""
    demand(by, "people.account", Oneself(by.person))
    _count_try(by.person, CodeTry.Purpose.DOOR)
    with transaction.atomic():
        letters = DoorLetter.objects.select_for_update(of=("self",)).select_related("building")
        letter = letters.filter(code_hash=rules.code_hash("door", code), used_at=None, void=False).first()
        if letter is None or letter.expires_at <= now():
            message = _(
                "This code is not valid. Check each sign; codes work once and for 30 days. The window can print a new letter."
            )
            raise NotPossible(message, {"code": message})
        if letter.requested_by == by.person:
            raise NotPossible(_("Whoever asked for a letter cannot use it. Ask a colleague to check your residence."))
        letter.used_at, letter.dwelling = now(), ""
        letter.save(update_fields=["used_at", "dwelling"])
        assignment = _make_resident(by.person, letter.building, granted_by=letter.requested_by)
        audit.record("people.residence_proved", by=by, target=by.person, area=letter.building, data=_told(assignment))
    return assignment


@transaction.atomic
def forget_old_codes():
    """Daily: codes and tries that have had their time, door numbers of letters nobody answered, homes of long ago."""
    past = RoleAssignment.objects.filter(role=rules.Role.RESIDENT, until__lte=now() - rules.PAST_RESIDENCE_KEPT)
    past.delete()
    ShownCode.objects.filter(expires_at__lte=now()).delete()
    CodeTry.objects.filter(at__lte=now() - rules.TRIES_KEPT).delete()
    DoorLetter.objects.filter(expires_at__lte=now(), used_at=None).exclude(dwelling="").update(dwelling="")


def _count_try(person, purpose):
    """Commits the try before the code is looked at, so that a refused one counts too."""
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=person.pk)
        tries = CodeTry.objects.filter(person=person, purpose=purpose, at__gt=now() - rules.TRIES_WITHIN)
        if tries.count() >= rules.TRIES_ALLOWED:
            message = _("Too many codes were tried. Wait 15 minutes, then try again.")
            raise NotPossible(message, {"code": message})
        CodeTry.objects.create(person=person, purpose=purpose, at=now())


def _check_building(building):
    if building.level != Area.Level.BUILDING or not building.active:
        raise NotPossible(_("Something is not right yet."), {"building": _("Choose a building that is in use.")})


def _make_resident(person, building, *, granted_by):
    """The current resident role made longer, or a new one."""
    _check_building(building)
    Person.objects.select_for_update().get(pk=person.pk)
    until = rules.months_later(now(), settings.RESIDENCE_MONTHS)
    current = RoleAssignment.objects.filter(
        Q(until=None) | Q(until__gt=now()), person=person, role=rules.Role.RESIDENT, area=building
    )
    assignment = current.first() or RoleAssignment(person=person, role=rules.Role.RESIDENT, area=building, since=now())
    assignment.until, assignment.granted_by = until, granted_by
    assignment.save()
    return assignment


def _told(assignment):
    return {"place": assignment.area.names, "until": assignment.until.date().isoformat()}
