"""A file held until the transaction ends, and its way from one state to the next."""

from django.utils.translation import gettext as _

from shiliu.govern.mediation.files import rules
from shiliu.govern.mediation.files.models import Dispute
from shiliu.platform.workflow import NotPossible


def held(dispute):
    """The row as it stands now; whoever else wants it waits."""
    return Dispute.objects.select_for_update(of=("self",)).select_related("committee", "area").get(pk=dispute.pk)


def step(dispute, verb, *, on):
    """Moves a held file in memory; an ended one gets its day. NotPossible, in words, from any other state."""
    sources, target = rules.MOVES[verb]
    if dispute.state not in sources:
        raise NotPossible(
            _("This is no longer possible: the file now stands at “%(state)s”. Reload the page to see what happened.")
            % {"state": dispute.get_state_display()}
        )
    dispute.state = target
    if not dispute.is_open:
        dispute.ended_on = on


def demand_open(dispute):
    if not dispute.is_open:
        raise NotPossible(_("This file is closed and sealed: it can be read, and no longer changed."))
