"""A service of the city in the small town, with all that hangs on it: for the tests that walk every page."""

from types import SimpleNamespace

from shiliu.live.services.catalogue import actions
from shiliu.live.services.catalogue.models import LifeStage, NotIssued, Paper
from shiliu.platform.permissions import SYSTEM
from shiliu.platform.tables import Row

BOTH = {"zh-hans": "路灯", "en": "Street lamp"}


def service_of(town):
    """.item with one change in its history and an open question about it; .certificate; a finder that leads to both."""
    actions.put_category(by=SYSTEM, code="light", names=BOTH, icon="lamp", position=1)
    LifeStage.objects.create(code="elders", names={"zh-hans": "老有颐养", "en": "Elders"}, icon="armchair")
    for code, name in (("id_card", "Identity card"), ("register", "Household register")):
        Paper.objects.create(code=code, names={"zh-hans": name, "en": name})
    actions.put_not_issued(
        by=SYSTEM, code="dark", names={"zh-hans": "黑暗证明", "en": "Proof of darkness"}, source="号", weak=True,
        instead={"zh-hans": "开灯", "en": "Switch it on."}, body="fire",
    )  # fmt: skip
    papers = [{"paper": "id_card", "asked": "bring", "held_by": "", "form": "both", "number": 2, "note": {"en": "Not expired."}},
              {"paper": "register", "asked": "held", "held_by": "fire", "form": "copy", "number": 1, "note": {}}]  # fmt: skip
    item = actions.create_item(
        by=SYSTEM, code="lamp", names=BOTH, category="light", level="district", decided_by="urban_management", organisation="city",
        stages=["elders"], offered=True, papers=papers, summary={"zh-hans": "装灯", "en": "A lamp for a lane."},
        conditions={"zh-hans": "暗", "en": "A dark lane."}, steps=[{"zh-hans": "申请", "en": "Ask."}], days=5, fee="free",
        languages=["zh-hans", "ug"], accessibility=["low_counter"], channels=[{"kind": "window"}, {"kind": "phone", "value": "12345"}],
        hand_offs=[{"level": "street", "kind": "street_office", "part": "accepts"}],
    )  # fmt: skip
    item = actions.edit_item(by=SYSTEM, item=item, days=3)
    actions.open_round(by=SYSTEM, organisation=town.units.city)
    lines = [
        {"question": "start", "name_zh-hans": "什么", "name_en": "What is dark?"},
        {"question": "start", "name_zh-hans": "巷", "name_en": "A lane", "leads_to": "item:lamp"},
        {"question": "start", "name_zh-hans": "证", "name_en": "A proof", "leads_to": "not_issued:dark"},
    ]
    actions.import_finder(by=SYSTEM, rows=[Row(number, line) for number, line in enumerate(lines, 2)])
    return SimpleNamespace(item=item, certificate=NotIssued.objects.get())
