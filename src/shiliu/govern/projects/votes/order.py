"""The order of projects, drawn for each reader: nobody's wish stands first on every phone. It stays the same for one browser, by a
random cookie that is in no table."""

import hashlib
from secrets import token_hex

from django.conf import settings

COOKIE = "shiliu_order"


def seed_of(request):
    """The seed of this browser, a new one for a new reader."""
    known = request.COOKIES.get(COOKIE, "")
    return known if len(known) == 16 and known.isalnum() else token_hex(8)


def shuffled(items, vote, seed):
    """Items in the order of SHA-256 of "seed:vote:number"."""
    return sorted(items, key=lambda item: hashlib.sha256(f"{seed}:{vote.pk}:{item.number}".encode()).digest())


def remember(response, seed):
    response.set_cookie(
        COOKIE, seed, max_age=60 * 24 * 3600, path="/votes/", httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )  # fmt: skip
    return response
