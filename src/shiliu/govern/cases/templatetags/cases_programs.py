"""Tags about questions of matters and about other programs."""

from django import template

from shiliu.govern.cases.open311 import asking

register = template.Library()


@register.inclusion_tag("cases/open311_answers.html")
def need_answers(category, answers):
    """What was answered to the questions of a matter, as a list of facts; nothing where nothing was asked."""
    return {"lines": asking.lines(category, answers)}
