"""Four quarrels at one table: one with three bodies whose agreement is carried out, one refused, one on its way to the court, one that
waits to be taken on. People, matters and sums are invented; codes are told to nobody, so that only accounts of the cast open a file."""

from datetime import timedelta

from django.utils.timezone import localdate

from shiliu.foundation.models import Area, Organisation, Person
from shiliu.govern.mediation.agreements import actions as agreeing
from shiliu.govern.mediation.agreements import queries
from shiliu.govern.mediation.files import actions
from shiliu.govern.mediation.files.models import Seat
from shiliu.govern.mediation.files.sitting_down import hash_of
from shiliu.govern.mediation.models import Committee, Panelist
from shiliu.govern.mediation.panel import actions as panel
from shiliu.govern.mediation.table import actions as table
from shiliu.office.people import actions as people
from shiliu.platform.clock import at_time
from shiliu.platform.permissions import ANONYMOUS, SYSTEM, Actor

DAY = timedelta(days=1)
COMMITTEE, PLACE = "SL-05-01-JW", "SL-05-01"
BODIES = (
    ("自由路派出所", "SL-01-POLICE", "说明楼道停放电动车的规定"),
    ("消防救援大队", "SL-FIRE", "查看楼道通行是否安全"),
    ("自由路司法所", "SL-01-JUSTICE", "解答相邻关系的法律问题"),
)  # fmt: skip
LEAK = {"facts": "六月起，502室卫生间漏水，402室墙面受潮。", "points": "谁来维修，墙面粉刷的费用由谁承担。",
        "duties": "502室负责维修防水，双方各承担一半粉刷费用。"}  # fmt: skip
TONGUE = {"facts": "ئىيۇندىن باشلاپ 502 نىڭ مۇنچىسىدىن سۇ ئېقىپ، 402 نىڭ تېمى نەم بولدى.", "points": "كىم رېمونت قىلىدۇ، سىرلاش ھەققىنى كىم تۆلەيدۇ.",
          "duties": "502 سۇ توسۇشنى رېمونت قىلىدۇ، سىرلاش ھەققىنى تەڭ كۆتۈرىدۇ."}  # fmt: skip
WALL = {
    "facts": "搬家时损坏了单元门，双方对维修费用有争议。",
    "points": "维修费用的数额。",
    "duties": "乙方支付维修费800元，分两次付清。",
}
DRAWN = [
    [[60, 120], [90, 60], [120, 130], [150, 70]],
    [[180, 90], [260, 90], [220, 40], [220, 150]],
    [[300, 60], [360, 140], [420, 60]],
]


def tell(cast, moment):
    committee, mediator = _committee(cast, moment)
    _performed(cast, committee, mediator, moment - 60 * DAY)
    _refused(cast, committee, mediator, moment - 30 * DAY)
    _to_court(cast, committee, mediator, moment - 24 * DAY)
    with at_time(moment - 2 * DAY):
        _apply(
            cast["anna"],
            committee,
            "property",
            "小区大门夜间关闭太早，与物业多次沟通没有结果。",
            "Plane tree",
            "物业服务中心",
            language="en",
        )


def _committee(cast, moment):
    """(the residents' committee, its mediator) who have the office of the stories."""
    unit = Organisation.objects.get(code=COMMITTEE)
    row, _made = Committee.objects.get_or_create(organisation=unit)
    found = Person.objects.filter(roles__organisation=unit, roles__role="handler").first()
    if found is None:
        with at_time(moment - 90 * DAY):
            found = people.open_account(
                by=SYSTEM, pseudonym="调解室", language="zh-hans", email="mediator@demo.example"
            )
            people.grant_role(by=SYSTEM, person=found, role="handler", organisation=unit)
    Panelist.objects.get_or_create(committee=row, name="古丽娜尔调解员", defaults={
        "person": found, "office": "mediator", "body": "", "languages": ["zh-hans", "ug"], "since": localdate(moment - 90 * DAY)})  # fmt: skip
    return unit, Actor.of(found)


def _apply(by, committee, kind, matter, name, other, language="zh-hans"):
    return actions.apply(by=by, committee=committee, area=Area.objects.get(code=PLACE), kind=kind, matter=matter, me={"name": name, "language": language},
                         other={"name": other, "language": "zh-hans"})[0]  # fmt: skip


def _begun(by, other, dispute, mediator):
    """Both sides have agreed to mediate, read their rights and accepted the mediator; the talk begins."""
    seat = dispute.seats.get(role=Seat.Role.MEDIATOR)
    actions.answer(by=other, dispute=dispute, agrees=True)
    for one in (by, other):
        panel.accept(by=one, dispute=dispute, who=seat, agrees=True)
        actions.acknowledge(by=one, dispute=dispute, language="zh-hans")
    panel.be_ready(by=mediator, dispute=dispute)
    panel.begin(by=mediator, dispute=dispute)
    dispute.refresh_from_db()


