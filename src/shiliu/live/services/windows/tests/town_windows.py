"""Windows for tests: the west community's own with Kashgar's hours, and the street's; three items, two of them at both."""

from datetime import time
from types import SimpleNamespace

import pytest

from shiliu.live.services.catalogue.models import ItemCategory, ItemPaper, Paper, ServiceItem
from shiliu.live.services.windows import actions
from tests.standing import standing
from tests.town import NOON

WEEKDAYS = (0, 1, 2, 3, 4)
SUMMER, WINTER = ("05-01", "09-30"), ("10-01", "04-30")


def item(code, english, papers=(), **given):
    category, _made = ItemCategory.objects.get_or_create(code="social", defaults={"names": {"zh-hans": "社会保障"}})
    made = ServiceItem.objects.create(
        code=code,
        names={"zh-hans": code, "en": english},
        state="active",
        category=category,
        level="community",
        changed_at=NOON,
        **given,
    )
    for position, (name, asked) in enumerate(papers):
        paper, _new = Paper.objects.get_or_create(code=name, defaults={"names": {"zh-hans": name, "en": name.title()}})
        ItemPaper.objects.create(item=made, paper=paper, position=position, asked=asked)
    return made


def build(town):
    by = town.actor("ding")
    items = SimpleNamespace(
        card=item("card", "Social card", [("identity card", "bring"), ("photo", "bring"), ("register", "held")]),
        pension=item("pension", "Pension check", [("identity card", "bring")]),
        court=item("advice", "Legal advice"),
    )
    west = actions.create_window(
        by=by, code="west-1", names={"zh-hans": "西区窗口", "en": "West window"}, organisation="committee", area="west",
        address="石榴街1号", low_counter=True, languages=["zh-hans", "ug"], takes_appointments=True, lead_hours=1,
        longitude=100.01, latitude=40.01, items={"card": 20, "pension": 10},
    )  # fmt: skip
    for season, again in ((SUMMER, (16, 20)), (WINTER, (15, 19))):
        openings = [
            (time(10), time(14)),
            (time(again[0], 30 if again[0] == 15 else 0), time(again[1], 30 if again[1] == 19 else 0)),
        ]
        west = actions.set_hours(by=by, window=west, season=season, weekdays=WEEKDAYS, openings=openings)
    street = actions.create_window(
        by=by, code="street-1", names={"zh-hans": "街道窗口", "en": "Street window"}, organisation="street-office",
        area="street", takes_appointments=True, desks=2, items={"card": 15, "advice": 30}, languages=["zh-hans"],
    )  # fmt: skip
    return SimpleNamespace(west=west, street=street, items=items)


@pytest.fixture
def counters(town):
    """SimpleNamespace(west, street, items) in the town; at noon is a Tuesday at ten, when the west window opens."""
    return standing("counters", lambda: build(town))
