"""One signed POST to another program, to an address that was checked first; named in WEBHOOK_SENDER.

The name is looked up once, every address found is checked, and the connection is made to one of these: a name server that
answers differently a second time leads nowhere else. Proxies of the environment are not used, for they would look up anew."""

import contextlib
import http.client
import socket
import ssl
import threading
from urllib.parse import urlsplit

from shiliu import __version__
from shiliu.platform.webhooks import addresses
from shiliu.platform.webhooks.contract import NotSent

SECONDS_A_STEP, SECONDS_ALTOGETHER = 5, 10
PORTS = {"https": 443, "http": 80}


def post(url, body, headers):
    """See shiliu.platform.webhooks.contract.Sender."""
    parts = urlsplit(url)
    port = parts.port or PORTS.get(parts.scheme)
    found = resolved(parts.hostname, port)
    if not all(addresses.may_reach(address) for address in found):
        raise NotSent("forbidden")
    if parts.scheme != "https" and not all(addresses.is_own(address) for address in found):
        raise NotSent("forbidden")
    target = f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"
    wire = {**headers, "User-Agent": f"Shiliu-Webhooks/{__version__}", "Accept": "*/*", "Connection": "close"}
    connection = (_Secure if parts.scheme == "https" else _Plain)(parts.hostname, port, found)
    late = threading.Event()
    watch = threading.Timer(SECONDS_ALTOGETHER, _cut, [connection, late])
    watch.daemon = True
    watch.start()
    try:
        connection.request("POST", target, body, wire)
        status = connection.getresponse().status
    except ssl.SSLCertVerificationError:
        raise NotSent("certificate") from None
    except TimeoutError:
        raise NotSent("slow") from None
    except http.client.HTTPException:
        raise NotSent("slow" if late.is_set() else "unreadable") from None
    except (OSError, ValueError):
        raise NotSent("slow" if late.is_set() else "silent") from None
    finally:
        watch.cancel()
        connection.close()
    if late.is_set():  # what was cut off reads like an answer that ended
        raise NotSent("slow")
    return status


def resolved(host, port):
    """The addresses of a name as texts, each once, in the order of the system."""
    try:
        rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise NotSent("unknown") from None
    return list(dict.fromkeys(row[4][0] for row in rows))


def _cut(connection, late):
    """Each step has its own limit, but a server could drip one letter a second; this ends it as a whole."""
    late.set()
    if connection.sock is not None:
        with contextlib.suppress(OSError):
            connection.sock.shutdown(socket.SHUT_RDWR)


class _Plain(http.client.HTTPConnection):
    """Connects to one of the addresses it was given and to nothing else."""

    def __init__(self, host, port, found):
        super().__init__(host, port, timeout=SECONDS_A_STEP)
        self.found = found

    def connect(self):
        problem = None
        for address in self.found[:2]:
            try:
                self.sock = socket.create_connection((address, self.port), timeout=self.timeout)
                return
            except OSError as error:
                problem = error
        raise problem


class _Secure(_Plain):
    default_port = PORTS["https"]

    def connect(self):
        super().connect()
        # The certificate must be that of the name, whatever address was called.
        self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)
