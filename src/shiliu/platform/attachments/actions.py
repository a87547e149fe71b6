"""Taking files in, tying them to something, letting go of them.

The action that links a file writes the audit row; a draft that nobody linked leaves none, and no trace after a day."""

import hashlib
import uuid

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shiliu.platform.attachments import files
from shiliu.platform.attachments.models import Attachment
from shiliu.platform.attachments.pictures import kind_of, prepare
from shiliu.platform.attachments.refusals import Unacceptable
from shiliu.platform.clock import now
from shiliu.platform.permissions import demand


def store(uploaded_file, *, by, pdf=False):
    """Checks and keeps an uploaded file as a draft; returns its Attachment. Raises Unacceptable.

    A picture is decoded and encoded anew, which takes up to a second: call it outside a transaction, which on SQLite would
    make every other writer wait. With `pdf` a PDF is taken too, as it is, and only ever served as a download."""
    demand(by, "attachments.add")
    kind, data = _known(uploaded_file, pdf)
    attachment = Attachment(key=uuid.uuid4(), kind=kind, uploader=by.person, created_at=now())
    if kind != "pdf":
        picture = prepare(data, kind)
        data = picture.full
        attachment.width, attachment.height = picture.width, picture.height
        files.write(files.path_of(attachment, "thumb"), picture.thumb)
    attachment.size, attachment.sha256 = len(data), hashlib.sha256(data).hexdigest()
    # The file first, the row after it: a committed row always has its file. A file without a row is swept.
    files.write(files.path_of(attachment), data)
    attachment.save()
    return attachment


def cleaned(uploaded_file, *, pdf=False):
    """(kind, bytes) of an uploaded file by the same rules, a picture encoded anew, for an app that keeps it elsewhere. Raises Unacceptable."""
    kind, data = _known(uploaded_file, pdf)
    return kind, data if kind == "pdf" else prepare(data, kind).full


def _known(uploaded_file, pdf):
    data = _read(uploaded_file)
    kind = kind_of(data)
    if kind is None or (kind == "pdf" and not pdf):
        raise Unacceptable(
            _("This kind of file cannot be taken. Send a picture as JPEG, PNG or WebP, or a PDF document.")
            if pdf
            else _("This kind of file cannot be taken. Send a picture as JPEG, PNG or WebP.")
        )
    return kind, data


def _read(uploaded_file):
    limit = settings.ATTACHMENT_MAX_BYTES
    uploaded_file.seek(0)
    data = uploaded_file.read(limit + 1)
    if not data:
        raise Unacceptable(_("This file is empty. Choose another one."))
    if len(data) > limit:
        raise Unacceptable(
            _("This file is larger than %(megabytes)d MB. Send a smaller version of it.")
            % {"megabytes": limit // 1024**2}
        )
    return data


@transaction.atomic
def claim(keys, *, by):
    """The drafts with these keys, in this order, no longer drafts: the caller links them in the same transaction.

    Raises Unacceptable for too many, for one that is gone or already linked, and for somebody else's."""
    demand(by, "attachments.add")
    wanted = list(dict.fromkeys(_uuid(key) for key in keys))
    most = settings.ATTACHMENT_MAX_COUNT
    if len(wanted) > most:
        raise Unacceptable(
            ngettext("At most %(most)d file can be added.", "At most %(most)d files can be added.", most)
            % {"most": most}
        )
    drafts = Attachment.objects.select_for_update().filter(key__in=wanted, claimed_at=None)
    mine = {draft.key: draft for draft in drafts if draft.uploader_id in {None, by.person.pk if by.person else None}}
    if len(mine) < len(wanted):
        raise Unacceptable(_("A file you added is no longer kept. Add it again."))
    Attachment.objects.filter(key__in=wanted).update(claimed_at=now())
    return [mine[key] for key in wanted]


@transaction.atomic
def discard(*attachments):
    """Deletes rows now and their files once the transaction is safe. Unlink them first."""
    for attachment in attachments:
        attachment.delete()
        transaction.on_commit(lambda attachment=attachment: files.remove(attachment))


def _uuid(key):
    try:
        return key if isinstance(key, uuid.UUID) else uuid.UUID(str(key))
    except ValueError:
        raise Unacceptable(_("A file you added is no longer kept. Add it again.")) from None
