"""What counts in a vote of owners, as it was frozen: the shares with their areas, the thresholds, the days. Read only from there."""

import hashlib
import json
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext as _

from shiliu.govern.proposals.owners.models import OwnersRules, OwnersVote
from shiliu.platform.audit.frozen import canonical

KIND = "proposals.owners_rules"
NUMBERS = ("part", "part_whole", "passes", "passes_whole", "passes_reached")


@dataclass(frozen=True)
class Rules:
    """`content` as it was hashed; `weights`: {key of the share a head votes with: area of all shares of that head}."""

    content: dict
    weights: dict


def drafted(vote):
    """The content to freeze: [share code, area, key of the share its head votes with] for every share of the estate."""
    shares = [[one.code, one.area, one.counted_with_id or one.pk] for one in vote.estate.shares.order_by("code")]
    return {
        "vote": vote.pk, "estate": vote.estate.area.code, "title": vote.title, "text": vote.text, "matter": vote.matter.code,
        "source": vote.matter.sources, **{name: getattr(vote.matter, name) for name in NUMBERS},
        "opens_at": vote.opens_at.isoformat(), "closes_at": vote.closes_at.isoformat(), "shares": shares,
        "heads": len({head for _code, _area, head in shares}), "area": sum(area for _code, area, _head in shares),
    }  # fmt: skip


def keep(vote, content):
    text = canonical(content)
    return OwnersRules.objects.create(vote=vote, text=text, digest=hashlib.sha256(text.encode()).hexdigest())


def rules_of(vote):
    """The frozen Rules; raises OwnersRules.DoesNotExist before the vote was announced."""
    return _read(vote.frozen.text)


def content_of(key):
    """For the audit: what stands there now, or None."""
    text = OwnersRules.objects.filter(vote_id=key).values_list("text", flat=True).first()
    return None if text is None else json.loads(text)


def called(key):
    return _("the rules of the owners’ vote %(vote)s") % {"vote": OwnersVote.objects.filter(pk=key).first() or ""}


def read(content):
    """The Rules a content stands for."""
    weights = {}
    for _code, area, head in content["shares"]:
        weights[head] = weights.get(head, 0) + area
    return Rules(content, weights)


@lru_cache(maxsize=16)
def _read(text):
    return read(json.loads(text))
