"""Black boxes on photos. Neighbours get a copy made anew with the boxes painted in; the original never leaves the desk."""

from django.db import transaction
from django.utils.translation import gettext as _

from shiliu.govern.cases import moderation, outward
from shiliu.govern.cases.models import CaseAttachment, CaseStep
from shiliu.platform import attachments
from shiliu.platform.clock import now
from shiliu.platform.permissions import demand
from shiliu.platform.workflow import NotPossible

MOST_BOXES = 20
SMALLEST = 0.002  # of the side: less than a pixel of a thumbnail covers nothing


def set_boxes(*, by, file, boxes, reason=""):
    """Paint `boxes` ([left, top, right, bottom] as shares 0..1) into the public copy of a photo, replacing those before.

    Without boxes the copy goes, and the photo leaves the public page until somebody publishes it again: neighbours must not
    see the original by accident. While the photo is public a reason is needed. Raises Refused, NotPossible, Unacceptable."""
    demand(by, "cases.moderate", file.case)
    boxes = [check(box) for box in boxes]
    if len(boxes) > MOST_BOXES:
        raise NotPossible(
            _("At most %(most)d boxes fit on a photo. Keep it from the public page instead.") % {"most": MOST_BOXES}
        )
    # Decoding and encoding take a moment and happen before the transaction; the draft is swept if that fails.
    draft = attachments.blackened(file.attachment, boxes, by=by) if boxes else None
    with transaction.atomic():
        case = moderation.locked(file.case)
        file = CaseAttachment.objects.select_for_update().get(pk=file.pk)
        if file.boxes == boxes:
            return file
        was_public = file.public and case.publication == moderation.PUBLIC
        if was_public:
            moderation.demand_reason(reason)
        before, file.boxes = file.redacted, boxes
        file.redacted = attachments.claim([draft.key], by=by)[0] if draft else None
        file.public = file.public and bool(boxes)
        file.save(update_fields=["boxes", "redacted", "public"])
        if before:
            attachments.discard(before)
        if was_public:
            CaseStep.objects.filter(pk=file.step_id).update(shown_at=now())
            outward.words_changed(case, was_public=True)
        moderation.enter(case, moderation.Decision.CHANGED, by=by, reason=reason or _("Black boxes on a photo"))
    return CaseAttachment.objects.select_related("attachment", "redacted").get(pk=file.pk)


def check(box):
    """The box with its sides within the picture. Raises NotPossible for anything that is no rectangle."""
    if len(box) != 4 or not all(isinstance(side, int | float) and side == side for side in box):
        raise NotPossible(_("A box needs four numbers: left, top, right and bottom."))
    left, top, right, bottom = (min(1.0, max(0.0, float(side))) for side in box)
    if right - left < SMALLEST or bottom - top < SMALLEST:
        raise NotPossible(_("A box is too small to cover anything. Draw it larger."))
    return [left, top, right, bottom]
