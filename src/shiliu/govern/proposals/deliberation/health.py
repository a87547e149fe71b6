"""What the doctor says about deliberations: keys are in no backup, so a restored site has lost those of what was open."""

from django.utils.translation import gettext as _

from shiliu.govern.proposals.deliberation.actions.answering import KIND
from shiliu.govern.proposals.deliberation.models import DeliberationTopic
from shiliu.platform.ballots import secrets
from shiliu.platform.operations import fine, warning


def check():
    open_now = DeliberationTopic.objects.filter(state=DeliberationTopic.State.OPEN).values_list("pk", flat=True)
    lost = [key for key in open_now if not secrets.exists(KIND, key)]
    if not lost:
        return [fine(_("Every open question to the neighbours has its key."))]
    return [
        warning(
            _("%(count)d open questions have lost their key and can take no more answers, first number %(first)d. End them with a reason, and ask again.")
            % {"count": len(lost), "first": lost[0]}
        )
    ]  # fmt: skip
