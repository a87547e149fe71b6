"""Codes a visitor has shown in this browser session, as hashes: they make a guest the bearer of what the code opens."""

KEPT = "codes_shown"
MOST = 50


def remember_secret(request, secret):
    """From the next request on the visitor acts as holder of `secret` (the hash of a code), for as long as the session lives."""
    known = [one for one in request.session.get(KEPT, []) if one != secret]
    request.session[KEPT] = [*known, secret][-MOST:]


def secrets_shown(request):
    return request.session.get(KEPT, [])


def forget_secrets(request):
    request.session.pop(KEPT, None)
