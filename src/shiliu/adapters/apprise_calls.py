"""Calling Apprise, and hearing what the services answer. Loading this takes seconds and reads 170 plugins: see apprise.py."""

from contextlib import contextmanager
from contextvars import ContextVar
from urllib.parse import urlsplit

import apprise
import requests
from django.utils.translation import gettext as _

from shiliu.platform.notices.contract import RefusedForGood, TryLater

# Services that answer "200 OK" and put the refusal in the body, which Apprise 2.2 does not read: field and value of success.
SAYS_SO_INSIDE = {
    "wecombot": ("errcode", 0), "dingtalk": ("errcode", 0), "feishu": ("code", 0), "lark": ("code", 0),
    "schan": ("code", 0), "pushplus": ("code", 200),
}  # fmt: skip
TOO_OFTEN = {
    -1,
    45009,
    45033,
    130101,
    410100,
    660026,
    11232,
    99991400,
}  # busy, or more messages than the service allows
GONE = {401, 403, 404, 410}
ASSET = apprise.AppriseAsset(app_id="Shiliu", app_desc="Shiliu", app_url="", http_redirects=False, async_mode=False)


def is_complete(url):
    """Whether Apprise can make a service of the URL."""
    return _service(url) is not None


def takes_host(scheme):
    """Whether addresses of the service name a host, by Apprise's own description of it."""
    services = apprise.plugins.N_MGR
    return scheme not in services or "host" in services[scheme].template_tokens


def is_known(scheme):
    return scheme in apprise.plugins.N_MGR


def hand_over(url, title, text):
    """Sends by an Apprise URL that has been accepted, or was set by the administrator. Raises RefusedForGood, TryLater."""
    service = _service(url)
    if service is None:
        raise RefusedForGood(_("This address is not complete. Copy it again from the service."))
    with listening() as answers:
        taken = service.notify(body=_fitting(service, text, title), title=title, overflow=apprise.OverflowMode.TRUNCATE)
    status, inside = _heard(answers, urlsplit(url).scheme)
    if taken and inside is None:
        return
    if status in GONE:
        raise RefusedForGood(_("The service does not know this address any more (%(code)s).") % {"code": status})
    if inside is not None and inside not in TOO_OFTEN:
        raise RefusedForGood(_("The service refused the message (%(code)s).") % {"code": inside})
    raise TryLater(_("The service did not take the message (%(code)s).") % {"code": inside or status or "-"})


def _service(url):
    return apprise.Apprise.instantiate(url, asset=ASSET, suppress_exceptions=True)


def _heard(answers, scheme):
    """(HTTP status of the last answer, the code of a refusal inside it or None)."""
    if not answers:
        return None, None
    field, success = SAYS_SO_INSIDE.get(scheme, (None, None))
    try:
        said = answers[-1].json().get(field, success) if field else success
    except (ValueError, AttributeError):
        said = success
    return answers[-1].status_code, (None if said == success else said if isinstance(said, int) else -1)


def _fitting(service, text, title):
    """Services that count bytes cut a Chinese message in the middle: shorten it where it can still be read."""
    room = service.body_maxlen - len(title.encode()) - 4
    if len(text.encode()) <= room:
        return text
    return text.encode()[: room - 3].decode("utf-8", "ignore").rstrip() + "…"


_answers: ContextVar[list | None] = ContextVar("answers", default=None)
_unheard = requests.Session.send


def _overheard(session, request, **how):
    response = _unheard(session, request, **how)
    if (heard := _answers.get()) is not None:
        heard.append(response)
    return response


# Apprise tells yes or no and keeps the answer of the service to itself. All its plugins for the web go through this method.
requests.Session.send = _overheard


@contextmanager
def listening():
    """The HTTP answers that come in this context, in a list."""
    answers = []
    token = _answers.set(answers)
    try:
        yield answers
    finally:
        _answers.reset(token)
