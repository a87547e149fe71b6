"""The office's pages of committees, their panel, their composition and the clocks."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shiliu.govern.mediation.files.committees import STANDING, Clock, Committee
from shiliu.govern.mediation.panel import forms, keeping
from shiliu.govern.mediation.panel.models import Panelist
from shiliu.platform import revisions
from shiliu.platform.history import Telling
from shiliu.platform.names_form import status_of
from shiliu.platform.permissions import can, needs
from shiliu.platform.permissions.targets import WholeSite
from shiliu.platform.workflow import NotPossible

FORM = require_http_methods(["GET", "HEAD", "POST"])
LABELS = {
    "name": forms.PanelistForm.base_fields["name"].label, "office": forms.PanelistForm.base_fields["office"].label,
    "body": forms.PanelistForm.base_fields["body"].label, "specialties": forms.PanelistForm.base_fields["specialties"].label,
    "languages": forms.PanelistForm.base_fields["languages"].label, "since": forms.PanelistForm.base_fields["since"].label,
    "until": forms.PanelistForm.base_fields["until"].label, "active": forms.PanelistForm.base_fields["active"].label,
}  # fmt: skip
TELLING = Telling(labels=LABELS)


@require_GET
@needs("mediation.keep")
def committees(request):
    every = Committee.objects.select_related("organisation").prefetch_related("panel", "compositions")
    kept = [one for one in every if can(request.actor, "mediation.keep", one)]
    clocks = [Clock.of(code) for code in STANDING] if can(request.actor, "mediation.keep", WholeSite()) else []
    return render(request, "mediation/office/committees.html", {"committees": kept, "clocks": clocks})


@FORM
@needs("mediation.keep")
def committee(request):
    form = forms.CommitteeForm(request.POST or None)
    heading = _("Let a unit be asked for mediation")
    return _kept(request, form, heading, lambda given: keeping.save_committee(by=request.actor, **given))


@FORM
@needs("mediation.keep")
def panelist(request, committee, pk=None):
    home = _committee(request, committee)
    line = get_object_or_404(Panelist, committee=home, pk=pk) if pk else None
    present = keeping.values(line) if line else {}
    form = forms.PanelistForm(
        request.POST or None, initial={**present, "seen": revisions.stamp(present)} if line else {}
    )
    heading = line.name if line else _("New line of the panel")
    more = {"entries": TELLING.entries(line, present), "line": line} if line else {}
    return _kept(request, form, heading, lambda _given: keeping.save_panelist(
        by=request.actor, committee=home, panelist=line, **form.given()), **more)  # fmt: skip


@require_POST
@needs("mediation.keep")
def take_back(request, pk, row):
    line = get_object_or_404(Panelist.objects.select_related("committee"), pk=pk)
    _committee(request, line.committee_id)
    try:
        keeping.take_back(by=request.actor, panelist=line, row=get_object_or_404(revisions.history(line), pk=row))
        messages.success(request, _("Taken back."))
    except NotPossible as problem:
        messages.error(request, str(problem))
    return redirect("office_mediation:panelist", line.committee_id, pk)


@FORM
@needs("mediation.keep")
def composition(request, committee):
    home = _committee(request, committee)
    form = forms.CompositionForm(request.POST or None)
    heading = _("How the committee is composed")
    return _kept(
        request, form, heading, lambda given: keeping.set_composition(by=request.actor, committee=home, **given)
    )


@FORM
@needs("mediation.keep")
def clock(request, code):
    if code not in STANDING or not can(request.actor, "mediation.keep", WholeSite()):
        raise Http404
    row = Clock.of(code)
    form = forms.ClockForm(request.POST or None, initial=keeping.values(row))
    return _kept(request, form, row.label, lambda given: keeping.save_clock(by=request.actor, code=code, **given))


def _committee(request, pk):
    found = get_object_or_404(Committee.objects.select_related("organisation"), pk=pk)
    if not can(request.actor, "mediation.keep", found):
        raise Http404
    return found


def _kept(request, form, heading, save, **more):
    if request.method == "POST" and form.is_valid():
        try:
            save(form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect("office_mediation:committees")
        except NotPossible as problem:
            problem.put_beside(form)
    return render(
        request, "mediation/office/keep.html", {"form": form, "heading": heading, **more}, status=status_of(form)
    )
