"""The public page for whoever writes another program: Open311, the JSON API, feeds, webhooks."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from shiliu.platform.permissions import needs
from shiliu.platform.webhooks import events, verify_example


@require_GET
@needs("site.read")
def page(request):
    context = {
        "open311": request.build_absolute_uri(reverse("open311:home")).rstrip("/"),
        "api": request.build_absolute_uri("/api/v1/"),
        "a_minute": settings.OPEN311_A_MINUTE,
        "events": events.offered(),
        "sample": sample(),
    }
    return render(request, "for_programs.html", context)


@lru_cache(maxsize=1)
def sample():
    """The program that verifies a signature, as our own tests run it."""
    return Path(verify_example.__file__).read_text(encoding="utf-8").strip()
