"""What the app tells the platform: who may change working time, the sentences of the audit, the days shipped with an update."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from shiliu.office.calendars import actions, queries
from shiliu.platform import audit, jobs
from shiliu.platform.permissions import Grant, Permission
from shiliu.platform.permissions import register as register_permissions

PERMISSIONS = (
    Permission(
        "calendars.read",
        _("read office calendars"),
        _("Office hours and holidays are public: deadlines are counted by them."),
        (Grant("anyone"),),
    ),
    Permission(
        "calendars.edit",
        _("change office hours and holidays"),
        _("Administrators enter what a notice says for their own area; the country's days come with the program."),
        (Grant("administrator", "area"), Grant("system")),
    ),
)
VERBS = {
    "calendars.opened": _("%(actor)s gave %(target)s a calendar of its own."),
    "calendars.closed": _("%(actor)s removed the calendar of %(target)s."),
    "calendars.reopened": _("%(actor)s brought back the calendar of %(target)s with its entries."),
    "calendars.reverted": _("%(actor)s took back a change of the calendar of %(target)s."),
    "calendars.hours_set": _("%(actor)s set the office hours of %(target)s from %(from)s to %(until)s: %(hours)s."),
    "calendars.hours_removed": _("%(actor)s removed office hours of %(target)s from %(from)s to %(until)s."),
    "calendars.days_set": _("%(actor)s entered %(first)s to %(last)s as “%(name)s” for %(target)s, by %(source)s."),
    "calendars.days_removed": _("%(actor)s removed the entries of %(first)s to %(last)s, “%(name)s”, for %(target)s."),
    "calendars.year_announced": _("%(actor)s marked %(year)s as announced for %(target)s, by %(source)s."),
    "calendars.year_withdrawn": _("%(actor)s marked %(year)s as not announced for %(target)s."),
    "calendars.table_read": _("%(actor)s read a table of days for %(target)s: %(added)s new, %(changed)s changed."),
}


def register():
    register_permissions(*PERMISSIONS)
    for verb, sentence in VERBS.items():
        audit.register_verb(verb, sentence)
    audit.register_target("deadlines.workcalendar", queries.name_of)
    jobs.register("calendars.shipped_years", timedelta(days=1), actions.read_shipped_years)
