"""Line icons (Lucide, ISC licence) drawn into the page, so that no font or second request is needed."""

import re
from functools import lru_cache

from django.utils.html import format_html
from django.utils.safestring import mark_safe
from lucide import IconDoesNotExist
from lucide.templatetags.lucide import lucide

# Lucide renamed these; workflow tables may keep the older word.
RENAMED = {
    "circle-help": "circle-question-mark",
    "help-circle": "circle-question-mark",
    "filter": "funnel",
    "home": "house",
}


@lru_cache(maxsize=256)
def _drawing(name):
    svg = lucide(RENAMED.get(name, name), size=None)
    return re.sub(r">\s+<", "><", re.search(r"<svg[^>]*>(.*)</svg>", svg, re.DOTALL)[1]).strip()


def icon(name, label="", css=""):
    """SVG of the icon; hidden from assistive technology unless `label` says what it means. Unknown names raise."""
    spoken = (
        format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true" focusable="false"')
    )
    return format_html(
        '<svg class="icon{}" viewBox="0 0 24 24" width="20" height="20" fill="none" stroke="currentColor" stroke-linecap="round"'
        ' stroke-linejoin="round" {}>{}</svg>',
        f" {css}" if css else "",
        spoken,
        mark_safe(_drawing(name)),
    )


def is_drawn(name):
    """Whether there is an icon of this name."""
    try:
        _drawing(name)
    except IconDoesNotExist:
        return False
    return True
