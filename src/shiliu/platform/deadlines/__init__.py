"""Working time of every place: whose calendar counts there, and when something given so much time is due.

    deadlines.due(area, start, Allowance(5, "days", working=True))  → Due(at, fallback_years)
    deadlines.calendar_of(area)                                     → methods.working_time.WorkCalendar

The arithmetic is in shiliu.methods.working_time. README.md tells how calendars of an area and of the areas around it join.
"""

from shiliu.methods.working_time import Allowance, Due, NoWorkingTime

__all__ = [
    "Allowance",
    "Due",
    "NoWorkingTime",
    "calendar_of",
    "calendars_of",
    "due",
    "due_each",
    "office_hours_of",
    "unannounced",
    "with_rules_of_their_own",
]


def __getattr__(name):
    """What needs the models, which Django loads after this package."""
    if name not in __all__:
        raise AttributeError(f"shiliu.platform.deadlines has no {name!r}")
    from shiliu.platform.deadlines import calendars

    return getattr(calendars, name)
