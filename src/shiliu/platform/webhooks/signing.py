"""Signatures of Standard Webhooks 1.0 (https://github.com/standard-webhooks/standard-webhooks, spec/standard-webhooks.md).

The secret of a hook is derived from the key of the site, as tracking codes are (docs/decisions/0004): a stolen copy of the
database signs nothing, and there is nothing to encrypt. Whoever changes SHILIU_SECRET_KEY gives every receiver a new secret."""

import base64
import hashlib
import hmac

from django.utils.crypto import salted_hmac

PREFIX = "whsec_"


def secret_of(hook, generation=None):
    """What the receiver verifies with: "whsec_" and 32 bytes in base64, shown once."""
    said = f"{hook.key}:{generation or hook.generation}"
    derived = salted_hmac("shiliu.platform.webhooks", said, algorithm="sha256").digest()
    return PREFIX + base64.b64encode(derived).decode()


def sign(secret, message_id, timestamp, body):
    """ "v1,…" for the bytes `body`; `timestamp` in whole seconds since 1970."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    signed = f"{message_id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def headers(hook, message_id, moment, body):
    """The three headers of an attempt made at `moment`; two signatures while an older secret still holds."""
    timestamp = int(moment.timestamp())
    generations = [hook.generation]
    if hook.old_until and hook.old_until > moment:
        generations.append(hook.generation - 1)
    signatures = " ".join(sign(secret_of(hook, one), message_id, timestamp, body) for one in generations)
    return {"webhook-id": message_id, "webhook-timestamp": str(timestamp), "webhook-signature": signatures}
