"""Taking slots and running what is due."""

import logging
import os
import socket
from datetime import timedelta

from django.db import DatabaseError, close_old_connections, connection
from django.db.models import F, Q
from django.utils.crypto import get_random_string

from shiliu.platform.clock import now
from shiliu.platform.jobs.models import JobState, Worker
from shiliu.platform.jobs.registry import registered

logger = logging.getLogger("shiliu.jobs")
PAUSE_SECONDS = 1.0
BEAT = timedelta(seconds=10)
FORGET_WORKERS_AFTER = timedelta(days=1)


def run_due_jobs(stop=None):
    """Runs every job whose present slot nobody has taken, one after the other. Returns the names of those run.

    A job that raises is logged and counted, and does not keep the others from running. Ends early when the event `stop`
    is set.
    """
    done = []
    states = {state["name"]: state for state in JobState.objects.values("name", "slot", "busy_until")}
    for job in registered().values():
        if stop is not None and stop.is_set():
            break
        if (slot := _take(job, states.get(job.name))) is not None:
            _run(job, slot)
            done.append(job.name)
    return done


def work_forever(stop):
    """Runs what is due until the threading.Event `stop` is set; survives a database that goes away for a while."""
    name, beaten = f"{socket.gethostname()} {os.getpid()} {get_random_string(4)}", None
    try:
        while not stop.is_set():
            try:
                close_old_connections()
                if beaten is None or now() - beaten >= BEAT:
                    beaten = _beat(name)
                run_due_jobs(stop)
            except DatabaseError:
                logger.exception("The database did not answer; trying again.")
                connection.close()
            stop.wait(PAUSE_SECONDS)
        Worker.objects.filter(name=name).delete()
    finally:
        connection.close()


def _take(job, state):
    """The present slot if this worker now owns it: one conditional UPDATE, so exactly one of many succeeds. Else None."""
    moment = now()
    slot = job.slot(moment)
    if state is None:
        JobState.objects.bulk_create([JobState(name=job.name)], ignore_conflicts=True)
    elif state["slot"] >= slot or (state["busy_until"] and state["busy_until"] >= moment):
        return None
    free = Q(busy_until__isnull=True) | Q(busy_until__lt=moment)
    mine = JobState.objects.filter(free, name=job.name, slot__lt=slot)
    return slot if mine.update(slot=slot, started_at=moment, busy_until=moment + job.lease) else None


def _run(job, slot):
    try:
        job.run()
        outcome = {"failures_in_a_row": 0, "error": ""}
    except Exception as error:  # whatever a job does, the worker goes on
        logger.exception("The job %s failed.", job.name)
        # The text of the error stays in the log: it may hold an address.
        outcome = {"failures_in_a_row": F("failures_in_a_row") + 1, "error": type(error).__name__}
    mine = JobState.objects.filter(name=job.name, slot=slot)
    mine.update(busy_until=None, finished_at=now(), runs=F("runs") + 1, **outcome)


def _beat(name):
    moment = now()
    Worker.objects.update_or_create(
        name=name, defaults={"seen_at": moment}, create_defaults={"started_at": moment, "seen_at": moment}
    )
    Worker.objects.filter(seen_at__lt=moment - FORGET_WORKERS_AFTER).delete()
    return moment
