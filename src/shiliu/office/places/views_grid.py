"""Staff: which communities have a grid, the cells of one, a cell with its duties, and the layers."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shiliu.foundation.models import Area, Layer
from shiliu.office.places import actions, queries, values
from shiliu.office.places.forms import CellForm, LayerForm
from shiliu.office.places.telling import PLACES
from shiliu.office.places.views_boundaries import cells_beside, sketch
from shiliu.platform import audit, depending, revisions
from shiliu.platform.names_form import after_stale, status_of
from shiliu.platform.permissions import can, demand, needs
from shiliu.platform.permissions.targets import WholeSite, may_everything
from shiliu.platform.workflow import NotPossible

PER_PAGE = 25


@require_GET
@needs("places.edit")
def grid(request):
    communities = queries.communities_with_grid(queries.editable_by(request.actor).filter(active=True))
    page = Paginator(communities, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "may_import": may_everything(request.actor, "places.import")}
    return render(request, "places/grid.html", context)


@require_GET
@needs("places.edit")
def cells(request, pk):
    community = _community(request, pk)
    context = {
        "community": community,
        "cells": queries.cells_of_community(community),
        "layers": queries.layers(),
        "features_url": reverse("places:features") + f"?area={community.code}",
    }
    return render(request, "places/cells.html", context)


@require_GET
@needs("places.edit")
def cell(request, pk):
    found = _cell(request, pk)
    context = {
        "cell": found,
        "entry": queries.with_posts([found])[0],
        "listed": found.areas.order_by("code"),
        "history": PLACES.entries(found, values.of_cell(found)),
        "sketch": sketch(found, found.boundary, found.community, cells_beside(found)),
        "depending": depending.told(found),
    }
    return render(request, "places/cell_page.html", context)


@require_http_methods(["GET", "POST"])
@needs("places.edit")
def create_cell(request, pk):
    community = _community(request, pk)
    form = CellForm(request.POST or None, layers=queries.layers())
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.create_cell(by=request.actor, community=community, **form.values())
            messages.success(request, _("The cell is entered. Draw its boundary next."))
            return redirect("office_places:cell_boundary", pk=made.pk)
        except NotPossible as problem:
            form.take(problem)
    context = {"form": form, "community": community}
    return render(request, "places/cell_form.html", context, status=status_of(form))


@require_http_methods(["GET", "POST"])
@needs("places.edit")
def edit_cell(request, pk):
    found = _cell(request, pk)
    present = values.of_cell(found)
    first = {**present, "areas": " ".join(present["areas"]), "seen": revisions.stamp(present)}
    more = {"layers": queries.layers(), "duties": present["duties"], "names": present["names"]}
    form = CellForm(request.POST or None, initial=first, **more)
    theirs = []
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_cell(by=request.actor, cell=found, seen=form.cleaned_data["seen"], **form.values())
            messages.success(request, _("Saved."))
            return redirect("office_places:cell", pk=pk)
        except revisions.Stale as stale:
            theirs = PLACES.compared(stale.present, form.values())
            form = after_stale(form, CellForm, stale, **more)
        except NotPossible as problem:
            form.take(problem)
    context = {"form": form, "cell": found, "community": found.community, "theirs": theirs}
    return render(request, "places/cell_form.html", context, status=status_of(form, theirs))


@require_POST
@needs("places.edit")
def retire_cell(request, pk):
    return _do(
        request,
        pk,
        lambda found: actions.retire_cell(by=request.actor, cell=found),
        _("The cell is retired. Put it back into use here if that was a mistake."),
    )


@require_POST
@needs("places.edit")
def restore_cell(request, pk):
    return _do(
        request, pk, lambda found: actions.restore_cell(by=request.actor, cell=found), _("The cell is in use again.")
    )


@require_POST
@needs("places.edit")
def revert_cell(request, pk, row):
    def revert(found):
        actions.revert_cell(by=request.actor, cell=found, row=get_object_or_404(audit.rows_on(found), pk=row))

    return _do(request, pk, revert, _("The change is taken back."))


@require_GET
@needs("places.edit")
def layers(request):
    context = {"layers": Layer.objects.all(), "may_edit": can(request.actor, "places.edit_layers", WholeSite())}
    return render(request, "places/layers.html", context)


@require_http_methods(["GET", "POST"])
@needs("places.edit_layers")
def create_layer(request):
    demand(request.actor, "places.edit_layers", WholeSite())
    form = LayerForm(request.POST or None, is_new=True)
    if request.method == "POST" and form.is_valid():
        try:
            actions.create_layer(by=request.actor, **form.values())
            messages.success(request, _("The layer is added. Name duties for it in the cells."))
            return redirect("office_places:layers")
        except NotPossible as problem:
            form.take(problem)
    return render(request, "places/layer_form.html", {"form": form}, status=status_of(form))


@require_http_methods(["GET", "POST"])
@needs("places.edit_layers")
def edit_layer(request, pk):
    demand(request.actor, "places.edit_layers", WholeSite())
    layer = get_object_or_404(Layer, pk=pk)
    present = values.of_layer(layer)
    form = LayerForm(
        request.POST or None,
        names=layer.names,
        initial={"position": layer.position, "seen": revisions.stamp(present)},
    )
    theirs = []
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_layer(by=request.actor, layer=layer, seen=form.cleaned_data["seen"], **form.values())
            messages.success(request, _("Saved."))
            return redirect("office_places:layers")
        except revisions.Stale as stale:
            theirs = PLACES.compared(stale.present, form.values())
            form = after_stale(form, LayerForm, stale, names=stale.present["names"])
        except NotPossible as problem:
            form.take(problem)
    context = {
        "form": form,
        "layer": layer,
        "theirs": theirs,
        "history": PLACES.entries(layer, present),
        "depending": depending.told(layer),
    }
    return render(request, "places/layer_form.html", context, status=status_of(form, theirs))


@require_POST
@needs("places.edit_layers")
def retire_layer(request, pk):
    actions.retire_layer(by=request.actor, layer=get_object_or_404(Layer, pk=pk))
    messages.success(request, _("The layer is retired. Put it back into use here if that was a mistake."))
    return redirect("office_places:edit_layer", pk=pk)


@require_POST
@needs("places.edit_layers")
def restore_layer(request, pk):
    actions.restore_layer(by=request.actor, layer=get_object_or_404(Layer, pk=pk))
    messages.success(request, _("The layer is in use again, with its duties."))
    return redirect("office_places:layers")


@require_POST
@needs("places.edit_layers")
def revert_layer(request, pk, row):
    layer = get_object_or_404(Layer, pk=pk)
    try:
        actions.revert_layer(by=request.actor, layer=layer, row=get_object_or_404(audit.rows_on(layer), pk=row))
        messages.success(request, _("The change is taken back."))
    except NotPossible as problem:
        messages.error(request, str(problem))
    return redirect("office_places:edit_layer", pk=pk)


def _do(request, pk, act, done):
    found = _cell(request, pk)
    try:
        act(found)
        messages.success(request, done)
    except NotPossible as problem:
        messages.error(request, str(problem))
    return redirect("office_places:cell", pk=pk)


def _community(request, pk):
    return get_object_or_404(queries.editable_by(request.actor), pk=pk, level=Area.Level.COMMUNITY)


def _cell(request, pk):
    return get_object_or_404(queries.cells_editable_by(request.actor).select_related("community"), pk=pk)
