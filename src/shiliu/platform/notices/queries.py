"""What people read of their notices, and staff of letters that did not arrive."""

from dataclasses import dataclass

from django.db.models import Prefetch
from django.utils.translation import get_language

from shiliu.foundation.models import Area, Organisation, RoleAssignment
from shiliu.platform import paging
from shiliu.platform.notices.channels import channels
from shiliu.platform.notices.models import ContactChannel, Delivery, Notice, Outgoing, Rhythm
from shiliu.platform.notices.rendering import words
from shiliu.platform.notices.sending import ways_of
from shiliu.platform.permissions import may_somewhere

NEWEST = ("-at", "-pk")
SEARCHED = 1000  # notices; their words exist only when read, so a search reads the newest ones


def visible_to(actor):
    """A reader's own notices, newest first; nobody else's, whatever the role."""
    return Notice.objects.filter(person=actor.person) if actor.signed_in else Notice.objects.none()


def in_threads(threads):
    """Every row about some things, whoever reads it, with the letters made of it; only for taking out what must not be kept."""
    notices = Notice.objects.filter(thread__in=threads)
    leaving = Outgoing.objects.filter(notice__thread__in=threads)
    return [*notices, *leaving, *Delivery.objects.filter(enclosed__notice__thread__in=threads).distinct()]


def inbox(actor, *, unread=False, query=""):
    """The reader's notices, a lazy queryset without a query, a list with one (every term must be in the words)."""
    notices = visible_to(actor)
    if unread:
        notices = notices.filter(read_at=None)
    terms = query.casefold().split()
    if not terms:
        return notices
    return [notice for notice in notices[:SEARCHED] if _holds(notice, terms)]


def _holds(notice, terms):
    said = words(notice, get_language())
    text = f"{said.title}\n{said.text}".casefold()
    return all(term in text for term in terms)


def unread_count(person) -> int:
    """For the bell. One indexed query, which stops at a thousand."""
    return paging.count(Notice.objects.filter(person=person, read_at=None))


@dataclass(frozen=True)
class Way:
    """One way a person is told outside the app. `key` names it in forms; `shown` is the address with its secrets hidden."""

    key: str
    channel: str
    label: str
    shown: str
    own: bool
    enabled: bool
    rhythm: str
    last: Delivery | None


def ways(person):
    """The person's ways: first those of the account (on or off), then the addresses they added."""
    chosen = {(way.channel, way.address): way for way in ways_of([person])[person.pk]}
    found = []
    for channel in channels().values():
        field = channel.capabilities.own_address
        if field and getattr(person, field, None):
            off = ContactChannel(person=person, channel=channel.name, enabled=False, rhythm=Rhythm.GROUPED)
            found.append(_way(chosen.pop((channel.name, ""), off), channel, getattr(person, field)))
    for (name, address), way in chosen.items():
        if address and name in channels():
            found.append(_way(way, channels()[name], address))
    return found


def _way(way, channel, address):
    last = Delivery.objects.filter(person=way.person, channel=way.channel, address=address).first()
    return Way(
        key=str(way.pk) if way.address else way.channel,
        channel=way.channel,
        label=channel.label,
        shown=masked(address) if way.address else address,
        own=not way.address,
        enabled=way.enabled,
        rhythm=way.rhythm,
        last=last,
    )


def masked(address):
    """Enough of an address to recognise it, too little to use it."""
    head, mark, tail = address.partition("://")
    if mark:
        return f"{head}://…{tail.rstrip('/')[-3:]}"
    name, mark, host = address.partition("@")
    if mark:
        return f"{name[:2]}…@{host}"
    return f"{address[:-8]}…{address[-3:]}" if len(address) > 10 else f"…{address[-3:]}"


def undelivered(actor):
    """Letters that could not be delivered, newest first, for staff who may see to them."""
    if not may_somewhere(actor, "notices.see_to_undelivered"):
        return Delivery.objects.none()
    letters = Outgoing.objects.select_related("notice")
    return Delivery.objects.filter(state=Delivery.State.UNDELIVERED).prefetch_related(Prefetch("enclosed", letters))


def recipients_in_words(letters):
    """{delivery id: "East street office" or "Dispatcher · West"} for letters that found nobody; two queries for all of them."""
    called = {letter.pk: letter.address.partition(":")[::2] for letter in letters if not letter.channel}
    units = Organisation.objects.in_bulk([code for kind, code in called.values() if kind == "unit"], field_name="code")
    areas = Area.objects.in_bulk([code for kind, code in called.values() if kind != "unit"], field_name="code")
    roles = dict(RoleAssignment.Role.choices)
    found = {}
    for pk, (kind, code) in called.items():
        known = (units if kind == "unit" else areas).get(code)
        name = known.name if known else code
        found[pk] = name if kind == "unit" else f"{roles.get(kind, kind)} · {name}"
    return found


def undelivered_in(thread):
    """Letters about one thread that could not be delivered, for the page of the thing it is about."""
    return Delivery.objects.filter(state=Delivery.State.UNDELIVERED, enclosed__notice__thread=thread).distinct()
