"""Deciding together (共治): one page from which a wish is followed from its first word to the finished bench."""

from dataclasses import dataclass

from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from shiliu.platform.permissions import needs


@dataclass(frozen=True)
class Way:
    """A stage of the way; `name` of its list."""

    name: str
    title: str
    text: str
    icon: str


WAYS = (
    Way("proposals:proposals", _("Propose"), _("Say what should be done here. With enough support a unit must answer, with reasons."), "lightbulb"),
    Way("deliberations:topics", _("Find common ground"), _("Agree or disagree with short sentences, and see what everybody can stand behind."), "messages-square"),
    Way("meetings:meetings", _("Meet"), _("Meetings with their agenda, what was decided, and the affairs that are published."), "calendar-days"),
    Way("owners:votes", _("Owners decide"), _("What belongs to the owners together, counted by heads and by area."), "building-2"),
    Way("pool:candidates", _("Weigh"), _("The pool of candidates: who checked what can be done, and what it costs."), "sprout"),
    Way("votes:votes", _("Vote"), _("By rules frozen before the first ballot; nobody can tell who voted what, and anybody can count again."), "vote"),
    Way("works:projects", _("Carry out"), _("Projects with their steps, their money, and residents who look whether it is what was promised."), "hammer"),
)  # fmt: skip


@require_GET
@needs("site.read")
def page(request):
    return render(request, "deciding.html", {"ways": [(way, url) for way in WAYS if (url := _address(way.name))]})


def _address(name):
    """Its address, or '' while that part of the site does not exist."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
