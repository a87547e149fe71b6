"""What `shiliu doctor` asks about notices."""

from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shiliu.platform.clock import now
from shiliu.platform.notices.channels import channels
from shiliu.platform.notices.models import Delivery, Outgoing

PATIENCE = timedelta(hours=1)


def check() -> list[str]:
    """What is wrong, in words: each channel's own findings, letters that lie, letters that could not be delivered."""
    problems = [f"{channel.label}: {problem}" for channel in channels().values() for problem in channel.check()]
    before = now() - PATIENCE
    lying = Outgoing.objects.filter(delivery=None, due_at__lt=before).count()
    lying += Delivery.objects.filter(state=Delivery.State.WAITING, next_try__lt=before).count()
    if lying:
        problems.append(
            ngettext(
                "%(count)d letter has been due for more than an hour. Is the background worker running?",
                "%(count)d letters have been due for more than an hour. Is the background worker running?",
                lying,
            )
            % {"count": lying}
        )
    undelivered = Delivery.objects.filter(state=Delivery.State.UNDELIVERED).count()
    if undelivered:
        problems.append(
            _("%(count)d letters could not be delivered. See the page of undelivered letters.") % {"count": undelivered}
        )
    return problems
