"""Every notice channel keeps the same promises. A new one adds a bench in channels.py and nothing here."""

import contextlib

import pytest
from django.conf import settings as site_settings
from django.utils.module_loading import import_string

from shiliu.platform.notices.contract import Message, RefusedForGood, TryLater
from tests.contracts.channels import BENCHES
from tests.contracts.servers import BUSY, REFUSES

TITLE = "路灯修好了 · چىراغ"
TEXT = "3号楼的路灯已经修好。\n\nhttps://shiliu.example/cases/1/"


@pytest.fixture(params=BENCHES)
def bench(request, settings, monkeypatch):
    with contextlib.ExitStack() as stack:
        yield BENCHES[request.param](settings, monkeypatch, stack)


def message(bench, key="4b2f", text=TEXT, **more):
    titles = bench.channel.capabilities.titles
    whole = text if titles else f"{TITLE}\n{text}"
    return Message(key=key, address=bench.good, title=TITLE if titles else "", text=whole, language="ug", **more)


def test_every_channel_of_the_site_has_a_bench():
    on_site = {import_string(path).name for path in site_settings.NOTICE_CHANNELS}
    assert on_site <= {name.split()[0] for name in BENCHES}


def test_it_says_what_it_is(bench):
    channel = bench.channel
    assert channel.name.isidentifier()
    assert str(channel.label)
    assert channel.capabilities.own_address in {None, "email", "phone"}
    assert channel.capabilities.own_address or channel.capabilities.asks_address


def test_it_keeps_a_good_address_and_refuses_a_bad_one_in_words(bench):
    assert bench.channel.accept(f" {bench.good} ") == bench.good
    with pytest.raises(RefusedForGood, match=r"\w+ \w+"):
        bench.channel.accept(bench.bad)


def test_title_and_text_arrive_in_any_script(bench):
    bench.channel.send(message(bench))
    [arrived] = bench.arrived()
    whole = f"{arrived.title}\n{arrived.text}".replace("\r\n", "\n")
    assert TITLE in whole
    assert TEXT in whole


def test_a_text_as_long_as_it_says_arrives_whole(bench):
    room = (bench.channel.capabilities.length or 4000) - len(TITLE) - 1
    text = "".join(chr(0x4E00 + number) for number in range(room))
    bench.channel.send(message(bench, text=text))
    assert text in bench.arrived()[0].text.replace("\r\n", "").replace("\n", "")


def test_what_the_service_refuses_is_refused_for_good_in_words(bench):
    bench.mode(REFUSES)
    with pytest.raises(RefusedForGood) as refusal:
        bench.channel.send(message(bench))
    assert str(refusal.value)


def test_a_bad_address_is_refused_for_good(bench):
    with pytest.raises(RefusedForGood):
        bench.channel.send(Message(key="1", address=bench.bad, title="t", text="t", language="en"))


def test_a_busy_service_is_for_later(bench):
    bench.mode(BUSY)
    with pytest.raises(TryLater) as trouble:
        bench.channel.send(message(bench))
    assert str(trouble.value)


def test_a_service_that_does_not_answer_is_for_later(bench):
    bench.gone()
    with pytest.raises(TryLater):
        bench.channel.send(message(bench))


def test_a_key_marks_what_is_the_same_message_for_channels_that_take_keys(bench):
    for key in ("4b2f", "4b2f", "other"):
        bench.channel.send(message(bench, key=key))
    assert len({arrived.key for arrived in bench.arrived()}) == (2 if bench.channel.capabilities.keys else 1)


def test_threads_and_urgency_are_welcome(bench):
    bench.channel.send(message(bench, thread="case:1", urgent=True))
    assert bench.arrived()


def test_when_all_is_well_the_check_says_nothing(bench):
    assert bench.channel.check() == []


def test_when_something_is_set_wrong_the_check_says_so(bench):
    bench.misset()
    assert bench.channel.check()
    assert all(isinstance(problem, str) for problem in bench.channel.check())
