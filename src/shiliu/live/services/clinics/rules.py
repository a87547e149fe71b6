"""Clinics on plain values: what must be right, which quarters are told, how terms follow each other."""

from datetime import date, timedelta

from django.utils.translation import gettext as _

from shiliu.foundation.spelling import problem_of_names, problem_of_phone, problem_of_slug

NUMBERS = {"slot_minutes": (10, 240), "capacity": (1, 30), "lead_hours": (0, 720), "days_ahead": (1, 180)}
MINUTES = (10, 15, 20, 30, 45, 60, 90)
LOG_DAYS = 7  # advice can be noted, and a note removed, for so many days
SETTLED_DAYS = 14  # a quarter is told so long after its end, when nobody can change it any more
BLUR_DAYS = 60  # of older advice only the month is kept
REMIND_DAYS = 30
LONGEST_TEXT = 400


def problems_of_clinic(clinic):
    """{field: sentence} for the plain values of a clinic (values.of_clinic)."""
    problems = {"code": problem_of_slug(clinic["code"]), "names": problem_of_names(clinic["names"])}
    if clinic["phone"]:
        problems["phone"] = problem_of_phone(clinic["phone"])
    for field, (least, most) in NUMBERS.items():
        if not least <= clinic[field] <= most:
            problems[field] = _("Give a number from %(least)d to %(most)d.") % {"least": least, "most": most}
    if any(len(text) > LONGEST_TEXT for text in clinic["text"].values()):
        problems["text"] = _("Use at most %(most)d characters.") % {"most": LONGEST_TEXT}
    return {field: problem for field, problem in problems.items() if problem}


def problems_of_turn(first, until, opens, closes):
    problems = {}
    if closes <= opens:
        problems["closes"] = _("It cannot end before it begins.")
    if until and until < first:
        problems["until"] = _("The last day lies before the first.")
    return problems


def problem_of_term(since, until, others):
    """A sentence, or ''. `others`: (since, until) of the other terms of the same duty; days belong to both ends."""
    if until < since:
        return _("The last day lies before the first.")
    if any(since <= end and begin <= until for begin, end in others):
        return _("Another term of this adviser covers some of these days. End that one first.")
    return ""


def quarter_of(day):
    """(first day, last day) of the calendar quarter in which `day` lies."""
    month = 3 * ((day.month - 1) // 3) + 1
    begin = date(day.year, month, 1)
    after = date(day.year + (month == 10), 1 if month == 10 else month + 3, 1)
    return begin, after - timedelta(days=1)


def quarter_before(begin):
    return quarter_of(begin - timedelta(days=1))


def last_told(today):
    """The newest quarter that may be told on `today`: over, and nobody can change it any more."""
    begin, end = quarter_of(today - timedelta(days=SETTLED_DAYS))
    return (begin, end) if end + timedelta(days=SETTLED_DAYS) <= today else quarter_before(begin)


def blurred(day):
    """The day that is kept of old advice: the first of its month."""
    return day.replace(day=1)
