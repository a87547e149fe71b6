"""Junk in the demo: advertising from one program set aside in one press, a batch brought back, and a burst nobody has looked at."""

from datetime import timedelta

from shiliu.foundation.models import Area
from shiliu.govern.cases import actions, junk
from shiliu.govern.cases.models import Case, JunkBatch
from shiliu.platform.clock import at_time
from shiliu.platform.permissions import ANONYMOUS

ADVERT = "专业通下水、开锁换锁、空调加氟，价格优惠，随叫随到，欢迎来电第{n}次。"
SAME = "大家都来看看吧，点开就有礼品领取，名额有限{n}。"
MEANT = "单元门口的地灯被撞歪了，请来修一下。（{n}号灯）"
SAID = "这些内容像是程序批量发来的广告。如果是您本人反映的事，请点一下恢复，我们会有人再看。"


def tell(narrator, moment):
    chen = narrator.cast["chen"]
    place = Area.objects.filter(code="SL-03-01").first()

    def sent(title, text, count, hours, mark):
        made = []
        for n in range(1, count + 1):
            with at_time(moment - timedelta(hours=hours, minutes=-n)):
                case = actions.submit(
                    by=ANONYMOUS, kind=Case.Kind.HELP, title=title, text=text.format(n=n), area=place, origin=mark
                ).case
                made.append(case)
        return made

    adverts, meant = sent("通下水开锁", ADVERT, 6, 30, "demo-a"), sent("地灯歪了", MEANT, 3, 28, "demo-b")
    with at_time(moment - timedelta(hours=26)):
        junk.set_aside(by=chen, cases=adverts, reason=JunkBatch.Reason.ADVERT, said=SAID)
        mistaken = junk.set_aside(by=chen, cases=meant, reason=JunkBatch.Reason.SAME_WORDS, said=SAID)
    with at_time(moment - timedelta(hours=25)):
        junk.bring_back(by=chen, batch=mistaken.batch)
    sent("点开有礼", SAME, 5, 3, "demo-c")
