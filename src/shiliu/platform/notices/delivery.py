"""The worker's part: putting what is due into letters, sending them under a lease, trying again, giving up visibly.

Nothing is sent inside a transaction. A letter is leased (committed), sent, and then ended (committed). A worker that dies
in between leaves a lease that runs out, and the letter is sent again under the same key: at least once, never not at all.
"""

import logging
from collections import Counter
from datetime import timedelta

from django.db import transaction
from django.db.models import Min, Q
from django.utils.translation import gettext_lazy

from shiliu.platform.clock import now
from shiliu.platform.notices.channels import channel as channel_named
from shiliu.platform.notices.contract import RefusedForGood, TryLater
from shiliu.platform.notices.models import Delivery, Notice, Outgoing
from shiliu.platform.notices.rendering import message

LEASE = timedelta(minutes=5)  # longer than any channel takes: SMTP gives up after 20 s a step, Apprise after 8 s
# Without chance in it, so that a test and an administrator can tell when the next attempt comes. Together about two days.
PAUSES = (
    timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1), timedelta(hours=4),
    timedelta(hours=12), timedelta(hours=24),
)  # fmt: skip
TIRED_AFTER = 3  # failures in a row after which a channel is left alone for the rest of a run
MOST_A_RUN = 200
CHUNK = 100
KEEP_SENT = timedelta(days=30)
KEEP_READ = timedelta(days=365)
BROKEN = gettext_lazy("The channel broke down; the log of the site says how.")
State, Reason = Delivery.State, Delivery.Reason
log = logging.getLogger(__name__)


def deliver(most=MOST_A_RUN):
    """The job: gathers and sends what is due. Returns how many letters were handed over. Two workers may run it at once."""
    gather()
    sent, failures = 0, Counter()
    for _turn in range(most):
        tired = [name for name, count in failures.items() if count >= TIRED_AFTER]
        delivery = _lease(tired)
        if delivery is None:
            break
        outcome = _attempt(delivery)
        sent += outcome == State.SENT
        failures[delivery.channel] = failures[delivery.channel] + 1 if outcome == State.WAITING else 0
    return sent


def gather():
    """Makes letters of what is due: each urgent notice its own, everything else to one address together."""
    due = Outgoing.objects.filter(delivery=None, due_at__lte=now()).values_list(
        "channel", "address", "notice__person_id"
    )
    for channel, address, person_id, _first in due.annotate(first=Min("due_at")).order_by("first")[: CHUNK * 10]:
        _gather_for(channel, address, person_id)


@transaction.atomic
def _gather_for(channel, address, person_id):
    moment = now()
    waiting = Outgoing.objects.select_for_update(skip_locked=True, of=("self",)).select_related(
        "notice", "notice__person"
    )
    items = list(waiting.filter(delivery=None, channel=channel, address=address, notice__person_id=person_id))
    letters = [[item] for item in items if item.urgent and item.due_at <= moment]
    quiet = [item for item in items if not item.urgent]
    if any(item.due_at <= moment for item in quiet):
        # Read in the app in the meantime: a letter about it would only be noise.
        read = [item.pk for item in quiet if item.notice.read_at]
        Outgoing.objects.filter(pk__in=read).delete()
        letters.append([item for item in quiet if item.pk not in read])
    for letter in filter(None, letters):
        _put_into_letter(letter, channel, address, moment)


def _put_into_letter(items, channel, address, moment):
    person = items[0].notice.person
    made = Delivery(person=person, channel=channel, address=address, made_at=moment, next_try=moment)
    means = channel_named(channel)
    if means and person and not address:
        made.address = (means.capabilities.own_address and getattr(person, means.capabilities.own_address)) or ""
    if not means or not made.address:
        made.state, made.reason, made.next_try, made.ended_at = State.UNDELIVERED, Reason.NO_WAY, None, moment
    made.save()
    Outgoing.objects.filter(pk__in=[item.pk for item in items]).update(delivery=made)


@transaction.atomic
def _lease(tired):
    """The next letter that is due, or whose worker has died, now ours for a while; None when there is none."""
    moment = now()
    due = Q(state=State.WAITING, next_try__lte=moment) | Q(state=State.SENDING, lease_until__lt=moment)
    waiting = Delivery.objects.select_for_update(skip_locked=True).filter(due).exclude(channel__in=tired)
    delivery = waiting.order_by("next_try", "pk").first()
    if delivery is None:
        return None
    delivery.state, delivery.lease_until = State.SENDING, moment + LEASE
    delivery.attempts += 1
    delivery.save(update_fields=["state", "lease_until", "attempts"])
    return delivery


def _attempt(delivery):
    """Sends, and gives the letter an end or a next time whatever happens. Returns the state it is in then."""
    means = channel_named(delivery.channel)
    if means is None:
        return _end(delivery, State.UNDELIVERED, Reason.NO_WAY)
    try:
        means.send(message(delivery, list(delivery.enclosed.select_related("notice", "notice__person")), means))
    except RefusedForGood as refusal:
        return _end(delivery, State.UNDELIVERED, Reason.REFUSED, str(refusal))
    except TryLater as trouble:
        return _again(delivery, str(trouble), trouble.after)
    except Exception:  # a mistake in one channel must not stop the others
        log.exception("the channel %s broke on delivery %s", delivery.channel, delivery.pk)
        return _again(delivery, str(BROKEN), None)
    return _end(delivery, State.SENT)


def _again(delivery, words, after):
    if delivery.attempts > len(PAUSES):
        _end(delivery, State.UNDELIVERED, Reason.GAVE_UP, words)
    else:
        pause = max(PAUSES[delivery.attempts - 1], after or timedelta())
        _mine(delivery).update(state=State.WAITING, next_try=now() + pause, lease_until=None, error=words[:300])
    return State.WAITING  # for the run: the service had trouble


def _end(delivery, state, reason="", words=""):
    _mine(delivery).update(
        state=state, reason=reason, error=words[:300], next_try=None, lease_until=None, ended_at=now()
    )
    return state


def _mine(delivery):
    """The row, unless another worker took it over after our lease ran out: its outcome counts then, not ours."""
    return Delivery.objects.filter(pk=delivery.pk, state=State.SENDING, attempts=delivery.attempts)


def forget_old():
    """The daily job: letters handed over a month ago with what is known of guests, and notices read or left for a year."""
    moment = now()
    done = Q(state__in=[State.SENT, State.SETTLED], ended_at__lt=moment - KEEP_SENT)
    ended = Delivery.objects.filter(done | Q(state=State.UNDELIVERED, ended_at__lt=moment - KEEP_READ))
    while keys := list(ended.values_list("pk", flat=True)[:CHUNK]):
        Notice.objects.filter(person=None, outgoing__delivery__in=keys).delete()
        Delivery.objects.filter(pk__in=keys).delete()
    still_leaving = Outgoing.objects.filter(Q(delivery=None) | Q(delivery__state__in=[State.WAITING, State.SENDING]))
    Notice.objects.filter(at__lt=moment - KEEP_READ).exclude(outgoing__in=still_leaving).delete()
