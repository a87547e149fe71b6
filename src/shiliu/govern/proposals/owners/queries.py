"""Lists of votes of owners, estates and matters."""

from django.db.models import Q, Sum

from shiliu.foundation.models import Area
from shiliu.govern.proposals.owners.models import Estate, OwnersMatter, OwnersReferral, OwnersVote
from shiliu.platform.permissions import places_of
from shiliu.platform.permissions.targets import inside

WHOLE = ("estate__area", "estate__committee", "matter")
S = OwnersVote.State


def visible_to(actor):
    return OwnersVote.objects.filter(~Q(state=S.DRAFT) | _kept(actor)).select_related(*WHOLE)


def kept_by(actor):
    return OwnersVote.objects.filter(_kept(actor)).select_related(*WHOLE)


def listed(votes, *, q="", state=""):
    if state:
        votes = votes.filter(state=state)
    for word in q[:80].replace("\0", "").split():
        votes = votes.filter(title__icontains=word)
    return votes.order_by("-opens_at", "-pk")


def referrals():
    return OwnersReferral.objects.select_related("area")


def matters():
    return OwnersMatter.objects.filter(active=True)


def estates_of(actor):
    """Estates for which the actor prepares votes."""
    everywhere, paths, units = places_of(actor, "owners.keep")
    found = Estate.objects.filter(inside(paths, "area__path", everywhere=everywhere) | Q(committee__in=units))
    return found.select_related("area", "committee")


def estates_set_up_by(actor):
    everywhere, paths, _units = places_of(actor, "owners.set_up")
    return Estate.objects.filter(inside(paths, "area__path", everywhere=everywhere)).select_related("area", "committee")


def places_to_set_up(actor):
    everywhere, paths, _units = places_of(actor, "owners.set_up")
    found = Area.objects.filter(inside(paths, "path", everywhere=everywhere), active=True)
    return found.filter(level__in=(Area.Level.COMPOUND, Area.Level.BUILDING)).defer("boundary").order_by("path")


def numbers_of(estate):
    """(shares, heads, square metres) of the register."""
    shares = estate.shares.all()
    area = shares.aggregate(total=Sum("area"))["total"] or 0
    return shares.count(), shares.filter(counted_with=None).count(), area / 100


def _kept(actor):
    everywhere, paths, units = places_of(actor, "owners.keep")
    return inside(paths, "estate__area__path", everywhere=everywhere) | Q(estate__committee__in=units)
