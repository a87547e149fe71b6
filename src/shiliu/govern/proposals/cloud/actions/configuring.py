"""Which numbers hold in an area; changed values count for what opens afterwards, and each change can be followed and taken back."""

from django.db import transaction
from django.utils.translation import gettext as _

from shiliu.foundation.models import Organisation
from shiliu.govern.proposals.cloud.models import ProposalRule
from shiliu.platform import audit, revisions
from shiliu.platform.permissions import demand
from shiliu.platform.permissions.targets import Place
from shiliu.platform.workflow import NotPossible

MOST = {"threshold": 100_000, "open_days": 730, "answer_days": 250}
EMPTY = {"threshold": None, "open_days": None, "answer_days": None, "unit": None}


@transaction.atomic
def set_rule(*, by, area, threshold=None, open_days=None, answer_days=None, unit=None, seen=None):
    """The rule of an area; a field left empty follows the areas around it. `unit` is a code. Raises Refused, Stale, NotPossible."""
    demand(by, "proposals.configure", Place(area))
    rule = ProposalRule.objects.select_for_update().filter(area=area).first()
    before = values(rule)
    revisions.refuse_stale(before, seen)
    after = {"threshold": threshold, "open_days": open_days, "answer_days": answer_days, "unit": unit or None}
    problems = {
        name: _("Give a number from 1 to %(most)d, or leave it empty.") % {"most": most}
        for name, most in MOST.items() if after[name] is not None and not 1 <= after[name] <= most
    }  # fmt: skip
    answers = Organisation.objects.filter(code=after["unit"], active=True).first() if after["unit"] else None
    if after["unit"] and answers is None:
        problems["unit"] = _("There is no unit with the code “%(code)s”. Look it up under “Units”.") % {
            "code": after["unit"][:40]
        }
    if problems:
        raise NotPossible(_("Something is not right yet."), problems)
    if after == before:
        return rule
    rule = rule or ProposalRule(area=area)
    rule.threshold, rule.open_days, rule.answer_days, rule.unit = threshold, open_days, answer_days, answers
    rule.save()
    audit.record(
        "proposals.configured",
        by=by,
        target=rule,
        area=area,
        data={"place": area.names, **revisions.kept(before, after)},
    )
    return rule


@transaction.atomic
def take_back(*, by, rule, row):
    """Undo one change of a rule."""
    demand(by, "proposals.configure", rule)
    return set_rule(by=by, area=rule.area, **{**values(rule), **revisions.taken_back(row, values(rule))})


def values(rule):
    if rule is None:
        return dict(EMPTY)
    return {
        "threshold": rule.threshold,
        "open_days": rule.open_days,
        "answer_days": rule.answer_days,
        "unit": rule.unit.code if rule.unit_id else None,
    }
