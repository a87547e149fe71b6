"""The fifteen-minute circle of two streets: imported, measured over three months, kept by neighbours and staff, with gaps put forward."""

from datetime import timedelta
from pathlib import Path

from shiliu.live.circle import actions, drafts, queries
from shiliu.live.circle.models import Facility, Gap
from shiliu.methods import reach
from shiliu.platform.clock import at_time
from shiliu.platform.permissions import ANONYMOUS
from shiliu.platform.tables import read_rows

DATA = Path(__file__).parent / "data"
LATER = 12  # every so many facilities opened only in the second month
PROPOSED = ("巷口早点铺", "breakfast"), ("同心修车摊", "repair"), ("口袋公园", "park")


def tell(cast, moment):
    ding, sun = cast["ding"], cast["sun"]
    days = lambda number: at_time(moment - timedelta(days=number))  # noqa: E731
    rows = read_rows(DATA / "facilities.csv", headers=drafts.FACILITY_HEADERS)
    early = [row for at, row in enumerate(rows) if at % LATER]
    with days(110):
        actions.load_types(by=ding)
        actions.import_network(by=ding, network=reach.read_edges(DATA / "walks.csv"), source="示范区步行路网（虚构）")
        homes = read_rows(DATA / "homes.csv", headers=drafts.HOMES_HEADERS)
        _all(actions.import_homes(by=ding, rows=homes, source="homes.csv"))
        _all(actions.import_facilities(by=ding, rows=early, source="facilities.csv", seen_by_staff=True))
        actions.set_value(by=ding, name="confirm_days", value=120, source="社区工作安排：每季度核对一轮")
    with days(100):
        actions.run(by=sun)
    with days(62):
        _all(
            actions.import_facilities(
                by=ding, rows=[row for at, row in enumerate(rows) if not at % LATER], source="facilities.csv"
            )
        )
    with days(60):
        actions.run(by=sun)
    shops = list(Facility.objects.filter(kind__code="convenience", area_path__contains="/").order_by("pk"))
    with days(30):
        for one in shops[:2]:
            actions.close(by=ding, facility=one, reason="店铺转让，已停业")
        keep(cast, shops[2:], moment)
    propose(cast, shops[4:])
    with days(1):
        actions.run(by=sun)
        wish(sun)


def keep(cast, shops, moment):
    """What neighbours and staff say about single facilities."""
    for at, one in enumerate(Facility.objects.filter(state="confirmed").order_by("pk")[10:40]):
        actions.say(by=ANONYMOUS, facility=one, said="gone" if at in (3, 7) else "here", mark="")
    for one in Facility.objects.filter(state="confirmed", said_gone=1):
        actions.say(by=ANONYMOUS, facility=one, said="gone", mark="")
    for one in queries.kept_by(cast["ma"]).filter(state="confirmed")[:6]:
        actions.confirm(by=cast["ma"], facility=one)
    again = {
        "names": {"zh-hans": shops[0].names["zh-hans"]},
        "longitude": shops[0].longitude + 0.0002,
        "latitude": shops[0].latitude,
    }
    actions.enter_facility(by=cast["ding"], kind="convenience", opening="24小时", **again)


def propose(cast, shops):
    """Two proposals still wait; a third was found to be there."""
    made = [
        actions.propose(
            by=ANONYMOUS, kind=kind, names={"zh-hans": name}, longitude=one.longitude, latitude=one.latitude
        )
        for (name, kind), one in zip(PROPOSED, shops, strict=False)
    ]
    actions.decide(by=cast["ding"], facility=made[-1], accept=True)


def wish(sun):
    """The three largest gaps of older people are put forward; one wish is taken back."""
    gaps = queries.gaps(walker="elder", least=100)[:3]
    reasons = ("高龄老人多，买菜要走二十多分钟。", "居民议事会三次提到。", "旧房腾退后有闲置用房可用。")
    wishes = [actions.put_forward(by=sun, gap=gap, reason=reason) for gap, reason in zip(gaps, reasons, strict=False)]
    if len(wishes) == len(reasons):
        actions.take_back(by=sun, wish=wishes[-1])
    if not Gap.objects.filter(closed_in=None).exists():
        raise ValueError("the demo district has no gap")


def _all(report):
    if report.rejected:
        raise ValueError(f"line {report.rejected[0].line}: {report.rejected[0].reason}")
