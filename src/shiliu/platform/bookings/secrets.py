"""The code of a booking: made from its key and the secret of the site, so that a letter may name it and the table does not."""

import hashlib
import hmac

from django.conf import settings

from shiliu.platform import codes

PURPOSE = "booking-code"


def code_of(booking):
    """The code as it is shown, or '' once the booking is forgotten."""
    if booking.key is None:
        return ""
    message = f"{PURPOSE}:{booking.key}".encode()
    return codes.code_from_bytes(hmac.new(settings.SECRET_KEY.encode(), message, hashlib.sha256).digest())


def hash_code(code):
    """Hash of a code as typed; None if it cannot be one."""
    return codes.hash_code(code, settings.SECRET_KEY, PURPOSE)
