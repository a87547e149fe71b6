"""What the checklist shows. All of it is public; an ask is read by the unit it went to, one at a time."""

from django.db.models import Q
from django.urls import NoReverseMatch, reverse

from shiliu.foundation.models import Area
from shiliu.foundation.names import spelled
from shiliu.live.services.newcomers.models import GreeterAsk, NewcomerStep
from shiliu.platform.clock import now
from shiliu.platform.permissions import places_of

LONGEST_QUERY = 80


def groups(area=None):
    """[(category in words, [step])] of the checklist, in order; with `area` also the steps that count only around it."""
    steps = whole(NewcomerStep.objects.filter(active=True))
    here = Q(areas=None)
    if area is not None:
        here |= Q(areas__in=area.chain_ids)
    steps = list(steps.filter(here).distinct())
    found = (
        (label, [step for step in steps if step.category == code]) for code, label in NewcomerStep.Category.choices
    )
    return [(label, mine) for label, mine in found if mine]


def whole(steps):
    return steps.select_related("item", "window", "clinic", "need")


def link_of(step):
    """(address, words) of the page a step leads to; ("", "") for none, or for one that is not there now."""
    try:
        if step.item_id and step.item.is_offered:
            return reverse("services:item", args=[step.item.code]), step.item.name
        if step.window_id and step.window.active:
            return reverse("windows:window", args=[step.window.code]), step.window.name
        if step.clinic_id and step.clinic.active:
            return reverse("clinics:clinic", args=[step.clinic.code]), step.clinic.name
        if step.need_id and step.need.active:
            return f"{reverse('cards:card')}?need={step.need.code}", step.need.name
        if step.facility_type:
            return f"{reverse('circle:facilities')}?kind={step.facility_type}", NewcomerStep.Page.CIRCLE.label
        if step.page:
            return reverse(step.page), NewcomerStep.Page(step.page).label
    except NoReverseMatch:  # that part of the site is not installed
        pass
    return "", ""


def listed(*, q="", category="", state=""):
    """Steps for the office, filtered."""
    found = NewcomerStep.objects.filter(active=state != "retired")
    if category:
        found = found.filter(category=category)
    for word in q[:LONGEST_QUERY].split():
        found = found.filter(spelled(word) | Q(code__icontains=word))
    return found


def communities():
    return Area.objects.filter(active=True, level=Area.Level.COMMUNITY).defer("boundary").order_by("path")


def asked_of(actor):
    """Asks the actor may answer. There is no list of them: each is opened by its key."""
    _everywhere, _paths, units = places_of(actor, "newcomers.greet")
    return GreeterAsk.objects.filter(organisation__in=units, ends_at__gte=now()).select_related("organisation")
