"""A backup file is whole, or it is refused with what is wrong."""

import gzip
import io
import json
import tarfile

import pytest

from shiliu.platform.operations.backups import archive

FACTS = {"made_at": "2026-11-22T00:00:00+00:00", "version": "0.1.0", "audit": "0:0", "schema": {}, "key": "x"}
DATABASE = {"kind": "sqlite", "file": "a"}


@pytest.fixture
def backup(tmp_path):
    """A backup of two files."""
    for name, content in (("a", b"one"), ("b", b"two" * 1000)):
        (tmp_path / name).write_bytes(content)
    writing = archive.Writing(tmp_path / "backup")
    for name in ("a", "b"):
        writing.add(tmp_path / name, f"folder/{name}")
    writing.close(archive.Manifest(**FACTS, database=DATABASE, files=writing.files))
    return tmp_path / "backup"


def members(path):
    with tarfile.open(path) as tar:
        return [(info, tar.extractfile(info).read()) for info in tar]


def rewrite(path, entries):
    with tarfile.open(path, "w:gz") as tar:
        for info, data in entries:
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))


def test_a_whole_backup_gives_its_manifest_and_files(backup, tmp_path):
    manifest = archive.read(backup, keep=lambda name: tmp_path / "out" / name)
    assert manifest.made_at == FACTS["made_at"] and set(manifest.files) == {"folder/a", "folder/b"}
    assert (tmp_path / "out/folder/b").read_bytes() == b"two" * 1000
    assert (tmp_path / "out/folder/b").stat().st_mode & 0o077 == 0, "only the owner may read what was restored"


def test_a_changed_file_is_named(backup):
    first, *rest = members(backup)
    rewrite(backup, [(first[0], b"ONE"), *rest])
    with pytest.raises(archive.BadBackup, match=r"folder/a.*SHA-256"):
        archive.read(backup)


def test_a_missing_file_is_named(backup):
    rewrite(backup, members(backup)[1:])
    with pytest.raises(archive.BadBackup, match="folder/a is missing"):
        archive.read(backup)


def test_a_file_too_many_is_named(backup):
    *files, manifest = members(backup)
    rewrite(backup, [*files, (tarfile.TarInfo("folder/c"), b"three"), manifest])
    with pytest.raises(archive.BadBackup, match="folder/c does not belong"):
        archive.read(backup)


@pytest.mark.parametrize("position", [1, 3], ids=["before the manifest", "after the manifest"])
def test_a_file_twice_is_named(backup, position):
    entries = members(backup)
    entries.insert(position, (tarfile.TarInfo("folder/a"), b"other"))
    rewrite(backup, entries)
    with pytest.raises(archive.BadBackup, match="twice"):
        archive.read(backup)


@pytest.mark.parametrize("share", [0.0, 0.3, 0.9, 0.99])
def test_a_backup_cut_short_is_refused(backup, share):
    data = backup.read_bytes()
    backup.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(archive.BadBackup):
        archive.read(backup)


def test_a_backup_without_a_manifest_is_refused(backup):
    rewrite(backup, members(backup)[:-1])
    with pytest.raises(archive.BadBackup, match="manifest"):
        archive.read(backup)


@pytest.mark.parametrize("name", ["../evil", "/etc/evil", "folder/../../evil", "..\\evil"])
def test_a_path_that_leads_outside_is_refused(backup, tmp_path, name):
    entries = members(backup)
    rewrite(backup, [(tarfile.TarInfo(name), b"x"), *entries])
    with pytest.raises(archive.BadBackup, match="no plain file"):
        archive.read(backup, keep=lambda name: tmp_path / "out" / name)


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.DIRTYPE])
def test_links_and_devices_are_refused(backup, kind):
    info = tarfile.TarInfo("link")
    info.type, info.linkname = kind, "/etc/passwd"
    with tarfile.open(backup, "w:gz") as tar:
        tar.addfile(info)
    with pytest.raises(archive.BadBackup, match="no plain file"):
        archive.read(backup)


@pytest.mark.parametrize("content", [b"", b"not a backup", gzip.compress(b"not a tar", mtime=0)])
def test_any_other_file_is_refused(tmp_path, content):
    (tmp_path / "x").write_bytes(content)
    with pytest.raises(archive.BadBackup):
        archive.read(tmp_path / "x")


@pytest.mark.parametrize("data", [b"[]", b"{}", b"\xff", json.dumps({"format": 2}).encode()])
def test_a_manifest_of_another_kind_is_refused(data):
    with pytest.raises(archive.BadBackup):
        archive.Manifest.parse(data)
