"""Making a backup: the database at one moment, the attachments, what the audit keeps beside the database."""

import hashlib
import os
import tempfile
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shiliu import __version__
from shiliu.platform.attachments import files
from shiliu.platform.attachments.models import Attachment
from shiliu.platform.audit import erasing, heads
from shiliu.platform.audit.sealing import seal
from shiliu.platform.clock import now
from shiliu.platform.operations.backups import archive, snapshots
from shiliu.platform.operations.kept import kept_files

ATTACHMENTS = "attachments"
SECRET_KEY = "secret_key"
LAST = "last_backup.txt"


class Refused(Exception):
    """Nothing was written; the text says why."""


def make(path):
    """Writes the backup to `path`, which must not exist, reads it again, and returns (manifest, warnings)."""
    path = Path(path).absolute()
    if path.exists():
        raise Refused(_("%(path)s exists already and is not overwritten.") % {"path": path})
    path.parent.mkdir(parents=True, exist_ok=True)
    seal()
    heads.note()
    erasing.write_ledger()
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".backup-") as folder:
        begun, schema = now(), applied_migrations()
        kind, database, head = snapshots.take(Path(folder))
        part = Path(folder) / "archive"
        writing = archive.Writing(part)
        name = snapshots.FILES[kind]
        writing.add(database, name)
        _add_files(writing)
        manifest = archive.Manifest(
            made_at=begun.isoformat(),
            version=__version__,
            database={"kind": kind, "file": name},
            audit=head,
            schema=schema,
            key=fingerprint(settings.SECRET_KEY),
            files=writing.files,
        )
        writing.close(manifest)
        archive.read(part)
        _publish(part, path)
    (Path(settings.DATA_DIR) / LAST).write_text(f"{begun.isoformat()} {path}\n", encoding="utf-8")
    return manifest, _missing_attachments(manifest, begun)


def applied_migrations():
    """{app: names of applied migrations, in order}."""
    schema = {}
    for app, name in sorted(MigrationRecorder(connection).applied_migrations()):
        schema.setdefault(app, []).append(name)
    return schema


def last():
    """(moment, path) of the newest backup made here, or None."""
    try:
        moment, path = (Path(settings.DATA_DIR) / LAST).read_text(encoding="utf-8").strip().split(" ", 1)
        return datetime.fromisoformat(moment), path
    except (OSError, ValueError):
        return None


def fingerprint(key):
    """Tells two secret keys apart without giving either away."""
    return hashlib.sha256(f"shiliu fingerprint {key}".encode()).hexdigest()[:16]


def _add_files(writing):
    root = Path(settings.MEDIA_ROOT)
    for path in sorted(files.all_files()):
        if path.name.startswith("."):  # a file still being written; its row is not committed
            continue
        try:
            writing.add(path, f"{ATTACHMENTS}/{path.relative_to(root).as_posix()}")
        except FileNotFoundError:  # swept since it was listed
            continue
    for path, name in kept_files():
        writing.add(path, name)
    for path in (heads.path(), erasing.ledger_path(), Path(settings.DATA_DIR) / SECRET_KEY):
        if path.exists():
            writing.add(path, path.name)


def _publish(part, path):
    with open(part, "rb") as file:
        os.fsync(file.fileno())
    part.chmod(0o600)
    try:
        os.link(part, path)  # unlike rename, it never replaces a file
    except FileExistsError:
        raise Refused(_("%(path)s exists already and is not overwritten.") % {"path": path}) from None


def _missing_attachments(manifest, begun):
    """Rows whose file is not in the backup as it was when it arrived."""
    root, wrong = Path(settings.MEDIA_ROOT), []
    for attachment in Attachment.objects.filter(created_at__lt=begun).iterator():
        name = f"{ATTACHMENTS}/{files.path_of(attachment).relative_to(root).as_posix()}"
        if manifest.files.get(name, {}).get("sha256") != attachment.sha256:
            wrong.append(name)
    if not wrong:
        return []
    text = ngettext(
        "%(n)s attachment is missing or changed on the disk, first %(name)s. Look for it in an older backup.",
        "%(n)s attachments are missing or changed on the disk, first %(name)s. Look for them in an older backup.",
        len(wrong),
    )
    return [text % {"n": len(wrong), "name": wrong[0]}]
