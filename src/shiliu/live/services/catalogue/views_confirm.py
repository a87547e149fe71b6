"""Staff: what somebody waits to hear about, confirmed with one press or corrected."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from shiliu.foundation.models import Organisation
from shiliu.live.services.catalogue import actions, queries
from shiliu.live.services.catalogue.views_office import nav
from shiliu.platform.permissions import needs

PER_PAGE = 25


@require_http_methods(["GET", "POST"])
@needs("services.manage")
def confirm(request):
    if request.method == "POST":
        chosen = [int(pk) for pk in request.POST.getlist("item") if pk.isdecimal() and len(pk) < 12]
        items = list(queries.editable_by(request.actor).filter(pk__in=chosen))
        done = actions.confirm_items(by=request.actor, items=items)
        if done:
            messages.success(
                request,
                ngettext("%(count)d item is confirmed.", "%(count)d items are confirmed.", done) % {"count": done},
            )
        if not items:
            messages.error(request, _("Choose the items that hold first."))
        elif done < len(items):
            messages.warning(request, _("Somebody else had answered about some of them already."))
        return redirect("office_services:confirm")
    asked = queries.asked(request.actor)
    page = Paginator(asked, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "units": queries.units_to_ask(request.actor),
        "rounds": list(queries.rounds(request.actor)[:10]),
    }
    return render(request, "services/confirm.html", {**context, **nav(request)})


@require_POST
@needs("services.manage")
def open_round(request):
    """Asks a unit, or the administrators, before the time has come."""
    unit = Organisation.objects.filter(code=request.POST.get("unit", "")[:40]).first()
    made = actions.open_round(by=request.actor, organisation=unit)
    if made:
        messages.success(request, _("The round is open. Whoever answers for the items was told."))
    else:
        messages.info(request, _("There is nothing to ask: each item is being confirmed already, or none is on offer."))
    return redirect("office_services:confirm")
