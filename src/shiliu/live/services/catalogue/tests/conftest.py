from pathlib import Path

import pytest
from django.utils import translation

from shiliu.live.services.catalogue import actions, starter
from shiliu.live.services.catalogue.models import ItemCategory, LifeStage, Paper
from shiliu.office.organisations import drafts
from shiliu.office.organisations.public import import_kinds
from shiliu.platform.permissions import SYSTEM, Actor
from shiliu.platform.tables import read_rows
from tests.standing import standing
from tests.town import person

KINDS = Path(drafts.__file__).parent / "data" / "kinds.csv"

ITEM = {
    "names": {"zh-hans": "居民医保参保登记", "en": "Joining residents' medical insurance"},
    "category": "medical",
    "level": "street",
    "stages": ["elders"],
    "organisation": "street-office",
    "summary": {"zh-hans": "城乡居民参加基本医疗保险。"},
    "conditions": {"zh-hans": "没有参加职工医保。"},
    "steps": [{"zh-hans": "提交材料"}, {"zh-hans": "缴费", "en": "Pay"}],
    "days": 5,
    "fee": "free",
    "languages": ["zh-hans", "ug"],
    "accessibility": ["low_counter"],
    "proxy": "family",
    "channels": [{"kind": "window"}, {"kind": "phone", "value": "12393"}],
    "appointment": "possible",
    "keywords": "新农合",
    "papers": [
        {"paper": "id_card", "asked": "bring", "held_by": "", "form": "both", "number": 1, "note": {}},
        {
            "paper": "household",
            "asked": "held",
            "held_by": "fire",
            "form": "copy",
            "number": 1,
            "note": {"zh-hans": "系统核对"},
        },
    ],
    "hand_offs": [{"level": "community", "kind": "residents_committee", "part": "accepts"}],
}


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def rows(town):
    """Categories, stages and papers that the items of these tests name."""
    for position, (code, name) in enumerate((("medical", "医疗"), ("work", "劳动就业"))):
        enter(ItemCategory, code, name, code.title(), position=position)
    enter(LifeStage, "elders", "老有颐养", "Elders")
    enter(Paper, "id_card", "居民身份证", "Identity card")
    enter(Paper, "household", "户口簿", "Household register")


def enter(model, code, chinese, english, **more):
    """The starting catalogue may stand there already."""
    model.objects.get_or_create(code=code, defaults={"names": {"zh-hans": chinese, "en": english}, **more})


@pytest.fixture
def ding(town):
    return town.actor("ding")


@pytest.fixture
def clerk(town):
    """Works at the window of the street office."""
    return Actor.of(person("clerk", ("window_worker", town.units.street_office)))


@pytest.fixture
def item(rows, clerk):
    return actions.create_item(by=clerk, code="insure", offered=True, **ITEM)


@pytest.fixture
def started(town):
    """The reports of the starting catalogue, which stands in the town."""
    return standing("town with services", start)


def start():
    import_kinds(by=SYSTEM, rows=read_rows(KINDS, headers=drafts.HEADERS))
    return starter.load(by=SYSTEM)
