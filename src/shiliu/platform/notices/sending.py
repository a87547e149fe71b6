"""Sending a notice: rows in the caller's transaction, nothing that can fail outside. The worker does the rest."""

import logging
import os
import uuid
from datetime import datetime, time, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from shiliu.platform.clock import now
from shiliu.platform.notices import kinds
from shiliu.platform.notices.channels import channel, channels
from shiliu.platform.notices.contract import Message, RefusedForGood, TryLater
from shiliu.platform.notices.models import ContactChannel, Delivery, Notice, Outgoing, Rhythm
from shiliu.platform.notices.rendering import plain, prove

MORNING = time(8, 0)
log = logging.getLogger(__name__)


def send(kind, *, to, thread, params=None, url=""):
    """Tells `to` (a Recipient) once in the app, and through the channels each person chose. Returns the notices made.

    `thread` groups what belongs together ("case:12"); `params` fill the words of the kind (text, numbers, dates, moments,
    lazily translated texts, or names by language); `url` is a path on this site. Stands or falls with the caller's
    transaction. Raises ImproperlyConfigured for an unknown kind, KeyError for a missing param."""
    known = kinds.named(kind)
    if url and (not url.startswith("/") or url.startswith("//")):
        raise ValueError(f"{url!r} is not a path on this site")
    row = {"kind": kind, "thread": thread, "params": plain(params or {}), "url": url, "at": now()}
    prove(known, row["params"])
    with transaction.atomic(savepoint=False):
        return _write_down(row, to, urgent=known.urgent)


def _write_down(row, to, *, urgent):
    if to.people:
        people = {person.pk: person for person in to.people}
        notices = Notice.objects.bulk_create(Notice(person=person, **row) for person in people.values())
        ways = ways_of(people.values())
        Outgoing.objects.bulk_create(
            item for notice in notices for way in ways[notice.person_id] if (item := _outgoing(notice, way, urgent))
        )
        return notices
    notice = Notice.objects.create(language=to.language, **row)
    if to.email or to.phone:
        way = ContactChannel(channel="email" if to.email else "sms", address=to.email or to.phone)
        _outgoing(notice, way, urgent).save()
    else:
        _keep_undelivered(notice, to.called)
    return [notice]


def ways_of(people):
    """{person id: [ContactChannel]}: what people chose; the e-mail address of the account where they chose nothing for it."""
    people = list(people)
    ways = {person.pk: [] for person in people}
    for way in ContactChannel.objects.filter(person__in=people):
        ways[way.person_id].append(way)
    for person in people:
        has_own = any(way.channel == "email" and not way.address for way in ways[person.pk])
        if person.email and not has_own and channel("email"):
            ways[person.pk].insert(0, ContactChannel(person=person, channel="email"))
    return ways


def send_text(phone, text):
    """Sends a text message at once (sign-in codes). True when it was handed over; a failure is logged, never raised.

    Without a service, outside production, the message becomes a file in DATA_DIR/letters."""
    if not settings.SMS_APPRISE_URL and not settings.PRODUCTION:
        _keep_as_file(phone, text)
        return True
    try:
        texting = channels()["sms"]
        texting.send(Message(str(uuid.uuid4()), texting.accept(phone), "", text, settings.LANGUAGE_CODE, urgent=True))
    except (KeyError, RefusedForGood, TryLater) as error:
        log.error("a text message could not be sent: %s", type(error).__name__)  # the number stays out of the log
        return False
    return True


def _outgoing(notice, way, urgent):
    if not way.enabled or (way.rhythm == Rhythm.URGENT and not urgent):
        return None
    due = notice.at if urgent else due_at(notice.at, way.rhythm)
    return Outgoing(notice=notice, channel=way.channel, address=way.address, urgent=urgent, due_at=due)


def due_at(moment, rhythm):
    """When a notice that is not urgent leaves at the latest; others to the same address go with it."""
    if rhythm == Rhythm.EACH:
        return moment
    if rhythm == Rhythm.DAILY:
        local = timezone.localtime(moment)
        day = local.date() if local.time() < MORNING else local.date() + timedelta(days=1)
        return timezone.make_aware(datetime.combine(day, MORNING))
    return moment + timedelta(minutes=settings.NOTICE_DIGEST_MINUTES)


def _keep_undelivered(notice, called):
    """Never silently dropped: staff see that a unit without a handler, or a contact without an address, was not reached."""
    nobody = called != "contact"
    delivery = Delivery.objects.create(
        channel="",
        address=called if nobody else "",
        state=Delivery.State.UNDELIVERED,
        reason=Delivery.Reason.NOBODY if nobody else Delivery.Reason.NO_WAY,
        made_at=notice.at,
        ended_at=notice.at,
    )
    Outgoing.objects.create(notice=notice, channel="", due_at=notice.at, delivery=delivery)


def _keep_as_file(phone, text):
    folder = Path(settings.DATA_DIR) / "letters"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"sms-{now():%Y%m%d-%H%M%S}-{uuid.uuid4().hex[:8]}.txt"
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(f"{phone}\n\n{text}\n")
