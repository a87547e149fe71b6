"""What `shiliu doctor` asks about files."""

import os
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from shiliu.platform.attachments import files
from shiliu.platform.attachments.models import Attachment

NEWEST = 50


def check() -> list[str]:
    """What is wrong, in words; looks at the newest files only, `shiliu backup` compares them all."""
    root = Path(settings.MEDIA_ROOT)
    problems = []
    if root.exists() and not os.access(root, os.W_OK | os.X_OK):
        problems.append(_("Files cannot be written to %(folder)s. Give the account that runs the site the right to write there.")
                        % {"folder": root})  # fmt: skip
    served = [Path(folder) for folder in (settings.STATIC_ROOT, *settings.STATICFILES_DIRS) if folder]
    if any(folder == root or folder in root.parents for folder in served):
        problems.append(_("The folder of attachments lies inside a served folder. Move SHILIU_DATA_DIR elsewhere."))
    newest = Attachment.objects.order_by("-pk")[:NEWEST]
    missing = [attachment for attachment in newest if not files.path_of(attachment).exists()]
    if missing:
        problems.append(
            _("%(count)d of the newest files are missing on the disk. Restore them from a backup.")
            % {"count": len(missing)}
        )
    return problems
