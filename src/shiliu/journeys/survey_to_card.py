"""From the needs a place named in its last survey to a contact card that holds them."""

from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET

from shiliu.foundation.models import Area
from shiliu.govern.surveys import public as surveys
from shiliu.live.services import public as services
from shiliu.platform.permissions import needs

MOST = 3


def common_needs(area):
    """Codes of the areas of need named most in the published tables about a place, those a card knows, at most MOST."""
    known = services.card_needs()
    named = dict.fromkeys(need.area_of_need for need in surveys.needs_of(area))
    return [code for code in named if code in known][:MOST]


@require_GET
@needs("cards.read")
def card(request):
    """Leads to the card of ?place= with what is needed most there; without a published survey, to the card of everybody."""
    area = get_object_or_404(Area, code=request.GET.get("place", "")[:40], active=True)
    return redirect(services.card_address(area, common_needs(area)))
