"""What the app tells the platform: who may do what with units, and which sentences the audit tells."""

from django.utils.translation import gettext_lazy as _

from shiliu.foundation.models import OrganisationKind
from shiliu.foundation.names import name_in
from shiliu.office.organisations import dependents
from shiliu.platform import audit
from shiliu.platform.permissions import Grant, Permission
from shiliu.platform.permissions import register as register_permissions

ADMINISTRATOR = Grant("administrator", "area")

PERMISSIONS = (
    Permission("organisations.edit", _("change units and the places they serve"),
               _("Administrators change units that serve their own area only, never one that also serves elsewhere."),
               (ADMINISTRATOR, Grant("system"))),
    Permission("organisations.edit_kinds", _("change the kinds of units"),
               _("The dispatch catalogue of the whole district names units by their kind."), (ADMINISTRATOR, Grant("system"))),
    Permission("organisations.import", _("import units from a file"),
               _("A file may change many units at once: administrators of the whole district and the command line only."),
               (ADMINISTRATOR, Grant("system"))),
)  # fmt: skip

VERBS = {
    "organisations.created": _("%(actor)s entered the unit %(unit_name)s."),
    "organisations.edited": _("%(actor)s changed the unit %(unit_name)s."),
    "organisations.reverted": _("%(actor)s took back a change of the unit %(unit_name)s."),
    "organisations.retired": _("%(actor)s retired the unit %(unit_name)s."),
    "organisations.restored": _("%(actor)s put the unit %(unit_name)s back into use."),
    "organisations.imported": _("%(actor)s imported units: %(created)s new, %(changed)s changed."),
    "organisations.kind_created": _("%(actor)s added the kind of unit %(unit_name)s."),
    "organisations.kind_edited": _("%(actor)s changed the kind of unit %(unit_name)s."),
    "organisations.kind_reverted": _("%(actor)s took back a change of the kind of unit %(unit_name)s."),
    "organisations.kinds_imported": _("%(actor)s imported kinds of units: %(created)s new, %(changed)s changed."),
}


def register():
    register_permissions(*PERMISSIONS)
    for verb, sentence in VERBS.items():
        audit.register_verb(verb, sentence, labels={"unit_name": name_in})
    audit.register_target(OrganisationKind._meta.label_lower, _kind_name)
    dependents.register()


def _kind_name(key):
    return name_in(OrganisationKind.objects.filter(pk=key).values_list("names", flat=True).first() or {})
