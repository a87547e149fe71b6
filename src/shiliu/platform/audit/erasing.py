"""Erasing a person from the audit, and making sure that no backup brings the person back.

The ledger is a file beside the data with one line per erasure: the moment and the reference, which by then belongs to
nobody. A restored database still knows whose it was, so `restore` can erase that person again.
"""

import fcntl
import json
import os
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from shiliu.platform.audit.identities import identities_of, identity_of_thing
from shiliu.platform.audit.models import AuditIdentity, AuditRow, AuditSubject, AuditWords
from shiliu.platform.audit.writing import record

LEDGER = "erasures.jsonl"
ERASED = "audit.erased"
DROPPED = "audit.words_dropped"

_hooks: dict[str, Callable] = {}


def on_erasure(label, forget_person):
    """`forget_person(person)` removes what an app keeps about the person; runs inside the transaction of `erase`, also
    when a restore replays erasures. One hook per label."""
    if _hooks.get(label, forget_person) is not forget_person:
        raise ImproperlyConfigured(f"erasure hook {label} is registered twice")
    _hooks[label] = forget_person


def hooks():
    return dict(_hooks)


@transaction.atomic
def erase(person, *, by, reason=""):
    """Takes the person out of the audit and runs the hooks of the apps; afterwards the Person row may be deleted.

    Reasons in words, by or about the person, go too. The chain is not touched and still holds. Returns the row that
    tells that somebody was erased. The caller has demanded the permission.
    """
    identity = identities_of([person])[person.pk]
    row = record(ERASED, by=by, data={"ref": identity.ref}, reason=reason)
    _drop_words(identity.ref)
    pk = person.pk
    identity.delete()
    for forget_person in _hooks.values():
        forget_person(person)
    AuditIdentity.objects.filter(person_id=pk).delete()
    transaction.on_commit(write_ledger)
    return row


@transaction.atomic
def forget(target, *, by):
    """Drops the salt of the personal data of a thing (a case without an account): its commitments prove nothing any more."""
    kind, key = target._meta.label_lower, str(target.pk)
    identity = identity_of_thing(f"{kind}:{key}")
    row = record("audit.forgotten", by=by, target=target, data={"ref": identity.ref})
    identity.delete()
    transaction.on_commit(write_ledger)
    return row


def ledger_path():
    return Path(settings.DATA_DIR) / LEDGER


def read_ledger(path=None):
    """[{"at", "ref"}] of a ledger file, oldest first; empty without a file. A line cut short by a crash is left out."""
    path = Path(path or ledger_path())
    entries = []
    for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else ():
        try:
            entry = json.loads(line)
            entries.append({"at": str(entry["at"]), "ref": str(entry["ref"])})
        except (ValueError, KeyError, TypeError):
            continue
    return entries


def write_ledger():
    """Adds the erasures that the database knows and the file does not. Also a job, should a crash come between the two."""
    rows = AuditRow.objects.filter(verb__in=[ERASED, "audit.forgotten"]).order_by("pk")
    return keep({"at": row.at.isoformat(), "ref": row.data["ref"]} for row in rows)


def keep(entries):
    """Adds those entries to the ledger that it does not have yet; makes the file if need be. Returns how many."""
    path = ledger_path()
    with open(path, "a+", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        known = {entry["ref"] for entry in read_ledger(path)}
        lines = list({entry["ref"]: entry for entry in entries if entry["ref"] not in known}.values())
        if not lines:
            return 0
        if _cut_short(path):
            file.write("\n")
        file.write("".join(json.dumps(line) + "\n" for line in lines))
        file.flush()
        os.fsync(file.fileno())
    return len(lines)


def replay(entries, *, by):
    """Erases again, in a restored database, everyone named in the ledger. Returns how many were still there."""
    count = 0
    for ref in dict.fromkeys(entry["ref"] for entry in entries):
        identity = AuditIdentity.objects.select_related("person").filter(ref=ref).first()
        if identity is None:
            continue
        if identity.person:
            erase(identity.person, by=by, reason="audit.restored")
        else:
            identity.delete()
        count += 1
    return count


@transaction.atomic
def drop_words(words, *, by):
    """Removes reasons that must not be kept (a purge). Each leaves a row that names it, by which `verify` knows it went rightly.

    `words`: AuditWords. Returns how many. The caller has demanded the permission."""
    for one in words:
        record(DROPPED, by=by, target=f"audit.auditrow:{one.row_id}", area=one.row.area_path)
        one.delete()
    return len(words)


def _drop_words(ref):
    about = Exists(AuditSubject.objects.filter(row=OuterRef("row_id"), ref=ref))
    AuditWords.objects.filter(Q(row__actor_ref=ref) | about).delete()


def _cut_short(path):
    with open(path, "rb") as file:
        file.seek(0, os.SEEK_END)
        if not file.tell():
            return False
        file.seek(-1, os.SEEK_END)
        return file.read(1) != b"\n"
