"""Restoring: unpack aside, check everything, finish in a process that runs on the restored data, and only then put it in place.

Nothing that exists is overwritten: the folder must be new or empty, and so must a PostgreSQL database.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _

from shiliu.platform import audit
from shiliu.platform.audit import erasing
from shiliu.platform.audit.heads import Head
from shiliu.platform.operations.backups import archive, making, snapshots
from shiliu.platform.permissions import SYSTEM

MANIFEST = "restored-from.json"


class Refused(Exception):
    """Nothing was changed; the text says why."""


def restore(path, into, *, ledgers=()):
    """Restores the backup `path` into the folder `into` (and the configured PostgreSQL database, if the backup is of one).

    `ledgers`: further erasure ledgers, beside the one in the data folder in use. Returns (manifest, lines told while
    finishing). Raises Refused, archive.BadBackup, snapshots.Failed.
    """
    into = Path(into).absolute()
    if into.exists() and (not into.is_dir() or any(into.iterdir())):
        raise Refused(_("%(path)s is not an empty folder and is not overwritten.") % {"path": into})
    into.parent.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix=".restore-", dir=into.parent))
    try:
        manifest = archive.read(path, keep=lambda name: aside / name)
        check(manifest)
        (aside / MANIFEST).write_bytes(manifest.as_json())
        address = _put_database(manifest, aside)
        told = _finish(aside, address, [erasing.ledger_path(), *map(Path, ledgers)])
        for kind in (snapshots.PG_DUMP, snapshots.ROWS):
            (aside / snapshots.FILES[kind]).unlink(missing_ok=True)
        if into.exists():
            into.rmdir()
        aside.rename(into)
    except BaseException:
        shutil.rmtree(aside, ignore_errors=True)
        raise
    return manifest, told


def check(manifest):
    """Raises Refused when this program or the configured database cannot take the backup."""
    known = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    newer = [(app, name) for app, names in manifest.schema.items() for name in names if (app, name) not in known]
    if newer:
        raise Refused(
            _(
                "The backup was made by version %(version)s, which is newer than this program (it has %(migration)s). Update first."
            )
            % {"version": manifest.version, "migration": ".".join(newer[0])}
        )
    kind = manifest.database.get("kind")
    if kind not in snapshots.FILES or manifest.database.get("file") not in manifest.files:
        raise archive.BadBackup(_("The backup holds no database that this program can read."))
    if kind == snapshots.PG_DUMP and connection.vendor != "postgresql":
        raise Refused(_("The backup is of a PostgreSQL database. Set DATABASE_URL to an empty one."))
    if kind != snapshots.SQLITE and connection.vendor == "postgresql" and not snapshots.is_empty():
        raise Refused(_("The database that DATABASE_URL names is not empty and is not overwritten."))


def _put_database(manifest, aside):
    """Where the restored data will be read from while finishing: a DATABASE_URL, or None for the configured database."""
    kind, file = manifest.database["kind"], aside / manifest.database["file"]
    if kind == snapshots.SQLITE:
        snapshots.check_sqlite(file)
    if kind == snapshots.PG_DUMP:
        snapshots.fill_postgresql(file)
    in_folder = kind == snapshots.SQLITE or connection.vendor == "sqlite"
    return f"sqlite:///{aside / snapshots.FILES[snapshots.SQLITE]}" if in_folder else None


def _finish(aside, address, ledgers):
    environment = {**os.environ, "SHILIU_DATA_DIR": str(aside), "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    environment["DATABASE_URL"] = address or _address_in_use()
    environment.pop("DATABASE_URL_FILE", None)
    if settings.MODE == "production":
        environment.setdefault("SHILIU_SECRET_KEY", settings.SECRET_KEY)
    command = [sys.executable, "-m", "shiliu", "restore_finish"]
    command += [word for ledger in ledgers if ledger.exists() for word in ("--erasures", str(ledger))]
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    if done.returncode:
        text = _("The restored data did not pass its checks, and nothing was put in place: %(problem)s")
        if not address:
            text += " " + _("Empty the PostgreSQL database before the next attempt, and do not use it as it is.")
        raise snapshots.Failed(text % {"problem": done.stderr.strip()[-800:]})
    return done.stdout.splitlines()


def _address_in_use():
    """The configured DATABASE_URL, with the name of the database actually in use (tests have one of their own)."""
    file = os.environ.get("DATABASE_URL_FILE")
    parts = urlsplit(Path(file).read_text().strip() if file else os.environ["DATABASE_URL"])
    return urlunsplit(parts._replace(path="/" + quote(str(connection.settings_dict["NAME"]))))


def finish(manifest, ledgers):
    """In the process that runs on the restored data: bring it up to date, check the audit chain, repeat erasures.

    Returns sentences for the operator. Raises snapshots.Failed.
    """
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    if manifest.database["kind"] == snapshots.ROWS:
        snapshots.load_rows(Path(settings.DATA_DIR) / snapshots.FILES[snapshots.ROWS])
    expected = Head.parse(manifest.audit)
    verdict = audit.verify(expect=[expected] if expected.seq else ())
    if not verdict.ok:
        raise snapshots.Failed(str(verdict.broken))
    entries = [entry for path in ledgers for entry in erasing.read_ledger(path)]
    count = erasing.replay(entries, by=SYSTEM)
    erasing.keep(entries)
    audit.seal()
    verdict = audit.verify()
    if not verdict.ok:
        raise snapshots.Failed(str(verdict.broken))
    told = list(verdict.sentences())
    told.append(_("People erased since the backup was made and erased again now: %(n)s.") % {"n": count})
    if not ledgers:
        told.append(
            _("No ledger of erasures was found beside the data. Whoever had an account deleted since this backup is back: run "
              "the restore with --erasures FILE if the file exists anywhere.")
        )  # fmt: skip
    if making.fingerprint(settings.SECRET_KEY) != manifest.key:
        told.append(
            _(
                "The secret key is not the one of the backup: sign-ins end, and tracking codes open nothing, until it is set again."
            )
        )
    return told
