"""A candidate held until the transaction ends, and its way from one state to the next."""

from django.utils.translation import gettext as _

from shiliu.govern.projects.pool import rules
from shiliu.govern.projects.pool.models import Candidate
from shiliu.platform.workflow import NotPossible


def held(candidate):
    """The row as it stands now; whoever else wants it waits."""
    return Candidate.objects.select_for_update(of=("self",)).select_related("area", "organisation").get(pk=candidate.pk)


def step(candidate, verb):
    """Moves a held candidate in memory. NotPossible, in words, from any other state."""
    sources, target = rules.MOVES[verb]
    if candidate.state not in sources:
        raise NotPossible(
            _("This is no longer possible: the candidate is now “%(state)s”. Reload the page to see what happened.")
            % {"state": candidate.get_state_display()}
        )
    candidate.state_before, candidate.state = candidate.state, target
