"""Addresses residents type are requests our server makes: what may be named, and what may not."""

import contextlib

import pytest

from shiliu.adapters.apprise import AppriseChannel
from shiliu.platform.notices.contract import Message, RefusedForGood
from tests.contracts.channels import WebBench

ALLOWED = [
    "wecombot://693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa",
    "dingtalk://abcdef0123456789",
    "dingtalk://SECabcdef@abcdef0123456789",
    "feishu://0123abcd-0123-4567-89ab-0123456789ab",
    "lark://0123abcd-0123-4567-89ab-0123456789ab",
    "ntfy://shiliu-alice-7",
    "ntfys://shiliu-alice-7/",
]
REFUSED = [
    # services that name a host, a file or another machine
    "json://127.0.0.1/", "json://192.168.0.1/admin", "xml://intranet/", "form://intranet/", "apprise://intranet/token",
    "mailto://user:password@mail.example", "mailtos://user:password@mail.example", "syslog://", "rsyslog://intranet",
    "gotify://intranet/token", "bark://intranet/key", "matrix://user@intranet/", "file:///etc/passwd", "http://169.254.169.254/latest",
    "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=abc", "windows://", "dbus://",
    # a host hidden behind a service that may have one
    "ntfy://127.0.0.1/topic", "ntfy://intranet/topic", "ntfy://intranet:8080/topic", "ntfys://user:pass@intranet/topic",
    "ntfy://127.0.0.1", "ntfy://localhost", "ntfy://intranet.example", "ntfy://[::1]/topic", "ntfy://topic:80", "ntfy://user@topic",
    # options behind a question mark that would change where or how it goes
    "ntfy://topic?mode=private", "wecombot://key?verify=no", "dingtalk://token?redirect=yes", "wecombot://key#x", "wecombot://?key=abc",
    # nonsense
    "", "wecombot://", "wecombot:key", "feishu://not/a/token/with/slashes and spaces", "ntfy://a\nb", "ntfy://%zz", "WECOMBOT", "://",
    "dingtalk://\\\\intranet\\share",
]  # fmt: skip


@pytest.mark.parametrize("address", ALLOWED)
def test_group_robots_and_topics_are_taken(address):
    assert AppriseChannel().accept(address) == address


@pytest.mark.parametrize("address", REFUSED)
def test_everything_else_is_refused_before_a_request_is_made(address, monkeypatch):
    channel = AppriseChannel()
    with pytest.raises(RefusedForGood):
        channel.accept(address)
    with pytest.raises(RefusedForGood):
        channel.send(Message(key="1", address=address, title="t", text="t", language="en"))


def test_the_administrator_may_allow_a_server_by_name(settings):
    settings.NOTICE_APPRISE_HOSTS = ["ntfy.street.example"]
    assert AppriseChannel().accept("ntfys://ntfy.street.example/alice")
    with pytest.raises(RefusedForGood):
        AppriseChannel().accept("ntfys://other.example/alice")
    with pytest.raises(RefusedForGood):
        AppriseChannel().accept("ntfys://ntfy.street.example.evil.example/alice")
    with pytest.raises(RefusedForGood):
        AppriseChannel().accept("ntfys://ntfy.street.example@evil.example/alice")


def test_a_service_closed_later_is_not_used_any_more(settings, monkeypatch):
    with contextlib.ExitStack() as stack:
        bench = WebBench(settings, monkeypatch, stack)
        settings.NOTICE_APPRISE_HOSTS = []
        with pytest.raises(RefusedForGood):
            bench.channel.send(Message(key="1", address=bench.good, title="t", text="t", language="en"))
        assert bench.arrived() == []
