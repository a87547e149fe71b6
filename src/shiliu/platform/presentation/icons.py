"""Line icons (Lucide, ISC licence) drawn into the page, so that no font or second request is needed."""

import re
from functools import cache
from importlib.resources import files
from io import BytesIO
from zipfile import ZipFile

from django.utils.html import format_html
from django.utils.safestring import mark_safe
from lucide import IconDoesNotExist

# Lucide renamed these; workflow tables may keep the older word.
RENAMED = {
    "circle-help": "circle-question-mark",
    "help-circle": "circle-question-mark",
    "filter": "funnel",
    "home": "house",
}


@cache
def _drawings():
    """All that Lucide has drawn. Its own tag opens the archive anew for each icon, and reading the list of 1,700 names costs
    more than the page; held in memory, because processes that share an open file would move each other's place in it."""
    return ZipFile(BytesIO(files("lucide").joinpath("lucide.zip").read_bytes()))


@cache
def _drawing(name):
    try:
        svg = _drawings().read(f"{RENAMED.get(name, name)}.svg").decode()
    except KeyError:
        raise IconDoesNotExist(f"There is no icon named {name!r}.") from None
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
