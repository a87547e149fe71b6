"""Reading a file: nothing here is asked without an actor."""

from django.shortcuts import get_object_or_404

from shiliu.govern.mediation.files.seats import seat_of, visible_to


def opened(actor, key):
    """The Dispute with `seat` (or None). 404 for whoever may not open it, as for one that does not exist."""
    dispute = get_object_or_404(visible_to(actor).select_related("committee", "area"), key=key)
    dispute.seat = seat_of(actor, dispute)
    return dispute


def mine(actor):
    """Files the actor may open, newest first."""
    return visible_to(actor).select_related("committee").order_by("-pk")
