"""What waits for the committee's people: files to decide on, and those at which they sit. No list of anybody else's."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_GET

from shiliu.govern.mediation.files import queries
from shiliu.govern.mediation.files.doors import door
from shiliu.govern.mediation.files.views import PER_PAGE, TONES


@door("mediation.receive", require_GET)
def files(request):
    waiting = Paginator(queries.waiting(request.actor), PER_PAGE).get_page(request.GET.get("page"))
    mine = list(queries.mediated(request.actor))
    for one in mine:
        one.chip = TONES[one.state]
    context = {"waiting": waiting, "mine": mine, "overdue": queries.overdue(request.actor)}
    return render(request, "mediation/office/files.html", context)
