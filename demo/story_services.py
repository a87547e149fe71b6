"""The service catalogue of the demo: loaded, given to units, mostly confirmed; some units have not answered in time."""

from datetime import timedelta

from shiliu.foundation.models import Organisation
from shiliu.live.services.catalogue import actions, starter
from shiliu.live.services.catalogue.models import ServiceItem
from shiliu.platform.clock import at_time
from shiliu.platform.permissions import SYSTEM
from shiliu.platform.tables import Row

UNITS = {
    "medical_insurance": "SL-INSURANCE", "human_resources": "SL-LABOUR", "civil_affairs": "SL-CIVIL", "housing": "SL-HOUSING",
    "education": "SL-EDU", "health": "SL-HEALTH", "market_supervision": "SL-MARKET",
}  # fmt: skip
SILENT = ("SL-CIVIL", "SL-HOUSING")  # asked three weeks ago, and have not answered
ALERT = {"zh-hans": "本周系统升级，周四下午暂停办理。", "en": "The system is being renewed: closed on Thursday afternoon.", "ug": "بۇ ھەپتە سىستېما يېڭىلىنىدۇ، پەيشەنبە چۈشتىن كېيىن توختايدۇ."}  # fmt: skip


def tell(cast, moment):
    """Everything at times before `moment`; a round is open, one item is corrected, one drafted, one retired."""
    with at_time(moment - timedelta(days=110)):
        starter.load(by=SYSTEM)
        give_to_units()
    with at_time(moment - timedelta(days=60)):
        answered = ServiceItem.objects.exclude(organisation=None).exclude(organisation__code__in=SILENT)
        actions.confirm_items(by=cast["ding"], items=list(answered))
    with at_time(moment - timedelta(days=21)):
        for unit in Organisation.objects.filter(code__in=SILENT):
            actions.open_round(by=SYSTEM, organisation=unit)
    with at_time(moment - timedelta(days=3)):
        actions.remind_of_overdue()
        item = ServiceItem.objects.get(code="social_card")
        actions.edit_item(by=cast["ding"], item=item, days=7, days_working=True, alert=ALERT, confirms=True)
        actions.open_round(by=cast["ding"], organisation=Organisation.objects.get(code="SL-EDU"))
        actions.retire_item(
            by=cast["ding"], item=ServiceItem.objects.get(code="veterans"), reason="由退役军人服务站自行公布。"
        )
        names = {"zh-hans": "社区食堂助餐登记", "en": "Meals at the community canteen"}
        actions.create_item(
            by=cast["ding"], code="canteen", names=names, category="social", stages=["elders"], level="community"
        )


def give_to_units():
    """Whoever decides an item answers for it, speaks Chinese and Uyghur, and has a low counter."""
    items = ServiceItem.objects.filter(decided_by__code__in=UNITS).select_related("decided_by").order_by("code")
    rows = [
        Row(number, {"code": item.code, "organisation": UNITS[item.decided_by.code], "languages": "zh-hans;ug", "accessibility": "low_counter;writing_board"})
        for number, item in enumerate(items, 2)
    ]  # fmt: skip
    actions.import_items(by=SYSTEM, rows=rows, source="demo")
