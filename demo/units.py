"""The units of the invented district: agencies, offices, committees, companies, partners, teams. All names are invented.

`rows()` gives the lines of demo/data/units.csv. Telephone numbers are 0000-555-…, which nobody can dial.
"""

import random
from itertools import count

from demo.shape import STREETS

SEED = 2026
COLUMNS = ("code", "kind", "parent", "name_zh-hans", "name_en", "name_ug", "phone", "address", "areas")

AGENCIES = (
    ("URBAN", "urban_management", "城市管理局", "Urban Management Bureau"), ("HOUSING", "housing", "住房和城乡建设局", "Housing and Construction Bureau"),
    ("FIRE", "fire", "消防救援大队", "Fire and Rescue Brigade"), ("MARKET", "market_supervision", "市场监督管理局", "Market Supervision Bureau"),
    ("TRAFFIC", "traffic_police", "公安交通管理大队", "Traffic Police"), ("ECOLOGY", "ecology", "生态环境局", "Environment Bureau"),
    ("HEALTH", "health", "卫生健康局", "Health Bureau"), ("EDU", "education", "教育局", "Education Bureau"),
    ("LABOUR", "human_resources", "人力资源和社会保障局", "Labour and Social Security Bureau"),
    ("INSURANCE", "medical_insurance", "医疗保障局", "Medical Insurance Bureau"), ("CIVIL", "civil_affairs", "民政局", "Civil Affairs Bureau"),
    ("COURT", "court", "人民法院", "People's Court"), ("EMERGENCY", "emergency", "应急管理局", "Emergency Management Bureau"),
    ("HALL", "service_centre", "政务服务中心", "Public Service Centre"),
)  # fmt: skip
UTILITIES = (
    ("WATER", "water_company", "清源自来水公司", "Qingyuan Water"), ("POWER", "power_company", "明光供电公司", "Mingguang Power"),
    ("GAS", "gas_company", "蓝焰燃气公司", "Lanyan Gas"), ("HEAT", "heating_company", "暖阳热力公司", "Nuanyang Heating"),
)  # fmt: skip
PROPERTY = (
    ("安邻物业", "Anlin Property"), ("和美物业", "Hemei Property"), ("锦程物业", "Jincheng Property"), ("红石榴物业", "Hongshiliu Property"),
    ("绿洲物业", "Lüzhou Property"), ("众城物业", "Zhongcheng Property"), ("家园物业", "Jiayuan Property"), ("福安物业", "Fu'an Property"),
)  # fmt: skip
EIGHT_AT_ONE_TABLE = (  # with the street office, the police station and the justice office of 自由路: eight bodies
    ("URBAN", "urban_management", "综合执法队", "Enforcement Team"), ("EMERGENCY", "emergency", "安全监管站", "Safety Supervision Station"),
    ("COURT", "court", "人民法庭", "People's Tribunal"), ("FIRE", "fire", "消防救援站", "Fire Station"),
    ("MARKET", "market_supervision", "市场监督管理所", "Market Supervision Office"),
)  # fmt: skip
PARTNERS_OF_HUIQUAN = (
    ("school", "汇泉小学", "Huiquan Primary School"), ("school", "汇泉中学", "Huiquan Secondary School"), ("school", "泉苗幼儿园", "Quanmiao Kindergarten"),
    ("clinic", "汇泉社区卫生服务中心", "Huiquan Health Centre"), ("clinic", "仁安医院", "Ren'an Hospital"),
    ("partner_institution", "区图书馆", "District Library"), ("partner_institution", "家风博物馆", "Family Tradition Museum"),
    ("partner_institution", "数字美术馆", "Digital Gallery"), ("partner_institution", "音乐艺术学院", "Academy of Music"),
    ("partner_institution", "汇泉农贸市场", "Huiquan Market"), ("partner_institution", "邮政汇泉支局", "Huiquan Post Office"),
    ("partner_institution", "农商银行汇泉支行", "Huiquan Bank Branch"), ("partner_institution", "公交三分公司", "Bus Company, Third Branch"),
    ("partner_institution", "设计研究院", "Design Institute"), ("partner_institution", "泉边书房", "Quanbian Reading Room"),
)  # fmt: skip
BASES = (
    ("石榴师范大学", "Shiliu Normal University"), ("沙海民族大学", "Shahai University of Nationalities"), ("河西体育学院", "Hexi Sports College"),
    ("沙海医科大学", "Shahai Medical University"), ("河西理工大学", "Hexi University of Technology"), ("石榴艺术学院", "Shiliu Academy of Arts"),
    ("河西财经学院", "Hexi College of Finance"), ("沙海农业大学", "Shahai Agricultural University"),
)  # fmt: skip
OTHERS = (
    ("PARLOUR", "mutual_aid_team", "SL-02-01", "妈妈会客厅", "Mothers' Parlour"),
    ("GRANNIES", "mutual_aid_team", "SL-02-01", "共享奶奶互助队", "Sharing-Grandmothers"),
    ("THANGKA", "school", "SL-02-01", "吉福唐卡传习所", "Jifu Thangka School"),
    ("HUIQUAN-CARE", "service_centre", "SL-03-01", "汇泉路社区综合体", "Huiquan Road Community Centre"),
    ("OPERA", "culture_team", "SL-01", "自由路曲艺社", "Ziyou Road Ballad Society"),
    ("TAIJI", "culture_team", "SL-01", "自由路太极队", "Ziyou Road Taiji Team"),
    ("CHOIR", "culture_team", "SL-01", "自由路合唱团", "Ziyou Road Choir"),
    ("GARDEN-HALL", "service_centre", "SL-05-01", "花园村一站式办事大厅", "Huayuan One-Stop Hall"),
    ("GARDEN-KIDS", "school", "SL-05-01", "花园村幼儿园", "Huayuan Kindergarten"),
    ("GARDEN-CARE", "clinic", "SL-05-01", "花园村医院", "Huayuan Hospital"),
    ("GARDEN-NIGHT", "partner_institution", "SL-05-01", "花园村农民夜校", "Huayuan Night School"),
    ("GARDEN-PAST", "partner_institution", "SL-05-01", "花园村村史馆", "Huayuan History Hall"),
    ("NANWANG-HALL", "service_centre", "SL-06-01", "南网社区便民服务大厅", "Nanwang Service Hall"),
    ("NANWANG-MEAL", "partner_institution", "SL-06-01", "南网爱心食堂", "Nanwang Canteen"),
    ("XINGFU-STOP", "service_centre", "SL-04-01", "幸福社区便民服务站", "Xingfu Convenience Station"),
    ("ALLIANCE", "merchants_alliance", "SL-07", "榴花街智慧商业联盟", "Liuhua Street Merchants' Alliance"),
    ("VOLUNTEERS", "volunteer_team", "SL", "石榴籽志愿服务队", "Pomegranate Seed Volunteers"),
)  # fmt: skip


