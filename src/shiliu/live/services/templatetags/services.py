"""Words of the catalogue for templates: `{% load services %}`."""

from django import template
from django.utils.translation import get_language

from shiliu.live.services.catalogue import wording
from shiliu.platform.clock import now
from shiliu.platform.presentation.ui import user_text

register = template.Library()
register.simple_tag(wording.duration, name="duration")
register.filter("ages", wording.ages)
register.filter("fee", wording.fee)
register.filter("access", wording.access)
register.filter("channels", wording.channels)
register.filter("ladder", wording.ladder)


@register.simple_tag
def said(texts, inline=False):
    """A text in the best language there is for the reader, with that language marked; '' for none."""
    tag = wording.best_language(texts or {}, get_language())
    return user_text(texts[tag], tag, inline=inline) if tag else ""


@register.filter
def to_bring(item):
    return [row for row in item.papers.all() if row.asked == row.Asked.BRING]


@register.filter
def already_held(item):
    return [row for row in item.papers.all() if row.asked == row.Asked.HELD]


@register.filter
def is_overdue(item):
    """Whether a unit has been asked to confirm the item and has not answered in time."""
    return item.check_due_at is not None and item.check_due_at <= now()
