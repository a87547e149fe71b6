"""Which addresses of the network a webhook may reach: those of the open internet, and networks a setting names.

Without this, whoever may add a webhook could make the server knock at doors inside its own walls (server-side request forgery,
https://owasp.org/www-community/attacks/Server_Side_Request_Forgery)."""

from ipaddress import IPv4Address, IPv6Network, ip_address, ip_network
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext as _

from shiliu.platform.workflow import NotPossible

# An IPv4 address in the clothes of an IPv6 one (RFC 6052); Python knows the other kinds (mapped, 6to4, Teredo) itself.
NAT64 = IPv6Network("64:ff9b::/96")
LONGEST = 500


def own_networks():
    """The networks of WEBHOOK_NETWORKS. Raises ImproperlyConfigured for what is none."""
    try:
        return [ip_network(text) for text in settings.WEBHOOK_NETWORKS]
    except ValueError as error:
        raise ImproperlyConfigured(f"SHILIU_WEBHOOK_NETWORKS: {error}; write networks such as 10.20.0.0/16") from None


def is_own(address):
    """Whether a setting says that this address inside the walls may be reached."""
    address = _undressed(ip_address(address))
    return any(address in network for network in own_networks())


def may_reach(address):
    """`address` is the text of an IP address, as it was resolved."""
    found = _undressed(ip_address(address))
    is_open = found.is_global and not (
        found.is_multicast or found.is_reserved or getattr(found, "is_site_local", False)
    )
    return is_own(address) or is_open


def _undressed(address):
    """The IPv4 address within an IPv6 one, where there is one."""
    if isinstance(address, IPv4Address):
        return address
    if address in NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo and address.teredo[1]) or address


def checked(url):
    """The address as it is kept. Raises NotPossible, with words for whoever typed it. Asks no network."""
    url = url.strip()
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        _refuse(_("This is no address of a server. Copy it again from the other program."))
    if parts.scheme not in ({"https", "http"} if settings.WEBHOOK_NETWORKS else {"https"}):
        _refuse(_("The address begins with https://."))
    if not host or len(url) > LONGEST or not url.isascii() or any(sign <= " " for sign in url):
        _refuse(_("This is no address of a server. Copy it again from the other program."))
    if parts.username is not None or parts.password is not None or parts.fragment:
        _refuse(_("Leave out names, passwords and what stands after #. The signature proves who is calling."))
    if not _may_name(host):
        _refuse(_("This address lies in a network this site must not call. Whoever runs the server can allow it: SHILIU_WEBHOOK_NETWORKS."))  # fmt: skip
    return url


def _may_name(host):
    """What can be said without asking: a name is looked up when something is sent, and checked then."""
    try:
        return may_reach(host)
    except ValueError:
        return host != "localhost" or bool(settings.WEBHOOK_NETWORKS)


def _refuse(words):
    raise NotPossible(_("Something is not right."), {"url": words})
