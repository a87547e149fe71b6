"""The office's side of tables: rooms and usual bodies of a committee, and the places that wait for a unit."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shiliu.govern.mediation.files.doors import door
from shiliu.govern.mediation.table import actions, forms, forms_office, queries
from shiliu.govern.mediation.table.actions.keeping import body_values, room_values
from shiliu.platform import revisions
from shiliu.platform.history import Telling
from shiliu.platform.names_form import after_stale, status_of
from shiliu.platform.permissions import needs
from shiliu.platform.workflow import NotPossible

FORM = require_http_methods(["GET", "HEAD", "POST"])
TELLING = Telling(labels={
    "names": gettext_lazy("Name"), "address": gettext_lazy("Address"), "seats": gettext_lazy("Seats"), "step_free": gettext_lazy("A wheelchair gets in"),
    "duty": gettext_lazy("What it is usually asked to do"), "organisation": gettext_lazy("Unit"), "source": gettext_lazy("Source of the rule"),
    "active": gettext_lazy("In use"),
})  # fmt: skip


@require_GET
@needs("mediation.keep_table")
def rooms(request):
    return render(request, "mediation/office/rooms.html", {"rooms": queries.rooms_of(request.actor)})


@require_GET
@needs("mediation.keep_table")
def bodies(request):
    committees = queries.units_of(request.actor)
    return render(
        request, "mediation/office/bodies.html", {"bodies": queries.bodies_of(request.actor), "committees": committees}
    )


@FORM
@needs("mediation.keep_table")
def room(request, pk=None):
    return _edit(request, pk, queries.rooms_of, forms_office.RoomForm, room_values, "room", actions.save_room)


@FORM
@needs("mediation.keep_table")
def body(request, pk=None):
    return _edit(request, pk, queries.bodies_of, forms_office.UsualBodyForm, body_values, "body", actions.save_body)


def _edit(request, pk, of, kind, values, name, save):
    found = get_object_or_404(of(request.actor), pk=pk) if pk else None
    present = values(found) if found else {}
    more = {"names": present.get("names"), "committees": () if found else queries.units_of(request.actor),
            "initial": {**present, "seen": revisions.stamp(present)} if found else {}}  # fmt: skip
    form, lost = kind(request.POST if request.method == "POST" else None, **more), False
    if form.is_bound and form.is_valid():
        where = {name: found} if found else {"committee": form.committee()}
        try:
            save(by=request.actor, seen=form.cleaned_data["seen"] or None, **where, **form.values())
            messages.success(request, _("Saved."))
            return redirect(f"office_mediation:{_plural(name)}")
        except revisions.Stale as stale:
            form, lost = after_stale(form, kind, stale, **more), True
        except NotPossible as problem:
            form.take(problem)
    context = {"form": form, "thing": found, "list": f"office_mediation:{_plural(name)}", "revert": f"office_mediation:revert_{name}",
               "entries": TELLING.entries(found, present) if found else [], "is_room": name == "room"}  # fmt: skip
    return render(request, "mediation/office/kept.html", context, status=status_of(form, lost))


def _plural(name):
    return {"room": "rooms", "body": "bodies"}[name]


def _thing(request, sort, pk):
    if sort not in {"room", "body"}:
        raise Http404
    return get_object_or_404({"room": queries.rooms_of, "body": queries.bodies_of}[sort](request.actor), pk=pk)


@require_POST
@needs("mediation.keep_table")
def use(request, sort, pk, verb):
    if verb not in {"retire", "put-back"}:
        raise Http404
    actions.set_active(by=request.actor, thing=_thing(request, sort, pk), active=verb == "put-back")
    messages.success(
        request, _("In use again.") if verb == "put-back" else _("No longer used. What was arranged stays.")
    )
    return redirect(f"office_mediation:{_plural(sort)}")


@require_POST
@needs("mediation.keep_table")
def revert_room(request, pk, row):
    return _revert(request, "room", pk, row)


@require_POST
@needs("mediation.keep_table")
def revert_body(request, pk, row):
    return _revert(request, "body", pk, row)


def _revert(request, sort, pk, row):
    found = _thing(request, sort, pk)
    try:
        actions.revert(by=request.actor, thing=found, row=get_object_or_404(revisions.history(found), pk=row))
        messages.success(request, _("Taken back."))
    except NotPossible as problem:
        messages.error(request, str(problem))
    return redirect(f"office_mediation:{sort}", pk)


@require_POST
@needs("mediation.keep_table")
def starter(request):
    number = sum(actions.load_bodies(by=request.actor, committee=unit) for unit in queries.units_of(request.actor)[:1])
    messages.success(
        request,
        _("%(number)s bodies loaded. Say of each which unit does it here before you use it.") % {"number": number},
    )
    return redirect("office_mediation:bodies")


@door("mediation.sit_for_body", require_GET)
def asked(request):
    """Places at tables that wait for the reader's unit: what it is asked to do, and nothing else of the file."""
    return render(request, "mediation/office/asked.html", {"asked": queries.waiting_for(request.actor)})


@door("mediation.sit_for_body", FORM)
def take_place(request, guest):
    found = queries.waiting(request.actor, guest)
    form = forms.NameForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            actions.take_place(by=request.actor, guest=found, name=form.cleaned_data["name"])
            messages.success(request, _("The place is yours. Say when you can come."))
            return redirect("mediation:file", found.dispute.key)
        except NotPossible as problem:
            problem.put_beside(form)
    context = {"form": form, "guest": found, "heading": _("Take the place"), "press": _("I come for my unit")}
    return render(request, "mediation/office/place.html", context, status=status_of(form))


@door("mediation.sit_for_body", FORM)
def decline(request, guest):
    found = queries.waiting(request.actor, guest)
    form = forms.ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            actions.decline(by=request.actor, guest=found, reason=form.cleaned_data["reason"])
            messages.success(request, _("The mediator reads why."))
            return redirect("office_mediation:asked")
        except NotPossible as problem:
            problem.put_beside(form)
    context = {"form": form, "guest": found, "heading": _("Do not come"), "press": _("Send it")}
    return render(request, "mediation/office/place.html", context, status=status_of(form))
