"""Pages of mediation for residents: what it is, and the files one sits at."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_GET

from shiliu.govern.mediation.files import queries
from shiliu.platform.permissions import needs

PER_PAGE = 20


@require_GET
@needs("mediation.apply")
def about(request):
    return render(request, "mediation/about.html")


@require_GET
@needs("mediation.take_part")
def mine(request):
    page = Paginator(queries.mine(request.actor), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "mediation/mine.html", {"page": page})
