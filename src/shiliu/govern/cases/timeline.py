"""The history of a case as the timeline component shows it: to the asker, to staff, to everyone. Never a staff member's name."""

from django.utils.translation import gettext as _

from shiliu.govern.cases import rules
from shiliu.govern.cases.models import CaseStep, RefusalReason
from shiliu.govern.cases.workflow import HAZARD, ORDINARY, STATES
from shiliu.platform import attachments

MOVES = {move.key: move for workflow in (ORDINARY, HAZARD) for move in workflow.moves}
STATE = {state.key: state for state in STATES}
STAFF_ONLY = {"remark"}


def entries(case, *, staff=False, public=False):
    """Rows for ui/timeline.html, oldest first. `public` shows only texts and photos a moderator released."""
    reasons = {reason.code: reason.name for reason in RefusalReason.objects.all()}
    rows = []
    for step in case.steps.all():
        if step.move in STAFF_ONLY and not staff:
            continue
        if public and step.move in {"word", "withhold"}:
            continue
        rows.append(entry(step, reasons, staff=staff, public=public))
    return rows


def entry(step, reasons, *, staff, public):
    state = STATE.get(step.to_state)
    moved = step.from_state != step.to_state
    details = [str(part) for part in detail(step, reasons)]
    if staff and step.note:
        details.append(_("Note: %(note)s") % {"note": step.note})
    files = [file for file in step.files.all() if file.public or not public]
    return {
        "when": step.at,
        "title": title(step, state if moved else None),
        "who": who(step, staff=staff),
        "text": step.public_said if public else step.said,
        "language": step.language,
        "tone": state.tone if state and moved else "neutral",
        "icon": state.icon if state and moved else "dot",
        "details": " · ".join(details),
        "photos": [photo(file) for file in files],
    }


def title(step, state):
    """What happened, in words: the state reached, or what was done without reaching a new one."""
    if state is not None:
        return state.label
    fixed = {
        "submit": _("Raised"),
        "word": _("More was said"),
        "remark": _("Note among staff"),
        "withhold": _("Not published"),
        "contact": _("The resident was contacted"),
        "secure": _("Made safe for now"),
    }
    return fixed.get(step.move) or (MOVES[step.move].label if step.move in MOVES else step.move)


def who(step, *, staff):
    """In words: the asker, the unit, the dispatcher's desk, the system."""
    if step.by_whom == CaseStep.By.SYSTEM:
        return _("by rule")
    if step.by_whom == CaseStep.By.ASKER:
        return _("the person who raised it") if staff else _("you")
    return step.unit.name if step.unit_id else _("the dispatch office")


def detail(step, reasons):
    data = step.data
    if step.by_whom == CaseStep.By.STAFF and step.move == "submit":
        yield _("filed by a window worker on somebody's behalf")
    if "reason" in data:
        yield reasons.get(data["reason"], data["reason"])
    if "obstacle" in data:
        yield dict(rules.OBSTACLES).get(data["obstacle"], data["obstacle"])
    if step.round > 1 and step.move in {"dispute", "reopen"}:
        yield _("round %(round)s") % {"round": step.round}


def photo(file):
    return {
        "url": attachments.url(file.attachment),
        "thumbnail": attachments.url(file.attachment, size="thumb"),
        "alt": _("Photo of the place or thing"),
    }
