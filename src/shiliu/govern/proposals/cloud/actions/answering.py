"""The official answer: by the responsible unit, with reasons; accepted only with a cost and a day."""

from django.db import transaction
from django.utils.translation import gettext as _

from shiliu.govern.proposals.cloud import barred, heard, letters, rules, workflow
from shiliu.govern.proposals.cloud.actions import supports
from shiliu.govern.proposals.cloud.models import Proposal, ProposalAnswer
from shiliu.platform import audit
from shiliu.platform.clock import now
from shiliu.platform.permissions import demand
from shiliu.platform.texts import guess_language
from shiliu.platform.workflow import NotPossible


@transaction.atomic
def assign(*, by, proposal, unit):
    """Say which unit answers, or another one than before. Raises Refused, NotPossible."""
    row = supports.locked(proposal)
    demand(by, "proposals.assign", row)
    if row.state not in workflow.ANSWERABLE:
        raise NotPossible(_("Nothing is to be answered here yet: it must find enough support first."))
    if unit is None or not unit.active:
        raise NotPossible(_("Something is still missing."), {"unit": _("Choose the unit that answers.")})
    if row.unit_id != unit.pk:
        row.unit, row.reminded_at = unit, None
        row.save(update_fields=["unit", "reminded_at"])
        audit.record("proposals.assigned", by=by, target=row, area=row.area, data={"to": unit.names})
        if row.state == Proposal.State.ANSWERING:
            letters.tell_answerers(row)
    return row


@transaction.atomic
def answer(
    *, by, proposal, outcome, reasons, will_be_done="", referred_to="", cost_low=None, cost_high=None, begins_on=None, promised_on=None
):  # fmt: skip
    """Answer a proposal that found enough support, or answer it anew: the earlier answer stays readable. Returns the ProposalAnswer.

    Costs in whole yuan; `cost_high` None means exactly `cost_low`. Raises Refused, NotPossible."""
    row = supports.locked(proposal)
    demand(by, "proposals.answer", row)
    if outcome not in workflow.OUTCOME_MOVES:
        raise NotPossible(_("Something is still missing."), {"outcome": _("Choose what the answer is.")})
    if row.unit is None:
        raise NotPossible(_("Say first which unit answers."), {"unit": _("Choose the unit that answers.")})
    is_accepted = outcome in rules.ACCEPTED
    if is_accepted and (sentence := barred.why(row)):
        raise NotPossible(sentence, {"outcome": sentence})
    given = {
        "reasons": reasons.strip(), "will_be_done": will_be_done.strip() if is_accepted else "",
        "referred_to": referred_to.strip()[:120] if outcome == "not_in_power" else "",
        "cost_low": cost_low if is_accepted else None,
        "cost_high": (cost_low if cost_high is None else cost_high) if is_accepted else None,
        "begins_on": begins_on if is_accepted else None, "promised_on": promised_on if is_accepted else None,
    }  # fmt: skip
    problems = rules.problems_of_answer(
        outcome, given["reasons"], given["referred_to"], given["cost_low"], given["cost_high"], given["begins_on"], given["promised_on"],
        letters.day_of(now(), row.area),
    )  # fmt: skip
    if problems:
        raise NotPossible(_("Something is not right yet."), problems)
    workflow.check(workflow.OUTCOME_MOVES[outcome], row, **given)
    made = ProposalAnswer.objects.create(
        proposal=row,
        unit=row.unit,
        by=by.person,
        at=now(),
        outcome=outcome,
        language=guess_language(given["reasons"]),
        **given,
    )
    row.state = outcome
    row.save(update_fields=["state"])
    audit.record("proposals.answered", by=by, target=row, area=row.area, unit=made.unit, data={"outcome": outcome})
    letters.tell_followers(
        "proposals.answered", row, unit=made.unit.names, reasons=made.reasons,
        outcome=letters.in_languages(lambda: str(ProposalAnswer.Outcome(outcome).label)),
    )  # fmt: skip
    heard.tell(row, "answered")
    return made
