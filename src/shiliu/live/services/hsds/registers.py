"""What the exchange with other directories tells the platform."""

from django.utils.translation import gettext_lazy as _

from shiliu.live.services.hsds.models import Carried, Directory
from shiliu.platform import audit

VERBS = {
    "services.directory_set": _("%(actor)s changed what addresses end with for other directories."),
    "services.directory_reverted": _("%(actor)s took back a change of what addresses end with for other directories."),
    "services.carried_dropped": _(
        "%(actor)s stopped publishing what another directory had said of %(thing)s: %(fields)s."
    ),
}


def register():
    for verb, sentence in VERBS.items():
        audit.register_verb(verb, sentence)
    audit.register_target(Carried._meta.label_lower, lambda key: str(_("Kept from another directory")))
    audit.register_target(Directory._meta.label_lower, lambda key: str(_("Addresses for other directories")))
