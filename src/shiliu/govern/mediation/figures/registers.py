"""What the counts of mediation tell the platform."""

from django.utils.translation import gettext_lazy as _

from shiliu.platform.permissions import Grant, Permission
from shiliu.platform.permissions import register as register_permissions


def register():
    register_permissions(
        Permission("mediation.read_figures", _("read counts of mediation"),
                   _("Counts by kind and outcome are everybody’s; small ones are hidden, and no file is behind a link."), (Grant("anyone"),))
    )  # fmt: skip
