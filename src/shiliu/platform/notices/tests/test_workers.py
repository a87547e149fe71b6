"""Several workers on one database: real connections, real commits."""

import threading
from collections import Counter

import pytest
from django.db import connection

from shiliu.platform.notices import delivery, send
from shiliu.platform.notices.models import Delivery, Notice
from shiliu.platform.notices.recipients import Recipient

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("told")]


def together(count, work):
    """Runs `work` in `count` threads that start at one moment; raises what any of them raised."""
    gate, trouble = threading.Barrier(count), []

    def run():
        try:
            gate.wait()
            work()
        except BaseException as error:
            trouble.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if trouble:
        raise trouble[0]


def test_two_workers_send_every_letter_once(boxes, alice):
    for number in range(12):
        send("urgent.alarm", to=Recipient.person(alice), thread=f"case:{number}", params={"what": number})
    together(2, delivery.deliver)
    assert Counter(message.title for message in boxes["email"].calls) == {f"Hurry: {number}": 1 for number in range(12)}
    assert set(Delivery.objects.values_list("state", "attempts")) == {("sent", 1)}


def test_two_workers_make_one_digest(boxes, alice, settings):
    settings.NOTICE_DIGEST_MINUTES = 0
    for number in range(8):
        send("quiet.news", to=Recipient.person(alice), thread=f"case:{number}", params={"what": number})
    together(2, delivery.deliver)
    told = "".join(message.title + message.text for message in boxes["email"].calls)
    assert all(told.count(f"Something about {number} was done") == 1 for number in range(8))


def test_notices_written_while_workers_run_are_neither_lost_nor_doubled(boxes, alice):
    numbers = iter(range(1000))

    def write_and_deliver():
        for _ in range(5):
            send("urgent.alarm", to=Recipient.person(alice), thread="case:1", params={"what": next(numbers)})
            delivery.deliver()

    together(3, write_and_deliver)
    delivery.deliver()
    assert Notice.objects.count() == 15
    assert sorted(Counter(message.title for message in boxes["email"].calls).values()) == [1] * 15
