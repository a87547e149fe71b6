"""Whether somebody may vote, and if not, why and how to change that."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Q
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext as _

from shiliu.foundation.models import RoleAssignment
from shiliu.platform.clock import now

OK, SIGNED_OUT, NOT_CONFIRMED, ELSEWHERE, TOO_LATE = "ok", "signed_out", "not_confirmed", "elsewhere", "too_late"


@dataclass(frozen=True)
class Standing:
    """`code` is one of the words above; `text` a sentence for the voter, '' when they may vote."""

    code: str
    text: str = ""

    def __bool__(self):
        return self.code == OK


def standing_of(rules, actor):
    """The Standing of an account. Residence counts if it was confirmed before the day frozen in the rules and holds now."""
    if not actor.signed_in:
        return Standing(SIGNED_OUT, _("Sign in to vote with your account, or type the code of a slip or letter."))
    moment = now()
    here = RoleAssignment.objects.filter(person=actor.person, role=RoleAssignment.Role.RESIDENT)
    valid = here.filter(Q(until=None) | Q(until__gt=moment), since__lte=moment)
    if not valid.exists():
        sentence = _(
            "Your residence is not confirmed yet. Show the code of your page at the window, or ask for a letter to your door; until "
            "then the window can give you a slip with a code."
        )
        return Standing(NOT_CONFIRMED, sentence)
    if not valid.filter(area__path__startswith=rules.area).exists():
        return Standing(ELSEWHERE, _("Your confirmed home is in another place. This vote is for those who live here."))
    if not here.filter(area__path__startswith=rules.area, since__lt=_end_of(rules.resident_before)).exists():
        day = date.fromisoformat(rules.resident_before)
        sentence = _("Your residence was confirmed after %(day)s, the last day that counts for this vote.")
        return Standing(TOO_LATE, sentence % {"day": f"{day:%Y-%m-%d}"})
    return Standing(OK)


def _end_of(day):
    return datetime.combine(date.fromisoformat(day), time.max, get_current_timezone())
