"""Staff: what somebody waits to hear about, confirmed with one press or corrected."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shiliu.foundation.models import Organisation
from shiliu.live.services.catalogue import actions, queries
from shiliu.live.services.catalogue.views_office import nav
from shiliu.platform.clock import now
from shiliu.platform.permissions import needs
from shiliu.platform.workflow import NotPossible

PER_PAGE = 25
STATES = {"open": gettext_lazy("Waiting for answers"), "overdue": gettext_lazy("Overdue"), "answered": gettext_lazy("Answered")}  # fmt: skip


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
    overdue = request.GET.get("overdue") == "1"
    asked = queries.asked(request.actor, overdue=overdue)
    page = Paginator(asked, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "units": queries.units_to_ask(request.actor),
        "rounds": list(queries.rounds(request.actor)[:5]),
        "overdue": overdue,
        "overdue_count": queries.asked(request.actor, overdue=True).count(),
    }
    return render(request, "services/confirm.html", {**context, **nav(request)})


@require_POST
@needs("services.manage")
def open_round(request):
    """Asks a unit, or the administrators, before the time has come."""
    code = request.POST.get("unit", "")
    unit = get_object_or_404(Organisation, code=code[:40]) if code else None  # none: the administrators
    made = actions.open_round(by=request.actor, organisation=unit)
    if made:
        messages.success(request, _("The round is open. Whoever answers for the items was told."))
    else:
        messages.info(request, _("There is nothing to ask: each item is being confirmed already, or none is on offer."))
    return redirect("office_services:confirm")


@require_GET
@needs("services.manage")
def rounds(request):
    """Every round the reader may remind of, those that are late first."""
    state = request.GET.get("state", "open")
    state = state if state in STATES else "open"
    page = Paginator(queries.rounds(request.actor, state=state), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "state": state, "states": STATES.items(), "today": now(), **nav(request)}
    return render(request, "services/rounds.html", context)


@require_POST
@needs("services.manage")
def remind(request, pk):
    try:
        left = actions.remind_round(by=request.actor, round=get_object_or_404(queries.rounds(request.actor), pk=pk))
        told = ngettext("Reminded of %(count)d item that is still open.", "Reminded of %(count)d items that are still open.", left)  # fmt: skip
        messages.success(request, told % {"count": left})
    except NotPossible as problem:
        messages.error(request, str(problem))
    return redirect(reverse("office_services:rounds") + "?state=overdue")
