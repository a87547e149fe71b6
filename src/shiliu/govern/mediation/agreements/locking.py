"""The agreement of a held file, and its present wording."""

from django.utils.translation import gettext as _

from shiliu.govern.mediation.agreements.models import Agreement, Version
from shiliu.platform.workflow import NotPossible


def agreement_of(dispute):
    """The Agreement, or None where nothing was written down yet."""
    return Agreement.objects.filter(dispute=dispute).first()


def demand_agreement(dispute, *states):
    """The Agreement in one of these states; NotPossible in words otherwise."""
    found = agreement_of(dispute)
    if found is None:
        raise NotPossible(_("Nothing has been written down yet that could be agreed on."))
    found.dispute = dispute
    if states and found.state not in states:
        raise NotPossible(
            _("This is no longer possible: the agreement now stands at “%(state)s”. Reload the page to see what happened.")
            % {"state": found.get_state_display()}
        )  # fmt: skip
    return found


def latest(agreement):
    """The wording that counts now, the newest."""
    found = Version.objects.filter(agreement=agreement).order_by("-number").first()
    if found:
        found.agreement = agreement
    return found


def demand_latest(agreement, key):
    """The newest Version if it is the one the actor has read; NotPossible when another was written meanwhile."""
    found = latest(agreement)
    if str(found.key) != str(key):
        raise NotPossible(_("The words have been changed since you read them. Read the new ones first."))
    return found
