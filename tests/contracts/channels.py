"""How each notice channel is set up against a service of our own, so that one set of tests can ask them all the same."""

import contextlib
import json
from dataclasses import dataclass
from urllib.parse import unquote

import requests

from shiliu.adapters import apprise_calls
from shiliu.adapters.apprise import AppriseChannel
from shiliu.adapters.email import EmailChannel
from shiliu.adapters.sms import SmsChannel
from shiliu.platform.notices.contract import Channel, RefusedForGood, TryLater
from shiliu.platform.notices.memory import MemoryChannel
from tests.contracts.servers import BUSY, REFUSES, TAKES, MailServer, WebService, running


@dataclass
class Arrived:
    title: str
    text: str
    key: str = ""


class Bench:
    """A channel, an address it takes, one it does not, and its service: `mode` it, ask what `arrived`, let it be `gone`."""

    channel: Channel
    good: str
    bad = "no address at all"

    def mode(self, mode):
        raise NotImplementedError

    def arrived(self) -> list[Arrived]:
        raise NotImplementedError

    def gone(self):
        """From now on nobody answers."""
        raise NotImplementedError

    def misset(self):
        """Makes the settings wrong in a way that check() can see."""
        raise NotImplementedError


class MemoryBench(Bench):
    good = "alice"

    def __init__(self, settings, monkeypatch, stack):
        self.channel = MemoryChannel()

    def mode(self, mode):
        self.channel.troubles = {TAKES: [], REFUSES: [RefusedForGood("no")], BUSY: [TryLater("later")]}[mode]

    def gone(self):
        self.mode(BUSY)

    def arrived(self):
        return [Arrived(message.title, message.text, message.key) for message in self.channel.messages]

    def misset(self):
        self.channel.problems = ["wrong"]


class EmailBench(Bench):
    good = "alice@example.org"

    def __init__(self, settings, monkeypatch, stack):
        self.settings, self.channel = settings, EmailChannel()
        self.stack = stack.enter_context(contextlib.ExitStack())
        self.server = self.stack.enter_context(running(MailServer()))
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", self.server.port, 5
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False

    def mode(self, mode):
        self.server.mode = mode

    def gone(self):
        self.stack.close()

    def arrived(self):
        return [
            Arrived(letter["Subject"], letter.get_body(("plain",)).get_content(), letter["Message-ID"])
            for letter in self.server.letters
        ]

    def misset(self):
        self.settings.EMAIL_PORT = 1


class WebBench(Bench):
    """Apprise's json:// service, at a host the administrator allowed."""

    def __init__(self, settings, monkeypatch, stack):
        self.settings, self.channel = settings, AppriseChannel()
        self.stack = stack.enter_context(contextlib.ExitStack())
        self.server = self.stack.enter_context(running(WebService()))
        settings.NOTICE_APPRISE_SERVICES, settings.NOTICE_APPRISE_HOSTS = ["json"], ["127.0.0.1"]
        self.good = f"json://127.0.0.1:{self.server.port}/hook"

    def mode(self, mode):
        self.server.mode = mode

    def gone(self):
        self.stack.close()

    def arrived(self):
        return [Arrived(said["title"], said["message"]) for _path, said in self.server.calls]

    def misset(self):
        self.settings.NOTICE_APPRISE_SERVICES = ["no-such-service"]


class SmsBench(WebBench):
    good = "+8613800138000"

    def __init__(self, settings, monkeypatch, stack):
        super().__init__(settings, monkeypatch, stack)
        self.good, self.channel = "+8613800138000", SmsChannel()
        settings.SMS_APPRISE_URL = f"json://127.0.0.1:{self.server.port}/to/{{phone}}"

    def arrived(self):
        assert all(unquote(path) == f"/to/{self.good}" for path, _said in self.server.calls)
        return super().arrived()

    def misset(self):
        self.settings.SMS_APPRISE_URL = "json://127.0.0.1/without-a-place-for-the-number"


class RobotBench(Bench):
    """A group robot that always answers 200 and says inside whether it took the message. No network: the answer is given
    where the adapter listens."""

    good = taken = refused = busy = host = None

    def __init__(self, settings, monkeypatch, stack):
        self.settings, self.channel, self.calls = settings, AppriseChannel(), []
        self.mode(TAKES)
        monkeypatch.setattr(apprise_calls, "_unheard", self.answer)

    def answer(self, session, request, **how):
        assert request.url.startswith(f"https://{self.host}/")
        if self.says is None:
            raise requests.ConnectionError("nobody answers")
        if self.says == self.taken:
            self.calls.append(json.loads(request.body))
        response = requests.Response()
        response.status_code, response._content, response.request = 200, json.dumps(self.says).encode(), request
        return response

    def mode(self, mode):
        self.says = {TAKES: self.taken, REFUSES: self.refused, BUSY: self.busy}[mode]

    def gone(self):
        self.says = None

    def arrived(self):
        return [Arrived("", self.text_of(said)) for said in self.calls]

    def misset(self):
        self.settings.NOTICE_APPRISE_SERVICES = ["no-such-service"]

    @staticmethod
    def text_of(said):
        return said["text"]["content"]


class WeComBench(RobotBench):
    good, host = "wecombot://693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa", "qyapi.weixin.qq.com"
    taken, refused, busy = {"errcode": 0}, {"errcode": 93000}, {"errcode": 45009}


class DingTalkBench(RobotBench):
    good, host = "dingtalk://abcdef0123456789", "oapi.dingtalk.com"
    taken, refused, busy = {"errcode": 0}, {"errcode": 300005}, {"errcode": 130101}


class FeishuBench(RobotBench):
    good, host = "feishu://0123abcd-0123-4567-89ab-0123456789ab", "open.feishu.cn"
    taken, refused, busy = {"code": 0}, {"code": 19001}, {"code": 11232}

    @staticmethod
    def text_of(said):
        return said["content"]["text"]


BENCHES = {
    "memory": MemoryBench,
    "email": EmailBench,
    "apprise json": WebBench,
    "apprise wecombot": WeComBench,
    "apprise dingtalk": DingTalkBench,
    "apprise feishu": FeishuBench,
    "sms": SmsBench,
}
