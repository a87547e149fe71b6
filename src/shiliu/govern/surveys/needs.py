"""The seven default areas of need (公共服务调查的七类), and the questions a new survey starts from: both are data."""

import json
from functools import cache
from pathlib import Path

from django.utils.translation import gettext_lazy as _

STARTER = Path(__file__).parent / "data" / "starter.json"
AREAS = {
    "health": (_("Health"), "heart-pulse"),
    "education": (_("Education"), "graduation-cap"),
    "safety": (_("Safety"), "shield-check"),
    "transport": (_("Getting about"), "bus"),
    "housing": (_("Housing"), "house"),
    "culture": (_("Culture and leisure"), "music"),
    "work": (_("Work"), "briefcase"),
    "other": (_("Other matters"), "message-square-text"),
}


def label(need):
    return AREAS[need][0]


def icon_of(need):
    return AREAS[need][1]


@cache
def _starter():
    return STARTER.read_text(encoding="utf-8")


def starter_questions():
    """Fresh rows of the starting questions."""
    return json.loads(_starter())
