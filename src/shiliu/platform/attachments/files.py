"""Where the files lie: under MEDIA_ROOT, which nothing serves, by the first two letters of the key."""

import os
import tempfile
from pathlib import Path

from django.conf import settings


def path_of(attachment, size="full"):
    name = f"{attachment.key}{'-thumb' if size == 'thumb' else ''}.{attachment.extension}"
    return Path(settings.MEDIA_ROOT) / attachment.key.hex[:2] / name


def open_file(attachment, size="full"):
    """The file, opened for reading bytes. Raises FileNotFoundError, which a committed row should never meet."""
    return open(path_of(attachment, size), "rb")


def write(path, data):
    """Whole or not at all, and on the disk before this returns: written aside, flushed, then renamed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, aside = tempfile.mkstemp(prefix=".part-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(aside, path)
    except BaseException:
        Path(aside).unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)  # the new name, too, must survive a power cut
    finally:
        os.close(folder)


def remove(attachment):
    for size in ("full", "thumb"):
        path_of(attachment, size).unlink(missing_ok=True)


def all_files():
    """Every file under MEDIA_ROOT, half-written ones included."""
    root = Path(settings.MEDIA_ROOT)
    return (path for path in root.glob("*/*") if path.is_file()) if root.is_dir() else ()
