"""Breaking a seal with a reason that everybody at the table reads, and the end of keeping."""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from shiliu.govern.mediation.files import record, telling
from shiliu.govern.mediation.files.locking import held
from shiliu.govern.mediation.files.models import Dispute, Opening
from shiliu.govern.mediation.sealed import keys
from shiliu.platform import audit
from shiliu.platform.clock import now
from shiliu.platform.permissions import SYSTEM, can
from shiliu.platform.workflow import NotPossible

# Hours of a broken seal: a choice of the house, over by the next morning. Years of keeping: claims lapse after three (民法典 188).
REFERENCE, LEAST_REASON = 10, 10


@transaction.atomic
def break_seal(*, by, reference, reason):
    """Opens one file for SHILIU_MEDIATION_OPENING_HOURS to somebody without a seat. `reference` is what a party reads on the page of
    the file: without it nothing is found, so that nobody looks around. Everybody at the table is told. Returns the Opening."""
    dispute = _referred(by, reference)
    if dispute is None:
        words = _(
            "Nothing that you answer for has this reference. Ask a party for it: it stands at the top of their page."
        )
        raise NotPossible(words, {"reference": words})
    if len(reason.strip()) < LEAST_REASON:
        words = _("Say why you have to open it. Everybody at the table reads this.")
        raise NotPossible(words, {"reason": words})
    dispute, moment = held(dispute), now()
    until = moment + timedelta(hours=settings.MEDIATION_OPENING_HOURS)
    opening = Opening(dispute=dispute, token=keys.token(by.person), at=moment, until=until)
    opening.write(name=by.person.pseudonym, reason=reason.strip())
    opening.save()
    record.record("seal_broken", by=by, dispute=dispute, text=reason.strip(), data={"who": by.person.pseudonym})
    audit.record("mediation.seal_broken", by=by, data={"committee": dispute.committee.names})
    telling.tell(dispute)
    return opening


def reference_of(dispute):
    """Ten hex digits in two groups: enough to find one file, and too many to try."""
    return f"{dispute.key.hex[:5]}-{dispute.key.hex[5:REFERENCE]}"


def end_keeping():
    """The job: of files whose time of keeping is over the key goes, and with it what every backup holds of them. The row keeps what
    figures count: committee, place, kind, outcome and the months. Returns how many went."""
    today = localdate(now())
    before = today - timedelta(days=366 * settings.MEDIATION_KEEP_YEARS)
    over = Dispute.objects.filter(ended_on__lt=before, erased_on=None).values_list("pk", flat=True)
    return sum(_erase(pk, today) for pk in list(over))


@transaction.atomic
def _erase(pk, today):
    dispute = held(Dispute(pk=pk))
    if dispute.erased_on:
        return False
    for relation in Dispute._meta.related_objects:
        relation.related_model._base_manager.filter(**{relation.field.name: dispute}).delete()
    for name in ("applied_on", "taken_on", "ended_on"):
        day = getattr(dispute, name)
        setattr(dispute, name, day and day.replace(day=1))
    dispute.due_on = dispute.reminded_on = dispute.overdue_on = dispute.year = dispute.number = None
    dispute.box, dispute.erased_on = b"", today
    dispute.save()
    audit.record("mediation.erased", by=SYSTEM, data={"committee": dispute.committee.names})
    name = dispute.key_name
    transaction.on_commit(lambda: keys.destroy(name))
    return True


def _referred(by, reference):
    digits = reference.replace("-", "").replace(" ", "").lower()
    if not by.signed_in or len(digits) != REFERENCE or set(digits) - set("0123456789abcdef"):
        return None
    rest = 32 - REFERENCE
    between = (UUID(digits + "0" * rest), UUID(digits + "f" * rest))
    found = Dispute.objects.filter(key__range=between, erased_on=None).select_related("area").first()
    return found if found and can(by, "mediation.break_seal", found) else None
