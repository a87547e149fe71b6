"""What the machine gives: disk, fonts, the time."""

import importlib.util
import os
import shutil
import subprocess
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from shiliu.platform.audit.models import AuditRow
from shiliu.platform.operations.findings import error, fine, warning

LITTLE_SPACE, TOO_LITTLE_SPACE = 2_000_000_000, 200_000_000
BUILT = datetime(2026, 11, 1, tzinfo=UTC)
FONT_PACKAGES = {"noto_cjk_sans_otc": "noto-cjk-sans-otc", "justmytype_intl_rtl": "justmytype-intl-rtl"}


def data_folder():
    folder = Path(settings.DATA_DIR)
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as problem:
        yield error(
            _(
                "Nothing can be written to %(folder)s (%(problem)s). Give the account that runs the site the right to write there."
            )
            % {"folder": folder, "problem": problem.strerror}
        )
        return
    free = shutil.disk_usage(folder).free
    told = {"folder": folder, "free": f"{free / 1e9:.1f}"}
    if free < TOO_LITTLE_SPACE:
        yield error(_("The disk of %(folder)s is full: %(free)s GB left. Nothing can be saved soon.") % told)
    elif free < LITTLE_SPACE:
        yield warning(_("The disk of %(folder)s is filling up: %(free)s GB left.") % told)
    else:
        yield fine(_("%(folder)s can be written to, and %(free)s GB are free.") % told)
    if os.stat(folder).st_mode & 0o007:
        yield warning(_("Every account of this machine can look into %(folder)s. Run: chmod o-rwx %(folder)s") % told)


def fonts():
    """Letters on paper need glyphs: Chinese and Uyghur come from packages, Tibetan from the system."""
    lacking = [package for module, package in FONT_PACKAGES.items() if importlib.util.find_spec(module) is None]
    if lacking:
        yield error(_("Printed letters lack fonts: install %(packages)s.") % {"packages": ", ".join(lacking)})
    else:
        yield fine(_("Fonts for Chinese and Uyghur letters are installed."))
    if not _system_font("bo"):
        yield warning(_("No font for Tibetan was found. Install Debian's fonts-noto-core to print Tibetan names."))


def clock():
    moment = timezone.now()
    newest = AuditRow.objects.order_by("-pk").values_list("at", flat=True).first()
    if moment < BUILT:
        yield error(
            _("The clock says %(now)s, which is before this program was made. Set it, and keep it set by NTP.")
            % {"now": moment}
        )
    elif newest and newest - moment > timedelta(minutes=2) and getattr(settings, "MODE", "") == "production":
        yield error(
            _(
                "The clock says %(now)s, but the last change was recorded at %(then)s. It was set back: deadlines will be wrong."
            )
            % {"now": moment, "then": newest}
        )
    else:
        yield fine(
            _("The clock says %(now)s; the site's time zone is %(zone)s.")
            % {"now": f"{moment:%Y-%m-%d %H:%M} UTC", "zone": settings.TIME_ZONE}
        )


def _system_font(language):
    if shutil.which("fc-list") is None:
        return any(Path("/usr/share/fonts").rglob("*Tibetan*"))
    found = subprocess.run(["fc-list", f":lang={language}", "family"], capture_output=True, text=True)
    return bool(found.stdout.strip())
