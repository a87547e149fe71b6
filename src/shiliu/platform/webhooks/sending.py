"""The worker's part: building a body from what is public now, signing it, sending it under a lease, trying again.

Nothing is sent inside a transaction. A delivery is leased (committed), sent, and then ended (committed). A worker that dies in
between leaves a lease that runs out, and the message goes again under the same webhook-id, by which a receiver knows it."""

import json
import logging
import random
import time
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.module_loading import import_string

from shiliu.platform.clock import now
from shiliu.platform.webhooks import events, signing
from shiliu.platform.webhooks.contract import NotSent
from shiliu.platform.webhooks.models import Hook, HookDelivery
from shiliu.platform.webhooks.tending import pause_failing, pause_gone

LEASE = timedelta(minutes=2)  # far longer than an attempt takes: the sender gives up after ten seconds
# Between attempts of one message, the last again and again, each a fifth shorter or longer by chance so that a receiver which
# comes back is not hit by everything at once. Until the message is three days old.
PAUSES = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=20), timedelta(hours=1), timedelta(hours=3),
          timedelta(hours=6), timedelta(hours=12))  # fmt: skip
JITTER = 0.2
# After a failure a receiver is left alone, so that one that is silent does not hold up the others.
FIRST_REST, LONGEST_REST = timedelta(seconds=30), timedelta(minutes=15)
MOST_A_RUN, SECONDS_A_RUN = 200, 45
GONE = 410
State, Problem = HookDelivery.State, HookDelivery.Problem
log = logging.getLogger(__name__)


def deliver(most=MOST_A_RUN):
    """The job: sends what is due; returns how many were taken. Two workers may run it at once."""
    taken, end = 0, time.monotonic() + SECONDS_A_RUN
    for _turn in range(most):
        delivery = _lease() if time.monotonic() < end else None
        if delivery is None:
            break
        taken += _attempt(delivery) == State.SENT
    return taken


@transaction.atomic
def _lease():
    """The next delivery that is due, or whose worker has died, now ours for a while; None when there is none."""
    moment = now()
    due = Q(state=State.WAITING, next_try__lte=moment) | Q(state=State.SENDING, lease_until__lt=moment)
    rested = Q(hook__rest_until=None) | Q(hook__rest_until__lte=moment)
    waiting = HookDelivery.objects.select_for_update(skip_locked=True, of=("self",)).select_related("hook")
    delivery = waiting.filter(due, rested, hook__state=Hook.State.ACTIVE).order_by("next_try", "pk").first()
    if delivery is None:
        return None
    delivery.state, delivery.lease_until = State.SENDING, moment + LEASE
    delivery.attempts += 1
    delivery.save(update_fields=["state", "lease_until", "attempts"])
    return delivery


def _attempt(delivery):
    """Sends, and gives the delivery an end or a next time whatever happens. Returns the state it is in then."""
    try:
        body = body_of(delivery)
    except Exception:  # a mistake in one event must not stop the others
        log.exception("the event %s of delivery %s could not be built", delivery.event, delivery.pk)
        return _again(delivery, Problem.BROKEN, blame=False)
    if body is None:
        return _end(delivery, State.DROPPED)
    moment = now()
    headers = {"Content-Type": "application/json", **signing.headers(delivery.hook, message_id(delivery), moment, body)}
    try:
        status = import_string(settings.WEBHOOK_SENDER)(delivery.hook.url, body, headers)
    except NotSent as problem:
        return _again(delivery, problem.problem)
    except Exception:
        log.exception("delivery %s broke", delivery.pk)
        return _again(delivery, Problem.BROKEN)
    if 200 <= status < 300:
        Hook.objects.filter(pk=delivery.hook_id).update(told_at=now(), failures=0, failing_since=None, rest_until=None)
        return _end(delivery, State.SENT, status)
    if status == GONE:
        pause_gone(delivery.hook)
        return _end(delivery, State.FAILED, status, Problem.STATUS)
    return _again(delivery, Problem.STATUS, status)


def message_id(delivery):
    return f"msg_{delivery.message.hex}"


def body_of(delivery):
    """The bytes to send, or None when nothing about it is public any more."""
    data = events.named(delivery.event).build(delivery.thing)
    if data is None:
        return None
    told = {"type": delivery.event, "timestamp": events.written(delivery.at), "data": data}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


@transaction.atomic
def _again(delivery, problem, status=None, *, blame=True):
    """`blame`: whether it is the receiver that did not do its part."""
    moment = now()
    pause = PAUSES[min(delivery.attempts, len(PAUSES)) - 1] * random.uniform(1 - JITTER, 1 + JITTER)
    hook = Hook.objects.select_for_update().filter(pk=delivery.hook_id).first()
    if hook is None:
        return State.FAILED  # deleted while it was called, and its messages with it
    if blame:
        hook.failures += 1
        hook.failing_since = hook.failing_since or moment
        hook.rest_until = moment + min(FIRST_REST * 2 ** min(hook.failures - 1, 10), LONGEST_REST)
        hook.save(update_fields=["failures", "failing_since", "rest_until"])
        pause_failing(hook)
    if moment + pause > delivery.until:
        return _end(delivery, State.FAILED, status, problem)
    _mine(delivery).update(
        state=State.WAITING, next_try=moment + pause, lease_until=None, status=status, problem=problem
    )
    return State.WAITING


def _end(delivery, state, status=None, problem=""):
    _mine(delivery).update(state=state, status=status, problem=problem, next_try=None, lease_until=None, ended_at=now())
    return state


def _mine(delivery):
    """The row, unless another worker took it over after our lease ran out: its outcome counts then, not ours."""
    return HookDelivery.objects.filter(pk=delivery.pk, state=State.SENDING, attempts=delivery.attempts)
