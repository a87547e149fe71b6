"""What somebody has chosen so far, all of it in the address: items, people, window, day. Nothing is kept before a time is held."""

from dataclasses import dataclass, field
from urllib.parse import urlencode

from shiliu.foundation.models import Area
from shiliu.live.services.appointments import slots
from shiliu.live.services.appointments.forms import WhatForm, WhereFilter
from shiliu.live.services.windows import hours
from shiliu.live.services.windows import queries as windows
from shiliu.live.services.windows.rules import minutes_of


@dataclass
class Choice:
    """`step` is what, where or when. `fields` are (name, value) that carry it on."""

    step: str
    form: object
    items: list = field(default_factory=list)
    people: int = 1
    window: object = None

    @classmethod
    def read(cls, given):
        """From query parameters or from a form that was sent: a QueryDict."""
        known = windows.with_hours(windows.in_use()).filter(code=given.get("window", "")[:40]).first()
        served = set(known.served.values_list("item_id", flat=True)) if known else None
        begun = "people" in given or "item" in given
        data = given.copy()
        data.setdefault("people", "1")
        form = WhatForm(data if begun else None, items=windows.items_served(), window=served)
        if not begun or not form.is_valid() or given.get("go") in {"search", "back"} or not form.cleaned_data["item"]:
            return cls("what", form, window=known)
        chosen = [form.known[code] for code in form.cleaned_data["item"]]
        made = cls("where", form, chosen, form.cleaned_data["people"], known)
        if known is not None and known.takes_appointments and windows.minutes_at(known, chosen) is not None:
            made.step = "when"
        return made

    @property
    def fields(self):
        pairs = [("item", item.code) for item in self.items] + [("people", str(self.people))]
        return [*pairs, ("window", self.window.code)] if self.window else pairs

    def address(self, **more):
        """The query string with which the page can be gone back to."""
        return urlencode(
            [pair for pair in self.fields if pair[0] not in more] + [pair for pair in more.items() if pair[1]]
        )

    @property
    def minutes(self):
        return minutes_of(windows.minutes_at(self.window, self.items) or [], self.people)


def where(choice, given):
    """(filter, [{window, minutes, first, standing}]) of the windows that serve everything, the nearest level first."""
    form = WhereFilter(given)
    chosen = form.cleaned_data if form.is_valid() else {}
    area = Area.objects.filter(code=chosen.get("area") or "").first()
    found = windows.serving(choice.items, area=area)
    if chosen.get("language"):
        found = [row for row in found if chosen["language"] in row[0].languages]
    if chosen.get("feature"):
        found = [row for row in found if getattr(row[0], chosen["feature"])]
    lasting = {window: minutes_of(minutes, choice.people) for window, minutes in found}
    first = slots.first_free(lasting)
    return form, [
        {
            "window": window,
            "minutes": lasting[window],
            "first": first[window],
            "standing": hours.standing(window),
            "zone": hours.zone_of(window),
            "address": choice.address(window=window.code),
        }
        for window in lasting
    ]
