"""Keys of programs that send requests. A key is shown once, when it is made; only its keyed hash stays."""

import secrets

from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from shiliu.govern.cases.models import Open311Key
from shiliu.govern.cases.open311.doors import param
from shiliu.govern.cases.open311.errors import Problem
from shiliu.platform import audit, limits
from shiliu.platform.clock import now
from shiliu.platform.permissions import demand
from shiliu.platform.permissions.targets import WholeSite
from shiliu.platform.workflow import NotPossible


def hash_of(secret):
    return salted_hmac("cases.open311.key", secret, algorithm="sha256").hexdigest()


def shown_by(request):
    """The Open311Key whose api_key came with the request, or None."""
    secret = param(request, "api_key")
    return Open311Key.objects.filter(key_hash=hash_of(secret), revoked_at__isnull=True).first() if secret else None


def required_of(request):
    """The same, or a refusal that says which of the two is wrong."""
    key = shown_by(request)
    if key is None:
        missing = not param(request, "api_key")
        raise Problem(403, _("The api_key is missing.") if missing else _("The api_key is not valid."))
    return key


def count(key):
    """One more request with this key; Problem 429 when there were too many."""
    try:
        limits.spend("open311", [limits.Asker("key", str(key.pk))])
    except limits.TooMany as refused:
        words = _("Too many requests with this key. Come again in %(seconds)s seconds.") % {"seconds": refused.seconds}
        raise Problem(429, words, retry_after=refused.seconds) from None


def source_of(key):
    """What is kept on a case to know the key that sent it again."""
    return f"open311:{key.pk}"


@transaction.atomic
def make(*, by, name):
    """A new key for a program; returns (Open311Key, the secret). The secret can never be shown again."""
    demand(by, "cases.open311", WholeSite())
    if not name.strip():
        raise NotPossible(_("Something is still missing."), {"name": _("Say which program the key is for.")})
    secret = secrets.token_urlsafe(24)
    key = Open311Key.objects.create(name=name.strip()[:80], key_hash=hash_of(secret), made_at=now())
    audit.record("cases.key_made", by=by, target=key, data={"name": key.name})
    return key, secret


@transaction.atomic
def revoke(*, by, key):
    """From now on nothing can be sent with the key. What was sent stays; a new key can be made at any time."""
    demand(by, "cases.open311", WholeSite())
    key = Open311Key.objects.select_for_update().get(pk=key.pk)
    if key.revoked_at is None:
        key.revoked_at = now()
        key.save(update_fields=["revoked_at"])
        audit.record("cases.key_revoked", by=by, target=key, data={"name": key.name})
    return key


def known():
    """Every key, the newest first."""
    return Open311Key.objects.all()
