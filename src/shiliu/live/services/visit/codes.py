"""The code on the slip: made from the key of the hand-over and the secret of the site, so that the table does not hold it."""

import hashlib
import hmac

from django.conf import settings

from shiliu.platform import codes

PURPOSE = "hand-over-code"


def code_of(key):
    message = f"{PURPOSE}:{key}".encode()
    return codes.code_from_bytes(hmac.new(settings.SECRET_KEY.encode(), message, hashlib.sha256).digest())


def hash_code(code):
    """Hash of a code as typed; None if it cannot be one."""
    return codes.hash_code(code, settings.SECRET_KEY, PURPOSE)
