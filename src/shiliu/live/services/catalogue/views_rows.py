"""Administrators of the whole district: categories, stages of life, papers, certificates no longer issued, and files."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shiliu.live.services.catalogue import actions, columns, queries
from shiliu.live.services.catalogue.actions.rows import MODELS, plain
from shiliu.live.services.catalogue.forms_rows import IconForm, NotIssuedForm, PaperForm, RowsFilter
from shiliu.live.services.catalogue.telling import ITEMS, ROWS
from shiliu.live.services.catalogue.views_office import nav
from shiliu.platform import audit, revisions
from shiliu.platform.names_form import after_stale, status_of
from shiliu.platform.permissions import needs
from shiliu.platform.permissions.targets import demand_everything
from shiliu.platform.tables import screens
from shiliu.platform.tables.downloads import download
from shiliu.platform.workflow import NotPossible

SORTS = {
    "categories": ("category", IconForm, gettext_lazy("Categories")),
    "stages": ("stage", IconForm, gettext_lazy("Times of life")),
    "papers": ("paper", PaperForm, gettext_lazy("Papers")),
    "not-issued": ("not_issued", NotIssuedForm, gettext_lazy("Certificates no longer issued")),
}
PER_PAGE = 40
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
    columns="code, position, name_zh-hans, keywords, instead_zh-hans, body, item, source, instead_source, weak, checked",
    command="shiliu import not_issued FILE --write", nav="services/office_nav.html", done="office_services:items", labels={},
)  # fmt: skip


@require_GET
@needs("services.configure")
def rows(request, sort):
    demand_everything(request.actor, "services.configure")
    name, _form, title = _sort(sort)
    form = RowsFilter(request.GET or None)
    found = queries.rows(MODELS[name], **(form.cleaned_data if form.is_valid() else {}))
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "sort": sort, "title": title, **nav(request)}
    return render(request, "services/office_rows.html", context)


@require_http_methods(["GET", "POST"])
@needs("services.configure")
def row(request, sort, code=""):
    """One row with its history, or a new one without a code."""
    demand_everything(request.actor, "services.configure")
    name, kind, title = _sort(sort)
    found = _found(name, code) if code else None
    present = plain(name, found) if found else {}
    seen = revisions.stamp(present) if found else ""
    form = kind(
        request.POST or None, names=present.get("names"), is_new=found is None, initial={**present, "seen": seen}
    )
    theirs = []
    if request.method == "POST" and form.is_valid():
        try:
            given = {"code": code or form.cleaned_data["code"], "seen": form.cleaned_data["seen"], **form.values()}
            actions.put_row(by=request.actor, sort=name, **given)
            messages.success(request, _("Saved."))
            return redirect("office_services:rows", sort=sort)
        except revisions.Stale as stale:
            theirs = ROWS.compared(stale.present, form.values())
            form = after_stale(form, kind, stale, names=stale.present["names"], is_new=found is None)
        except NotPossible as problem:
            form.take(problem)
    context = {"form": form, "row": found, "sort": sort, "title": title, "theirs": theirs, **nav(request)}
    if found:
        context |= {"history": ROWS.entries(found, present), "used": queries.uses_of(name, found)}
    return render(request, "services/row_form.html", context, status=status_of(form, theirs))


@require_POST
@needs("services.configure")
def change_row(request, sort, code, verb):
    """Retires a row, puts it back, or moves it up or down its list."""
    name, _form, _title = _sort(sort)
    done = {
        "retire": lambda **row: actions.use_row(active=False, **row),
        "use": lambda **row: actions.use_row(active=True, **row),
        "up": lambda **row: actions.move_row(down=False, **row),
        "down": lambda **row: actions.move_row(down=True, **row),
    }.get(verb)
    if done is None:
        raise Http404
    try:
        done(by=request.actor, sort=name, code=code)
        if verb == "retire":
            messages.success(request, _("Retired. Where it is used it stays; put it back here if that was a mistake."))
        elif verb == "use":
            messages.success(request, _("Put back into use."))
    except NotPossible as problem:
        messages.error(request, str(problem))
    if verb in ("up", "down"):
        page = request.POST.get("page", "")
        where = reverse("office_services:rows", args=[sort]) + (f"?page={page}" if page.isdecimal() else "")
        return redirect(f"{where}#row-{code}")
    return redirect("office_services:row", sort=sort, code=code)


@require_POST
@needs("services.configure")
def revert_row(request, sort, code, row):
    name, _form, _title = _sort(sort)
    change = get_object_or_404(audit.rows_on(_found(name, code)), pk=row)
    try:
        actions.revert_row(by=request.actor, sort=name, code=code, row=change)
        messages.success(request, _("The change is taken back."))
    except NotPossible as problem:
        messages.error(request, str(problem))
    return redirect("office_services:row", sort=sort, code=code)


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


def _found(name, code):
    return get_object_or_404(MODELS[name], code=code)
