"""Writing the questions that belong to a matter: asked on our own form and in the Open311 service definition alike."""

import re

from django.db import transaction
from django.utils.translation import gettext as _

from shiliu.foundation.spelling import problem_of_names, problem_of_slug
from shiliu.govern.cases.models import Category, ServiceAttribute
from shiliu.platform import audit
from shiliu.platform.permissions import demand
from shiliu.platform.permissions.targets import WholeSite
from shiliu.platform.workflow import NotPossible

KEY = re.compile(r"[A-Za-z0-9_.-]{1,40}", re.ASCII)
RESERVED = {"media_url", "new"}
LISTS = {ServiceAttribute.Datatype.SINGLE, ServiceAttribute.Datatype.MULTI}
MOST = 30


def of(category):
    """The questions of a matter in their order; those that only inform are among them."""
    return category.attributes.all()


@transaction.atomic
def put(
    *, by, category, code, datatype, descriptions, hints=None, required=False, variable=True, position=0, values=()
):
    """Ask something new, or bring the question with this code up to date. `descriptions` and `hints` are texts by language,
    `values` [{"key", "names"}] for the two kinds of list. Answers already given stay as they are."""
    demand(by, "cases.edit_catalogue", WholeSite())
    Category.objects.select_for_update().get(pk=category.pk)
    _check(category, code, datatype, descriptions, values)
    question, _made = ServiceAttribute.objects.update_or_create(
        category=category, code=code,
        defaults={
            "datatype": datatype, "descriptions": descriptions, "datatype_descriptions": hints or {}, "position": position,
            "required": required and variable, "variable": variable, "values": list(values) if datatype in LISTS else [],
        },
    )  # fmt: skip
    audit.record("cases.question_put", by=by, target=category, data={"category": category.code, "question": code})
    return question


def _check(category, code, datatype, descriptions, values):
    problems = {}
    if problem := problem_of_slug(code):
        problems["code"] = problem
    elif code in RESERVED:
        problems["code"] = _("This code has a meaning of its own. Choose another one.")
    elif category.attributes.exclude(code=code).count() >= MOST:
        problems["code"] = _("A matter may ask at most %(most)d things.") % {"most": MOST}
    if problem := problem_of_names(descriptions):
        problems["names"] = problem
    keys = [value["key"] for value in values]
    if datatype in LISTS and not values:
        problems["values"] = _("Write at least one value to choose.")
    elif len(set(keys)) < len(keys) or not all(KEY.fullmatch(key) for key in keys):
        problems["values"] = _("Each value needs a key of its own, of letters, digits, dots and dashes.")
    if problems:
        raise NotPossible(_("Something is not right."), problems)


@transaction.atomic
def remove(*, by, question):
    """Nobody is asked it any more. Answers already given stay with their cases, under its code."""
    demand(by, "cases.edit_catalogue", WholeSite())
    category, code = question.category, question.code
    question.delete()
    audit.record("cases.question_removed", by=by, target=category, data={"category": category.code, "question": code})
