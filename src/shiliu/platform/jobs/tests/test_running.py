"""A slot of a job runs once, whatever happens to the workers."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import OperationalError, connection

from shiliu.platform import jobs
from shiliu.platform.clock import at_time
from shiliu.platform.jobs import registry, running
from shiliu.platform.jobs.models import JobState, Worker

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def no_jobs_of_other_apps(monkeypatch):
    monkeypatch.setattr(registry, "_jobs", {})


@pytest.fixture
def ran():
    """Names of the jobs that ran, in order."""
    return []


def at(moment):
    with at_time(moment):
        return jobs.run_due_jobs()


@pytest.mark.django_db
def test_a_job_runs_once_in_each_slot(ran):
    jobs.register("a", MINUTE, lambda: ran.append("a"))
    for seconds in (0, 30, 59, 60, 61, 119):
        at(NOON + timedelta(seconds=seconds))
    assert ran == ["a", "a"]


@pytest.mark.django_db
def test_missed_slots_are_not_made_up_for(ran):
    jobs.register("a", MINUTE, lambda: ran.append("a"))
    at(NOON)
    at(NOON + timedelta(hours=5))
    assert ran == ["a", "a"]


@pytest.mark.django_db
def test_jobs_run_in_the_order_in_which_they_were_registered(ran):
    jobs.register("z", MINUTE, lambda: ran.append("z"))
    jobs.register("a", MINUTE, lambda: ran.append("a"))
    assert at(NOON) == ["z", "a"] == ran


@pytest.mark.django_db
def test_a_failing_job_is_counted_and_does_not_stop_the_others(ran, caplog):
    jobs.register("bad", MINUTE, lambda: 1 / 0)
    jobs.register("good", MINUTE, lambda: ran.append("good"))
    at(NOON)
    at(NOON + MINUTE)
    state = JobState.objects.get(name="bad")
    assert ran == ["good", "good"] and (state.failures_in_a_row, state.error, state.runs) == (2, "ZeroDivisionError", 2)
    assert "The job bad failed." in caplog.text


@pytest.mark.django_db
def test_a_job_that_works_again_forgets_its_failures():
    fate = iter([1 / 3, None])
    jobs.register("a", MINUTE, lambda: 1 / (0 if next(fate) else 1))
    at(NOON)
    at(NOON + MINUTE)
    state = JobState.objects.get(name="a")
    assert (state.failures_in_a_row, state.error) == (0, "")


@pytest.mark.django_db
def test_a_job_another_worker_is_busy_with_is_left_alone(ran):
    jobs.register("a", MINUTE, lambda: ran.append("a"), lease=timedelta(minutes=5))
    JobState.objects.create(name="a", slot=0, busy_until=NOON + timedelta(minutes=5))
    assert at(NOON + timedelta(minutes=4)) == []
    assert at(NOON + timedelta(minutes=6)) == ["a"], "the other worker has died"


@pytest.mark.django_db
def test_a_run_that_took_too_long_does_not_free_the_run_that_followed():
    def overtaken():
        JobState.objects.filter(name="a").update(slot=10**10, busy_until=NOON + timedelta(hours=1))

    jobs.register("a", MINUTE, overtaken)
    at(NOON)
    assert JobState.objects.get(name="a").busy_until == NOON + timedelta(hours=1)


@pytest.mark.django_db
def test_a_worker_that_looked_before_another_ran_the_slot_leaves_it_alone(ran):
    jobs.register("first", MINUTE, lambda: ran.append("first") or jobs.run_due_jobs())  # the other worker, in between
    jobs.register("second", MINUTE, lambda: ran.append("second"))
    at(NOON - MINUTE)
    ran.clear()
    at(NOON)
    assert ran == ["first", "second"]


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_run_a_slot_once(ran):
    both = threading.Barrier(2)
    jobs.register("a", timedelta(days=1), lambda: ran.append("a"))

    def worker():
        try:
            with at_time(NOON):
                both.wait(20)
                jobs.run_due_jobs()
        finally:
            connection.close()

    threads = [threading.Thread(target=worker) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert ran == ["a"]


@pytest.mark.django_db(transaction=True)
def test_a_worker_is_seen_while_it_lives_and_gone_when_it_ends():
    stop, seen = threading.Event(), []
    jobs.register("a", MINUTE, lambda: (seen.append(Worker.objects.count()), stop.set()))
    jobs.work_forever(stop)
    assert seen == [1] and not Worker.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_worker_outlives_a_database_that_goes_away(monkeypatch, caplog):
    stop, calls = threading.Event(), []

    def flaky(stop_asked):
        calls.append(stop_asked)
        if len(calls) == 1:
            raise OperationalError("server closed the connection")
        stop.set()

    monkeypatch.setattr(running, "run_due_jobs", flaky)
    monkeypatch.setattr(running, "PAUSE_SECONDS", 0)
    jobs.work_forever(stop)
    assert len(calls) == 2 and "did not answer" in caplog.text


@pytest.mark.django_db
def test_the_command_runs_what_is_due_and_names_it(ran, capsys):
    jobs.register("a", MINUTE, lambda: ran.append("a"))
    call_command("work", once=True)
    assert ran == ["a"] and capsys.readouterr().out == "a\n"


def test_a_name_taken_by_another_job_is_refused():
    jobs.register("a", MINUTE, print)
    jobs.register("a", MINUTE, print)
    with pytest.raises(ImproperlyConfigured, match="twice"):
        jobs.register("a", MINUTE, repr)


def test_less_than_a_second_between_slots_is_refused():
    with pytest.raises(ImproperlyConfigured, match="every second"):
        jobs.register("a", timedelta(milliseconds=500), print)
