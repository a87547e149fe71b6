"""Words are made for who reads, when they read."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation
from django.utils.translation import gettext_lazy

from shiliu.platform.notices import kinds
from shiliu.platform.notices.contract import Capabilities
from shiliu.platform.notices.models import Delivery, Notice, Outgoing
from shiliu.platform.notices.rendering import language_of, message, plain, words

pytestmark = pytest.mark.usefixtures("boxes", "told", "noon")


def notice(kind="quiet.news", at=datetime(2026, 11, 22, 4, tzinfo=UTC), thread="case:1", language="en", **params):
    return Notice(
        kind=kind, at=at, thread=thread, language=language, params=plain({"what": "lamp", **params}), url="/cases/1/"
    )


def letter(*notices, length=None, titles=True):
    class Means:
        capabilities = Capabilities(length=length, titles=titles)

    return message(Delivery(address="a@example.org"), [Outgoing(notice=one) for one in notices], Means)


def test_names_follow_the_reader_s_language():
    unit = {"zh-hans": "消防救援站", "en": "Fire brigade"}
    assert words(notice(what=unit), "en").title == "About Fire brigade"
    assert words(notice(what=unit), "zh-hans").title == "About 消防救援站"
    assert words(notice(what=unit), "ug").title == "About \u2068消防救援站\u2069"


def test_moments_are_told_in_local_time_and_texts_translated(monkeypatch):
    moment = notice(what=datetime(2026, 11, 22, 4, 0, tzinfo=UTC))
    assert "12:00" in words(moment, "zh-hans").title
    with translation.override("zh-hans"):
        assert words(notice(what=gettext_lazy("Monday"))).title == "About 星期一"


def test_a_notice_of_an_app_that_is_gone_can_still_be_listed():
    assert words(notice(kind="gone.kind"), "en").title


def test_a_bad_translation_does_not_stop_the_letter(monkeypatch):
    class Bad:
        def __str__(self):
            return "About %(what)s" if translation.get_language() is None else "关于 %(missing)s"

    monkeypatch.setitem(kinds._kinds, "quiet.news", kinds.Kind("quiet.news", Bad(), "text"))
    assert words(notice(), "zh-hans").title == "About lamp"


def test_a_title_is_one_line_whatever_was_typed():
    assert words(notice(what="lamp\r\nBcc: all@example.org"), "en").title == "About lamp Bcc: all@example.org"


def test_percent_signs_people_type_stay_as_they_are():
    assert words(notice(what="100% %(what)s"), "en").title == "About 100% %(what)s"


def test_guests_without_a_language_read_the_site_s(settings):
    assert language_of(notice(language="")) == settings.LANGUAGE_CODE
    assert language_of(notice(language="ug")) == "ug"


def test_a_single_notice_is_told_as_itself_with_address_and_reason():
    one = letter(notice())
    assert (one.title, one.thread, one.language) == ("About lamp", "case:1", "en")
    assert one.text.startswith("Something about lamp was done.\n\nhttps://shiliu.example/cases/1/\n\n-- \n")


def test_a_digest_about_one_thread_is_called_after_its_newest_notice():
    older = notice(at=datetime(2026, 11, 22, 3, tzinfo=UTC), what="old lamp")
    digest = letter(older, notice())
    assert digest.title == "About lamp (2 pieces of news)"
    assert digest.thread == "case:1"


def test_short_channels_get_titles_and_the_number_of_what_is_left_out():
    start = datetime(2026, 11, 22, 4, tzinfo=UTC)
    many = [notice(thread=f"case:{n}", what=f"thing number {n}", at=start - timedelta(minutes=n)) for n in range(40)]
    digest = letter(*many, length=600)
    assert len(digest.title) + len(digest.text) <= 600
    assert "thing number 0" in digest.text
    assert "more matters" in digest.text
    assert "was done" not in digest.text


def test_a_text_message_holds_title_and_address_only():
    assert letter(notice(), length=200, titles=False).text == "About lamp\nhttps://shiliu.example/cases/1/"


def test_long_words_of_people_are_cut_for_short_channels():
    kinds.register_kind("long.text", title="Answer", text="%(what)s")
    cut = letter(notice(kind="long.text", what="很长" * 2000), length=600)
    assert len(cut.text) <= 600
    assert "…" in cut.text
    assert cut.text.endswith("/cases/1/")
