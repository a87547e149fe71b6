"""Nothing stays that nobody linked: drafts after a day, files whose row was never committed, halves of interrupted writes."""

import logging
import uuid
from datetime import UTC, datetime, timedelta

from django.db import transaction

from shiliu.platform.attachments import files
from shiliu.platform.attachments.actions import discard
from shiliu.platform.attachments.models import Attachment
from shiliu.platform.clock import now

KEEP_DRAFTS = timedelta(hours=24)
CHUNK = 200
log = logging.getLogger(__name__)


def sweep():
    """The hourly job; harmless to run twice at once."""
    before = now() - KEEP_DRAFTS
    while _sweep_drafts(before) == CHUNK:
        pass
    _sweep_strays(before)


@transaction.atomic
def _sweep_drafts(before):
    # Locked first, so that a claim either comes before (then the row is no longer a draft) or finds the draft gone.
    drafts = Attachment.objects.select_for_update(skip_locked=True).filter(claimed_at=None, created_at__lt=before)[
        :CHUNK
    ]
    drafts = list(drafts)
    discard(*drafts)
    return len(drafts)


def _sweep_strays(before):
    old = [path for path in files.all_files() if _written_at(path) < before]
    for start in range(0, len(old), CHUNK):
        chunk = old[start : start + CHUNK]
        known = set(Attachment.objects.filter(key__in=filter(None, map(_key, chunk))).values_list("key", flat=True))
        for path in chunk:
            if _key(path) not in known:
                path.unlink(missing_ok=True)
                log.info("swept a file without a row: %s", path.name)


def _written_at(path):
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except FileNotFoundError:  # another worker was quicker
        return datetime.max.replace(tzinfo=UTC)


def _key(path):
    try:
        return uuid.UUID(path.stem.removesuffix("-thumb"))
    except ValueError:
        return None
