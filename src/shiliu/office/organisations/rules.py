"""What a unit and a kind must look like. Plain values in, a dictionary of problems {field: sentence} out."""

from django.utils.translation import gettext as _

from shiliu.foundation.models import OrganisationKind
from shiliu.foundation.spelling import problem_of_code, problem_of_names, problem_of_phone, problem_of_slug

LONGEST_ADDRESS = 200


def problems_of_unit(unit):
    """`unit`: the plain values of a unit (values.of_unit)."""
    problems = {"code": problem_of_code(unit["code"]), "names": problem_of_names(unit["names"])}
    if unit["public_phone"]:
        problems["public_phone"] = problem_of_phone(unit["public_phone"])
    if len(unit["address"]) > LONGEST_ADDRESS or "\n" in unit["address"]:
        problems["address"] = _("An address is one line of at most %(most)d characters.") % {"most": LONGEST_ADDRESS}
    return {field: problem for field, problem in problems.items() if problem}


def problems_of_kind(kind):
    """`kind`: the plain values of a kind (values.of_kind)."""
    problems = {"code": problem_of_slug(kind["code"]), "names": problem_of_names(kind["names"])}
    if kind["standing"] not in OrganisationKind.Standing.values:
        standings = ", ".join(OrganisationKind.Standing.values)
        problems["standing"] = _("The standing must be one of: %(standings)s.") % {"standings": standings}
    return {field: problem for field, problem in problems.items() if problem}
