"""What 吉福 weighs up together: a draft, an open question with statements in every state, a finished one, one called off."""

from datetime import timedelta

from shiliu.foundation.models import Area, Person
from shiliu.govern.proposals.deliberation import actions, sweeping
from shiliu.govern.proposals.deliberation.actions import moderating
from shiliu.platform.clock import at_time
from shiliu.platform.permissions import Actor

DAY = timedelta(days=1)
HOME, UNIT, LEAST = "SL-02-01", "SL-02-01-JW", 5
SQUARE = (
    "广场的灯十点就该关小",
    "晚上要有人能跳舞",
    "孩子需要一块不被车碰到的地方",
    "音响声音要有上限",
    "广场应该多种树",
    "停车比活动更要紧",
)
SAID = ("早上六点以后才可以放音乐", "给老人留一排有靠背的椅子", "每周留一个安静的晚上")
COLUMN = ("一楼应该有共用的晾晒区", "晾晒区不能占消防通道", "晾晒区应该收一点清洁费", "愿意轮流打扫")
# How each of the eight answers, statement by statement: 1 agree, 0 pass, -1 disagree.
EVENING = ((1, -1, 1, 1, 1, -1), (1, -1, 1, 1, 0, -1), (-1, 1, 1, 1, 1, -1), (-1, 1, 1, 1, 1, 0), (1, 0, 1, 1, 1, -1), (-1, 1, 1, 0, 1, 1),
           (1, -1, 1, 1, 1, -1), (0, 1, 1, 1, -1, -1))  # fmt: skip
DRYING = (
    (1, 1, -1, 1),
    (1, 1, -1, 1),
    (1, 1, 1, 0),
    (1, 1, -1, 1),
    (0, 1, -1, 1),
    (1, 1, 1, -1),
    (1, 1, -1, 1),
    (1, 1, 0, 1),
)


def tell(cast, moment):
    home = Area.objects.get(code=HOME)
    emails = [f"jifu{number}@demo.example" for number in range(len(EVENING))]  # the neighbours of story_cloud
    known = {person.email: person for person in Person.objects.filter(email__in=emails)}
    neighbours = [Actor.of(known[email]) for email in emails]
    _open(cast, moment, home, neighbours)
    _ended(cast, moment, home, neighbours)
    with at_time(moment - 2 * DAY):
        draft = actions.draft(
            by=cast["sun"],
            area=home,
            question="社区食堂中午和晚上，先开哪一餐？",
            promise="开餐前公布选择和理由。",
            least=LEAST,
        )
        actions.seed(by=cast["sun"], topic=draft, text="先开午餐，老人最需要")


def _ask(cast, home, statements, *, days, **words):
    topic = actions.draft(by=cast["sun"], area=home, unit=UNIT, least=LEAST, **words)
    made = [actions.seed(by=cast["sun"], topic=topic, text=text) for text in statements]
    moment = topic.created_at
    topic = actions.open_topic(
        by=cast["sun"], topic=topic, writing_ends_at=moment + days * DAY, ends_at=moment + (days + 7) * DAY
    )
    return topic, made


def _answer(neighbours, made, answers):
    for neighbour, values in zip(neighbours, answers, strict=True):
        for statement, value in zip(made, values, strict=True):
            actions.answer(by=neighbour, statement=statement, value=value)


def _open(cast, moment, home, neighbours):
    with at_time(moment - 9 * DAY):
        topic, made = _ask(
            cast, home, SQUARE, days=14, question="小区广场晚上怎么用，大家都过得去？",
            background="广场白天空，晚上挤：跳舞、下棋、孩子骑车、车辆穿行。去年收到十一件关于声音的诉求。",
            promise="居委会和物业在结束后十个工作日内，按大家都认可的几条改时间表，并说明没采纳的理由。",
        )  # fmt: skip
        actions.follow(by=cast["lin"], topic=topic)
    with at_time(moment - 6 * DAY):
        _answer(neighbours, made, EVENING)
        said = [actions.say(by=neighbours[number], topic=topic, text=text) for number, text in enumerate(SAID)]
        moderating.publish(by=cast["chen"], statement=said[0])
        moderating.reject(
            by=cast["chen"], statement=said[1], ground="off_topic", reason="长椅是另一件提案，请到那里支持。"
        )
        moderating.undo(by=cast["chen"], statement=said[1], reason="看了提问，座位也是广场怎么用的一部分。")
        twice = actions.say(by=neighbours[5], topic=topic, text="音响要小声，也要少停车，还要多种树")
        moderating.reject(by=cast["chen"], statement=twice, ground="several", reason="一句话里有三件事，请分开写。")
        moderating.appeal(by=neighbours[5], statement=twice, reason="三件事其实是一件：晚上的广场给人用。")
    with at_time(moment - 3 * DAY):
        actions.move_end(
            by=cast["sun"], topic=topic, code="write", ends_at=moment + 6 * DAY, reason="几栋楼的通知贴晚了。"
        )
        sweeping.run()


def _ended(cast, moment, home, neighbours):
    with at_time(moment - 48 * DAY):
        drying, made = _ask(
            cast,
            home,
            COLUMN,
            days=10,
            question="晾衣被的地方怎么安排？",
            promise="结果进入提案的答复，居委会说明能做和不能做的部分。",
        )
        _answer(neighbours, made, DRYING)
        actions.say(by=neighbours[6], topic=drying, text="顶楼也可以开放晾晒")
        gone, _made = _ask(
            cast, home, ("门岗应该换到北门",), days=10, question="门岗换到哪个门？", promise="由物业按结果安排。"
        )
    with at_time(moment - 40 * DAY):
        actions.call_off(by=cast["sun"], topic=gone, reason="物业已按消防要求两个门都设岗，不必再问。")
    with at_time(moment - 30 * DAY):
        actions.close(by=cast["sun"], topic=drying, reason="三天没有新的说法，提前结束。")
