"""A half-filled form keeps its photos: the session remembers which drafts this browser sent."""

from shiliu.platform.attachments.models import Attachment

HELD = "draft_files"
MOST_HELD = 30


def hold(request, *attachments):
    """This browser may look at these drafts again until they are claimed or swept."""
    held_keys = request.session.get(HELD, []) + [str(attachment.key) for attachment in attachments]
    request.session[HELD] = held_keys[-MOST_HELD:]


def held(request, keys=None):
    """The drafts this browser still holds, oldest first; only those among `keys` when given."""
    mine = set(request.session.get(HELD, []))
    if keys is not None:
        mine &= {str(key) for key in keys}
    return list(Attachment.objects.filter(key__in=mine, claimed_at=None))


def holds(request, attachment):
    return attachment.claimed_at is None and str(attachment.key) in request.session.get(HELD, [])
