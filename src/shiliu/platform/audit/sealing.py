"""The one sealer: takes committed rows that wait, in order of their ids, and links them to the chain.

Writers never touch the chain. On PostgreSQL a row may become visible after a later one was sealed; it then gets a later
number, because rows wait by name and not behind a mark. Two sealers queue for the head: its row lock on PostgreSQL, the
write lock of the IMMEDIATE transaction on SQLite.
"""

from django.db import transaction

from shiliu.platform.audit.chain import link
from shiliu.platform.audit.models import AuditHead, AuditRow, AuditSeal, AuditWaiting

BATCH = 500
HEAD = 1


def seal():
    """Links every committed row that waits. Returns how many."""
    total = 0
    while count := _seal_batch():
        total += count
        if count < BATCH:
            break
    return total


def head():
    """The end of the chain."""
    return AuditHead.objects.filter(pk=HEAD).first() or AuditHead(pk=HEAD)


@transaction.atomic
def _seal_batch():
    AuditHead.objects.get_or_create(pk=HEAD)
    end = AuditHead.objects.select_for_update().get(pk=HEAD)
    waiting = list(AuditWaiting.objects.order_by("row_id").values_list("row_id", flat=True)[:BATCH])
    seals = []
    for row in AuditRow.objects.filter(pk__in=waiting).order_by("pk"):
        previous, end.seq = end.hash, end.seq + 1
        end.hash = link(previous, end.seq, row)
        seals.append(AuditSeal(row=row, seq=end.seq, previous_hash=previous, hash=end.hash))
    if seals:
        AuditSeal.objects.bulk_create(seals)
        AuditWaiting.objects.filter(pk__in=[made.row_id for made in seals]).delete()
        end.save()
    return len(seals)
