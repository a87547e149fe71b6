"""The checklist that anybody reads and ticks on their own device, and asking for a greeter."""

from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from shiliu.live.services.newcomers import actions, queries
from shiliu.live.services.newcomers.forms import GreeterForm, PlaceForm
from shiliu.platform import challenge
from shiliu.platform.names_form import status_of
from shiliu.platform.permissions import needs
from shiliu.platform.workflow import NotPossible


@require_GET
@needs("newcomers.read")
def checklist(request):
    """Ticks are kept by the reader's own device (newcomers.js) and never sent."""
    form = PlaceForm(request.GET or None)
    area = form.place()
    groups = [(label, [(step, *queries.link_of(step)) for step in steps]) for label, steps in queries.groups(area)]
    return render(request, "newcomers/checklist.html", {"form": form, "area": area, "groups": groups})


@never_cache
@require_http_methods(["GET", "POST"])
@needs("newcomers.ask")
def ask(request):
    form = GreeterForm(request.POST or None, initial={"area": request.GET.get("area", "")})
    if request.method == "POST" and form.is_valid():
        challenge.admit(request, "hold", form="newcomers.ask")
        try:
            actions.ask_for_greeter(**form.chosen())
            return redirect("newcomers:asked")
        except NotPossible as problem:
            problem.put_beside(form)
    return render(request, "newcomers/ask.html", {"form": form}, status=status_of(form))


@require_GET
@needs("newcomers.ask")
def asked(request):
    return render(request, "newcomers/asked.html")
