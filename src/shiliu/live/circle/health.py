"""What the doctor asks: is the walking network in use still on the disk, as it was imported?"""

from django.utils.translation import gettext as _

from shiliu.live.circle import storing
from shiliu.live.circle.models import WalkNetwork
from shiliu.platform.operations import error, fine


def check():
    network = WalkNetwork.objects.filter(in_use=True).first()
    if network is None:
        return [fine(_("No walking network is imported; the fifteen-minute circle stays empty."))]
    try:
        storing.read.__wrapped__(network.sha256)
    except storing.Missing as problem:
        return [error(_("The walking network cannot be read: %(problem)s. Import it again.") % {"problem": problem})]
    return [fine(_("The walking network has %(edges)d pieces of path.") % {"edges": network.edges})]
