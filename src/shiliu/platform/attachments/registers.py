"""What the app tells the platform."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from shiliu.platform import jobs
from shiliu.platform.attachments.models import Attachment
from shiliu.platform.attachments.sweeping import sweep
from shiliu.platform.permissions import Grant, Permission
from shiliu.platform.permissions import register as register_permissions
from shiliu.platform.personal_data import register_personal_data

PERMISSIONS = (
    Permission(
        "attachments.add",
        _("add a photo or document"),
        _("Whoever may fill in a form may add to it."),
        (Grant("anyone"),),
    ),
    Permission(
        "attachments.open",
        _("open a photo or document"),
        _("A file opens for those who may see what it belongs to."),
        (Grant("anyone"),),
    ),
)


def register():
    register_permissions(*PERMISSIONS)
    register_personal_data("attachments.Attachment", export, erase)
    jobs.register("attachments.sweep", timedelta(hours=1), sweep)


def export(person):
    """Which files the person sent; the files themselves come with the things they belong to."""
    return [
        {"key": str(row.key), "kind": row.kind, "bytes": row.size, "sent_at": row.created_at.isoformat()}
        for row in Attachment.objects.filter(uploader=person)
    ]


def erase(person):
    """Lets go of the sender; a file goes when the thing it belongs to goes, a draft within a day."""
    Attachment.objects.filter(uploader=person).update(uploader=None)
