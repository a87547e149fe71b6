"""Template tags of case pages: {% marked text language %}, {% share 0.42 %}."""

from django import template

from shiliu.platform.presentation import marking
from shiliu.platform.presentation.charts import percent

register = template.Library()


@register.simple_tag
def marked(text, language="", inline=False):
    return marking.marked(text, language, inline=inline)


@register.simple_tag
def share(value):
    """A share (0 to 1) in percent, or a dash."""
    return "–" if value is None else percent(value)
