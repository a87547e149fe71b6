"""Taking tokens. Each take is one conditional UPDATE of one row, so that any number of processes lose none and invent none.

Call it before the transaction of what is limited, never inside: a row taken there would keep others of the network waiting,
and come back when that transaction fails.
"""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Greatest

from shiliu.platform.clock import now
from shiliu.platform.limits.models import Bucket
from shiliu.platform.limits.rates import rate_of
from shiliu.platform.limits.refusal import TooMany

KEEP_FULL = timedelta(hours=1)


def spend(name, askers, *, count=1, proved=False):
    """Take `count` tokens of the limit `name` from every asker, or none of them and raise TooMany.

    Without `proved` only down to the soft limit. Counts nothing where SHILIU_LIMITS is off."""
    if not settings.LIMITS_ON:
        return
    rate = rate_of(name)
    refusals = []
    with transaction.atomic():
        for asker in askers:
            most = rate.hard if proved or asker.is_shared else rate.soft
            if not take(asker.key(name), rate, most, count):
                refusals.append(_refusal(name, asker.key(name), rate, count, shared=asker.is_shared))
        if refusals:
            transaction.set_rollback(True)
    if refusals:
        raise max(refusals, key=lambda refusal: (refusal.hard, refusal.seconds))


def take(key, rate, most, count=1):
    """True when `count` tokens were there among the first `most` of a bucket, and are taken now."""
    moment, cost = _ms(now()), count * rate.token_ms
    room = Bucket.objects.filter(key=key, full_at__lte=moment + most * rate.token_ms - cost)
    if room.update(full_at=Greatest(F("full_at"), Value(moment)) + cost):
        return True
    Bucket.objects.bulk_create([Bucket(key=key, full_at=moment)], ignore_conflicts=True)
    return count <= most and bool(room.update(full_at=Greatest(F("full_at"), Value(moment)) + cost))


def give_back(name, askers, *, count=1):
    """Put tokens back that turned out not to count, for instance after a right password."""
    if settings.LIMITS_ON:
        keys = [asker.key(name) for asker in askers]
        Bucket.objects.filter(key__in=keys).update(full_at=F("full_at") - count * rate_of(name).token_ms)


def _refusal(name, key, rate, count, *, shared):
    """When there is room again. Up to the hard limit a challenge helps at once."""
    row = Bucket.objects.filter(key=key).first()
    used_until = row.full_at if row else 0
    moment, cost = _ms(now()), count * rate.token_ms
    is_hard = shared or rate.soft >= rate.hard or used_until > moment + rate.hard * rate.token_ms - cost
    most = rate.hard if is_hard else rate.soft
    return TooMany(name, (used_until - (moment + most * rate.token_ms - cost)) / 1000, hard=is_hard)


def _ms(moment):
    return int(moment.timestamp() * 1000)


def sweep():
    """Forget buckets that have been full for a while: nothing is left of who asked."""
    Bucket.objects.filter(full_at__lt=_ms(now() - KEEP_FULL)).delete()
