"""Administrators of the whole district: the steps of the checklist. And the unit that was asked for a greeter: that one ask."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shiliu.live.services.newcomers import actions, queries
from shiliu.live.services.newcomers.forms import StepForm, StepsFilter
from shiliu.live.services.newcomers.models import NewcomerStep
from shiliu.live.services.newcomers.telling import STEPS
from shiliu.platform import audit, revisions
from shiliu.platform.names_form import after_stale, status_of
from shiliu.platform.permissions import demand, needs
from shiliu.platform.permissions.targets import WholeSite
from shiliu.platform.texts import LANGUAGE_NAMES
from shiliu.platform.workflow import NotPossible

PER_PAGE = 25
ACTIVE = {"retire": False, "put-back": True}


@require_GET
@needs("newcomers.edit")
def steps(request):
    demand(request.actor, "newcomers.edit", WholeSite())
    form = StepsFilter(request.GET)
    found = queries.listed(**form.cleaned_data) if form.is_valid() else NewcomerStep.objects.none()
    page = Paginator(queries.whole(found).order_by("category", "position", "code"), PER_PAGE).get_page(request.GET.get("page"))  # fmt: skip
    context = {"form": form, "page": page, "total": NewcomerStep.objects.exists()}
    return render(request, "newcomers/steps.html", context)


@require_http_methods(["GET", "POST"])
@needs("newcomers.edit")
def step(request, pk=None):
    """A step to change, or a new one."""
    demand(request.actor, "newcomers.edit", WholeSite())
    found = get_object_or_404(queries.whole(NewcomerStep.objects.all()), pk=pk) if pk else None
    present = actions.values(found) if found else {}
    shown = {**present, "areas": " ".join(present["areas"]), "seen": revisions.stamp(present)} if found else {}
    more = {"names": present.get("names"), "initial": shown}
    form, lost = StepForm(request.POST or None, **more), False
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_step(by=request.actor, step=found, seen=form.cleaned_data["seen"] or None, **form.values())
            messages.success(request, _("Saved. The checklist shows it from now on."))
            return redirect("office_newcomers:steps")
        except revisions.Stale as stale:
            form, lost = after_stale(form, StepForm, stale, **more), True
        except NotPossible as problem:
            form.take(problem)
    context = {"form": form, "step": found, "history": STEPS.entries(found, present) if found else []}
    return render(request, "newcomers/step.html", context, status=status_of(form, lost))


@require_POST
@needs("newcomers.edit")
def take_back(request, pk, row):
    found = get_object_or_404(NewcomerStep, pk=pk)
    try:
        actions.take_back(by=request.actor, step=found, row=get_object_or_404(audit.rows_on(found), pk=row))
        messages.success(request, _("The change is taken back."))
    except NotPossible as problem:
        messages.error(request, str(problem))
    return redirect("office_newcomers:step", pk=pk)


@require_POST
@needs("newcomers.edit")
def use(request, pk, verb):
    """Takes a step off the checklist, or puts it back."""
    if verb not in ACTIVE:
        raise Http404
    actions.set_active(by=request.actor, step=get_object_or_404(NewcomerStep, pk=pk), active=ACTIVE[verb])
    messages.success(request, _("Put back on the checklist.") if ACTIVE[verb] else _("Taken off. You find it among the retired steps and can put it back."))  # fmt: skip
    return redirect("office_newcomers:steps")


@require_POST
@needs("newcomers.edit")
def load_starter(request):
    number = actions.load_starter(by=request.actor)
    messages.success(request, _("%(number)s steps loaded. Read each before newcomers do.") % {"number": number})
    return redirect("office_newcomers:steps")


@never_cache
@require_http_methods(["GET", "POST"])
@needs("newcomers.greet")
def ask(request, key):
    """One ask for a greeter: how to reach somebody. Saying that it is answered deletes it."""
    found = queries.asked_of(request.actor).filter(pk=key).first()
    if found is None:
        return render(request, "newcomers/gone.html", status=404)
    if request.method == "POST":
        actions.answer(by=request.actor, ask=found)
        messages.success(request, _("Thank you. Nothing of it is kept."))
        return redirect("notices:inbox")
    context = {"ask": found, "language": LANGUAGE_NAMES.get(found.language, found.language)}
    return render(request, "newcomers/greet.html", context)
