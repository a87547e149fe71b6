"""What neighbours of 吉福 propose: every state there is, with reasons for and against, other words, an appeal and a translation."""

from datetime import timedelta

from shiliu.foundation.models import Area, Organisation
from shiliu.govern.proposals.cloud import actions, sweeping
from shiliu.govern.proposals.cloud.actions import configuring, merging, moderating, talking
from shiliu.journeys import proposal_to_pool
from shiliu.office.people import actions as people
from shiliu.platform import maps, translations
from shiliu.platform.clock import at_time
from shiliu.platform.permissions import SYSTEM, Actor

DAY = timedelta(days=1)
HOME, UNIT, THRESHOLD = "SL-02-01", "SL-02-01-JW", 6
NEIGHBOURS = ("晨练", "三楼的窗", "小葱", "老棋友", "风筝", "豆浆", "两只猫", "向日葵")
# (key, who, days ago, topic, title, text)
WRITTEN = (
    ("bench", "lin", 70, "ease", "院子里装长椅", "院子里没有地方坐，老人走到门口就累了。建议在两棵大树下各装一张有靠背的长椅。"),
    ("lift", 0, 66, "repair", "三号楼加装电梯", "三号楼住着好几位腿脚不便的老人，六楼买菜要歇三次。希望加装电梯。"),
    ("camera", 1, 62, "safety", "楼道口多装摄像头", "晚上楼道口很暗，心里不踏实，希望多装几个摄像头。"),
    ("class", 2, 58, "together", "长者手机课和社区运动会", "很多老人不会用手机挂号，希望每周有一节手机课；秋天再办一次社区运动会，大家热闹热闹。"),
    ("old", 3, 110, "green", "屋顶种菜", "楼顶空着，可以放种植箱种菜，谁愿意谁来浇水。"),
    ("gone", 4, 40, "culture", "广场通宵开灯", "广场的灯十点就关了，希望整夜开着，方便晚归的人。"),
    ("drying", 5, 20, "ease", "空地装晾衣架", "一楼住户没有地方晒被子，建议在西边空地装四排晾衣架，不挡路。"),
    ("quilt", 6, 14, "ease", "给一楼找个晒被子的地方", "一楼终年照不到太阳，被子只能晒在自行车棚上，希望有个正规的地方。"),
    ("flower", 7, 9, "green", "门口空地种花", "北门口有块空地长满杂草，建议种上月季和石榴，愿意的邻居轮流浇水。"),
)  # fmt: skip


def tell(narrator, moment):
    cast = narrator.cast
    home = Area.objects.get(code=HOME)
    houses = list(Area.objects.filter(path__startswith=home.path, level="building").order_by("code")[:4])
    with at_time(moment - 120 * DAY):
        unit = Organisation.objects.get(code=UNIT)
        narrator.of_unit(unit)
        configuring.set_rule(by=cast["ding"], area=home, threshold=THRESHOLD, unit=unit.code)
        neighbours = [_neighbour(cast["zhao"], number, called, houses) for number, called in enumerate(NEIGHBOURS)]
    made = {}
    for key, who, days, topic, title, text in WRITTEN:
        by = cast[who] if isinstance(who, str) else neighbours[who]
        with at_time(moment - days * DAY):
            draft = actions.draft(by=by, area=home, topic=topic, title=title, text=text, point=_point(home, len(made)))
            made[key] = actions.open_proposal(by=by, proposal=draft)
    _answered(narrator, moment, made, neighbours)
    _ended(narrator, moment, made, neighbours)
    _talked_about(narrator, moment, made, neighbours)
    _elsewhere(cast, moment)


def _neighbour(zhao, number, called, houses):
    person = people.open_account(by=SYSTEM, pseudonym=called, language="zh-hans", email=f"jifu{number}@demo.example")
    people.confirm_residence(by=zhao, person=person, building=houses[number % len(houses)])
    return Actor.of(person)


