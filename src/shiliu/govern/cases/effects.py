"""What some moves do beyond changing the state. Each takes (case, given, by, moment), may change the case, and returns the
plain data kept on the step and in the audit row. The table of moves names them."""

from django.utils.translation import gettext as _

from shiliu.govern.cases import effects_joint as joint_effects
from shiliu.govern.cases import effects_junk as junk_effects
from shiliu.govern.cases import effects_time as time_effects
from shiliu.govern.cases import letters, suggesting
from shiliu.govern.cases.models import Judgement, RefusalReason
from shiliu.govern.cases.routing import check_lead, entry_for, refuse_own_unit
from shiliu.govern.cases.rules import OBSTACLES
from shiliu.platform.workflow import NotPossible


def dispatch(case, given, by, moment):
    """Give the case to a unit. By rule the route already names it; a dispatcher may name category and unit."""
    category = given.get("category") or case.category
    entry = given.get("entry") or entry_for(category, moment)
    if entry is None:
        raise NotPossible(
            _("The dispatch catalogue has no entry for this matter."),
            {"category": _("Choose a matter that the catalogue knows, or add it to the catalogue first.")},
        )
    unit = given["unit"]
    check_lead(unit, entry)
    offered = suggesting.remember(case, by)
    case.category, case.entry, case.lead = category, entry, unit
    case.dispatched_at = case.dispatched_at or moment
    letters.tell_unit(case, "cases.new_for_unit")
    return {
        "unit": unit.code,
        "category": category.code,
        "tier": entry.tier.code,
        "catalogue": entry.version_id,
        **offered,
    }


def redispatch(case, given, by, moment):
    """The supervisor re-opens at the same or another unit; category and clocks stay."""
    check_lead(given["unit"], case.entry)
    case.lead = given["unit"]
    letters.tell_unit(case, "cases.reopened_for_unit")
    return {"unit": case.lead.code}


def refuse(case, given, by, moment):
    if not RefusalReason.objects.filter(code=given["reason"]).exists():
        raise NotPossible(_("Something is not right."), {"reason": _("Choose one of the reasons fixed by rule.")})
    return {"reason": given["reason"]}


def cannot(case, given, by, moment):
    if given["obstacle"] not in dict(OBSTACLES):
        raise NotPossible(_("Something is not right."), {"obstacle": _("Choose what stands in the way.")})
    return time_effects.with_promise(case, given, by, moment)


def inspect(case, given, by, moment):
    refuse_own_unit(case, by)
    return {}


def ask_dispatcher(case, given, by, moment):
    letters.tell_dispatchers(case)
    return {}


def judge(case, given, by, moment, solved=True):
    level = int(given["level"])
    if level not in Judgement.Level.values:
        raise NotPossible(_("Something is still missing."), {"level": _("Choose one of the five levels.")})
    Judgement.objects.create(
        case=case, round=case.round, solved=solved, level=level, text=given.get("said", ""), at=moment
    )
    return {"level": level, "solved": solved, "round": case.round}


def judge_unsolved(case, given, by, moment):
    data = judge(case, given, by, moment, solved=False)
    letters.tell_unit(case, "cases.unsolved_for_unit")
    return data


def dispute(case, given, by, moment):
    """Not solved: the judgement of this round is kept, the next round begins at the supervisor."""
    data = judge_unsolved(case, given, by, moment)
    case.round += 1
    letters.tell_supervisors(case)
    return data


def call_back(case, given, by, moment):
    refuse_own_unit(case, by)
    return judge(case, given, by, moment)


def call_back_unsolved(case, given, by, moment):
    refuse_own_unit(case, by)
    return dispute(case, given, by, moment)


def call_back_unsolved_again(case, given, by, moment):
    refuse_own_unit(case, by)
    return judge_unsolved(case, given, by, moment)


EFFECTS = {
    "call_back": call_back,
    "call_back_unsolved": call_back_unsolved,
    "call_back_unsolved_again": call_back_unsolved_again,
    **joint_effects.EFFECTS,
    **junk_effects.EFFECTS,
    **time_effects.EFFECTS,
    "dispatch": dispatch,
    "redispatch": redispatch,
    "ask_dispatcher": ask_dispatcher,
    "refuse": refuse,
    "cannot": cannot,
    "inspect": inspect,
    "judge": judge,
    "judge_unsolved": judge_unsolved,
    "dispute": dispute,
}
