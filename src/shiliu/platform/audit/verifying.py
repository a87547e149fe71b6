"""Walking the chain from its beginning and naming the first link that does not hold."""

from dataclasses import dataclass

from django.db import connection
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shiliu.platform.audit import frozen, heads, triggers
from shiliu.platform.audit.chain import link
from shiliu.platform.audit.erasing import DROPPED
from shiliu.platform.audit.heads import Head
from shiliu.platform.audit.identities import commitment
from shiliu.platform.audit.models import (
    NO_HASH,
    AuditIdentity,
    AuditRow,
    AuditSeal,
    AuditSubject,
    AuditWaiting,
    AuditWords,
)
from shiliu.platform.audit.sealing import head
from shiliu.platform.audit.writing import WORDS

CHUNK = 500


@dataclass(frozen=True)
class Broken:
    """`kind`: changed, deleted, missing, reordered, inserted, truncated, forged, hidden, words, altered. `seq` is the
    link, `row` the number of the audit row, where there is one. All but the last are about the chain; `altered` is about a thing
    that a row of a sound chain says is frozen."""

    kind: str
    text: str
    seq: int | None = None
    row: int | None = None

    def __str__(self):
        return self.text


@dataclass(frozen=True)
class Verdict:
    """`links` that hold, from the beginning; `unsealed` row numbers that wait (the tail nobody guards yet)."""

    links: int
    head: Head
    unsealed: tuple[int, ...]
    broken: Broken | None
    missing_triggers: tuple[str, ...] = ()

    @property
    def ok(self):
        return self.broken is None

    def sentences(self):
        """What to tell the operator, one sentence each, worst first."""
        said = [str(self.broken)] if self.broken else []
        if self.broken:
            said.append(
                ngettext("%(n)s link before it holds.", "%(n)s links before it hold.", self.links) % {"n": self.links}
            )
        else:
            said.append(
                ngettext("The chain holds: %(n)s link.", "The chain holds: %(n)s links.", self.links)
                % {"n": self.links}
            )
        said.append(_("The chain ends in %(head)s. Keep this line in another place.") % {"head": self.head})
        if self.unsealed:
            said.append(
                ngettext(
                    "%(n)s row waits to be sealed: row %(first)s.",
                    "%(n)s rows wait to be sealed: row %(first)s to row %(last)s.",
                    len(self.unsealed),
                )
                % {"n": len(self.unsealed), "first": self.unsealed[0], "last": self.unsealed[-1]}
            )
        if self.missing_triggers:
            said.append(
                _("The database no longer refuses changes to rows that are only ever added: %(names)s missing.")
                % {"names": ", ".join(self.missing_triggers)}
            )
        return said


def verify(*, expect=(), last=None):
    """Checks every link, or only the `last` so many. `expect`: heads known from elsewhere, beside those in the file."""
    end = head()
    start = max(0, end.seq - last) if last else 0
    known = {}
    for noted in (*heads.noted(), *expect):
        known.setdefault(noted.seq, []).append(noted)
    holds, digest, broken = _walk(start, end, known)
    broken = broken or _after(end, known) or _loose() or _altered()
    return Verdict(
        links=holds - start,
        head=Head(holds, digest) if broken else Head(end.seq, end.hash),
        unsealed=tuple(AuditWaiting.objects.order_by("row_id").values_list("row_id", flat=True)),
        broken=broken,
        missing_triggers=tuple(triggers.missing(connection)),
    )


def _walk(start, end, known):
    """(last link that holds, its hash, Broken or None)."""
    before = AuditSeal.objects.filter(seq=start).first() if start else None
    seq, digest = start, before.hash if before else NO_HASH
    while seals := list(AuditSeal.objects.filter(seq__gt=seq, seq__lte=end.seq).order_by("seq")[:CHUNK]):
        chunk = _Chunk([seal.row_id for seal in seals])
        for seal in seals:
            if broken := _check(seal, seq, digest, chunk, known):
                return seq, digest, broken
            seq, digest = seal.seq, seal.hash
    if seq < end.seq:
        text = _("The end of the chain is cut off: it had %(had)s links and now ends at link %(seq)s.")
        return seq, digest, Broken("truncated", text % {"had": end.seq, "seq": seq}, seq=seq + 1)
    if digest != end.hash:
        text = _("Link %(seq)s, the last one, is not the one the head of the chain names.")
        return max(start, seq - 1), digest, Broken("forged", text % {"seq": seq}, seq=seq)
    return seq, digest, None


