"""What readers do with their notices and ways, and staff with letters that did not arrive.

Reading marks write no audit row: they are the reader's own bookmarks and change nothing anybody else sees."""

from datetime import timedelta

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from shiliu.platform import audit
from shiliu.platform.clock import now
from shiliu.platform.notices.channels import channel as channel_named
from shiliu.platform.notices.contract import RefusedForGood
from shiliu.platform.notices.models import ContactChannel, Delivery, Notice, Outgoing, Rhythm
from shiliu.platform.notices.queries import visible_to
from shiliu.platform.permissions import Refused, Scope, demand
from shiliu.platform.permissions.table import named
from shiliu.platform.workflow import NotPossible

MOST_WAYS = 5
TEST, TEST_PAUSE = "notices.test", timedelta(minutes=1)
UNSENT = (Delivery.State.WAITING, Delivery.State.SENDING)


class Own:
    """The notices and ways of the actor, as something permissions are asked about."""

    def __init__(self, actor):
        self.actor = actor

    def scope(self):
        return Scope(owner_id=self.actor.person.pk if self.actor.signed_in else None)


def mark_read(*, by, notices):
    """Marks those of the notices (ids) that are the reader's own and unread; returns how many."""
    demand(by, "notices.read", Own(by))
    return visible_to(by).filter(pk__in=notices, read_at=None).update(read_at=now())


def mark_unread(*, by, notices):
    demand(by, "notices.read", Own(by))
    return visible_to(by).filter(pk__in=notices).exclude(read_at=None).update(read_at=None)


def mark_all_read(*, by, up_to):
    """All up to the notice with the id `up_to`: what came in after the page was opened stays unread. Returns the ids."""
    demand(by, "notices.read", Own(by))
    unread = visible_to(by).filter(read_at=None, pk__lte=up_to)
    ids = list(unread.values_list("pk", flat=True))
    unread.filter(pk__in=ids).update(read_at=now())
    return ids


@transaction.atomic
def add_way(*, by, channel, address, rhythm=Rhythm.GROUPED):
    """Another address to be told at. Raises NotPossible for one that is not allowed, known already, or one too many."""
    demand(by, "notices.read", Own(by))
    means = channel_named(channel)
    if means is None or not means.capabilities.asks_address:
        raise NotPossible(_("This site has no such channel. Choose one of the list."))
    try:
        address = means.accept(address)
    except RefusedForGood as refusal:
        raise NotPossible(str(refusal)) from None
    mine = ContactChannel.objects.filter(person=by.person)
    if mine.filter(channel=channel, address=address).exists():
        raise NotPossible(_("You are already told at this address. Change it in the list above."))
    if mine.exclude(address="").count() >= MOST_WAYS:
        raise NotPossible(_("You have as many addresses as one person may. Remove one first."))
    way = mine.create(person=by.person, channel=channel, address=address, rhythm=rhythm)
    audit.record("notices.way_added", by=by, target=by.person, data={"channel": channel})
    return way


@transaction.atomic
def change_way(*, by, key, enabled, rhythm):
    """Turns a way on or off and sets its rhythm. `key`: of queries.Way."""
    demand(by, "notices.read", Own(by))
    channel, address = _way_of(by, key)
    way, _made = ContactChannel.objects.update_or_create(
        person=by.person, channel=channel, address=address, defaults={"enabled": enabled, "rhythm": Rhythm(rhythm)}
    )
    if not enabled:
        _take_back(way)
    audit.record(
        "notices.way_changed", by=by, target=by.person, data={"channel": channel, "enabled": enabled, "rhythm": rhythm}
    )
    return way


@transaction.atomic
def remove_way(*, by, key):
    """Forgets an added address; what had not left yet to there does not leave."""
    demand(by, "notices.read", Own(by))
    channel, address = _way_of(by, key)
    if not address:
        raise NotPossible(_("The address of your account cannot be removed here. Turn it off instead."))
    way = ContactChannel.objects.get(person=by.person, channel=channel, address=address)
    _take_back(way)
    Delivery.objects.filter(person=by.person, channel=channel, address=address).exclude(state__in=UNSENT).delete()
    way.delete()
    audit.record("notices.way_removed", by=by, target=by.person, data={"channel": channel})


@transaction.atomic
def send_test(*, by, key):
    """Sends a test to one way only; the page of ways shows what became of it. Once a minute."""
    demand(by, "notices.read", Own(by))
    channel, address = _way_of(by, key)
    recent = Outgoing.objects.filter(
        notice__person=by.person, notice__kind=TEST, channel=channel, address=address, notice__at__gt=now() - TEST_PAUSE
    )
    if recent.exists():
        raise NotPossible(_("A test was sent a moment ago. Wait a minute before the next one."))
    moment = now()
    notice = Notice.objects.create(
        person=by.person,
        kind=TEST,
        thread=f"test:{channel}",
        at=moment,
        read_at=moment,
        url=reverse("notices:channels"),
    )
    Outgoing.objects.create(notice=notice, channel=channel, address=address, urgent=True, due_at=moment)
    audit.record("notices.test_sent", by=by, target=by.person, data={"channel": channel})


@transaction.atomic
def retry(*, by, delivery):
    """Sends an undelivered letter anew, with all attempts before it; its key stays."""
    demand(by, "notices.see_to_undelivered")
    delivery = _undelivered(delivery)
    if not delivery.channel:
        raise NotPossible(_("There is nobody to send this to. Give somebody the role, or settle it another way."))
    delivery.state, delivery.next_try, delivery.attempts = Delivery.State.WAITING, now(), 0
    delivery.reason = delivery.error = ""
    if not delivery.address and delivery.person_id:
        own = channel_named(delivery.channel) and channel_named(delivery.channel).capabilities.own_address
        delivery.address = (own and getattr(delivery.person, own)) or ""
    delivery.ended_at = None
    delivery.save()
    audit.record("notices.retried", by=by, target=delivery, data={"channel": delivery.channel})


@transaction.atomic
def settle(*, by, delivery, how):
    """Takes an undelivered letter off the list because the matter was told another way; `how` says which."""
    demand(by, "notices.see_to_undelivered")
    if not how.strip():
        raise NotPossible(_("Say in a few words how the person was told."))
    delivery = _undelivered(delivery)
    delivery.state, delivery.ended_at = Delivery.State.SETTLED, now()
    delivery.save()
    audit.record(
        "notices.settled", by=by, target=delivery, data={"channel": delivery.channel}, reason=how.strip()[:300]
    )


def _undelivered(delivery):
    fresh = Delivery.objects.select_for_update().filter(pk=delivery.pk, state=Delivery.State.UNDELIVERED).first()
    if fresh is None:
        raise NotPossible(_("Somebody has already seen to this letter."))
    return fresh


def _way_of(by, key):
    """(channel, address) of the reader's own way with this key; a channel's name stands for the account's address."""
    means = channel_named(key)
    if means and means.capabilities.own_address:
        return key, ""
    way = ContactChannel.objects.filter(person=by.person, pk=int(key)).first() if key.isdecimal() else None
    if way is None:
        raise Refused(named("notices.read"))
    return way.channel, way.address


def _take_back(way):
    waiting = Outgoing.objects.filter(notice__person_id=way.person_id, channel=way.channel, address=way.address)
    waiting.filter(delivery=None).delete()
