"""Administrators of the whole district: categories, certificates no longer issued, and files."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from shiliu.live.services.catalogue import actions, columns
from shiliu.live.services.catalogue.actions.rows import MODELS, plain
from shiliu.live.services.catalogue.forms_rows import CategoryForm, NotIssuedForm
from shiliu.live.services.catalogue.telling import ITEMS
from shiliu.live.services.catalogue.views_office import nav
from shiliu.platform import revisions
from shiliu.platform.names_form import after_stale, status_of
from shiliu.platform.permissions import needs
from shiliu.platform.permissions.targets import demand_everything
from shiliu.platform.tables import screens
from shiliu.platform.tables.downloads import download
from shiliu.platform.workflow import NotPossible

SORTS = {
    "categories": ("category", CategoryForm, actions.put_category, gettext_lazy("Categories")),
    "not-issued": ("not_issued", NotIssuedForm, actions.put_not_issued, gettext_lazy("Certificates no longer issued")),
}
FINDER_COLUMNS = ("question", "name_zh-hans", "name_en", "name_ug", "help_zh-hans", "help_en", "help_ug", "leads_to")
SERVICES = screens.Screen(
    purpose="services.items", title=gettext_lazy("Import service items"), headers=columns.HEADERS, run=actions.import_items,
    columns=", ".join(columns.COLUMNS), command="shiliu import services FILE --write", nav="services/office_nav.html",
    done="office_services:items", labels=ITEMS.labels,
)  # fmt: skip
FINDER = screens.Screen(
    purpose="services.finder", title=gettext_lazy("Replace the finder"), headers={}, run=actions.import_finder,
    columns=", ".join(FINDER_COLUMNS), command="shiliu import finder FILE --write", nav="services/office_nav.html",
    done="office_services:items", labels={},
)  # fmt: skip
NOT_ISSUED = screens.Screen(
    purpose="services.not_issued", title=gettext_lazy("Import certificates no longer issued"), headers={}, run=actions.import_not_issued,
    columns="code, position, name_zh-hans, keywords, instead_zh-hans, body, item, source, instead_source, weak",
    command="shiliu import not_issued FILE --write", nav="services/office_nav.html", done="office_services:items", labels={},
)  # fmt: skip


@require_GET
@needs("services.configure")
def rows(request, sort):
    demand_everything(request.actor, "services.configure")
    name, _form, _act, title = _sort(sort)
    return render(
        request,
        "services/office_rows.html",
        {"rows": MODELS[name].objects.all(), "sort": sort, "title": title, **nav(request)},
    )


@require_http_methods(["GET", "POST"])
@needs("services.configure")
def row(request, sort, code=""):
    """One row, or a new one without a code."""
    demand_everything(request.actor, "services.configure")
    name, kind, act, title = _sort(sort)
    found = MODELS[name].objects.filter(code=code).first() if code else None
    if code and found is None:
        raise Http404
    present = plain(name, found) if found else {}
    more = {
        "names": present.get("names"),
        "is_new": found is None,
        "initial": {**present, "seen": revisions.stamp(present)},
    }
    form = kind(request.POST or None, **more)
    theirs = []
    if request.method == "POST" and form.is_valid():
        try:
            act(
                by=request.actor,
                code=code or form.cleaned_data["code"],
                seen=form.cleaned_data["seen"],
                **form.values(),
            )
            messages.success(request, _("Saved."))
            return redirect("office_services:rows", sort=sort)
        except revisions.Stale as stale:
            theirs = ITEMS.compared(stale.present, form.values())
            form = after_stale(form, kind, stale, names=stale.present["names"], is_new=found is None)
        except NotPossible as problem:
            form.take(problem)
    context = {"form": form, "row": found, "sort": sort, "title": title, "theirs": theirs, **nav(request)}
    return render(request, "services/row_form.html", context, status=status_of(form, theirs))


@require_http_methods(["GET", "POST"])
@needs("services.manage")
def import_items(request):
    demand_everything(request.actor, "services.manage")
    return screens.page(request, SERVICES)


@require_http_methods(["GET", "POST"])
@needs("services.configure")
def import_finder(request):
    demand_everything(request.actor, "services.configure")
    return screens.page(request, FINDER)


@require_http_methods(["GET", "POST"])
@needs("services.configure")
def import_not_issued(request):
    demand_everything(request.actor, "services.configure")
    return screens.page(request, NOT_ISSUED)


@require_GET
@needs("services.configure")
def finder_table(request):
    demand_everything(request.actor, "services.configure")
    found = ([row.get(column, "") for column in FINDER_COLUMNS] for row in actions.finder_rows())
    return download("finder.csv", FINDER_COLUMNS, found)


def _sort(sort):
    if sort not in SORTS:
        raise Http404
    return SORTS[sort]
