"""Another city's Open311 server (GeoReport v2), asked in JSON where it speaks it, else in XML; named in OPEN311_CLIENT."""

import json
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener
from xml.etree import ElementTree

from shiliu.platform.notices.contract import RefusedForGood, TryLater

SECONDS, MOST_BYTES = 10, 2 * 1024 * 1024
FOR_GOOD = {400, 401, 403, 404, 405, 410, 413, 415, 422}


class _NoDetours(HTTPRedirectHandler):
    """A key is sent to the address an administrator wrote, and nowhere else."""

    def redirect_request(self, *_args):
        return None


class Open311Client:
    """`url` is the endpoint without a slash at its end; `key` may be ''. Raises RefusedForGood or TryLater, both in words."""

    def __init__(self, url, key="", jurisdiction_id=""):
        self.url, self.shared = url.rstrip("/"), {"api_key": key, "jurisdiction_id": jurisdiction_id}

    def send(self, fields, *, repeat):
        """Sends one request; returns (service_request_id, token), one of them ''. `repeat` is the same whenever it is sent again."""
        [row] = self._rows("POST", "requests", fields, {"Idempotency-Key": repeat}) or [{}]
        number, token = row.get("service_request_id") or "", row.get("token") or ""
        if not (number or token):
            raise RefusedForGood("the answer names neither a service_request_id nor a token")
        return str(number), str(token)

    def id_of(self, token):
        """The service_request_id a token stands for, '' while there is none."""
        try:
            rows = self._rows("GET", f"tokens/{token}", {})
        except RefusedForGood:
            return ""
        return str((rows or [{}])[0].get("service_request_id") or "")

    def states(self, numbers):
        """{service_request_id: (is closed, status_notes)} of those the server tells about."""
        rows = self._rows("GET", "requests", {"service_request_id": ",".join(numbers)})
        return {
            str(row["service_request_id"]): (row.get("status") == "closed", str(row.get("status_notes") or ""))
            for row in rows
            if row.get("service_request_id")
        }

    def _rows(self, method, path, fields, headers=None):
        try:
            return self._ask(method, f"{path}.json", fields, headers)
        except RefusedForGood as refused:
            # Only XML must be spoken: a server without JSON does not know the address.
            if "404" not in str(refused):
                raise
            return self._ask(method, f"{path}.xml", fields, headers)

    def _ask(self, method, path, fields, headers):
        body = urlencode({name: value for name, value in {**self.shared, **fields}.items() if value}, doseq=True)
        url = f"{self.url}/{path}" + (f"?{body}" if method == "GET" and body else "")
        if urlsplit(url).scheme not in {"http", "https"}:
            raise RefusedForGood("the address must begin with https://")
        request = Request(url, method=method, data=body.encode() if method == "POST" else None, headers=headers or {})
        try:
            with build_opener(_NoDetours).open(request, timeout=SECONDS) as answer:
                return _read(answer.read(MOST_BYTES), answer.headers.get("Content-Type", ""))
        except HTTPError as error:
            words = f"{error.code}: {_why(error)}"
            raise (RefusedForGood if error.code in FOR_GOOD or 300 <= error.code < 400 else TryLater)(words) from None
        except (URLError, OSError) as error:
            raise TryLater(f"no answer: {getattr(error, 'reason', error)}") from None


def _read(content, kind):
    """The rows of an answer as dictionaries of plain values."""
    try:
        if "json" in kind:
            found = json.loads(content)
            return [row for row in found if isinstance(row, dict)] if isinstance(found, list) else []
        return [{field.tag: field.text for field in row} for row in ElementTree.fromstring(content)]
    except (ValueError, ElementTree.ParseError):
        raise TryLater("the answer could not be read") from None


def _why(error):
    """What the other side says is wrong, in one line."""
    try:
        rows = _read(error.read(MOST_BYTES), error.headers.get("Content-Type", ""))
        return "; ".join(str(row.get("description") or "") for row in rows)[:250] or error.reason
    except (TryLater, OSError):
        return error.reason
