"""What becomes of a message: sent once, from what is public then; tried again; given up; its receiver paused."""

import json
import threading
from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import connections, transaction

from shiliu.platform.clock import at_time
from shiliu.platform.notices.models import Notice
from shiliu.platform.webhooks import actions, emit, sending, signing, tending
from shiliu.platform.webhooks.models import Hook, HookDelivery
from shiliu.platform.webhooks.verify_example import is_genuine

pytestmark = pytest.mark.django_db
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.fixture
def run(town):
    """run(after) lets the worker work so long after noon."""

    def deliver(after=timedelta()):
        with at_time(town.now + after):
            return sending.deliver()

    return deliver


def only():
    return HookDelivery.objects.get()


def test_a_message_is_signed_and_told_in_the_shape_of_standard_webhooks(hook, receiver, run, town):
    emit("lamp.lit", 1)
    assert run(MINUTE) == 1
    [heard] = receiver.heard
    assert heard.url == hook.url
    assert json.loads(heard.body) == {
        "type": "lamp.lit",
        "timestamp": "2026-03-10T02:00:00Z",
        "data": {"words": "Lamp one"},
    }
    assert is_genuine(signing.secret_of(hook), heard.headers, heard.body, now=(town.now + MINUTE).timestamp)
    assert (only().state, only().status, only().attempts) == ("sent", 200, 1)
    assert run(2 * MINUTE) == 0


def test_only_active_hooks_that_want_an_event_are_told(hook, town):
    actions.pause(by=town.actor("ding"), hook=hook)
    assert emit("lamp.lit", 1) == []
    actions.resume(by=town.actor("ding"), hook=hook)
    assert emit("case.published", 1) == []
    assert len(emit("lamp.lit", 1)) == 1


def test_what_happens_stands_or_falls_with_the_transaction(hook, town):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        emit("lamp.lit", 1)
        raise ZeroDivisionError
    assert not HookDelivery.objects.exists()


def test_words_changed_before_it_leaves_are_told_as_they_are_then_and_words_withdrawn_not_at_all(
    hook, lamps, receiver, run
):
    emit("lamp.lit", 1)
    emit("lamp.lit", 2)
    lamps["1"] = "Changed"
    assert run() == 1
    assert [json.loads(one.body)["data"]["words"] for one in receiver.heard] == ["Changed"]
    assert HookDelivery.objects.get(thing="2").state == "dropped"


def test_a_failure_is_tried_again_later_and_later_for_three_days_under_the_same_id(hook, receiver, run):
    emit("lamp.lit", 1)
    receiver.answers.extend([503, "silent", "slow"] + [500] * 50)
    for minutes in (0, 2, 8, 30, 100, 300, 700, 1500, 2300, 3100, 3900, 4700, 5500):
        run(minutes * MINUTE)
    moments = [int(one.headers["webhook-timestamp"]) for one in receiver.heard]
    pauses = [after - before for before, after in pairwise(moments)]
    assert 8 <= len(moments) <= 11 and pauses == sorted(pauses) and moments[-1] - moments[0] <= 3 * 86400
    assert len({one.headers["webhook-id"] for one in receiver.heard}) == 1
    assert (only().state, only().status, only().problem) == ("failed", 500, "status")


def test_a_receiver_that_is_silent_holds_up_nobody(hook, receiver, run, town):
    other, _secret = actions.add(by=town.actor("ding"), name="Other", url="https://other.example/", events=["lamp.lit"])
    for _turn in range(5):
        emit("lamp.lit", 1)
    receiver.answers.append("silent")
    assert run() == 5
    assert [one.url for one in receiver.heard].count(hook.url) == 1
    assert HookDelivery.objects.filter(hook=other, state="sent").count() == 5
    run(MINUTE)
    assert not HookDelivery.objects.exclude(state="sent").exists()
    hook.refresh_from_db()
    assert (hook.failures, hook.failing_since, hook.rest_until) == (0, None, None)


