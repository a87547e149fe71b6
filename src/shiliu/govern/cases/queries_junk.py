"""Fresh cases that may be junk, the bursts among them, and the report of what was set aside. Counts things, never persons."""

import re
import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q

from shiliu.govern.cases import junk, listing
from shiliu.govern.cases.models import Case, JunkBatch, JunkMark
from shiliu.govern.cases.workflow import DISPATCHED, JUNK_CHANNELS, SET_ASIDE, TRIAGE
from shiliu.platform.clock import now
from shiliu.platform.permissions import places_of

NEWEST = ("-at", "-pk")
MOST = 2000  # the newest are looked at for bursts; a flood is in them
NETWORK, WORDS = "network", "words"
# Neighbours behind one address may well raise a few needs a day, but not the same words three times.
LEAST = {NETWORK: 5, WORDS: 3}


@dataclass(frozen=True)
class Burst:
    """Cases of one network on one day, or with the same words. `newest` leads to it; the network itself is never shown."""

    by: str
    newest: Case
    count: int
    since: datetime


def fresh(actor):
    """Cases the actor may set aside, the newest first."""
    everywhere, paths, _units = places_of(actor, "cases.set_aside")
    where = listing.along(paths, everywhere=everywhere)
    since = now() - timedelta(days=settings.CASE_JUNK_DAYS)
    return (
        Case.objects.filter(
            where, state__in=(TRIAGE, DISPATCHED), channel__in=JUNK_CHANNELS, round=1, received_at__gte=since
        )
        .select_related("area", "category", "lead")
        .order_by(*listing.RAISED)
    )


def groups(actor):
    """{(by, key): [case id, …]} of every burst among the fresh cases, the newest id first. One query."""
    found = defaultdict(list)
    for pk, text, network in fresh(actor).values_list("pk", "text", "origin__network")[:MOST]:
        if network:
            found[NETWORK, network].append(pk)
        found[WORDS, fingerprint(text)].append(pk)
    return {key: pks for key, pks in found.items() if len(pks) >= LEAST[key[0]]}


def bursts(groups):
    """[Burst], the largest first; of two with the same cases the one with the same words. One query."""
    found = {tuple(pks): by for (by, _key), pks in sorted(groups.items())}
    shown = [(by, pks) for pks, by in sorted(found.items(), key=lambda item: (-len(item[0]), item[0]))]
    cases = Case.objects.in_bulk([pk for _by, pks in shown for pk in (pks[0], pks[-1])])
    return [Burst(by, cases[pks[0]], len(pks), cases[pks[-1]].received_at) for by, pks in shown]


def like(groups, pk, by):
    """Ids of the cases in one burst with case `pk` (as typed in an address); empty when there is none any more."""
    return next((pks for (kind, _key), pks in groups.items() if kind == by and pk in map(str, pks)), [])


def fingerprint(text):
    """The letters of a text alone: numbers, blanks, signs and case are what programs vary first."""
    letters = re.sub(r"[\W\d_]+", "", unicodedata.normalize("NFKC", text).casefold())
    return letters or text


def batches(actor):
    """Batches with at least one case in the actor's areas, the newest first."""
    return JunkBatch.objects.filter(Exists(marks(actor).filter(batch=OuterRef("pk")))).order_by(*NEWEST)


def with_counts(batches, actor):
    """The batches as a list, each with `count` of its cases in the actor's areas and how many are `still` set aside. One query."""
    batches = list(batches)
    found = marks(actor).filter(batch__in=batches).order_by().values_list("batch")
    still = Count("pk", filter=Q(back_at__isnull=True))
    counts = {key: numbers for key, *numbers in found.annotate(n=Count("pk"), still=still)}
    for batch in batches:
        batch.count, batch.still = counts[batch.pk]
    return batches


def marks(actor):
    """Marks on cases of the areas in which the actor may set aside."""
    everywhere, paths, _units = places_of(actor, "cases.set_aside")
    where = listing.along(paths, "case__area_path", everywhere=everywhere)
    return JunkMark.objects.filter(where)


def report(actor, since):
    """{total, staff, asker, reasons: [(label, count, came back)]} of what was set aside since a moment. One query."""
    rows = (
        marks(actor)
        .filter(batch__in=JunkBatch.objects.filter(at__gte=since))
        .order_by()
        .values_list("batch__reason", "back_by")
    )
    counted = {(reason, back): n for reason, back, n in rows.annotate(n=Count("pk"))}
    by = Counter()
    for (_reason, back), count in counted.items():
        by[back] += count
    reasons = []
    for reason in JunkBatch.Reason:
        n = {back: count for (code, back), count in counted.items() if code == reason}
        if n:
            reasons.append((reason.label, sum(n.values()), sum(count for back, count in n.items() if back)))
    return {"total": sum(by.values()), "staff": by["staff"], "asker": by["asker"], "reasons": reasons}


def for_asker(case, moves):
    """{reason, said, may_vouch} of a case that is set aside, for whoever raised it, else None. `moves` are those open to them."""
    mark = junk.standing(case) if case.state == SET_ASIDE else None
    if mark is None:
        return None
    return {"reason": mark.batch.get_reason_display(), "said": mark.batch.said, "may_vouch": "vouch" in moves}
