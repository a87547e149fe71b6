"""Notices by any Apprise URL: WeCom, DingTalk, Feishu, ntfy and a hundred others (https://appriseit.com).

Residents type these addresses, and the server opens them. So only services from a list are taken, and only those that name
no host of their own, unless the administrator has allowed the host (NOTICE_APPRISE_SERVICES, NOTICE_APPRISE_HOSTS).
"""

import re
from importlib import import_module
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shiliu.platform.notices.contract import Capabilities, RefusedForGood

# These take a host or leave it out: without an allowed one only a bare topic of the public service.
HOST_OR_TOPIC = {"ntfy", "ntfys"}
TOPIC = re.compile(r"(?!localhost$)[A-Za-z0-9_-]{3,64}", re.IGNORECASE)
ODD = re.compile(r"[\s\\]|%(?![0-9A-Fa-f]{2})")


class AppriseChannel:
    name = "apprise"
    label = gettext_lazy("Messenger")
    capabilities = Capabilities(
        length=600, asks_address=True
    )  # WeCom takes 2048 bytes, which is 680 Chinese characters

    def accept(self, address):
        address = address.strip()
        try:
            parts = urlsplit(address)
        except ValueError:
            parts = urlsplit("")
        allowed = settings.NOTICE_APPRISE_SERVICES
        if parts.scheme not in allowed:
            raise RefusedForGood(
                _("This service cannot be used here. Give an address that begins with one of: %(services)s.")
                % {"services": ", ".join(f"{service}://" for service in allowed)}
            )
        if "?" in address or "#" in address or ODD.search(address):
            raise RefusedForGood(_("Give the address of the service without anything after a question mark."))
        if calls().takes_host(parts.scheme) and not self._host_allowed(parts):
            raise RefusedForGood(_("This server may not be reached from here. Ask the administrator to allow it."))
        if not calls().is_complete(address):
            raise RefusedForGood(_("This address is not complete. Copy it again from the service."))
        return address

    def send(self, message):
        self.accept(message.address)  # the administrator may have closed a service since the address was kept
        calls().hand_over(message.address, message.title, message.text)

    def check(self):
        return [
            _("NOTICE_APPRISE_SERVICES names %(service)s, which Apprise does not know.") % {"service": service}
            for service in settings.NOTICE_APPRISE_SERVICES
            if not calls().is_known(service)
        ]

    @staticmethod
    def _host_allowed(parts):
        if parts.hostname in settings.NOTICE_APPRISE_HOSTS:
            return True
        return parts.scheme in HOST_OR_TOPIC and not parts.path.strip("/") and bool(TOPIC.fullmatch(parts.netloc))


def calls():
    """Apprise itself, loaded when it is first needed: a site that only writes e-mail never waits for it."""
    return import_module("shiliu.adapters.apprise_calls")
