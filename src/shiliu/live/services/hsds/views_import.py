"""Taking in services of another directory: choose the file, read what it would change, say yes; and what is kept of it as it came."""

import json

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shiliu.live.services.catalogue.telling import ITEMS
from shiliu.live.services.catalogue.views_office import nav
from shiliu.live.services.hsds import actions, files
from shiliu.live.services.hsds.forms import ImportForm
from shiliu.live.services.hsds.models import Carried
from shiliu.platform.permissions import needs
from shiliu.platform.permissions.targets import demand_everything
from shiliu.platform.tables import Unreadable, screens, shelf

PER_PAGE = 25
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


@require_GET
@needs("services.configure")
def kept(request):
    demand_everything(request.actor, "services.configure")
    q, found = request.GET.get("q", "").strip()[:80], Carried.objects.all()
    for word in q.split():
        found = found.filter(Q(key__icontains=word) | Q(source__icontains=word))
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    for row in page:
        row.said = [(name, _text(value)) for name, value in sorted(row.fields.items())]
    return render(request, "hsds/kept.html", {"page": page, "q": q, **nav(request)})


@require_POST
@needs("services.configure")
def drop(request, pk):
    actions.drop_carried(by=request.actor, row=get_object_or_404(Carried, pk=pk))
    messages.success(request, _("No longer published. Take in its file again to have it back."))
    return redirect("office_hsds:kept")


def _text(value):
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
