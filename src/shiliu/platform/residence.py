"""Who lives in a place: pseudonym in front, checked behind.

Residence is the role of resident in a building, given at the window or by a letter at the door. Whoever is not counted in is told
which step is missing, in a sentence, and never only that something is forbidden."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from shiliu.foundation.models import RoleAssignment
from shiliu.platform.workflow import NotPossible

HERE, SIGNED_OUT, UNCONFIRMED, ELSEWHERE = "here", "signed_out", "unconfirmed", "elsewhere"


@dataclass(frozen=True)
class Residence:
    """True for somebody who lives in the place. `code` is HERE, SIGNED_OUT, UNCONFIRMED or ELSEWHERE; programs may rely on it."""

    code: str

    def __bool__(self):
        return self.code == HERE

    @property
    def sentence(self):
        """What to do next; empty for who lives there."""
        return {
            HERE: "",
            SIGNED_OUT: _("Sign in first. Whoever lives here takes part; others read along."),
            UNCONFIRMED: _(
                "Confirm where you live first: show a code of your account at the window, or ask for a letter to your door."
            ),
            ELSEWHERE: _("This concerns another place than the one where your home is confirmed. You can read along."),
        }[self.code]


class NotResident(NotPossible):
    """Only whoever lives there takes part; `residence` says which step is missing."""

    def __init__(self, residence):
        super().__init__(residence.sentence)
        self.residence = residence


def residence(actor, area):
    """The Residence of an actor in an area, without a query: roles that hold now, in the area or anywhere below it."""
    if not actor.signed_in:
        return Residence(SIGNED_OUT)
    paths = [one.area_path for one in actor.holdings if one.role == RoleAssignment.Role.RESIDENT and one.area_path]
    if not paths:
        return Residence(UNCONFIRMED)
    return Residence(HERE if any(path.startswith(area.path) for path in paths) else ELSEWHERE)


def demand_residence(actor, area):
    """Raises NotResident unless the actor lives in the area."""
    found = residence(actor, area)
    if not found:
        raise NotResident(found)
