"""The rules as they are frozen, and as they are read again: only from the frozen row, never from columns that can change."""

import hashlib
import json
from functools import lru_cache

from shiliu.govern.projects.pool.models import Candidate
from shiliu.govern.projects.votes import rules as voting
from shiliu.govern.projects.votes.models import FrozenRules
from shiliu.platform.audit.frozen import canonical

KIND = "votes.rules"  # under which the audit keeps their SHA-256


def drafted(vote, seed, fewest):
    """The Rules of a vote that is being prepared; projects are numbered in the order in which they were put on the ballot."""
    candidates = [item.candidate for item in vote.items.select_related("candidate").order_by("pk")]
    items = tuple(_item(number, candidate) for number, candidate in enumerate(candidates, 1))
    numbers = [item.number for item in items]
    made = voting.Rules(
        vote=vote.pk, kind=vote.kind, budget=vote.budget, most=vote.most, points=vote.dots, rule=vote.rule, completion=vote.completion,
        satisfaction="", tie=voting.tie_words(vote.tie, seed, numbers), seed=seed, fewest=fewest, area=vote.area.path,
        resident_before=vote.resident_before.isoformat(), items=items,
    )  # fmt: skip
    return voting.fitting(made)


def keep(vote, rules):
    text = canonical(rules.content())
    return FrozenRules.objects.create(vote=vote, text=text, digest=hashlib.sha256(text.encode()).hexdigest())


def rules_of(vote):
    """The frozen Rules; raises FrozenRules.DoesNotExist before the vote was announced."""
    return _read(vote.frozen.text)


def content_of(key):
    """For the audit: what stands there now, or None."""
    text = FrozenRules.objects.filter(vote_id=key).values_list("text", flat=True).first()
    return None if text is None else json.loads(text)


@lru_cache(maxsize=64)
def _read(text):
    return voting.Rules.read(json.loads(text))


def _item(number, candidate: Candidate):
    place = None if candidate.longitude is None else (candidate.longitude, candidate.latitude)
    return voting.Item(number, candidate.pk, candidate.names, candidate.summary, candidate.price_high, place)
