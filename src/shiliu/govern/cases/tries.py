"""Wrong tracking codes are counted by client, so that nobody can guess their way into a case. The count is gone after ten minutes."""

import hashlib
import ipaddress

from django.conf import settings
from django.core.cache import cache

MOST_WRONG = 10
SECONDS = 10 * 60


def too_many(request):
    return cache.get(_key(request), 0) >= MOST_WRONG


def count_wrong(request):
    key = _key(request)
    if not cache.add(key, 1, SECONDS):
        try:
            cache.incr(key)
        except ValueError:  # forgotten between the two steps
            cache.add(key, 1, SECONDS)


def _key(request):
    return "wrong-codes:" + hashlib.sha256(client_of(request).encode()).hexdigest()[:32]


def client_of(request):
    """The address the request came from; of IPv6 the network, because one household has billions of addresses."""
    address = request.META.get("REMOTE_ADDR", "")
    if settings.BEHIND_PROXY:
        address = request.META.get("HTTP_X_FORWARDED_FOR", address).rpartition(",")[2].strip()
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    return str(found if found.version == 4 else ipaddress.ip_network((found, 64), strict=False))