def _point(home, number):
    """Somewhere in the middle of the community: a place everybody uses, never a house."""
    longitude, latitude = maps.point_of(home)
    return round(longitude + 0.0006 * (number % 3 - 1), 6), round(latitude + 0.0006 * (number // 3 - 1), 6)


def _support(proposal, neighbours, count):
    for neighbour in [one for one in neighbours if one.person.pk != proposal.author_id][:count]:
        actions.support(by=neighbour, proposal=proposal)


def _answered(narrator, moment, made, neighbours):
    """Accepted and on its way into the pool, in part, not in its power, declined; each with its reasons."""
    jifu, today = narrator.of_unit(Organisation.objects.get(code=UNIT)), moment.date()
    for key, days in (("bench", 55), ("lift", 50), ("camera", 45), ("class", 30)):
        with at_time(moment - days * DAY):
            _support(made[key], neighbours, THRESHOLD)
            if key == "bench":
                actions.follow(by=neighbours[0], proposal=made[key])
            made[key].refresh_from_db()
    answers = (
        ("bench", 40, {"outcome": "accepted", "reasons": "两棵树下都能装，不占消防通道，经费也有着落。", "will_be_done": "两张带靠背和扶手的长椅。",
                       "cost_low": 4000, "cost_high": 6000, "promised_on": today + 60 * DAY}),
        ("lift", 38, {"outcome": "not_in_power", "reasons": "加装电梯改变共有部分，依法由本栋业主共同决定，社区不能代为决定。", "referred_to": "三号楼全体业主"}),
        ("camera", 35, {"outcome": "declined", "reasons": "楼道口暗是灯的问题。我们换感应灯，不加装摄像头：家门口不应被拍摄。"}),
        ("class", 12, {"outcome": "in_part", "reasons": "手机课下月开始；运动会今年场地在维修，明年再办。", "will_be_done": "每周三下午一节手机课。",
                       "cost_low": 0, "promised_on": today + 30 * DAY}),
    )  # fmt: skip
    for key, days, given in answers:
        with at_time(moment - days * DAY):
            actions.answer(by=jifu, proposal=made[key], **given)
            made[key].refresh_from_db()
    with at_time(moment - 30 * DAY):
        proposal_to_pool.take_up(by=narrator.cast["sun"], proposal=made["bench"], kind="works")


def _ended(narrator, moment, made, neighbours):
    with at_time(moment - 100 * DAY):
        _support(made["old"], neighbours, 2)
    with at_time(moment - 19 * DAY):
        sweeping.expire()
    with at_time(moment - 33 * DAY):
        actions.withdraw(by=neighbours[4], proposal=made["gone"], why="楼上的邻居说灯光照进卧室，还是到点关好。")


def _talked_about(narrator, moment, made, neighbours):
    """Open ones: joined, discussed, other words suggested, a comment hidden and appealed, one waiting for its answer."""
    cast, drying = narrator.cast, made["drying"]
    with at_time(moment - 12 * DAY):
        asked = merging.ask(by=neighbours[6], proposal=made["quilt"], into=drying, why="说的是同一件事，一起提更有力。")
        merging.agree(by=neighbours[5], merge=asked)
    with at_time(moment - 8 * DAY):
        _support(drying, neighbours[:4], 4)
        asked = talking.comment(by=neighbours[1], proposal=drying, stance="question", text="下雨天会不会积水？")
        talking.comment(by=neighbours[5], proposal=drying, stance="reply", text="那块地有坡度，不会。", parent=asked)
        talking.comment(by=neighbours[2], proposal=drying, stance="for", text="一楼确实晒不到，冬天被子都是潮的。")
        talking.comment(by=neighbours[3], proposal=drying, stance="against", text="孩子们在那儿踢球，能不能换个角落？")
        talking.comment(by=neighbours[0], proposal=drying, stance="idea", text="做成可以放倒的，白天晒被子，傍晚踢球。")
        hidden = talking.comment(by=neighbours[7], proposal=drying, stance="idea", text="我家卖晾衣架，便宜，要的来。")
    with at_time(moment - 7 * DAY):
        moderating.hide(by=cast["chen"], thing=hidden, ground="advert", reason="这是推销，与提案无关。")
        moderating.appeal(by=neighbours[7], thing=hidden, reason="我愿意按成本价给大家。")
        words = "一楼住户没有地方晒被子，建议在西边空地装四排可以放倒的晾衣架，不挡路，也不影响孩子踢球。"
        talking.suggest(
            by=neighbours[0], proposal=drying, title="空地装可放倒的晾衣架", text=words, why="两种用处都照顾到。"
        )
        english = {
            "title": "Clothes lines on the open ground",
            "text": "Ground-floor homes have nowhere to air their quilts. Please put four rows of clothes lines on the open ground in the west, out of the way.",
        }
        translations.write(by=cast["anna"], thing=drying, language="en", texts=english)
        translations.review(by=cast["zhao"], thing=drying, language="en")
    with at_time(moment - 3 * DAY):
        _support(made["flower"], neighbours, THRESHOLD)


def _elsewhere(cast, moment):
    """One in Uyghur and one in English, each where its author lives; and a draft."""
    rows = (
        ("guli", "SL-05-01", "care", "مەكتەپتىن كېيىن بالىلارغا ئورۇن", "ئاتا-ئانىلار ئىشتىن كەچ قايتىدۇ. كەنت پائالىيەت ئۆيىنى مەكتەپتىن كېيىن بالىلارغا ئاچساق، ئۇلار تاپشۇرۇقنى شۇ يەردە ئىشلەيدۇ."),
        ("anna", "SL-01-01", "ease", "Signs in three languages", "Newcomers get lost between the gates. Signs with the numbers of the houses in Chinese, Uyghur and English would help everybody, and the delivery riders too."),
    )  # fmt: skip
    for who, code, topic, title, text in rows:
        with at_time(moment - 6 * DAY):
            draft = actions.draft(by=cast[who], area=Area.objects.get(code=code), topic=topic, title=title, text=text)
            actions.open_proposal(by=cast[who], proposal=draft)
    with at_time(moment - DAY):
        home = Area.objects.get(code=HOME)
        actions.draft(
            by=cast["lin"],
            area=home,
            topic="culture",
            title="周末旧书交换",
            text="每个月第一个周末在活动室办一次旧书交换，带一本来，换一本走。",
        )
