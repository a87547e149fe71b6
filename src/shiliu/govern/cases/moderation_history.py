"""Reading what moderators decided: the lists of their page, versions of a text with their differences, the public numbers."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Q

from shiliu.govern.cases import listing, queries
from shiliu.govern.cases.models import Case, ModerationEntry
from shiliu.govern.cases.moderation import Decision
from shiliu.platform.clock import now
from shiliu.platform.texts import differences

DAYS = 365
LISTS = ("waiting", "appeals", "published", "withheld")


def listed(actor, which):
    """(cases, order, arms) of one of LISTS in the actor's areas, for listing.page: what waits oldest first, what is decided newest
    first."""
    if which == "waiting":
        cases = queries.to_moderate(actor)
        # Published is most of everything: looked for along the few that wait, not by its index.
        new_words = queries.moderated_by(actor).filter(listing.walked("publication", "public"), words_wait=True)
        return cases, listing.OLDEST, (queries.moderated_by(actor).filter(queries.NEVER_LOOKED_AT), new_words)
    cases = queries.moderated_by(actor)
    if which == "appeals":
        decided = ModerationEntry.objects.filter(decision__in=(Decision.APPEAL_UPHELD, Decision.APPEAL_DENIED))
        appealed = ModerationEntry.objects.filter(decision=Decision.APPEALED).exclude(case__in=decided.values("case"))
        return cases.filter(pk__in=appealed.values("case")), listing.OLDEST, ()
    if which == "published":
        return cases.filter(publication=Case.Publication.PUBLIC), listing.NEWEST, ()
    return cases.filter(publication=Case.Publication.WITHHELD, may_publish=True), listing.RAISED, ()


@dataclass(frozen=True)
class Version:
    """One decision with what it changed: `pieces` are (kind, words), kind one of "same", "gone", "new"."""

    entry: ModerationEntry
    pieces: tuple
    is_now: bool

    @property
    def can_come_back(self):
        return bool(self.entry.title) and not self.is_now


def versions(case):
    """Every decision on a case, newest first, each compared with the version before it; the first with the original."""
    rows, before = [], words(case.title, case.text)
    entries = list(case.moderation_history.all())
    latest = next((entry.pk for entry in reversed(entries) if entry.title), None)
    is_public = case.publication == Case.Publication.PUBLIC
    for entry in entries:
        after = words(entry.title, entry.text)
        pieces = differences(before, after) if after and after != before else ()
        rows.append(Version(entry, pieces, is_public and entry.pk == latest))
        before = after or before
    return rows[::-1]


def words(title, text):
    return f"{title}\n{text}".strip()


def numbers(days=DAYS):
    """What moderators decided in the last `days` days, for everybody: {published, changed, withheld, grounds, appeals, …}.

    Counts of texts, with how many there were; never of people, and never by moderator."""
    entries = ModerationEntry.objects.filter(at__gte=now() - timedelta(days=days))
    counts = dict(entries.order_by().values_list("decision").annotate(n=Count("case", distinct=True)))
    grounds = dict(
        entries.filter(decision=Decision.WITHHELD)
        .order_by()
        .values_list("ground")
        .annotate(n=Count("case", distinct=True))
    )
    known = [(label, grounds.get(code, 0)) for code, label in ModerationEntry.Ground.choices]
    decided = Q(decision__in=(Decision.PUBLISHED, Decision.CHANGED, Decision.WITHHELD))
    return {
        "days": days,
        "looked_at": entries.filter(decided).order_by().values("case").distinct().count(),
        "published": counts.get(Decision.PUBLISHED, 0),
        "changed": counts.get(Decision.CHANGED, 0),
        "withheld": counts.get(Decision.WITHHELD, 0),
        "grounds": known,
        "appeals": counts.get(Decision.APPEALED, 0),
        "granted": counts.get(Decision.APPEAL_UPHELD, 0),
        "denied": counts.get(Decision.APPEAL_DENIED, 0),
        "purged": counts.get(Decision.PURGED, 0),
    }
