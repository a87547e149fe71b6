"""Administrators and supervisors: measuring, files, types, numbers, and gaps that become wishes."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shiliu.foundation.names import name_in
from shiliu.live.circle import actions, drafts, queries, rules, telling, values
from shiliu.live.circle.forms_office import TypeForm, ValueForm, WishForm
from shiliu.live.circle.models import (
    BuildingHomes,
    CircleSetting,
    CoverageRun,
    Facility,
    FacilityType,
    Gap,
    GapWish,
    WalkNetwork,
)
from shiliu.platform import audit, revisions
from shiliu.platform.names_form import after_stale, status_of
from shiliu.platform.permissions import can, demand, needs
from shiliu.platform.permissions.targets import WholeSite, demand_everything, may_everything
from shiliu.platform.tables import screens
from shiliu.platform.workflow import NotPossible

PER_PAGE = 20
FACILITIES = screens.Screen(
    purpose="circle.facilities", title=gettext_lazy("Import facilities"), headers=drafts.FACILITY_HEADERS, run=actions.import_facilities,
    columns="code, kind, name (zh-Hans), name_en, name_ug, longitude, latitude, address, opening, " + ", ".join(rules.ACCESS),
    command="shiliu import facilities FILE --write", nav="circle/office_nav.html", done="office_circle:facilities", labels=telling.HISTORY.labels,
)  # fmt: skip
HOMES = screens.Screen(
    purpose="circle.homes", title=gettext_lazy("Import homes of buildings"), headers=drafts.HOMES_HEADERS, run=actions.import_homes,
    columns="code, longitude, latitude, homes", command="shiliu import homes FILE --write", nav="circle/office_nav.html",
    done="office_circle:runs", labels={"homes": gettext_lazy("Homes")},
)  # fmt: skip


@require_http_methods(["GET", "POST"])
@needs("circle.import")
def import_facilities(request):
    demand_everything(request.actor, "circle.import")
    return screens.page(request, FACILITIES)


@require_http_methods(["GET", "POST"])
@needs("circle.import")
def import_homes(request):
    demand_everything(request.actor, "circle.import")
    return screens.page(request, HOMES)


@require_GET
@needs("circle.run")
def runs(request):
    page = Paginator(CoverageRun.objects.select_related("network"), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page, "network": WalkNetwork.objects.filter(in_use=True).first(), "homes": BuildingHomes.objects.count(),
        "facilities": Facility.objects.filter(state=Facility.State.CONFIRMED).count(), "may_import": may_everything(request.actor, "circle.import"),
        "types": FacilityType.objects.filter(active=True).count(),
    }  # fmt: skip
    return render(request, "circle/office_runs.html", context)


@require_POST
@needs("circle.run")
def start(request):
    before = queries.newest_run()
    try:
        made = actions.run(by=request.actor)
        if before and made.pk == before.pk:
            messages.info(request, _("Nothing has changed since the last measurement, so it stands."))
        else:
            messages.success(request, _("Measured. Everybody reads the new figures now."))
    except NotPossible as problem:
        messages.error(request, str(problem))
    return redirect("office_circle:runs")


@require_GET
@needs("circle.run")
def settings(request):
    ours = {row.name: row for row in CircleSetting.objects.all()}
    rows = [
        (name, knob, ours.get(name), telling.plain_number(ours[name].value if name in ours else knob.value),
         telling.plain_number(knob.value))
        for name, knob in rules.knobs().items()
    ]  # fmt: skip
    context = {"rows": rows, "may_settle": can(request.actor, "circle.settle", WholeSite())}
    return render(request, "circle/office_settings.html", context)


@require_http_methods(["GET", "POST"])
@needs("circle.settle")
def setting(request, name):
    demand(request.actor, "circle.settle", WholeSite())
    knob = rules.knobs().get(name)
    if knob is None:
        raise Http404
    ours = CircleSetting.objects.filter(name=name).first()
    form = ValueForm(
        request.POST or None,
        initial={"value": f"{ours.value if ours else knob.value:g}", "source": ours.source if ours else ""},
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_value(by=request.actor, name=name, **form.cleaned_data)
            messages.success(request, _("Saved. It holds from the next measurement on."))
            return redirect("office_circle:settings")
        except NotPossible as problem:
            form.take(problem)
    context = {"form": form, "name": name, "knob": knob, "ours": ours, "shipped": telling.plain_number(knob.value)}
    return render(request, "circle/office_setting.html", context, status=status_of(form))


@require_POST
@needs("circle.settle")
def unset(request, name):
    actions.unset_value(by=request.actor, name=name)
    messages.success(request, _("The number in the program holds again from the next measurement on."))
    return redirect("office_circle:settings")


@require_GET
@needs("circle.run")
def types(request):
    context = {"types": FacilityType.objects.all(), "may_settle": can(request.actor, "circle.settle", WholeSite())}
    return render(request, "circle/office_types.html", context)


@require_POST
@needs("circle.settle")
def load_types(request):
    count = actions.load_types(by=request.actor)
    messages.success(request, _("%(count)d types are new.") % {"count": count})
    return redirect("office_circle:types")


@require_http_methods(["GET", "POST"])
@needs("circle.settle")
def edit_type(request, pk):
    demand(request.actor, "circle.settle", WholeSite())
    kind = get_object_or_404(FacilityType, pk=pk)
    present = values.of_type(kind)
    form = TypeForm(request.POST or None, names=kind.names, initial={**present, "seen": revisions.stamp(present)})
    theirs = []
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_type(by=request.actor, kind=kind, seen=form.cleaned_data["seen"], **form.values())
            messages.success(request, _("Saved."))
            return redirect("office_circle:types")
        except revisions.Stale as stale:
            theirs = telling.HISTORY.compared(stale.present, form.values())
            form = after_stale(form, TypeForm, stale, names=stale.present["names"])
        except NotPossible as problem:
            form.take(problem)
    context = {"form": form, "kind": kind, "theirs": theirs, "history": telling.HISTORY.entries(kind, present)}
    return render(request, "circle/office_type.html", context, status=status_of(form, theirs))


@require_POST
@needs("circle.settle")
def revert_type(request, pk, row):
    kind = get_object_or_404(FacilityType, pk=pk)
    try:
        actions.revert_type(by=request.actor, kind=kind, row=get_object_or_404(audit.rows_on(kind), pk=row))
        messages.success(request, _("The change is taken back."))
    except NotPossible as problem:
        messages.error(request, str(problem))
    return redirect("office_circle:edit_type", pk=pk)


@require_GET
@needs("circle.put_forward")
def candidates(request):
    """Gaps that are put forward, for the pool of projects; with who said so and when."""
    page = Paginator(queries.wishes(), PER_PAGE).get_page(request.GET.get("page"))
    rows = [
        (wish, telling.homes(wish.gap.homes), telling.walker(wish.gap.walker), _who(wish.gap),
         can(request.actor, "circle.put_forward", wish.gap))
        for wish in page
    ]  # fmt: skip
    return render(request, "circle/office_candidates.html", {"page": page, "rows": rows})


def _who(gap):
    """The newest sentence of the audit about the gap, which names who put it forward."""
    told = audit.sentences(audit.rows_on(gap).filter(verb="circle.put_forward")[:1], get_language())
    return next((sentence for _row, sentence in told), "")


@require_http_methods(["GET", "POST"])
@needs("circle.put_forward")
def put_forward(request, pk):
    gap = get_object_or_404(Gap.objects.select_related("kind", "area"), pk=pk)
    demand(request.actor, "circle.put_forward", gap)
    form = WishForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.put_forward(by=request.actor, gap=gap, reason=form.cleaned_data["reason"])
            messages.success(request, _("The gap is put forward. The pool of projects takes it from here."))
            return redirect("circle:gap", pk=pk)
        except NotPossible as problem:
            form.take(problem)
    context = {"form": form, "gap": gap, "walker": telling.walker(gap.walker), "place": name_in(gap.area.names)}
    return render(request, "circle/office_wish.html", context, status=status_of(form))


@require_POST
@needs("circle.put_forward")
def take_back(request, pk):
    wish = get_object_or_404(GapWish.objects.select_related("gap"), pk=pk)
    demand(request.actor, "circle.put_forward", wish.gap)
    try:
        actions.take_back(by=request.actor, wish=wish)
        messages.success(request, _("The wish is taken back."))
    except NotPossible as problem:
        messages.error(request, str(problem))
    return redirect("office_circle:candidates")
