"""How another program knows that a message comes from this site. Plain Python; other languages have libraries for it:
https://www.standardwebhooks.com/"""

import base64
import hashlib
import hmac
import time


def is_genuine(secret, headers, body, *, now=time.time, tolerance=300):
    """`secret` as it was shown ("whsec_…"), `headers` with lower-case names, `body` the bytes as they came."""
    sent_at = headers["webhook-timestamp"]
    if abs(now() - int(sent_at)) > tolerance:
        return False  # old: somebody plays it again
    signed = f"{headers['webhook-id']}.{sent_at}.".encode() + body
    key = base64.b64decode(secret.removeprefix("whsec_"))
    wanted = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    return any(hmac.compare_digest(wanted, one) for one in headers["webhook-signature"].split(" "))
