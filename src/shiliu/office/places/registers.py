"""What the app tells the platform: who may do what with places, and which sentences the audit tells."""

from django.utils.translation import gettext_lazy as _

from shiliu.foundation.models import GridCell, Layer
from shiliu.foundation.names import name_in
from shiliu.office.places import dependents
from shiliu.platform import audit
from shiliu.platform.permissions import Grant, Permission
from shiliu.platform.permissions import register as register_permissions

ADMINISTRATOR = Grant("administrator", "area")

PERMISSIONS = (
    Permission("places.read_public", _("read who serves a place"),
               _("Anyone may read the names, boundaries and duty telephones of the neighbourhood."), (Grant("anyone"),)),
    Permission("places.edit", _("change places, their boundaries, cells and duties"),
               _("Administrators change what lies in their own area, never above it."), (ADMINISTRATOR, Grant("system"))),
    Permission("places.edit_layers", _("change the layers of responsibility"),
               _("The layers are the same for all cells, so only administrators of a whole district change them."),
               (ADMINISTRATOR, Grant("system"))),
    Permission("places.import", _("import places or cells from a file"),
               _("A file may change many places at once: administrators of the whole district and the command line only."),
               (ADMINISTRATOR, Grant("system"))),
)  # fmt: skip

VERBS = {
    "places.area_created": _("%(actor)s entered the place %(place)s."),
    "places.area_edited": _("%(actor)s changed %(place)s."),
    "places.area_reverted": _("%(actor)s took back a change of %(place)s."),
    "places.area_retired": _("%(actor)s retired %(place)s."),
    "places.area_restored": _("%(actor)s put %(place)s back into use."),
    "places.areas_imported": _("%(actor)s imported places: %(created)s new, %(changed)s changed."),
    "places.cell_created": _("%(actor)s drew the cell %(place)s."),
    "places.cell_edited": _("%(actor)s changed the cell %(place)s."),
    "places.cell_reverted": _("%(actor)s took back a change of the cell %(place)s."),
    "places.cell_retired": _("%(actor)s retired the cell %(place)s."),
    "places.cell_restored": _("%(actor)s put the cell %(place)s back into use."),
    "places.cells_imported": _("%(actor)s imported cells: %(created)s new, %(changed)s changed."),
    "places.layer_created": _("%(actor)s added the layer %(place)s."),
    "places.layer_edited": _("%(actor)s changed the layer %(place)s."),
    "places.layer_reverted": _("%(actor)s took back a change of the layer %(place)s."),
    "places.layer_retired": _("%(actor)s retired the layer %(place)s."),
    "places.layer_restored": _("%(actor)s put the layer %(place)s back into use."),
}


def register():
    register_permissions(*PERMISSIONS)
    for verb, sentence in VERBS.items():
        audit.register_verb(verb, sentence, labels={"place": name_in})
    for model in (GridCell, Layer):
        audit.register_target(model._meta.label_lower, _public_name_of(model))
    dependents.register()


def _public_name_of(model):
    return lambda key: name_in(model.objects.filter(pk=key).values_list("names", flat=True).first() or {})
