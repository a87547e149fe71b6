"""Staff: the boundary of a place or of a cell, drawn among its neighbours before it is saved."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from shiliu.foundation.models import Area, GridCell
from shiliu.office.places import actions, queries, values
from shiliu.office.places.forms import BoundaryForm, as_text
from shiliu.office.places.telling import PLACES
from shiliu.platform import maps, revisions
from shiliu.platform.names_form import status_of
from shiliu.platform.permissions import needs


@require_http_methods(["GET", "POST"])
@needs("places.edit")
def of_area(request, pk):
    place = get_object_or_404(queries.editable_by(request.actor).select_related("parent"), pk=pk)

    def save(**given):
        actions.edit_area(by=request.actor, area=place, **given)

    home = reverse("office_places:area", args=[pk])
    return _drawn(request, place, {"area": place}, values.of_area(place), place.parent, beside(place), save, home)


@require_http_methods(["GET", "POST"])
@needs("places.edit")
def of_cell(request, pk):
    cell = get_object_or_404(queries.cells_editable_by(request.actor).select_related("community"), pk=pk)
    community = cell.community

    def save(**given):
        actions.edit_cell(by=request.actor, cell=cell, **given)

    home, context = reverse("office_places:cell", args=[pk]), {"cell": cell, "community": community}
    return _drawn(request, cell, context, values.of_cell(cell), community, cells_beside(cell), save, home)


def _drawn(request, thing, context, present, above, neighbours, save, home):
    """First "check" draws what was given beside its neighbours and says what looks wrong; "save" writes it."""
    first = {"text": as_text(thing.boundary), "seen": revisions.stamp(present)}
    form = BoundaryForm(request.POST or None, request.FILES or None, initial=first)
    context |= {"checked": False, "warnings": [], "theirs": []}
    drawn = thing.boundary
    if request.method == "POST" and form.is_valid():
        drawn, seen = form.cleaned_data["boundary"], form.cleaned_data["seen"]
        if "save" in request.POST:
            try:
                save(seen=seen, boundary=drawn)
                messages.success(request, _("The boundary is saved.") if drawn else _("The boundary is removed."))
                return redirect(home)
            except revisions.Stale as stale:
                seen = revisions.stamp(stale.present)
                context["theirs"] = PLACES.compared(stale.present, {"boundary": drawn})
        context["checked"] = True
        form = BoundaryForm(initial={"text": as_text(drawn), "seen": seen})
        if drawn:
            context["warnings"] = maps.misfits(drawn, above=above, neighbours=neighbours)
    context |= {"form": form, "sketch": sketch(thing, drawn, above, neighbours)}
    return render(request, "places/boundary.html", context, status=status_of(form, context["theirs"]))


def sketch(thing, drawn, above, neighbours):
    """The place above, the neighbours, and what stands or was given of the thing itself."""
    items = [(above.boundary, above.name, "around")] if above is not None and above.boundary else []
    items += [(other.boundary, other.name, "beside") for other in neighbours if other.boundary]
    return maps.sketch([*items, (drawn, thing.name, "here")] if drawn else items)


def beside(place):
    if not place.parent_id:
        return Area.objects.none()
    return Area.objects.filter(parent=place.parent_id, level=place.level, active=True).exclude(pk=place.pk)


def cells_beside(cell):
    return GridCell.objects.filter(community=cell.community_id, active=True, boundary__isnull=False).exclude(pk=cell.pk)
