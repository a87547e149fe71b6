"""A service of the city in the small town, with all that hangs on it: for the tests that walk every page."""

from types import SimpleNamespace

from shiliu.live.services.catalogue import actions
from shiliu.live.services.catalogue.models import LifeStage, NotIssued, Paper
from shiliu.platform.permissions import SYSTEM
from shiliu.platform.tables import Row

BOTH = {"zh-hans": "路灯", "en": "Street lamp"}


def service_of(town):
    """.item with one change in its history and an open question about it; .certificate, changed once; a finder that leads to both."""
    actions.put_row(by=SYSTEM, sort="category", code="light", names=BOTH, icon="lamp")
    LifeStage.objects.create(code="elders", names={"zh-hans": "老有颐养", "en": "Elders"}, icon="armchair")
    for code, name in (("id_card", "Identity card"), ("register", "Household register")):
        Paper.objects.create(code=code, names={"zh-hans": name, "en": name})
    actions.put_row(
        by=SYSTEM, sort="not_issued", code="dark", names={"zh-hans": "黑暗证明", "en": "Proof of darkness"}, source="号", weak=True,
        instead={"zh-hans": "开灯", "en": "Switch it on."}, body="fire",
    )  # fmt: skip
    actions.put_row(by=SYSTEM, sort="not_issued", code="dark", keywords="夜里")
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


def window_shown(town, item):
    """A window of the west that does `item`, with hours, a closed day, a visitor and somebody who comes tomorrow at ten."""
    from datetime import date, datetime, time, timedelta

    from shiliu.live.services.appointments import actions as appointments
    from shiliu.live.services.windows import actions as windows

    made = windows.create_window(
        by=SYSTEM, code="west-1", names={"zh-hans": "路灯", "en": "Street lamp"}, organisation="committee", area="west", address="路灯",
        low_counter=True, languages=["zh-hans", "ug"], takes_appointments=True, longitude=100.01, latitude=40.01, items={item.code: 15},
    )  # fmt: skip
    noon = {"opens": time(10), "closes": time(14)}
    windows.set_hours(
        by=SYSTEM, window=made, season=("01-01", "12-31"), weekdays=range(5), openings=[(time(10), time(14))]
    )
    windows.set_day(by=SYSTEM, window=made, day=date(2026, 3, 20), is_open=False, reason="停电")
    made = windows.set_turn(by=SYSTEM, window=made, organisation="fire", every="week", first=date(2026, 3, 12), **noon)
    starts = datetime.combine(town.now.date() + timedelta(days=1), time(10), tzinfo=town.now.tzinfo)
    appointments.book_for_caller(by=SYSTEM, window=made, items=[item], starts=starts, called="Gulnar")
    return made
