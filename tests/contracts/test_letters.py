"""What is particular to e-mail and to text messages."""

import contextlib
from pathlib import Path

import pytest
from django.core import mail

from shiliu.adapters.email import EmailChannel
from shiliu.adapters.sms import SmsChannel
from shiliu.platform.notices import send_text
from shiliu.platform.notices.contract import Message, RefusedForGood
from tests.contracts.channels import SmsBench
from tests.contracts.servers import BUSY


def letter(**more):
    given = {
        "key": "k1",
        "address": "a@example.org",
        "title": "T",
        "text": "x < y\nhttps://shiliu.example/1/",
        "language": "ug",
        **more,
    }
    EmailChannel().send(Message(**given))
    return mail.outbox[-1]


def test_letters_about_one_thing_hang_together_and_say_that_a_machine_wrote_them(settings):
    settings.SITE_URL = "https://shiliu.example"
    first, second, other = letter(thread="case:1"), letter(thread="case:1", key="k2"), letter(thread="case:2")
    assert first.extra_headers["Message-ID"] == "<k1@shiliu.example>"
    assert first.extra_headers["References"] == second.extra_headers["References"] != other.extra_headers["References"]
    assert first.extra_headers["Auto-Submitted"] == "auto-generated"
    assert "References" not in letter().extra_headers


def test_a_letter_has_a_second_form_with_language_and_direction_and_nothing_of_it_is_markup():
    sent = letter(title="<b>T</b>")
    [(page, kind)] = sent.alternatives
    assert kind == "text/html"
    assert '<html lang="ug" dir="rtl">' in page
    assert "x &lt; y" in page
    assert "<b>" not in page
    assert 'href="https://shiliu.example/1/"' in page


def test_a_title_cannot_add_headers():
    assert letter(title="T\r\nBcc: all@example.org").subject == "T Bcc: all@example.org"


@pytest.mark.parametrize(
    "address", ["a@example.org\nBcc: b@example.org", "a@example.org, b@example.org", "a b@example.org", "a@", ""]
)
def test_one_letter_goes_to_one_address(address):
    with pytest.raises(RefusedForGood):
        letter(address=address)


def test_without_a_mail_server_a_production_site_is_told_so(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.PRODUCTION = True
    assert len(EmailChannel().check()) == 1
    settings.PRODUCTION = False
    assert EmailChannel().check() == []


def test_codes_become_files_where_no_text_service_is_set(settings, tmp_path):
    settings.DATA_DIR, settings.SMS_APPRISE_URL, settings.PRODUCTION = tmp_path, "", False
    assert send_text("+8613800138000", "123456 是验证码") is True
    [path] = Path(tmp_path, "letters").glob("sms-*.txt")
    assert path.read_text(encoding="utf-8") == "+8613800138000\n\n123456 是验证码\n"
    assert path.stat().st_mode & 0o077 == 0


def test_in_production_a_code_that_cannot_be_sent_is_not_kept_and_not_an_error(settings, tmp_path, caplog):
    settings.DATA_DIR, settings.SMS_APPRISE_URL, settings.PRODUCTION = tmp_path, "", True
    assert send_text("+8613800138000", "123456") is False
    assert not Path(tmp_path, "letters").exists()
    assert "123456" not in caplog.text
    assert "138" not in caplog.text


def test_text_messages_are_offered_only_where_there_is_a_service(settings):
    settings.SMS_APPRISE_URL = ""
    assert SmsChannel().capabilities.own_address is None
    assert SmsChannel().check()
    with pytest.raises(RefusedForGood):
        SmsChannel().send(Message(key="1", address="13800138000", title="", text="t", language="en"))


def test_codes_go_through_the_service_that_is_set(settings, monkeypatch):
    with contextlib.ExitStack() as stack:
        bench = SmsBench(settings, monkeypatch, stack)
        assert send_text("138 0013 8000", "123456 is your code.") is True
        assert bench.arrived()[0].text == "123456 is your code."
        assert send_text("nonsense", "123456") is False
        bench.mode(BUSY)
        assert send_text("13800138000", "123456") is False
