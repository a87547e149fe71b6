"""Who is counted. Addresses are never kept: what stands in the table is a hash with the key of the site and the day in it."""

import ipaddress
from dataclasses import dataclass

from django.conf import settings
from django.utils.crypto import salted_hmac
from django.utils.timezone import localtime

from shiliu.platform.clock import now


@dataclass(frozen=True)
class Asker:
    """`is_shared` is a network around somebody who is known by an account: only its hard limit concerns them."""

    kind: str
    value: str
    is_shared: bool = False

    def key(self, name):
        """The name of this asker's bucket for the limit `name` today. Tomorrow it is another, which no table leads to."""
        return mark(f"limit:{name}:{self.kind}", self.value)


def mark(purpose, value):
    """64 hex digits that say nothing without the site's secret key, and differ by purpose and by day (of the site's time zone)."""
    return salted_hmac(f"limits.{purpose}", f"{localtime(now()):%Y-%m-%d}:{value}", algorithm="sha256").hexdigest()


def askers(request):
    """The account of whoever is signed in, and the network the request came from."""
    network = address_of(request)
    if request.actor.signed_in:
        return (Asker("account", str(request.actor.person.pk)), Asker("network", network, is_shared=True))
    return (Asker("network", network),)


def network_mark(request, purpose):
    """A mark of the network for one purpose, the same for the whole day; it cannot be matched with the buckets' names."""
    return mark(f"network:{purpose}", address_of(request))


def address_of(request):
    """The address the request came from; of IPv6 the network, because one household has billions of addresses."""
    address = request.META.get("REMOTE_ADDR", "")
    if settings.BEHIND_PROXY:
        address = request.META.get("HTTP_X_FORWARDED_FOR", address).rpartition(",")[2].strip()
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    return str(found if found.version == 4 else ipaddress.ip_network((found, 64), strict=False))
