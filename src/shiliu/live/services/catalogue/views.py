"""The catalogue as everyone reads it."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_GET

from shiliu.live.services.catalogue import queries
from shiliu.platform.permissions import needs


@require_GET
@needs("services.read")
def items(request):
    return render(request, "services/items.html", {"items": queries.visible_to(request.actor)})


@require_GET
@needs("services.read")
def item(request, code):
    found = queries.visible_to(request.actor).filter(code=code[:40]).first()
    if found is None:
        raise Http404
    return render(request, "services/item.html", {"item": found})
