"""The only readers of the catalogue."""

from shiliu.live.services.catalogue.models import ServiceItem


def visible_to(actor):
    """Items on offer; the office has lists of its own."""
    return ServiceItem.objects.filter(state=ServiceItem.State.ACTIVE).select_related("category", "organisation")
