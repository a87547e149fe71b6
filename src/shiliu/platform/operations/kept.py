"""Folders of the data directory, beside attachments, whose files a backup takes and a restore puts back."""

from pathlib import Path

from django.conf import settings

_folders: set[str] = set()


def keep_folder(name):
    """`name`: one plain name below SHILIU_DATA_DIR. From registers.py."""
    if "/" in name or name.startswith("."):
        raise ValueError(f"{name!r} is not the name of a folder in the data directory")
    _folders.add(name)


def kept_files():
    """(path, its name in the backup) of every file in those folders; files still being written begin with a dot."""
    root = Path(settings.DATA_DIR)
    for folder in sorted(_folders):
        for path in sorted((root / folder).glob("*")):
            if path.is_file() and not path.name.startswith("."):
                yield path, f"{folder}/{path.name}"
