"""Staff: the list of units, one unit with its history, its form, retiring and taking back; kinds of units."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shiliu.foundation.models import OrganisationKind
from shiliu.office.organisations import actions, queries, values
from shiliu.office.organisations.forms import KindForm, UnitForm, UnitsFilter
from shiliu.office.organisations.telling import UNITS
from shiliu.platform import audit, depending, revisions
from shiliu.platform.names_form import after_stale, status_of
from shiliu.platform.permissions import can, demand, needs
from shiliu.platform.permissions.targets import WholeSite, may_everything
from shiliu.platform.workflow import NotPossible

PER_PAGE = 25


@require_GET
@needs("organisations.edit")
def units(request):
    form = UnitsFilter(request.GET)
    page = Paginator(queries.listed(request.actor, **form.chosen()), PER_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "total": queries.editable_by(request.actor).exists()}
    context["may_import"] = may_everything(request.actor, "organisations.import")
    return render(request, "organisations/units.html", context)


@require_GET
@needs("organisations.edit")
def unit(request, pk):
    found = _editable(request, pk)
    context = {
        "unit": found,
        "chain": queries.chain(found),
        "below": queries.below(found),
        "served": found.areas.order_by("code").defer("boundary"),
        "roles": queries.role_counts(found),
        "history": UNITS.entries(found, values.of_unit(found)),
        "depending": depending.told(found),
    }
    return render(request, "organisations/unit.html", context)


@require_http_methods(["GET", "POST"])
@needs("organisations.edit")
def create_unit(request):
    above = queries.visible_to(request.actor).filter(code=request.GET.get("parent", "")[:40]).first()
    form = UnitForm(request.POST or None, initial={"parent": above.code if above else ""})
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.create_unit(by=request.actor, **form.values())
            messages.success(request, _("The unit is entered."))
            return redirect("organisations:unit", pk=made.pk)
        except NotPossible as problem:
            form.take(problem)
    return render(request, "organisations/unit_form.html", {"form": form}, status=status_of(form))


@require_http_methods(["GET", "POST"])
@needs("organisations.edit")
def edit_unit(request, pk):
    found = _editable(request, pk)
    present = values.of_unit(found)
    first = {**present, "areas": " ".join(present["areas"]), "seen": revisions.stamp(present)}
    form = UnitForm(request.POST or None, names=found.names, initial=first)
    theirs = []
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_unit(by=request.actor, unit=found, seen=form.cleaned_data["seen"], **form.values())
            messages.success(request, _("Saved."))
            return redirect("organisations:unit", pk=pk)
        except revisions.Stale as stale:
            theirs = UNITS.compared(stale.present, form.values())
            form = after_stale(form, UnitForm, stale, names=stale.present["names"])
        except NotPossible as problem:
            form.take(problem)
    context = {"form": form, "unit": found, "theirs": theirs}
    return render(request, "organisations/unit_form.html", context, status=status_of(form, theirs))


@require_POST
@needs("organisations.edit")
def retire_unit(request, pk):
    return _do(
        request,
        pk,
        lambda found: actions.retire_unit(by=request.actor, unit=found),
        _("The unit is retired. Put it back into use here if that was a mistake."),
    )


@require_POST
@needs("organisations.edit")
def restore_unit(request, pk):
    return _do(
        request, pk, lambda found: actions.restore_unit(by=request.actor, unit=found), _("The unit is in use again.")
    )


@require_POST
@needs("organisations.edit")
def revert_unit(request, pk, row):
    def revert(found):
        actions.revert_unit(by=request.actor, unit=found, row=get_object_or_404(audit.rows_on(found), pk=row))

    return _do(request, pk, revert, _("The change is taken back."))


@require_GET
@needs("organisations.edit")
def kinds(request):
    context = {"kinds": queries.kinds(), "may_edit": can(request.actor, "organisations.edit_kinds", WholeSite())}
    context["may_import"] = may_everything(request.actor, "organisations.import")
    return render(request, "organisations/kinds.html", context)


@require_http_methods(["GET", "POST"])
@needs("organisations.edit_kinds")
def create_kind(request):
    demand(request.actor, "organisations.edit_kinds", WholeSite())
    form = KindForm(request.POST or None, is_new=True)
    if request.method == "POST" and form.is_valid():
        try:
            actions.create_kind(by=request.actor, **form.values())
            messages.success(request, _("The kind is added."))
            return redirect("organisations:kinds")
        except NotPossible as problem:
            form.take(problem)
    return render(request, "organisations/kind_form.html", {"form": form}, status=status_of(form))


@require_http_methods(["GET", "POST"])
@needs("organisations.edit_kinds")
def edit_kind(request, pk):
    demand(request.actor, "organisations.edit_kinds", WholeSite())
    kind = get_object_or_404(OrganisationKind, pk=pk)
    present = values.of_kind(kind)
    first = {"standing": kind.standing, "seen": revisions.stamp(present)}
    form = KindForm(request.POST or None, names=kind.names, initial=first)
    theirs = []
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_kind(by=request.actor, kind=kind, seen=form.cleaned_data["seen"], **form.values())
            messages.success(request, _("Saved."))
            return redirect("organisations:kinds")
        except revisions.Stale as stale:
            theirs = UNITS.compared(stale.present, form.values())
            form = after_stale(form, KindForm, stale, names=stale.present["names"])
        except NotPossible as problem:
            form.take(problem)
    context = {
        "form": form,
        "kind": kind,
        "theirs": theirs,
        "history": UNITS.entries(kind, present),
        "depending": depending.told(kind),
    }
    return render(request, "organisations/kind_form.html", context, status=status_of(form, theirs))


@require_POST
@needs("organisations.edit_kinds")
def revert_kind(request, pk, row):
    kind = get_object_or_404(OrganisationKind, pk=pk)
    try:
        actions.revert_kind(by=request.actor, kind=kind, row=get_object_or_404(audit.rows_on(kind), pk=row))
        messages.success(request, _("The change is taken back."))
    except NotPossible as problem:
        messages.error(request, str(problem))
    return redirect("organisations:edit_kind", pk=pk)


def _do(request, pk, act, done):
    found = _editable(request, pk)
    try:
        act(found)
        messages.success(request, done)
    except NotPossible as problem:
        messages.error(request, str(problem))
    return redirect("organisations:unit", pk=pk)


def _editable(request, pk):
    return get_object_or_404(queries.editable_by(request.actor).select_related("kind", "parent"), pk=pk)
