"""Up to which price the pool is meant: a setting, because every place has its own."""

from django.conf import settings

from shiliu.govern.projects.pool.models import Candidate


def limits():
    """{kind: yuan} for the kinds that have a limit."""
    return {kind: limit for kind in Candidate.Kind.values if (limit := settings.POOL_LIMITS.get(kind))}
