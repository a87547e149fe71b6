"""Administrators: cases from another system's export. Check, read what was found, say yes, watch it being written, undo it."""

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shiliu.govern.cases.importing import by_page
from shiliu.govern.cases.importing.mapping import WrongMapping
from shiliu.govern.cases.importing.staging import Unusable
from shiliu.govern.cases.models import ImportRun
from shiliu.platform.permissions import demand, needs
from shiliu.platform.permissions.targets import WholeSite
from shiliu.platform.tables import shelf
from shiliu.platform.workflow import NotPossible

PER_PAGE = 20
READY = {
    "city-311": gettext_lazy("Requests to a city, columns in English (city-311)"),
    "hotline-12345": gettext_lazy("Orders of a 12345 hotline, columns in Chinese (hotline-12345)"),
}


class ExportForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Export as CSV"), help_text=gettext_lazy("UTF-8 or GB18030. It is only checked at first; nothing is written yet."),
    )  # fmt: skip
    ready = forms.ChoiceField(label=gettext_lazy("What the columns mean"))
    own = forms.FileField(
        label=gettext_lazy("Mapping of your own"), required=False,
        help_text=gettext_lazy("A YAML file like the ready ones; needed only when none of them fits. It counts instead of the choice above."),
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["ready"].choices = [(name, READY.get(name, name)) for name in by_page.ready_mappings()]


@require_http_methods(["GET", "POST"])
@needs("cases.import")
def imports(request):
    demand(request.actor, "cases.import", WholeSite())
    form = ExportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            kept = by_page.check(by=request.actor, file=given["file"], ready=given["ready"], own_mapping=given["own"])
            return redirect("cases:import_check", kept.key)
        except Unusable as problem:
            form.add_error("file", str(problem))
        except WrongMapping as problem:
            form.add_error("own" if given["own"] else "ready", str(problem))
    page = Paginator(ImportRun.objects.select_related("started_by"), PER_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "most_rows": shelf.MOST_ROWS}
    return render(request, "cases/imports.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@needs("cases.import")
def check(request, key):
    """What was found in a file; POST is the yes."""
    kept = _kept(request, key)
    if request.method == "POST":
        try:
            return redirect("cases:import_run", by_page.begin(by=request.actor, kept=kept).pk)
        except NotPossible as problem:
            messages.error(request, str(problem))
    return render(request, "cases/import_check.html", {"kept": kept, "notes": kept.notes})


@require_GET
@needs("cases.import")
def rejects(request, key):
    kept = _kept(request, key)
    return FileResponse(open(kept.rejects, "rb"), as_attachment=True, filename="rejects.csv", content_type="text/csv")


@require_GET
@needs("cases.import")
def run(request, pk):
    """How far an import is. With ?watch=1, which the reader chooses, the page loads itself again."""
    demand(request.actor, "cases.import", WholeSite())
    found = get_object_or_404(ImportRun, pk=pk)
    written, total = by_page.progress(found)
    is_writing = found.state == ImportRun.State.WRITING
    mine = by_page.of_run(found)
    context = {
        "run": found,
        "written": written,
        "total": total,
        "is_writing": is_writing,
        "watch": is_writing and request.GET.get("watch") == "1",
        "rejects_key": mine.key
        if mine and found.rows_refused and mine.notes["person"] == request.actor.person.pk
        else "",
        "can_undo": by_page.can_be_undone_here(found),
    }
    return render(request, "cases/import_run.html", context)


@require_POST
@needs("cases.import")
def undo(request, pk):
    found = get_object_or_404(ImportRun, pk=pk)
    try:
        taken, kept = by_page.undo(by=request.actor, run=found)
        told = _("%(taken)d cases were taken out; %(kept)d were kept because somebody has worked on them.")
        messages.success(request, told % {"taken": taken, "kept": kept})
    except NotPossible as problem:
        messages.error(request, str(problem))
    return redirect("cases:import_run", pk)


def _kept(request, key):
    demand(request.actor, "cases.import", WholeSite())
    kept = shelf.find(key, by=request.actor, purpose=by_page.PURPOSE)
    if kept is None or "good" not in kept.notes:
        raise Http404
    return kept
