"""Staff: places and cells from a file, checked first."""

from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from shiliu.office.places import actions, drafts
from shiliu.office.places.telling import PLACES
from shiliu.platform.permissions import needs
from shiliu.platform.permissions.targets import demand_everything
from shiliu.platform.tables import screens

AREAS = screens.Screen(
    purpose="places.areas", title=_("Import places"), headers=drafts.HEADERS, run=actions.import_areas,
    columns="code, level, parent, name (zh-Hans), name_en, name_ug, longitude, latitude, boundary, time_zone",
    command="shiliu import areas FILE --write", nav="places/office_nav.html", done="office_places:areas", labels=PLACES.labels,
)  # fmt: skip
CELLS = screens.Screen(
    purpose="places.cells", title=_("Import cells and duties"), headers=drafts.HEADERS, run=actions.import_cells,
    columns="community, code, name (zh-Hans), supervision_phone, boundary, areas, duty_LAYER, phone_LAYER, unit_LAYER",
    command="shiliu import grid FILE --write", nav="places/office_nav.html", done="office_places:grid", labels=PLACES.labels,
)  # fmt: skip


@require_http_methods(["GET", "POST"])
@needs("places.import")
def areas(request):
    demand_everything(request.actor, "places.import")
    return screens.page(request, AREAS)


@require_http_methods(["GET", "POST"])
@needs("places.import")
def cells(request):
    demand_everything(request.actor, "places.import")
    return screens.page(request, CELLS)
