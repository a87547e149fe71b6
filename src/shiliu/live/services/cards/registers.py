"""What cards tell the platform: who may change what they can say."""

from django.utils.translation import gettext_lazy as _

from shiliu.platform import audit
from shiliu.platform.permissions import Grant, Permission
from shiliu.platform.permissions import register as register_permissions

PERMISSIONS = (
    Permission("cards.read", _("make a contact card"),
               _("Whom to call is public, and a card is kept by nobody but its reader."), (Grant("anyone"),)),
    Permission("cards.edit", _("change what contact cards say"),
               _("The lines count for every place of the site: administrators of the whole district only."),
               (Grant("administrator", "area"), Grant("system"))),
)  # fmt: skip
VERBS = {
    "cards.line_saved": _("%(actor)s saved the line %(line)s of the contact cards."),
    "cards.line_reverted": _("%(actor)s took back a change of the line %(line)s of the contact cards."),
    "cards.line_retired": _("%(actor)s retired the line %(line)s of the contact cards."),
    "cards.line_returned": _("%(actor)s put the line %(line)s back on the contact cards."),
    "cards.starter_loaded": _("%(actor)s loaded the starting lines of the contact cards: %(number)s new."),
}


def register():
    register_permissions(*PERMISSIONS)
    for name, sentence in VERBS.items():
        audit.register_verb(name, sentence)