class _Chunk:
    """Everything needed to check some links, in four queries."""

    def __init__(self, ids):
        self.rows = AuditRow.objects.in_bulk(ids)
        self.words = AuditWords.objects.in_bulk(ids)
        bare = [str(pk) for pk, row in self.rows.items() if WORDS in row.commitments and pk not in self.words]
        gone = AuditRow.objects.filter(verb=DROPPED, target_type="audit.auditrow", target_id__in=bare)
        self.dropped = set(map(int, gone.values_list("target_id", flat=True))) if bare else set()
        self.subjects = {}
        for row, ref in AuditSubject.objects.filter(row_id__in=ids).order_by("ref").values_list("row_id", "ref"):
            self.subjects.setdefault(row, []).append(ref)
        refs = {
            ref for row in self.rows.values() if WORDS in row.commitments for ref in (row.actor_ref, *row.subject_refs)
        }
        self.living = set()
        for some in (list(refs)[at : at + CHUNK] for at in range(0, len(refs), CHUNK)):
            self.living |= set(AuditIdentity.objects.filter(ref__in=some).values_list("ref", flat=True))


def _check(seal, seq, digest, chunk, known):
    at = {"seq": seal.seq, "row": seal.row_id}
    if seal.seq != seq + 1:
        text = _("Link %(expected)s is missing: link %(before)s is followed by link %(seq)s.")
        return Broken("missing", text % {"expected": seq + 1, "before": seq, "seq": seal.seq}, seq=seq + 1)
    row = chunk.rows.get(seal.row_id)
    if row is None:
        return Broken("deleted", _("Row %(row)s, link %(seq)s, has been deleted.") % at, **at)
    if seal.previous_hash != digest:
        text = _(
            "Link %(seq)s (row %(row)s) does not continue the link before it: rows were moved, inserted or removed."
        )
        return Broken("reordered", text % at, **at)
    if link(digest, seal.seq, row) != seal.hash:
        text = _(
            "Row %(row)s, link %(seq)s, is not what was sealed: it was changed afterwards, or another stands in its place."
        )
        return Broken("changed", text % at, **at)
    for noted in known.get(seal.seq, ()):
        if noted.hash != seal.hash:
            text = _("Link %(seq)s (row %(row)s) is not the one that was written down: the chain was made anew.")
            return Broken("forged", text % at, **at)
    if chunk.subjects.get(row.pk, []) != row.subject_refs:
        text = _("Row %(row)s, link %(seq)s, is hidden from the people it concerns, or shown to others.")
        return Broken("hidden", text % at, **at)
    return _check_words(row, at, chunk)


def _check_words(row, at, chunk):
    promised, words = row.commitments.get(WORDS), chunk.words.get(row.pk)
    if words and commitment(words.salt, WORDS, words.text) != promised:
        return Broken("words", _("The reason given in row %(row)s, link %(seq)s, was changed.") % at, **at)
    people = {ref for ref in (row.actor_ref, *row.subject_refs) if ref}
    if promised and not words and people <= chunk.living and row.pk not in chunk.dropped:
        text = _("The reason given in row %(row)s, link %(seq)s, was removed though nobody in it was erased.")
        return Broken("words", text % at, **at)
    return None


def _after(end, known):
    last = AuditSeal.objects.order_by("-seq").values_list("seq", flat=True).first() or 0
    now = head().seq  # read after the links: a sealer at work moves both together
    if last > now:
        text = _("Links were added after the head of the chain, from link %(seq)s on.")
        return Broken("inserted", text % {"seq": now + 1}, seq=now + 1)
    longest = max(known, default=0)
    if longest > max(now, end.seq):
        text = _("The end of the chain is cut off: it had %(had)s links and now ends at link %(seq)s.")
        return Broken("truncated", text % {"had": longest, "seq": now}, seq=now + 1)
    return None


def _loose():
    """A row that is neither linked nor waits was not written by this program; one that waits and is gone was deleted."""
    sealed, waits = AuditSeal.objects.filter(row_id=OuterRef("pk")), AuditWaiting.objects.filter(row_id=OuterRef("pk"))
    inserted = (
        AuditRow.objects.filter(~Exists(sealed), ~Exists(waits)).order_by("pk").values_list("pk", flat=True).first()
    )
    if inserted is not None:
        return Broken("inserted", _("Row %(row)s was inserted past the sealer.") % {"row": inserted}, row=inserted)
    row = AuditRow.objects.filter(pk=OuterRef("row_id"))
    gone = AuditWaiting.objects.filter(~Exists(row)).order_by("row_id").values_list("row_id", flat=True).first()
    if gone is not None:
        return Broken("deleted", _("Row %(row)s was deleted before it was sealed.") % {"row": gone}, row=gone)
    return None


def _altered():
    found = frozen.altered()
    return Broken("altered", found[1], row=found[0].pk) if found else None
