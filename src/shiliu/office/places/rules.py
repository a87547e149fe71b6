"""What a place, a cell or a duty must look like. Plain values in, a dictionary of problems {field: sentence} out."""

from zoneinfo import available_timezones

from django.utils.translation import gettext as _

from shiliu.foundation.models import Area
from shiliu.foundation.spelling import problem_of_code, problem_of_names, problem_of_phone

LONGEST_DUTY = 80
RANK = {level: rank for rank, level in enumerate(Area.LEVELS)}


def problems_of_area(area, parent_level):
    """All that can be said about one area by itself; `parent_level` is None at the top. `area`: values.AREA_FIELDS."""
    problems = {
        "code": problem_of_code(area["code"]),
        "names": problem_of_names(area["names"]),
        "longitude": problem_of_point(area["longitude"], area["latitude"]),
        "time_zone": problem_of_time_zone(area["time_zone"]),
        **problem_of_tree(area["level"], parent_level),
    }
    return {field: problem for field, problem in problems.items() if problem}


def problem_of_point(longitude, latitude):
    if (longitude is None) != (latitude is None):
        return _("Longitude and latitude belong together: give both or none.")
    if longitude is not None and not (-180 <= longitude <= 180 and -90 <= latitude <= 90):
        return _("This point is not on the earth. Longitude comes first.")
    return ""


def problem_of_time_zone(name):
    if name and name not in available_timezones():
        return _("“%(zone)s” is not a time zone like Asia/Shanghai.") % {"zone": name}
    return ""


def problem_of_tree(level, parent_level):
    """{field: sentence}. A place lies in one of a higher level; levels may be skipped, for a village has no compounds."""
    if level not in RANK:
        return {"level": _("The level must be one of: %(levels)s.") % {"levels": ", ".join(RANK)}}
    if parent_level is None:
        is_top = level == Area.Level.DISTRICT
        return {} if is_top else {"parent": _("Only a district stands at the top; please name the place above.")}
    if level == Area.Level.DISTRICT:
        return {"parent": _("A district stands at the top and has no place above it.")}
    if RANK[parent_level] >= RANK[level]:
        return {
            "parent": _("The place above must be of a higher level: district, street, community, compound, building.")
        }
    return {}


def problem_of_duty(duty):
    """`duty`: {name, phone, unit}; name and phone belong together."""
    if not duty.get("name"):
        return _("Please name the duty.")
    if len(duty["name"]) > LONGEST_DUTY:
        return _("The name of a duty has at most %(most)d characters.") % {"most": LONGEST_DUTY}
    return problem_of_phone(duty.get("phone"))
