"""Reading what waits for a unit, and what a committee keeps."""

from django.shortcuts import get_object_or_404

from shiliu.foundation.models import Organisation
from shiliu.govern.mediation.files.models import Dispute
from shiliu.govern.mediation.sealed import keys
from shiliu.govern.mediation.table.models import Guest, Room, UsualBody


def units_of(actor):
    """Units in use whose things the actor handles."""
    held = {each.organisation_id for each in actor.holdings if each.role == "handler" and each.organisation_id}
    return Organisation.objects.filter(pk__in=held, active=True)


def waiting_for(actor):
    """Guests that all parties agreed to and whose place nobody of the actor's units has taken yet."""
    tokens = [keys.token_of_unit(unit) for unit in units_of(actor)] if keys.ready() else []
    found = Guest.objects.filter(unit_token__in=tokens, state=Guest.State.WELCOME)
    return list(found.exclude(dispute__state__in=Dispute.ENDED).select_related("dispute__committee"))


def waiting(actor, key):
    """One of them by its key, else 404."""
    pks = [guest.pk for guest in waiting_for(actor)]
    return get_object_or_404(Guest.objects.select_related("dispute__committee"), pk__in=pks, key=key)


def rooms_of(actor):
    return Room.objects.filter(committee__in=units_of(actor)).select_related("committee")


def bodies_of(actor):
    return UsualBody.objects.filter(committee__in=units_of(actor)).select_related("committee", "organisation")


def usual(committee):
    """Bodies in use whose unit is known."""
    return UsualBody.objects.filter(committee=committee, active=True).select_related("organisation")
