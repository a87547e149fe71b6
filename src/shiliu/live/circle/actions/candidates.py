"""Putting a gap forward as a candidate for a project, and taking that back. The pool of projects takes it from there."""

from django.db import transaction
from django.utils.translation import gettext as _

from shiliu.live.circle.models import Gap, GapWish
from shiliu.platform import audit
from shiliu.platform.clock import now
from shiliu.platform.permissions import demand
from shiliu.platform.workflow import NotPossible

LONGEST = 1000


@transaction.atomic
def put_forward(*, by, gap, reason):
    """The wish, with the reason that anybody may read. Raises NotPossible for a closed gap, twice, or without a reason."""
    gap = _locked(by, gap)
    reason = reason.strip()
    if not reason or len(reason) > LONGEST:
        why = _("Say in at most %(most)d characters why this gap should be closed by a project.") % {"most": LONGEST}
        raise NotPossible(_("Something is not right yet."), {"reason": why})
    if gap.closed_in_id:
        raise NotPossible(_("This gap is closed already."))
    wish = GapWish.objects.filter(gap=gap).first() or GapWish(gap=gap)
    if wish.pk and wish.state == GapWish.State.PUT_FORWARD:
        raise NotPossible(_("Somebody has put this gap forward already."))
    units = by.organisation_ids
    wish.state, wish.reason, wish.at = GapWish.State.PUT_FORWARD, reason, now()
    wish.unit_id = next(iter(units)) if len(units) == 1 else None
    wish.save()
    _record("circle.put_forward", by, gap)
    return wish


@transaction.atomic
def take_back(*, by, wish):
    """The wish no longer stands."""
    gap = _locked(by, wish.gap)
    wish = GapWish.objects.select_for_update(of=("self",)).get(pk=wish.pk)
    if wish.state != GapWish.State.PUT_FORWARD:
        raise NotPossible(_("This wish was taken back already."))
    wish.state, wish.at = GapWish.State.WITHDRAWN, now()
    wish.save(update_fields=["state", "at"])
    _record("circle.wish_taken_back", by, gap)
    return wish


def _locked(by, gap):
    gap = Gap.objects.select_for_update(of=("self",)).select_related("kind", "area").get(pk=gap.pk)
    demand(by, "circle.put_forward", gap)
    return gap


def _record(verb, by, gap):
    data = {"kind": gap.kind.names, "place": gap.area.names}
    audit.record(verb, by=by, target=gap, area=gap.area_path, data=data)
