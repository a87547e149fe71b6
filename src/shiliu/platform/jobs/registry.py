"""The table of jobs, filled from registers.py of the apps."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.core.exceptions import ImproperlyConfigured

DEFAULT_LEASE = timedelta(minutes=2)


@dataclass(frozen=True)
class Job:
    """`lease`: how long a run may take before another worker believes that this one has died and starts the next slot."""

    name: str
    every: timedelta
    run: Callable[[], object]
    lease: timedelta = DEFAULT_LEASE

    def slot(self, moment):
        """The number of the slot `moment` lies in, counted from 1970 in UTC."""
        return int(moment.timestamp() // self.every.total_seconds())


_jobs: dict[str, Job] = {}


def register(name, every, run, *, lease=DEFAULT_LEASE):
    """`run()` takes nothing, opens its own transactions, and may be run twice at once after a worker was killed.

    Raises ImproperlyConfigured for a name taken by another job, or less than a second between slots.
    """
    job = Job(name, every, run, lease)
    if every < timedelta(seconds=1):
        raise ImproperlyConfigured(f"job {name} cannot run more often than every second")
    if _jobs.get(name, job) != job:
        raise ImproperlyConfigured(f"job {name} is registered twice")
    _jobs[name] = job


def registered():
    """All jobs by name, in the order in which they were registered."""
    return dict(_jobs)
