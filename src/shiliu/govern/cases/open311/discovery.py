"""Where the interface is and what it speaks: https://wiki.open311.org/Service_Discovery."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from shiliu.govern.cases import published
from shiliu.govern.cases.open311.dates import written
from shiliu.govern.cases.open311.doors import door

SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
CHANGED = "2026-01-01T00:00:00Z"


@door("cases.read_catalogue", seconds=300)
def discovery(request):
    """What can be asked changes with the catalogue, so the day it came into force is the changeset."""
    version = published.catalogue_in_force()
    changed = written(version.effective_from) if version else CHANGED
    about = request.build_absolute_uri(reverse("about"))
    return "discovery", {
        "changeset": changed,
        "contact": settings.OPEN311_CONTACT or about,
        "key_service": _("Ask the administrators of this site for an api_key: %(page)s")
        % {"page": request.build_absolute_uri(reverse("for_programs"))},
        "endpoints": [
            {
                "specification": SPECIFICATION,
                "url": request.build_absolute_uri(reverse("open311:home")).rstrip("/"),
                "changeset": changed,
                "type": "production" if settings.PRODUCTION else "test",
                "formats": ["text/xml", "application/json"],
            }
        ],
    }
