"""{% after_hours thing %}: what to do while the office of a place is closed; nothing while it is open."""

from django import template

from shiliu.govern.cases.after_hours import closed_now

register = template.Library()


@register.inclusion_tag("cases/after_hours.html")
def after_hours(thing):
    """`thing` is a case or a placing.Here: its place, the matter if there is one, and the grid cell with its phone."""
    if thing is None or not getattr(thing, "place_known", getattr(thing, "is_known", False)):
        return {"closed": None}
    return {"closed": closed_now(thing.area, getattr(thing, "category", None), thing.cell)}
