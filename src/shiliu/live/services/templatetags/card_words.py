"""Names on a contact card, in the reader's language and in those of the paper."""

from django import template
from django.utils.html import format_html_join

from shiliu.foundation.names import name_in
from shiliu.live.services.cards.rules import text_in
from shiliu.platform.texts import direction

register = template.Library()


@register.filter
def in_reader(names):
    """{language: text} in the reader's language."""
    return name_in(names)


@register.simple_tag
def in_each(names, languages):
    """{language: text} in each of the languages it has, the first on its own line above the others."""
    said = [(tag, direction(tag), text) for tag in languages if (text := text_in(names, tag))]
    return format_html_join(" ", '<span lang="{}" dir="{}">{}</span>', said)
