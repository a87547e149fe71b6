"""What the doctor says about proposals: keys are in no backup, so a restored site has lost those of what was collecting."""

from django.utils.translation import gettext as _

from shiliu.govern.proposals.cloud.actions.supports import KIND
from shiliu.govern.proposals.cloud.models import Proposal
from shiliu.platform.ballots import secrets
from shiliu.platform.operations import fine, warning


def check():
    open_now = Proposal.objects.filter(state=Proposal.State.OPEN).values_list("pk", flat=True)
    lost = [key for key in open_now if not secrets.exists(KIND, key)]
    if not lost:
        return [fine(_("Every proposal that collects support has its key."))]
    return [
        warning(
            _("%(count)d open proposals have lost their key and can take no more support, first number %(first)d. Ask their authors to propose them again.")
            % {"count": len(lost), "first": lost[0]}
        )
    ]  # fmt: skip
