"""A mail server and a web service on the loopback that take, refuse or ask for patience, as a test tells them."""

import contextlib
import email
import email.policy
import json
import socketserver
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

TAKES, REFUSES, BUSY = "takes", "refuses", "busy"


class MailServer(socketserver.ThreadingTCPServer):
    """Speaks just enough SMTP. `mode` decides about recipients; `letters` are what arrived, parsed."""

    allow_reuse_address = daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _MailTalk)
        self.mode, self.letters = TAKES, []

    @property
    def port(self):
        return self.server_address[1]


class _MailTalk(socketserver.StreamRequestHandler):
    def handle(self):
        self.say("220 test")
        for line in self.rfile:
            command = line[:4].upper()
            if command == b"DATA":
                self.say("354 go on")
                self.server.letters.append(self.letter())
                self.say("250 taken")
            elif command == b"RCPT":
                self.say({TAKES: "250 fine", REFUSES: "550 no such box", BUSY: "451 come back later"}[self.server.mode])
            elif command == b"QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 fine")

    def letter(self):
        lines = []
        for line in self.rfile:
            if line == b".\r\n":
                break
            lines.append(line)
        return email.message_from_bytes(b"".join(lines), policy=email.policy.default)

    def say(self, words):
        self.wfile.write(words.encode() + b"\r\n")


class WebService(ThreadingHTTPServer):
    """Keeps (path, JSON) of every POST; `mode` decides about the status."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _WebTalk)
        self.mode, self.calls = TAKES, []

    @property
    def port(self):
        return self.server_address[1]


class _WebTalk(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.calls.append((self.path, json.loads(body)))
        self.send_response({TAKES: 200, REFUSES: 404, BUSY: 503}[self.server.mode])
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        """Silent."""


@contextlib.contextmanager
def running(server):
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
