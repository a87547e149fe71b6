"""Tags about questions of matters and about other programs."""

from django import template

from shiliu.govern.cases.models import Forwarded
from shiliu.govern.cases.open311 import asking
from shiliu.platform.permissions import can

register = template.Library()


@register.inclusion_tag("cases/open311_answers.html")
def need_answers(category, answers):
    """What was answered to the questions of a matter, as a list of facts; nothing where nothing was asked."""
    return {"lines": asking.lines(category, answers)}


@register.inclusion_tag("cases/open311_forwarded.html", takes_context=True)
def forwarded(context, case):
    """For staff: where a case stands in another office's system, if it was forwarded. One query."""
    row = Forwarded.objects.filter(case=case).first()
    held = row is not None and row.state == Forwarded.State.WAITING and row.next_try is None
    return {
        "row": row,
        "held": held,
        "may_release": held and can(context["request"].actor, "cases.handle", case),
        "csrf_token": context.get("csrf_token"),
    }
