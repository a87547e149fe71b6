from types import SimpleNamespace

import pytest

from shiliu.live.services.queue import halls
from shiliu.live.services.windows.models import Window


@pytest.fixture
def hall(town):
    return build_hall(town)


def build_hall(town):
    """A hall of the committee in the west with two lines; the window has three counters and calls from both."""
    ding, committee = town.actor("ding"), town.units.committee
    window = Window.objects.create(
        code="w1",
        names={"zh-hans": "一号窗口", "en": "Window one"},
        organisation=committee,
        area=town.places.west,
        desks=3,
    )
    made = halls.save_hall(
        by=ding, code="west", names={"zh-hans": "大厅", "en": "Hall"}, organisation=committee, area=town.places.west,
        from_home=True, fair_minutes=30, left_after=2, near=3,
    )  # fmt: skip
    given = {"by": ding, "hall": made, "windows": [window], "items": []}
    lines = [
        halls.save_line(letter=letter, names={"zh-hans": name, "en": name}, **given)
        for letter, name in (("A", "Cards"), ("B", "Advice"))
    ]
    return SimpleNamespace(hall=made, window=window, a=lines[0], b=lines[1])