def test_a_mistake_of_ours_is_not_held_against_the_receiver(hook, lamps, receiver, run, monkeypatch, caplog):
    from shiliu.platform.webhooks import events

    emit("lamp.lit", 1)
    broken = events.Event("lamp.lit", "", lambda _thing: 1 / 0)
    monkeypatch.setitem(events._events, "lamp.lit", broken)
    run()
    hook.refresh_from_db()
    assert (only().state, only().problem, hook.failures, receiver.heard) == ("waiting", "broken", 0, [])
    assert "could not be built" in caplog.text


def test_after_days_of_failure_it_is_paused_and_the_administrators_hear_of_it_once(hook, receiver, run, town, settings):
    receiver.answers.extend([500] * 90)
    for day in range(settings.WEBHOOK_PAUSE_DAYS + 2):
        with at_time(town.now + day * DAY):
            emit("lamp.lit", 1)
        run(day * DAY + MINUTE)
        with at_time(town.now + day * DAY + 2 * MINUTE):
            tending.look_after()
    hook.refresh_from_db()
    assert (hook.state, hook.why) == ("paused", "failing")
    [notice] = Notice.objects.filter(kind="webhooks.paused")
    assert (notice.person, notice.params["host"]) == (town.people.ding, "app.example")
    assert "s3cret" not in str(notice.params)


def test_a_new_address_is_called_at_once_without_the_failures_of_the_old_one(hook, receiver, run, town):
    emit("lamp.lit", 1)
    receiver.answers.append("unknown")
    run()
    actions.change(by=town.actor("ding"), hook=hook, name="City app", url="https://new.example/", events=["lamp.lit"])
    emit("lamp.lit", 1)
    assert run() == 1
    assert receiver.heard[-1].url == "https://new.example/"


def test_a_hook_deleted_while_it_is_called_leaves_nothing_behind(hook, receiver, town, monkeypatch):
    def post(url, body, headers):
        actions.remove(by=town.actor("ding"), hook=hook)
        return 500

    monkeypatch.setattr(receiver, "post", post)
    emit("lamp.lit", 1)
    sending.deliver()
    assert not Hook.objects.exists() and not HookDelivery.objects.exists()


def test_gone_is_believed_at_once(hook, receiver, run):
    emit("lamp.lit", 1)
    receiver.answers.append(410)
    run()
    hook.refresh_from_db()
    assert (hook.state, hook.why, only().state) == ("paused", "gone", "failed")


def test_a_dead_worker_s_message_goes_again_and_its_late_outcome_does_not_count(hook, receiver, run, town):
    emit("lamp.lit", 1)
    mine = sending._lease()
    assert run() == 0
    assert run(sending.LEASE + MINUTE) == 1
    sending._again(mine, "slow")
    assert (only().state, only().attempts) == ("sent", 2)


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_each_message_once(hook, receiver):
    with transaction.atomic():
        for _turn in range(12):
            emit("lamp.lit", 1)
    gate = threading.Barrier(2)

    def work():
        gate.wait()
        try:
            sending.deliver()
        finally:
            connections.close_all()

    workers = [threading.Thread(target=work) for _worker in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    sent = [one.headers["webhook-id"] for one in receiver.heard]
    assert len(sent) == len(set(sent)) == HookDelivery.objects.filter(state="sent", attempts=1).count() == 12


def test_what_is_over_is_given_up_and_what_is_done_is_forgotten(hook, town):
    emit("lamp.lit", 1)
    with at_time(town.now + 4 * DAY):
        tending.look_after()
    assert only().state == "failed"
    with at_time(town.now + 40 * DAY):
        tending.look_after()
    assert not HookDelivery.objects.exists()


def test_a_new_secret_ends_the_old_one_after_its_hours(hook, town):
    hook, secret = actions.rotate(by=town.actor("ding"), hook=hook)
    assert secret != signing.secret_of(hook, 1) and hook.old_until
    with at_time(town.now + 2 * DAY):
        tending.look_after()
    assert Hook.objects.get().old_until is None
