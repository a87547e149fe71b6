"""Taking in services of another directory: choose the file, read what it would change, say yes."""

from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from shiliu.live.services.catalogue.telling import ITEMS
from shiliu.live.services.hsds import actions, files
from shiliu.live.services.hsds.forms import ImportForm
from shiliu.platform.permissions import needs
from shiliu.platform.permissions.targets import demand_everything
from shiliu.platform.tables import Unreadable, screens, shelf

MOST = 1_000  # services at once: each may bring a unit and windows, and the reader waits


def _read(file, answers):
    given, _left = files.read(file)
    if len(given["services"]) > MOST:
        raise Unreadable(shelf.too_much(MOST))
    return {**given, **answers}


SCREEN = screens.Screen(
    purpose="services.hsds", title=gettext_lazy("Import from another directory"), columns="", headers={}, run=actions.import_hsds,
    command="shiliu import hsds FILE --write", nav="services/office_nav.html", done="office_services:items", labels=ITEMS.labels,
    read=_read, form=ImportForm, most=MOST, lead="hsds/import_lead.html", also="hsds/import_also.html",
)  # fmt: skip


@require_http_methods(["GET", "POST"])
@needs("services.manage")
def take_in(request):
    demand_everything(request.actor, "services.manage")
    return screens.page(request, SCREEN)
