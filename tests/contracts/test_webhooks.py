"""The sender of webhooks against servers on the loopback: what leaves is genuine, and no answer leads it astray."""

import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.conf import settings as site
from django.utils.module_loading import import_string

from shiliu.adapters import webhook_post
from shiliu.govern.cases import moderation
from shiliu.platform import jobs
from shiliu.platform.webhooks import actions
from shiliu.platform.webhooks.contract import NotSent
from shiliu.platform.webhooks.models import HookDelivery
from shiliu.platform.webhooks.verify_example import is_genuine
from tests.contracts.servers import running

post = import_string(site.WEBHOOK_SENDER)


class Receiver(ThreadingHTTPServer):
    """Keeps (path, headers, body) of every call and answers with `status`."""

    daemon_threads = True

    def __init__(self, status=204):
        super().__init__(("127.0.0.1", 0), _Talk)
        self.status, self.calls = status, []

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_address[1]}/in?key=1"


class _Talk(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.calls.append((self.path, {key.lower(): value for key, value in self.headers.items()}, body))
        self.send_response(self.server.status)
        self.send_header("Location", "/elsewhere")
        self.end_headers()
        self.wfile.write(b"x" * 1000)

    def log_message(self, *_):
        """Silent."""


@pytest.fixture
def inside(settings):
    """The loopback may be called."""
    settings.WEBHOOK_NETWORKS = ["127.0.0.0/8"]


@pytest.fixture
def receiver():
    with running(Receiver()) as server:
        yield server


@pytest.mark.django_db
def test_what_becomes_public_arrives_once_and_its_signature_verifies(inside, receiver, town, raise_need):
    _hook, secret = actions.add(by=town.actor("ding"), name="City app", url=receiver.url, events=["case.published"])
    case = raise_need(text="Mr Wang's lamp").case
    moderation.publish(by=town.actor("lin"), case=case, title="灯坏了", text="A lamp")
    jobs.registered()["webhooks.deliver"].run()
    jobs.registered()["webhooks.deliver"].run()
    [(path, headers, body)] = receiver.calls
    assert (path, headers["content-type"]) == ("/in?key=1", "application/json")
    assert is_genuine(secret, headers, body, now=town.now.timestamp)
    assert "灯坏了".encode() in body and b"Wang" not in body
    assert (HookDelivery.objects.get().state, HookDelivery.objects.get().status) == ("sent", 204)


def test_inside_the_walls_nothing_is_called_whatever_a_name_resolves_to(receiver, monkeypatch):
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda *_a, **_k: [(2, 1, 6, "", ("8.8.8.8", 443)), (2, 1, 6, "", ("127.0.0.1", 443))]
    )
    for url in (receiver.url, "https://innocent.example/"):
        with pytest.raises(NotSent) as problem:
            post(url, b"{}", {})
        assert problem.value.problem == "forbidden"
    assert receiver.calls == []


def test_the_connection_is_made_to_the_address_that_was_checked(inside, receiver, monkeypatch):
    port, looked_up = receiver.server_address[1], []
    monkeypatch.setattr(
        webhook_post,
        "resolved",
        lambda host, _port: looked_up.append(host) or ["127.0.0.1" if len(looked_up) == 1 else "10.0.0.1"],
    )
    assert post(f"http://app.example:{port}/", b"{}", {}) == 204
    assert looked_up == ["app.example"]
    assert receiver.calls[0][1]["host"] == f"app.example:{port}"


def test_a_redirect_is_an_answer_and_not_a_way(inside, receiver):
    receiver.status = 302
    assert post(receiver.url, b"{}", {}) == 302
    assert [path for path, *_rest in receiver.calls] == ["/in?key=1"]


def test_plain_http_leads_only_into_ones_own_networks(inside, monkeypatch):
    monkeypatch.setattr(webhook_post, "resolved", lambda *_: ["8.8.8.8"])
    with pytest.raises(NotSent, match="forbidden"):
        post("http://app.example/", b"{}", {})


@pytest.fixture
def talker():
    """talker(*pieces) -> the port of a server that says the pieces to the first caller, slowly, and then nothing."""
    doors = []

    def open_door(*pieces, pause=0):
        door = socket.create_server(("127.0.0.1", 0))
        doors.append(door)

        def talk():
            caller, _address = door.accept()
            doors.append(caller)
            caller.recv(65536)
            for piece in pieces:
                if threading.Event().wait(pause):
                    return
                try:
                    caller.sendall(piece)
                except OSError:
                    return

        threading.Thread(target=talk, daemon=True).start()
        return door.getsockname()[1]

    yield open_door
    for door in doors:
        door.close()


def test_a_server_that_never_ends_its_answer_is_left(inside, talker, monkeypatch):
    monkeypatch.setattr(webhook_post, "SECONDS_ALTOGETHER", 0.2)
    port = talker(b"HTTP/1.1 200 OK\r\n", *[b"x-more: 1\r\n"] * 60, pause=0.02)
    with pytest.raises(NotSent, match="slow"):
        post(f"http://127.0.0.1:{port}/", b"{}", {})


def test_what_is_no_answer_is_said_in_its_own_word(inside, talker, monkeypatch):
    monkeypatch.setattr(webhook_post, "SECONDS_A_STEP", 0.1)
    closed = socket.create_server(("127.0.0.1", 0))
    port = closed.getsockname()[1]
    closed.close()
    for url, word in (
        (f"http://127.0.0.1:{port}/", "silent"),
        (f"http://127.0.0.1:{talker(b'EHLO nonsense')}/", "slow"),
        (f"http://127.0.0.1:{talker(b'220 mail ready' + bytes(2))}/", "slow"),
        (f"https://127.0.0.1:{talker(b'HTTP/1.1 400 plain')}/", "silent"),
        (f"http://127.0.0.1:{talker()}/", "slow"),
    ):
        with pytest.raises(NotSent) as problem:
            post(url, b"{}", {})
        assert problem.value.problem == word, url
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: (_ for _ in ()).throw(socket.gaierror()))
    with pytest.raises(NotSent, match="unknown"):
        post("https://nowhere.example/", b"{}", {})


def test_a_certificate_nobody_vouches_for_is_refused(inside, tmp_path):
    certificate = self_signed(tmp_path)
    with running(Receiver()) as server:
        import ssl

        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        server.handle_error = lambda *_: None
        with pytest.raises(NotSent, match="certificate"):
            post(server.url.replace("http:", "https:"), b"{}", {})
        assert server.calls == []


def self_signed(folder):
    """The path of a key and a certificate for 127.0.0.1 that no authority signed."""
    from datetime import UTC, datetime

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key, name = (
        ec.generate_private_key(ec.SECP256R1()),
        x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "nobody")]),
    )
    built = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC)).not_valid_after(datetime(2100, 1, 1, tzinfo=UTC)).sign(key, hashes.SHA256())
    )  # fmt: skip
    path = folder / "both.pem"
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + built.public_bytes(serialization.Encoding.PEM)
    )
    return path
