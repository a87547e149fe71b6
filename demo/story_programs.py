"""Other programs in the demo: two matters ask for what the unit needs, one program has a key, one key was taken back."""

from datetime import timedelta

from shiliu.foundation.models import Area
from shiliu.govern.cases import actions
from shiliu.govern.cases.models import Case, Category
from shiliu.govern.cases.open311 import keys, questions
from shiliu.platform.clock import at_time
from shiliu.platform.permissions import ANONYMOUS

QUESTIONS = {
    "street_lamp": (
        ("pole", "string", {"zh-hans": "灯杆编号", "en": "Number on the lamp post", "ug": "چىراغ تۈۋرۈكىدىكى نومۇر"}, ()),
        ("light", "singlevaluelist", {"zh-hans": "灯怎么了？", "en": "What is wrong with the light?", "ug": "چىراغقا نېمە بولدى؟"}, (
            {"key": "off", "names": {"zh-hans": "不亮", "en": "It is off", "ug": "يانمايدۇ"}},
            {"key": "flickers", "names": {"zh-hans": "忽明忽暗", "en": "It flickers", "ug": "لىپىلدايدۇ"}},
            {"key": "day", "names": {"zh-hans": "白天也亮", "en": "It burns by day", "ug": "كۈندۈزىمۇ يانىدۇ"}},
        )),
    ),
    "manhole": (
        ("since", "datetime", {"zh-hans": "什么时候发现的？", "en": "When did you see it?", "ug": "قاچان كۆردىڭىز؟"}, ()),
    ),
}  # fmt: skip
SENT = "解放路公交站旁的路灯忽明忽暗，晚上看不清台阶。"


def tell(narrator, moment):
    """The lamp comes through the key of a program, as if it had been sent to /open311/v2/."""
    ding = narrator.cast["ding"]
    with at_time(moment - timedelta(days=30)):
        for code, asked in QUESTIONS.items():
            matter = Category.objects.filter(code=code).first()
            for position, (name, datatype, words, values) in enumerate(asked if matter else ()):
                questions.put(
                    by=ding,
                    category=matter,
                    code=name,
                    datatype=datatype,
                    descriptions=words,
                    values=values,
                    position=position,
                )
        old, _secret = keys.make(by=ding, name="旧版随手拍")
        keys.revoke(by=ding, key=old)
        key, _secret = keys.make(by=ding, name="城市随手拍小程序")
    lamp = Category.objects.filter(code="street_lamp").first()
    if lamp:
        with at_time(moment - timedelta(hours=5)):
            actions.submit(
                by=ANONYMOUS, kind=Case.Kind.HELP, title="公交站旁路灯忽明忽暗", text=SENT, category=lamp, point=None,
                area=Area.objects.filter(code="SL-01-01").first(), channel=Case.Channel.API, source=keys.source_of(key), answers={"pole": "A-17", "light": "flickers"},
            )  # fmt: skip
