"""The doctor asks whether both ends of every link are still there."""

from django.utils.translation import gettext_lazy as _

from shiliu.platform.links import health
from shiliu.platform.operations import register_check


def register():
    register_check(_("Links"), health.check)
