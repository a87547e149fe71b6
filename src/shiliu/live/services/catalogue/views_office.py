"""Staff: the items one may write, one item with its history, its form, offering, retiring and taking back."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shiliu.live.services.catalogue import actions, columns, exporting, queries, values
from shiliu.live.services.catalogue.forms import OfficeFilter
from shiliu.live.services.catalogue.forms_item import ItemForm
from shiliu.live.services.catalogue.telling import ITEMS
from shiliu.platform import attachments, audit, depending, revisions
from shiliu.platform.names_form import after_stale, status_of
from shiliu.platform.permissions import needs
from shiliu.platform.permissions.targets import may_everything
from shiliu.platform.tables.downloads import download
from shiliu.platform.workflow import NotPossible

PER_PAGE = 25


@require_GET
@needs("services.manage")
def items(request):
    form = OfficeFilter(request.GET or None)
    mine = queries.editable_by(request.actor)
    found = queries.found(mine, **(form.chosen() if form.is_bound else {})).select_related("category", "organisation")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "services/office_items.html", {"form": form, "page": page, **nav(request)})


@require_GET
@needs("services.manage")
def item(request, pk):
    found = _editable(request, pk)
    history = ITEMS.entries(found, values.of_item(found))
    return render(
        request,
        "services/office_item.html",
        {"item": found, "history": history, "depending": depending.told(found), **nav(request)},
    )


@require_http_methods(["GET", "POST"])
@needs("services.manage")
def create(request):
    unit = next((code for code in queries.own_units(request.actor)), "")
    form = ItemForm(request.POST or None, present={**values.BLANK, "organisation": unit}, is_new=True)
    if request.method == "POST" and form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("code", "offered")}
        try:
            made = actions.create_item(
                by=request.actor, **given, confirmed=form.cleaned_data["confirms"], **form.values()
            )
            messages.success(request, _("The item is entered."))
            return redirect("office_services:item", pk=made.pk)
        except NotPossible as problem:
            take(form, problem)
    return render(request, "services/item_form.html", {"form": form, **nav(request)}, status=status_of(form))


@require_http_methods(["GET", "POST"])
@needs("services.manage")
def edit(request, pk):
    found = _editable(request, pk)
    present = values.of_item(found)
    form = ItemForm(request.POST or None, present=present, initial={"seen": revisions.stamp(present)})
    theirs = []
    if request.method == "POST" and form.is_valid():
        try:
            given = {"seen": form.cleaned_data["seen"], "confirms": form.cleaned_data["confirms"]}
            actions.edit_item(by=request.actor, item=found, **given, **form.values())
            messages.success(request, _("Saved."))
            return redirect("office_services:item", pk=pk)
        except revisions.Stale as stale:
            theirs = ITEMS.compared(stale.present, form.values())
            form = after_stale(form, ItemForm, stale, present=stale.present)
        except NotPossible as problem:
            take(form, problem)
    context = {"form": form, "item": found, "theirs": theirs, **nav(request)}
    return render(request, "services/item_form.html", context, status=status_of(form, theirs))


@require_POST
@needs("services.manage")
def offer(request, pk):
    return _do(
        request, pk, lambda found: actions.offer_item(by=request.actor, item=found), _("The public sees it now.")
    )


@require_POST
@needs("services.manage")
def retire(request, pk):
    return _do(request, pk, lambda found: actions.retire_item(by=request.actor, item=found),
               _("The item is retired. Offer it again here if that was a mistake."))  # fmt: skip


@require_POST
@needs("services.manage")
def revert(request, pk, row):
    def act(found):
        actions.revert_item(by=request.actor, item=found, row=get_object_or_404(audit.rows_on(found), pk=row))

    return _do(request, pk, act, _("The change is taken back."))


@require_POST
@needs("services.manage")
def form_to_print(request, pk):
    """Keeps the sent file as the form of the item; without one the form is taken away."""

    def act(found):
        sent = request.FILES.get("file")
        file = attachments.store(sent, by=request.actor, pdf=True) if sent else None
        actions.attach_form(by=request.actor, item=found, key=file and file.key)

    try:
        return _do(request, pk, act, _("Saved."))
    except attachments.Unacceptable as problem:
        messages.error(request, problem.message)
        return redirect("office_services:item", pk=pk)


@require_GET
@needs("services.manage")
def table(request):
    return download("services.csv", columns.COLUMNS, exporting.item_rows(queries.editable_by(request.actor)))


def nav(request):
    """What the tabs above every page of this office need."""
    return {
        "may_configure": may_everything(request.actor, "services.configure"),
        "may_import": may_everything(request.actor, "services.manage"),
        "asked_count": queries.asked(request.actor).count(),
    }


def take(form, problem):
    """Problems beside their fields; those of parts that are several fields stand at the top with the name of the part."""
    for field, sentence in problem.fields.items():
        if field in form.fields:
            form.add_error(field, str(sentence))
        elif f"{field}_zh-hans" in form.fields or field == "names":
            form.add_error(f"{'name' if field == 'names' else field}_zh-hans", str(sentence))
        else:
            form.add_error(None, f"{ITEMS.labels.get(field, field)}: {sentence}")
    if not problem.fields:
        form.add_error(None, str(problem))


def _do(request, pk, act, done):
    try:
        act(_editable(request, pk))
        messages.success(request, done)
    except NotPossible as problem:
        messages.error(request, str(problem))
    return redirect("office_services:item", pk=pk)


def _editable(request, pk):
    return get_object_or_404(queries.whole(queries.editable_by(request.actor)), pk=pk)
