"""The catalogue as everyone reads it: the list, an item, its sheet, certificates no longer issued, the finder, the table."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from shiliu.foundation.names import SOURCE_LANGUAGE
from shiliu.live.services.catalogue import columns, exporting, finder_pages, panels, queries
from shiliu.live.services.catalogue.forms import ServicesFilter
from shiliu.platform.permissions import needs
from shiliu.platform.tables.downloads import download

PER_PAGE = 20


@require_GET
@needs("services.read")
def items(request):
    form = ServicesFilter(request.GET or None)
    chosen = form.chosen() if form.is_bound else {}
    found = (
        queries.found(queries.on_offer(), **chosen)
        .select_related("category", "organisation")
        .prefetch_related("stages")
    )
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    words = chosen.get("q", "")
    context = {"form": form, "page": page, "not_issued": list(queries.not_issued(words)[:5]) if words else []}
    return render(request, "services/items.html", context)


@require_GET
@needs("services.read")
def item(request, code):
    found = _item(request, code)
    may_edit = (
        queries.editable_by(request.actor).filter(pk=found.pk).exists() if request.actor.is_staff_member else False
    )
    return render(
        request, "services/item.html", {"item": found, "panels": panels.of(request, found), "may_edit": may_edit}
    )


@require_GET
@needs("services.read")
def sheet(request, code):
    """The item on paper: simplified Chinese first, then the reader's language."""
    languages = list(dict.fromkeys([SOURCE_LANGUAGE, get_language()]))
    return render(request, "services/sheet.html", {"item": _item(request, code), "languages": languages})


@require_GET
@needs("services.read")
def not_issued(request):
    return render(request, "services/not_issued.html", {"rows": queries.not_issued()})


@require_GET
@needs("services.read")
def certificate(request, code):
    found = queries.not_issued().filter(code=code[:40]).first()
    if found is None:
        raise Http404
    return render(request, "services/certificate.html", {"row": found})


@require_GET
@needs("services.read")
def finder(request, code=""):
    row = queries.finder_question(code[:40])
    if row is None and code:
        raise Http404
    address = lambda code: reverse("services:finder_question", args=[code])  # noqa: E731
    question = row and {"name": row.name, "names": row.names, "help": row.help, "answers": finder_pages.answers_of(queries.question_of(row), address)}  # fmt: skip
    return render(request, "services/finder.html", {"question": question, "begins": not code})


@require_GET
@needs("services.read")
def table(request):
    return download("services.csv", columns.COLUMNS, exporting.item_rows(queries.on_offer()))


def _item(request, code):
    found = queries.whole(queries.visible_to(request.actor).filter(code=code[:40])).first()
    if found is None:
        raise Http404
    return found
