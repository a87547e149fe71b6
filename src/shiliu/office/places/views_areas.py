"""Staff: the list of places, one place with its history, its form, its boundary, retiring and taking back."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shiliu.foundation.models import Area
from shiliu.office.places import actions, queries, values
from shiliu.office.places.forms import AreaForm, AreasFilter
from shiliu.office.places.telling import PLACES
from shiliu.platform import audit, depending, maps, revisions
from shiliu.platform.names_form import after_stale, status_of
from shiliu.platform.permissions import needs
from shiliu.platform.permissions.targets import may_everything
from shiliu.platform.workflow import NotPossible

PER_PAGE = 25


@require_GET
@needs("places.edit")
def areas(request):
    form = AreasFilter(request.GET)
    found = queries.listed(request.actor, **form.chosen())
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "total": queries.editable_by(request.actor).exists(),
        "may_import": may_everything(request.actor, "places.import"),
    }
    return render(request, "places/areas.html", context)


@require_GET
@needs("places.edit")
def area(request, pk):
    place = _editable(request, pk)
    context = {
        "area": place,
        "chain": place.chain(),
        "inside": queries.inside(place)[:PER_PAGE],
        "cells": queries.cells_of_community(place) if place.level == Area.Level.COMMUNITY else [],
        "units": maps.units_serving(place),
        "history": PLACES.entries(place, values.of_area(place)),
        "depending": depending.told(place),
        "features_url": reverse("places:features") + f"?area={place.code}",
    }
    return render(request, "places/area.html", context)


@require_http_methods(["GET", "POST"])
@needs("places.edit")
def create_area(request):
    above = queries.editable_by(request.actor).filter(code=request.GET.get("parent", "")[:40]).first()
    form = AreaForm(request.POST or None, is_new=True, initial=_suggested(above))
    if request.method == "POST" and form.is_valid():
        given = form.values()
        parent = Area.objects.filter(code=given.pop("parent") or None).first()
        if parent is None:
            form.add_error("parent", _("There is no place with this code."))
        else:
            try:
                made = actions.create_area(by=request.actor, level=form.cleaned_data["level"], parent=parent, **given)
                messages.success(request, _("The place is entered. Draw its boundary next, if it has one."))
                return redirect("office_places:area", pk=made.pk)
            except NotPossible as problem:
                form.take(problem)
    return render(request, "places/area_form.html", {"form": form, "above": above}, status=status_of(form))


@require_http_methods(["GET", "POST"])
@needs("places.edit")
def edit_area(request, pk):
    place = _editable(request, pk)
    present = values.of_area(place)
    form = AreaForm(request.POST or None, names=place.names, initial={**present, "seen": revisions.stamp(present)})
    theirs = []
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_area(by=request.actor, area=place, seen=form.cleaned_data["seen"], **form.values())
            messages.success(request, _("Saved."))
            return redirect("office_places:area", pk=pk)
        except revisions.Stale as stale:
            theirs = PLACES.compared(stale.present, form.values())
            form = after_stale(form, AreaForm, stale, names=stale.present["names"])
        except NotPossible as problem:
            form.take(problem)
    return render(
        request,
        "places/area_form.html",
        {"form": form, "area": place, "theirs": theirs},
        status=status_of(form, theirs),
    )


@require_POST
@needs("places.edit")
def retire_area(request, pk):
    return _do(
        request,
        pk,
        lambda place: actions.retire_area(by=request.actor, area=place),
        _("The place is retired. Put it back into use here if that was a mistake."),
    )


@require_POST
@needs("places.edit")
def restore_area(request, pk):
    return _do(
        request, pk, lambda place: actions.restore_area(by=request.actor, area=place), _("The place is in use again.")
    )


@require_POST
@needs("places.edit")
def revert_area(request, pk, row):
    def revert(place):
        actions.revert_area(by=request.actor, area=place, row=get_object_or_404(audit.rows_on(place), pk=row))

    return _do(request, pk, revert, _("The change is taken back."))


def _do(request, pk, act, done):
    place = _editable(request, pk)
    try:
        act(place)
        messages.success(request, done)
    except NotPossible as problem:
        messages.error(request, str(problem))
    return redirect("office_places:area", pk=pk)


def _editable(request, pk):
    return get_object_or_404(queries.editable_by(request.actor).select_related("parent"), pk=pk)


def _suggested(above):
    if above is None:
        return {}
    levels = Area.LEVELS[Area.LEVELS.index(above.level) + 1 :]
    return {"parent": above.code, "code": f"{above.code}-", "level": levels[0] if levels else ""}
