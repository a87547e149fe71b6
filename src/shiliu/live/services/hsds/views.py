"""For other programs: what is published and taken in, field by field; and for the office, what addresses end with."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shiliu.live.services.catalogue.views_office import nav
from shiliu.live.services.hsds import actions
from shiliu.live.services.hsds.forms import DirectoryForm
from shiliu.live.services.hsds.models import Directory
from shiliu.live.services.hsds.profile import PROFILE
from shiliu.platform import audit, revisions
from shiliu.platform.history import Telling
from shiliu.platform.names_form import after_stale, status_of
from shiliu.platform.permissions import needs
from shiliu.platform.permissions.targets import demand_everything
from shiliu.platform.workflow import NotPossible

HISTORY = Telling(labels={
    "city": gettext_lazy("Town"), "state_province": gettext_lazy("Province or region"), "postal_code": gettext_lazy("Postcode"),
    "country": gettext_lazy("Country, in two letters"),
})  # fmt: skip


@require_GET
@needs("services.read")
def profile(request):
    return render(request, "hsds/profile.html", {"entities": PROFILE})


@require_http_methods(["GET", "POST"])
@needs("services.configure")
def directory(request):
    demand_everything(request.actor, "services.configure")
    present = actions.directory_values(Directory.objects.first())
    form = DirectoryForm(request.POST or None, initial={**present, "seen": revisions.stamp(present)})
    theirs = []
    if request.method == "POST" and form.is_valid():
        given = {name: form.cleaned_data[name] for name in present}
        try:
            actions.set_directory(by=request.actor, seen=form.cleaned_data["seen"], **given)
            messages.success(request, _("Saved. Other programs read it from now on."))
            return redirect("office_hsds:directory")
        except revisions.Stale as stale:
            theirs = HISTORY.compared(stale.present, given)
            form = after_stale(form, DirectoryForm, stale)
        except NotPossible as problem:
            for name, sentence in problem.fields.items():
                form.add_error(name, str(sentence))
    context = {"form": form, "theirs": theirs, "history": HISTORY.entries(Directory(pk=1), present), **nav(request)}
    return render(request, "hsds/directory.html", context, status=status_of(form, theirs))


@require_POST
@needs("services.configure")
def revert(request, pk, row):
    demand_everything(request.actor, "services.configure")
    try:
        actions.revert_directory(by=request.actor, row=get_object_or_404(audit.rows_on(Directory(pk=pk)), pk=row))
        messages.success(request, _("The change is taken back."))
    except NotPossible as problem:
        messages.error(request, str(problem))
    return redirect("office_hsds:directory")