def _signed(by, other, dispute, mediator, version):
    """Accepted by both, signed by hand and with a code that was read out, sealed by the committee."""
    for one in (by, other):
        agreeing.accept(by=one, dispute=dispute, version=version.key)
    agreeing.sign(by=by, dispute=dispute, version=version.key, way="drawn", strokes=DRAWN)
    theirs = dispute.seats.get(side="b")
    code = agreeing.tell_code(by=mediator, dispute=dispute, seat=theirs)
    agreeing.sign(by=other, dispute=dispute, version=version.key, way="typed", name=theirs.name, code=code)
    agreeing.sign(by=mediator, dispute=dispute, version=version.key, way="drawn", strokes=DRAWN[1:])
    agreeing.put_seal(by=mediator, dispute=dispute, version=version.key)
    dispute.refresh_from_db()


def _guest(code):
    return ANONYMOUS.holding_secret(hash_of(code))


def _performed(cast, committee, mediator, begun):
    guli = cast["guli"]
    with at_time(begun):
        dispute = _apply(
            guli, committee, "neighbours", "楼上漏水半年了，墙都发霉了。", "石榴籽", "502室住户", language="ug"
        )
        wei = _guest(actions.take(by=mediator, dispute=dispute))
    with at_time(begun + 2 * DAY):
        _begun(guli, wei, dispute, mediator)
    with at_time(begun + 3 * DAY):
        for called, unit, duty in BODIES:
            guest = table.ask(
                by=mediator,
                dispute=dispute,
                kind="body",
                called=called,
                duty=duty,
                unit=Organisation.objects.get(code=unit),
            )
            for one in (guli, wei):
                table.answer_guest(by=one, guest=guest, agrees=True)
            guest.refresh_from_db()
            table.seat_guest(by=mediator, guest=guest)
    with at_time(begun + 9 * DAY):
        terms = [
            {"side": "b", "what": "维修卫生间防水", "way": "请专业人员", "due": localdate(begun + 20 * DAY)},
            {"side": "a", "what": "承担一半粉刷费300元", "way": "转账", "due": localdate(begun + 30 * DAY)},
        ]
        agreeing.write(by=mediator, dispute=dispute, terms=terms, **LEAK)
        said = [
            {"what": "مۇنچىنىڭ سۇ توسۇشىنى رېمونت قىلىش", "way": "كەسپىي خادىم"},
            {"what": "سىرلاش ھەققىنىڭ يېرىمى 300 يۈەن", "way": "پۇل يوللاش"},
        ]
        version = agreeing.translate(by=mediator, dispute=dispute, language="ug", terms=said, **TONGUE)
        _signed(guli, wei, dispute, mediator, version)
    with at_time(begun + 22 * DAY):
        for term in queries.terms(queries.standing(dispute).agreement):
            for one in (wei, guli):
                agreeing.say(by=one, dispute=dispute, term=term.key, done=True)
        agreeing.perform(by=mediator, dispute=dispute, cause="leak")


def _refused(cast, committee, mediator, begun):
    with at_time(begun):
        dispute = _apply(cast["lin"], committee, "neighbours", "楼道里一直放着旧家具。", "梧桐", "三楼住户")
        theirs = _guest(actions.take(by=mediator, dispute=dispute))
    with at_time(begun + DAY):
        actions.answer(by=theirs, dispute=dispute, agrees=False, text="我们自己商量。")


def _to_court(cast, committee, mediator, begun):
    lin = cast["lin"]
    with at_time(begun):
        dispute = _apply(lin, committee, "damages", "搬家公司撞坏了单元门。", "梧桐", "搬家公司")
        theirs = _guest(actions.take(by=mediator, dispute=dispute))
        _begun(lin, theirs, dispute, mediator)
    with at_time(begun + 8 * DAY):
        terms = [{"side": "b", "what": "支付维修费400元", "way": "转账", "due": localdate(begun + 15 * DAY)},
                 {"side": "b", "what": "再支付维修费400元", "way": "转账", "due": localdate(begun + 50 * DAY)}]  # fmt: skip
        _signed(lin, theirs, dispute, mediator, agreeing.write(by=mediator, dispute=dispute, terms=terms, **WALL))
        for one in (lin, theirs):
            agreeing.agree_to_confirm(by=one, dispute=dispute, given=True)
        agreeing.export_package(by=lin, dispute=dispute)
    with at_time(begun + 14 * DAY):
        first = queries.terms(queries.standing(dispute).agreement)[0]
        for one in (theirs, lin):
            agreeing.say(by=one, dispute=dispute, term=first.key, done=True)
