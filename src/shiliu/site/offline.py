"""The worker at /sw.js: one script put together from the addresses it needs and two files of ours."""

import hashlib
import json
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.template.loader import get_template
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_GET

from shiliu.govern.cases import public as cases
from shiliu.platform.permissions import needs

STYLES = ("tokens", "layout", "components", "forms", "case", "charts", "print")
FILES = (
    *(f"shiliu/{name}.css" for name in STYLES),
    "shiliu/mark.svg",
    "shiliu/shiliu.js",
    "shiliu/offline-store.js",
    "shiliu/offline.js",
    "shiliu/offline-shell.js",
)
PAGES = ("cases/offline.html", "cases/offline_waiting.html")
# A worker that does harm is taken off every phone by SHILIU_OFFLINE_FORM=no: this one leaves nothing of itself behind.
FAREWELL = """
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil((async () => {
  for (const name of await caches.keys()) if (name.startsWith("shiliu-")) await caches.delete(name);
  await self.registration.unregister();
})()));
"""


@require_GET
@needs("site.read")
def worker(request):
    response = HttpResponse(
        script() if settings.OFFLINE_FORM else FAREWELL, content_type="text/javascript; charset=utf-8"
    )
    response["Cache-Control"] = "no-cache"
    return response


@lru_cache(maxsize=1)
def script():
    """The same text until a file, the empty page or an address changes: its name for the cache is the hash of all of them."""
    parts = [Path(finders.find(f"shiliu/offline-{part}.js")).read_text("utf-8") for part in ("store", "worker")]
    known = {
        **cases.offline_places(),
        "files": [static(name) for name in FILES],
        "shells": {language: reverse("cases:offline", args=[language]) for language, _name in settings.LANGUAGES},
        "language": settings.LANGUAGE_CODE,
    }
    digest = hashlib.sha256(json.dumps(known).encode())
    for content in (*parts, *(Path(finders.find(name)).read_text("utf-8") for name in FILES)):
        digest.update(content.encode())
    for name in PAGES:
        digest.update(Path(get_template(name).origin.name).read_bytes())
    known["version"] = digest.hexdigest()[:16]
    return "\n".join([f"const PLACES = {json.dumps(known)};", *parts])
