"""The backup file: a compressed tar with every file, and at its end a manifest with the SHA-256 of each."""

import hashlib
import io
import json
import tarfile
from dataclasses import asdict, dataclass, field
from pathlib import PurePosixPath

from django.utils.translation import gettext as _

FORMAT = 1
MANIFEST = "manifest.json"
LEVEL = 3  # photos do not shrink; the database does even so
BLOCK = 1024 * 1024


class BadBackup(Exception):
    """The file is not a whole backup; the text says why."""


@dataclass(frozen=True)
class Manifest:
    """`files`: {name: {"sha256", "size"}}; `database`: {"kind": sqlite | pg_dump | rows, "file"}; `audit`: the head of the
    chain, "seq:hash"; `schema`: {app: applied migrations}; `key`: fingerprint of the secret key."""

    made_at: str
    version: str
    database: dict
    audit: str
    schema: dict
    key: str
    files: dict = field(default_factory=dict)
    format: int = FORMAT

    def as_json(self):
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True).encode()

    @classmethod
    def parse(cls, data):
        try:
            content = json.loads(data)
            if content.get("format") != FORMAT:
                raise BadBackup(_("This backup has format %(format)s; this program reads format 1.") % content)
            return cls(**content)
        except (ValueError, TypeError, KeyError, AttributeError) as problem:
            raise BadBackup(
                _("The manifest of this backup cannot be read: %(problem)s") % {"problem": problem}
            ) from None


class Writing:
    """Writes an archive: `add` files, then `close` with the manifest."""

    def __init__(self, path):
        self.files = {}
        self.tar = tarfile.open(path, "x:gz", compresslevel=LEVEL)  # noqa: SIM115

    def add(self, source, name):
        """The file as it is now; what is appended while it is read is left out. Raises FileNotFoundError."""
        with open(source, "rb") as file:
            info = self.tar.gettarinfo(arcname=name, fileobj=file)
            info.uid = info.gid = 0
            info.uname = info.gname = ""
            info.mode = 0o600
            hashed = Hashing(file)
            self.tar.addfile(info, hashed)
        self.files[name] = {"sha256": hashed.hexdigest(), "size": info.size}

    def close(self, manifest):
        data = manifest.as_json()
        info = tarfile.TarInfo(MANIFEST)
        info.size, info.mode = len(data), 0o600
        self.tar.addfile(info, io.BytesIO(data))
        self.tar.close()


class Hashing:
    """A file read through a hash."""

    def __init__(self, file):
        self.file, self.digest = file, hashlib.sha256()

    def read(self, size=-1):
        data = self.file.read(size)
        self.digest.update(data)
        return data

    def hexdigest(self):
        return self.digest.hexdigest()


def read(path, keep=None):
    """Reads the whole archive, compares every hash with the manifest and returns the manifest.

    `keep(name)` gives the Path to which a file is unpacked, or None to leave it. Raises BadBackup; what was unpacked by
    then is for the caller to remove.
    """
    found, manifest = {}, None
    try:
        with tarfile.open(path, "r:gz") as tar:
            for info in tar:
                _check_name(info)
                if info.name in found or manifest:
                    raise BadBackup(_("The backup names %(name)s twice.") % {"name": info.name})
                if info.name == MANIFEST:
                    manifest = Manifest.parse(tar.extractfile(info).read())
                    continue
                found[info.name] = _unpack(tar.extractfile(info), keep(info.name) if keep else None)
            while tar.fileobj.read(BLOCK):  # to the end, where gzip keeps its own checksum
                pass
    except (tarfile.TarError, EOFError, OSError) as problem:
        if isinstance(problem, FileNotFoundError | PermissionError | IsADirectoryError):
            raise
        raise BadBackup(_("The backup is damaged or cut short: %(problem)s") % {"problem": problem}) from None
    if manifest is None:
        raise BadBackup(_("The backup is cut short: its manifest, which comes last, is missing."))
    _compare(found, manifest.files)
    return manifest


def _check_name(info):
    path = PurePosixPath(info.name)
    if not info.isreg() or path.is_absolute() or ".." in path.parts or "\\" in info.name:
        raise BadBackup(_("The backup holds %(name)s, which is no plain file inside it.") % {"name": info.name})


def _unpack(source, target):
    hashed, size = Hashing(source), 0
    if target is None:
        while block := hashed.read(BLOCK):
            size += len(block)
    else:
        target.parent.mkdir(parents=True, exist_ok=True)
        with open(target, "xb") as file:
            target.chmod(0o600)
            while block := hashed.read(BLOCK):
                file.write(block)
                size += len(block)
    return {"sha256": hashed.hexdigest(), "size": size}


def _compare(found, promised):
    for name in sorted(found.keys() | promised.keys()):
        if name not in found:
            raise BadBackup(_("%(name)s is missing from the backup.") % {"name": name})
        if name not in promised:
            raise BadBackup(_("%(name)s does not belong to the backup.") % {"name": name})
        if found[name] != promised[name]:
            raise BadBackup(_("%(name)s is not what was backed up: its SHA-256 differs.") % {"name": name})
