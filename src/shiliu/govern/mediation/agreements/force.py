"""The moment an agreement counts (article 30): its hash is kept and told, its terms begin to run, the file moves on."""

from datetime import date

from django.utils.timezone import localdate

from shiliu.govern.mediation.agreements import rules
from shiliu.govern.mediation.agreements.models import Agreement, Signature, Term
from shiliu.govern.mediation.agreements.seated import parties
from shiliu.govern.mediation.files import record
from shiliu.govern.mediation.files.committees import Clock
from shiliu.govern.mediation.files.locking import step
from shiliu.platform.clock import now


def digest_of(version):
    """What this wording hashes to now."""
    return rules.digest(version.number, version.words)


def complete(version):
    """Whether every party and a mediator have signed and the committee's seal stands under it."""
    signed = {(signature.seat_id, signature.part) for signature in version.signatures.all()}
    parts = {part for _seat, part in signed}
    return (
        all((seat.pk, Signature.Part.SIDE) in signed for seat in parties(version.agreement.dispute))
        and {
            Signature.Part.MEDIATOR,
            Signature.Part.SEAL,
        }
        <= parts
    )


def begin(dispute, agreement, version, *, by, seat):
    """Inside the transaction of whoever does the last thing needed."""
    today = localdate(now())
    agreement.state, agreement.effective_on = Agreement.State.IN_FORCE, today
    agreement.confirm_by = Clock.of("confirmation").due(dispute.area, today)
    digest = digest_of(version)
    agreement.write(digest=digest, version=version.number, told=None)
    agreement.save()
    for number, term in enumerate(version.words["terms"], start=1):
        made = Term(agreement=agreement, number=number, due_on=date.fromisoformat(term["due"]))
        made.write(side=term["side"], what=term["what"], way=term["way"], said=[])
        made.save()
    step(dispute, "agree", on=today)
    dispute.save()
    record.record("in_force", by=by, dispute=dispute, seat=seat, data={"digest": rules.spelled(digest)})


def unchanged(agreement, version):
    """Whether the words still are those that were signed: their hash is what was kept, and what each signature is of."""
    kept = agreement.words.get("digest")
    signed = {signature.words.get("digest") for signature in version.signatures.all()}
    return version.number == agreement.words.get("version") and digest_of(version) == kept and signed <= {kept}
