"""Duty and contact: every unit's public page, which says what it does here, when, whom to call, and how well it answers.

Units and their duties stand in the foundation; what they do at counters is known to services, how well they answer to cases."""

from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from shiliu.foundation.models import CellDuty, Organisation, OrganisationArea, OrganisationKind
from shiliu.govern.cases import public as cases
from shiliu.live.services import public as services
from shiliu.platform.clock import now
from shiliu.platform.permissions import Grant, Permission, needs
from shiliu.platform.permissions import register as register_permissions

PER_PAGE = 30
MOST_DUTIES = 60


def register():
    register_permissions(
        Permission("units.read", _("read what every unit does"),
                   _("Whom to call, what for, and how well it is answered, is public."), (Grant("anyone"),))
    )  # fmt: skip


@require_GET
@needs("units.read")
def units(request):
    """Every unit in use, by name in any language, telephone or code, and by kind."""
    text, kind = request.GET.get("text", "").strip()[:80], request.GET.get("kind", "")[:40]
    serves = Prefetch("serves", OrganisationArea.objects.select_related("area"))
    found = (
        Organisation.objects.filter(active=True)
        .select_related("kind")
        .prefetch_related(serves)
        .order_by("kind__code", "code")
    )
    if kind:
        found = found.filter(kind__code=kind)
    if text:
        wanted = text.casefold()
        known = found.values_list("pk", "code", "public_phone", "names")
        found = found.filter(
            pk__in=[
                pk for pk, code, phone, names in known if wanted in " ".join([code, phone, *names.values()]).casefold()
            ]
        )
    kinds = OrganisationKind.objects.filter(organisations__active=True).distinct()
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "units/units.html", {"page": page, "text": text, "kind": kind, "kinds": kinds})


@require_GET
@needs("units.read")
def unit(request, code):
    found = get_object_or_404(Organisation.objects.select_related("kind", "parent"), code=code, active=True)
    duties = CellDuty.objects.filter(organisation=found, cell__active=True, layer__active=True)
    items = list(services.items_of(found))
    context = {
        "unit": found,
        "places": [row.area for row in found.serves.select_related("area").order_by("area__path")],
        "duties": duties.select_related("layer", "cell__community").order_by("cell__community__path", "cell__code")[
            :MOST_DUTIES
        ],
        "windows": services.windows_of(found),
        "items": items,
        "entries": _entries(items),
        "more_duties": max(duties.count() - MOST_DUTIES, 0),
        "parts": found.children.filter(active=True),
        "rates": cases.rates_of_unit(found),
    }
    return render(request, "units/unit.html", context)


def _entries(items):
    """How many entries a unit answers for, and how many of them it has confirmed and nobody waits to hear about."""
    good = [item for item in items if item.confirmed_at and not (item.check_due_at and item.check_due_at <= now())]
    return {"all": len(items), "good": len(good), "late": len(items) - len(good)}
