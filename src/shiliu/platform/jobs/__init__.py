"""What runs again and again in the background, on the same database, with nothing else to install.

    jobs.register("notices.deliver", timedelta(seconds=5), deliver)     from registers.py
    jobs.run_due_jobs()                                                 once; what the worker repeats
    jobs.work_forever(stop)                                             until the threading.Event is set

Time is cut into slots of `every`. A slot of a job is run by one worker only, however many there are.
"""

from shiliu.platform.jobs.registry import register, registered

__all__ = ["register", "registered", "run_due_jobs", "work_forever"]


def __getattr__(name):
    """The runner needs the models, which Django loads after this package."""
    if name not in {"run_due_jobs", "work_forever"}:
        raise AttributeError(f"shiliu.platform.jobs has no {name!r}")
    from shiliu.platform.jobs import running

    return getattr(running, name)
