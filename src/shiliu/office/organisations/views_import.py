"""Staff: units and their kinds from a file, checked first."""

from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from shiliu.office.organisations import actions, drafts, telling
from shiliu.platform.permissions import needs
from shiliu.platform.permissions.targets import demand_everything
from shiliu.platform.tables import screens

UNITS = screens.Screen(
    purpose="organisations.units", title=_("Import units"), headers=drafts.HEADERS, run=actions.import_units,
    columns="code, kind, parent, name (zh-Hans), name_en, name_ug, phone, address, areas",
    command="shiliu import organisations FILE --write", nav="organisations/office_nav.html", done="organisations:units", labels=telling.UNITS.labels,
)  # fmt: skip
KINDS = screens.Screen(
    purpose="organisations.kinds", title=_("Import kinds of units"), headers=drafts.HEADERS, run=actions.import_kinds,
    columns="code, standing, name (zh-Hans), name_en, name_ug",
    command="shiliu import kinds FILE --write", nav="organisations/office_nav.html", done="organisations:kinds", labels=telling.UNITS.labels,
)  # fmt: skip


@require_http_methods(["GET", "POST"])
@needs("organisations.import")
def units(request):
    demand_everything(request.actor, "organisations.import")
    return screens.page(request, UNITS)


@require_http_methods(["GET", "POST"])
@needs("organisations.import")
def kinds(request):
    demand_everything(request.actor, "organisations.import")
    return screens.page(request, KINDS)
