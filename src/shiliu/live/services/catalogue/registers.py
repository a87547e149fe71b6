"""What the catalogue tells the platform: who may do what, and which sentences the audit tells."""

from django.utils.translation import gettext_lazy as _

from shiliu.platform.permissions import Grant, Permission
from shiliu.platform.permissions import register as register_permissions

PERMISSIONS = (
    Permission("services.read", _("read the service catalogue"),
               _("What can be done where, and with which papers, is public."), (Grant("anyone"),)),
    Permission("services.manage", _("write and confirm service items"),
               _("The people of the unit that answers for an item know it best; administrators see to those of their area."),
               (Grant("administrator", "area"), Grant("handler", "organisation"), Grant("window_worker", "organisation"),
                Grant("system"))),
    Permission("services.configure", _("change categories, papers and the finder of the service catalogue"),
               _("They count for every district of the site: administrators of the whole district only."),
               (Grant("administrator", "area"), Grant("system"))),
)  # fmt: skip


def register():
    register_permissions(*PERMISSIONS)
