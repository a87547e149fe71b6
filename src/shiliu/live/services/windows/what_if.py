"""How many booked times a change of hours would meet, asked before it is made."""

from shiliu.live.services.windows import booked, hours, rules, values
from shiliu.live.services.windows.models import Window


def met_by_hours(window, season, weekdays, openings=()):
    """If these openings stood for the weekdays of the season; none at all, if they were removed."""
    if (openings and rules.problem_with_openings(openings)) or rules.problem_with_season(season):
        return 0  # the action says what is wrong
    rows = values.hours_with(values.of_window(window)["hours"], season, weekdays, openings)
    return _met(window, hours=values.as_hours(window, rows))


def met_by_day(window, day, instead=()):
    """If the rows `instead` (WindowDay, not saved) stood for the day."""
    return _met(window, days=[*(row for row in window.days.all() if row.date != day), *instead])


def _met(window, **new):
    """With other rows of hours or days than the window has."""
    copy = Window.objects.select_related("area", "organisation").get(pk=window.pk)
    copy._prefetched_objects_cache = {"hours": list(window.hours.all()), "days": list(window.days.all()), **new}
    return booked.met(window, hours.calendar_of(copy).intervals_of)