def phone(number):
    """A number in a range that cannot be dialled."""
    return f"0000-555-{number:04d}"


def street_name(street):
    """自由路街道 → ("自由路", "Ziyou Road")."""
    return street.zh.removesuffix("街道").removesuffix("镇"), street.en.removesuffix(" Subdistrict").removesuffix(
        " Town"
    )


def rows():
    """The units, those above before those below, each as a dictionary of COLUMNS."""
    numbers = count(1)

    def unit(code, kind, zh, en, areas, parent="", address="", ug=""):
        values = (code, kind, parent, zh, en, ug, phone(next(numbers)), address, areas)
        return dict(zip(COLUMNS, values, strict=True))

    for house, (code, kind, zh, en) in enumerate(AGENCIES, start=1):
        yield unit(f"SL-{code}", kind, f"石榴区{zh}", f"Shiliu District {en}", "SL", address=f"榴花大道{house * 2}号")
    for code, kind, zh, en in UTILITIES:
        yield unit(f"SL-{code}", kind, zh, en, "SL")
    for at, street in enumerate(STREETS, start=1):
        yield from _street(unit, f"SL-{at:02d}", street)
    for code, kind, zh, en in EIGHT_AT_ONE_TABLE:
        yield unit(f"SL-01-{code}", kind, f"自由路{zh}", f"Ziyou Road {en}", "SL-01", parent=f"SL-{code}")
    for number, ((zh, en), areas) in enumerate(zip(PROPERTY, _compounds(), strict=True), start=1):
        yield unit(f"WY-{number:02d}", "property_company", zh, en, " ".join(areas))
    for number, (kind, zh, en) in enumerate(PARTNERS_OF_HUIQUAN, start=1):
        yield unit(f"HQ-{number:02d}", kind, zh, en, "SL-03-01")
    for number, (zh, en) in enumerate(BASES, start=1):
        yield unit(f"JD-{number:02d}", "university", f"{zh}实践基地", f"Practice Base of {en}", "SL")
    for code, kind, areas, zh, en in OTHERS:
        yield unit(code, kind, zh, en, areas)


def _street(unit, code, street):
    zh, en = street_name(street)
    office = f"{code}-OFFICE"
    town = street.zh.endswith("镇")
    name = (
        (f"{street.zh}人民政府", f"{street.en} Government") if town else (f"{street.zh}办事处", f"{street.en} Office")
    )
    yield unit(office, "street_office", *name, code, address=f"{zh}大街1号")
    yield unit(f"{code}-POLICE", "police", f"{zh}派出所", f"{en} Police Station", code, address=f"{zh}大街5号")
    yield unit(f"{code}-JUSTICE", "justice", f"{zh}司法所", f"{en} Justice Office", code, parent=office)
    for number, community in enumerate(street.communities, start=1):
        key = f"{code}-{number:02d}"
        sort = ("村民委员会", "Villagers' Committee") if community.village else ("居民委员会", "Residents' Committee")
        named = community.zh.removesuffix("村") + "村" if community.village else community.zh
        title = community.en.removesuffix(" Community").removesuffix(" Village")
        yield unit(f"{key}-JW", "residents_committee", named + sort[0], f"{title} {sort[1]}", key, parent=office)


def _compounds():
    """Which compounds each property company serves. Villages have none, and about one old compound in nine has none."""
    rng = random.Random(SEED)
    served = [[] for _company in PROPERTY]
    for at, street in enumerate(STREETS, start=1):
        for number, community in enumerate(street.communities, start=1):
            for compound in range(1, community.compounds + 1):
                code = f"SL-{at:02d}-{number:02d}-{compound:02d}"
                if not community.village and rng.random() > 0.11:
                    rng.choice(served[at % 4 :: 4]).append(code)
    return served
