"""Whom to call about each matter: a list and a form for administrators."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from shiliu.govern.cases import emergencies
from shiliu.govern.cases.forms_emergencies import HelpForm
from shiliu.govern.cases.models import Category
from shiliu.platform.permissions import demand, needs
from shiliu.platform.permissions.targets import WholeSite
from shiliu.platform.workflow import NotPossible

PER_PAGE = 25


@require_GET
@needs("cases.edit_catalogue")
def listed(request):
    """Emergencies first, then every other matter; a search looks in names, codes and numbers."""
    text = request.GET.get("text", "").strip()
    matters = (
        Category.objects.filter(group__isnull=False, retired=False).select_related("group").order_by("position", "code")
    )
    matters = sorted(matters, key=lambda matter: not matter.emergency_number)
    if text:
        matters = [
            matter for matter in matters
            if text.casefold() in " ".join([matter.code, matter.emergency_number, *matter.names.values()]).casefold()
        ]  # fmt: skip
    page = Paginator(matters, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "cases/emergencies.html", {"page": page, "text": text})


@require_http_methods(["GET", "POST"])
@needs("cases.edit_catalogue")
def edit(request, category):
    demand(request.actor, "cases.edit_catalogue", WholeSite())
    matter = get_object_or_404(Category, pk=category, group__isnull=False)
    form = HelpForm(request.POST or None, matter=matter)
    if request.method == "POST" and form.is_valid():
        try:
            emergencies.set_help(by=request.actor, matter=matter, **form.chosen())
        except NotPossible as error:
            error.put_beside(form)
        else:
            messages.success(request, _("Saved. Residents see it at once."))
            return redirect("cases:emergencies")
    return render(
        request, "cases/emergency_edit.html", {"form": form, "matter": matter}, status=422 if form.errors else 200
    )


def stop(request, need, alarm, step, go):
    """The page in place of the next step: the number to call first, and everything typed kept below it."""
    hidden = [(name, value) for name, value in need.data.items() if value and name != "calm"]
    if need.kept:
        hidden.append(("kept", need.kept))
    context = {"alarm": alarm, "hidden": hidden, "step": step, "go": go, "calm": "|".join(alarm.words)}
    return render(request, "cases/emergency.html", context, status=422)
