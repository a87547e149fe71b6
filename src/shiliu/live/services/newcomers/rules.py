"""The checklist on plain values."""

from django.utils.translation import gettext as _

from shiliu.foundation.spelling import problem_of_names, problem_of_slug

KEEP_DAYS = 14
LONGEST_TEXT = 300
GREETERS = (
    "volunteer_team",
    "mutual_aid_team",
    "residents_committee",
    "street_office",
)  # who greets, the first that serves


def problems_of_step(step):
    """{field: sentence} for the plain values of a step (actions.values)."""
    problems = {"code": problem_of_slug(step["code"]), "names": problem_of_names(step["names"])}
    if any(len(text) > LONGEST_TEXT for text in step["text"].values()):
        problems["text"] = _("Use at most %(most)d characters.") % {"most": LONGEST_TEXT}
    given = [name for name in ("item", "window", "clinic", "need", "facility_type", "page") if step[name]]
    if len(given) > 1:
        problems[given[1]] = _("A step leads to one page only. Leave the others empty.")
    return {field: problem for field, problem in problems.items() if problem}


def greeter_of(serving):
    """The unit that greets: of the kinds in GREETERS the first that serves the place, nearest first; None for none.

    `serving`: (kind code, unit), nearest first."""
    by_kind = {}
    for kind, unit in serving:
        by_kind.setdefault(kind, unit)
    return next((by_kind[kind] for kind in GREETERS if kind in by_kind), None)
