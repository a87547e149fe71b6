"""Anybody, without an account: propose a facility, say that one is still there or gone. Counted; who it was is not kept.

Nor of somebody who is signed in: a row with a person, a shop and a moment would say where they were."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from shiliu.live.circle.actions.facilities import fit, record
from shiliu.live.circle.models import Facility, FacilityWord
from shiliu.platform import audit
from shiliu.platform.clock import now
from shiliu.platform.permissions import ANONYMOUS, demand
from shiliu.platform.workflow import NotPossible

KEEP_MARKS = timedelta(days=2)


@transaction.atomic
def propose(*, by, kind, names, longitude, latitude, address="", opening="", access=None):
    """A facility that is missing from the list. Nobody reads it until staff has looked. NotPossible names the wrong fields."""
    demand(by, "circle.say")
    wanted = {"kind": kind, "names": names, "longitude": longitude, "latitude": latitude, "address": address,
              "opening": opening, "access": access or {}}  # fmt: skip
    facility = Facility(source=Facility.Source.NEIGHBOUR, state=Facility.State.PROPOSED, entered_at=now())
    fit(facility, wanted)
    if facility.area is None:
        where = {"latitude": _("This point lies in none of our neighbourhoods. Choose one inside.")}
        raise NotPossible(_("Something is not right yet."), where)
    facility.save()
    # What a neighbour wrote is in no audit row, which could not forget it.
    audit.record(
        "circle.proposed", by=ANONYMOUS, target=facility, area=facility.area_path, data={"kind": facility.kind.names}
    )
    return facility


def say(*, by, facility, said, mark=""):
    """“Still here” or “gone”; True when it was counted. `mark` tells one network apart for a day: it counts once for a facility.

    “Still here” moves the date of the last confirmation; “gone” closes nothing, it sends staff to look."""
    demand(by, "circle.say")
    if said not in FacilityWord.Said.values:
        raise ValueError(said)
    moment = now()
    try:
        with transaction.atomic():
            found = Facility.objects.select_for_update(of=("self",)).select_related("kind").get(pk=facility.pk)
            if found.state != Facility.State.CONFIRMED:
                raise NotPossible(_("This facility is not open, so there is nothing to confirm."))
            FacilityWord.objects.create(facility=found, said=said, at=moment, mark=mark)
            if said == FacilityWord.Said.HERE:
                Facility.objects.filter(pk=found.pk).update(
                    said_here=F("said_here") + 1, confirmed_at=moment, confirmed_by=Facility.Confirmer.NEIGHBOUR
                )
            else:
                Facility.objects.filter(pk=found.pk).update(said_gone=F("said_gone") + 1)
            record(f"circle.said_{said}", ANONYMOUS, found)
    except IntegrityError:  # this network has said it today
        return False
    return True


def forget_marks():
    """Empties the marks that tell presses of one day apart."""
    FacilityWord.objects.filter(at__lt=now() - KEEP_MARKS).exclude(mark="").update(mark="")
