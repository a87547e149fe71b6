"""What an item and a finder must look like. Plain values in, a dictionary of problems {field: sentence} out."""

import re
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shiliu.foundation.spelling import LANGUAGE, problem_of_names, problem_of_phone
from shiliu.live.services.catalogue.models import HandOff, ItemPaper, Level, ServiceItem

LONGEST_TEXT = 2000
LONGEST_BASIS = 1000
LONGEST_LINE = 200
MOST_STEPS, MOST_PAPERS, MOST_CHANNELS, MOST_DAYS = 20, 40, 12, 1000
OLDEST = 130

ACCESS = {
    "low_counter": gettext_lazy("Low counter"),
    "wheelchair": gettext_lazy("Step-free way in"),
    "writing_board": gettext_lazy("Writing board"),
    "voice": gettext_lazy("Read aloud on request"),
    "large_print": gettext_lazy("Forms in large print"),
    "sign_language": gettext_lazy("Sign language by appointment"),
    "home_visit": gettext_lazy("Staff come to your home"),
}
CHANNELS = {
    "window": gettext_lazy("At the counter"),
    "phone": gettext_lazy("By telephone"),
    "web": gettext_lazy("On the web"),
    "home_visit": gettext_lazy("At your home"),
    "post": gettext_lazy("By post"),
}
WEB = re.compile(r"https?://[^\s<>\"]{3,300}")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f]")


def problems_of_item(item):
    """`item`: plain values (values.of_item)."""
    problems = {"names": problem_of_names(item["names"])}
    for field in ("summary", "alert", "conditions", "proxy_note"):
        problems[field] = problem_of_texts(item[field])
    problems["minimum_age"] = _problem_of_ages(item["minimum_age"], item["maximum_age"])
    problems["steps"] = _problem_of_steps(item["steps"])
    problems["legal_basis"] = _too_long(item["legal_basis"], LONGEST_BASIS)
    problems["keywords"] = _too_long(item["keywords"], LONGEST_LINE)
    problems["level"] = _choice(item["level"], Level.values)
    for field, kind in (
        ("fee", ServiceItem.Fee),
        ("proxy", ServiceItem.Proxy),
        ("appointment", ServiceItem.Appointment),
    ):
        problems[field] = _choice(item[field], kind.values)
    for field in ("days", "statutory_days"):
        problems[field] = _problem_of_days(item[field])
    problems["fee_amount"] = _problem_of_amount(item["fee"], item["fee_amount"])
    problems["fee_basis"] = _too_long(item["fee_basis"], LONGEST_LINE)
    problems["languages"] = "" if all(LANGUAGE.fullmatch(str(tag)) for tag in item["languages"]) else _tags()
    problems["accessibility"] = _choices(item["accessibility"], ACCESS)
    problems["channels"] = _problem_of_channels(item["channels"])
    problems["papers"] = _problem_of_papers(item["papers"])
    problems["hand_offs"] = _problem_of_hand_offs(item["level"], item["hand_offs"])
    return {field: problem for field, problem in problems.items() if problem}


def problem_of_texts(texts, most=LONGEST_TEXT):
    """'' or what is wrong with a text in several languages."""
    if not isinstance(texts, dict):
        return _("A text is given as language and words.")
    for tag, text in texts.items():
        if not LANGUAGE.fullmatch(str(tag)):
            return _("“%(tag)s” is not a language tag like zh-hans, en or ug.") % {"tag": tag}
        if not isinstance(text, str) or not text.strip():
            return _("A text without words is left out.")
        if problem := _too_long(text, most):
            return problem
    return ""


def _too_long(text, most):
    if not isinstance(text, str) or CONTROL.search(text):
        return _("This holds signs that no text needs.")
    return "" if len(text) <= most else _("At most %(most)d characters, please.") % {"most": most}


def _choice(value, known):
    if value in known:
        return ""
    return _("“%(value)s” is not one of: %(known)s.") % {"value": value, "known": ", ".join(filter(None, known))}


def _choices(values, known):
    return next((problem for value in values if (problem := _choice(value, list(known)))), "")


def _tags():
    return _("Languages are given as tags like zh-hans, en or ug.")


def _problem_of_days(days):
    if days is None or (isinstance(days, int) and 0 <= days <= MOST_DAYS):
        return ""
    return _("Days are a number from 0 (on the spot) to %(most)d.") % {"most": MOST_DAYS}


def _problem_of_ages(least, most):
    if any(age is not None and not (isinstance(age, int) and 0 <= age <= OLDEST) for age in (least, most)):
        return _("An age is a number of years from 0 to %(most)d.") % {"most": OLDEST}
    if least is not None and most is not None and most < least:
        return _("The oldest age is below the youngest.")
    return ""


def _problem_of_amount(fee, amount):
    if not amount:
        return ""
    if fee != ServiceItem.Fee.CHARGED:
        return _("An amount is given only where there is a fee.")
    try:
        fits = Decimal(amount).is_finite() and 0 <= Decimal(amount) < 10**8
    except InvalidOperation:
        fits = False
    return "" if fits else _("The amount is a number like 20 or 7.50.")


def _problem_of_steps(steps):
    if not isinstance(steps, list) or len(steps) > MOST_STEPS:
        return _("At most %(most)d steps, please.") % {"most": MOST_STEPS}
    if any("\n" in str(text) for step in steps for text in step.values()):
        return _("A step is one line.")
    return next((problem for step in steps if (problem := problem_of_texts(step))), "")


def _problem_of_channels(channels):
    if not isinstance(channels, list) or len(channels) > MOST_CHANNELS:
        return _("At most %(most)d ways to reach it, please.") % {"most": MOST_CHANNELS}
    for channel in channels:
        if problem := _choice(channel.get("kind"), list(CHANNELS)):
            return problem
        value = channel.get("value", "")
        if channel["kind"] == "phone" and (problem := problem_of_phone(value)):
            return problem
        if channel["kind"] == "web" and not WEB.fullmatch(value):
            return _("“%(value)s” is not an address that begins with https://.") % {"value": value}
        if problem := _too_long(value, LONGEST_LINE + 100):
            return problem
    return ""


def _problem_of_papers(papers):
    if len(papers) > MOST_PAPERS:
        return _("At most %(most)d papers, please.") % {"most": MOST_PAPERS}
    codes = [paper["paper"] for paper in papers]
    if twice := sorted({code for code in codes if codes.count(code) > 1}):
        return _("The paper %(code)s stands twice.") % {"code": twice[0]}
    for paper in papers:
        problem = (
            _choice(paper["asked"], ItemPaper.Asked.values)
            or _choice(paper["form"], ItemPaper.Form.values)
            or problem_of_texts(paper["note"], 300)
        )
        if problem:
            return problem
        if not isinstance(paper["number"], int) or not 1 <= paper["number"] <= 20:
            return _("The number of sheets is from 1 to 20.")
        if paper["asked"] == ItemPaper.Asked.HELD and not paper["held_by"]:
            return _("Say which body already holds the paper %(code)s, so that nobody is asked for it.") % {
                "code": paper["paper"]
            }
    return ""


def _problem_of_hand_offs(level, rows):
    levels = [row["level"] for row in rows]
    if len(set(levels)) < len(levels):
        return _("Each level stands once.")
    if level in levels:
        return _("This level decides; say only what the other levels do.")
    for row in rows:
        if problem := _choice(row["level"], Level.values) or _choice(row["part"], HandOff.Part.values):
            return problem
    return ""
