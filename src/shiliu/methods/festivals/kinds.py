"""The festivals that are known here, by the rule their date follows, with its source and where they are kept.

A festival belongs to places, never to persons: it is an invitation to everybody, and nothing infers who celebrates what. A
region is a code of GB/T 2260, as many digits as needed ("" is the whole country). Minority holidays are set by the local
government of the area (全国年节及纪念日放假办法 art. 4), so a notice always comes before what is computed here."""

from __future__ import annotations

from dataclasses import dataclass

FIXED, LUNAR, TERM, TIBETAN, ISLAMIC, WEEK = "fixed", "lunar", "term", "tibetan", "islamic", "week"
COMPUTED, EXPECTED, ANNOUNCED = "computed", "expected", "announced"

LAW = "全国年节及纪念日放假办法 (2024-11-10) art. 2"
LUNAR_TABLE = "Chinese lunar calendar (borax)"
PHUGPA = "Tibetan calendar, Phugpa (computed)"
CRESCENT = "Umm al-Qura calendar (hijridate); the notice of the Islamic Association of China decides"


@dataclass(frozen=True, slots=True)
class Kind:
    """A festival. `rule` and `at`: (month, day) of the calendar named; for TERM the number of the solar term, 0 for 小寒; for
    WEEK (month, number of the week). `before` and `after`: days kept around the day. `later`: by how many days the
    announced day may come later. `off_since`: (year, days before, days after) where the law changed the days off. `since`: the first year."""

    key: str
    name_en: str
    name_zh: str
    rule: str
    at: tuple[int, ...]
    source: str
    regions: tuple[str, ...] = ("",)
    before: int = 0
    after: int = 0
    later: int = 0
    expected: bool = False
    off_since: tuple[int, int, int] | None = None
    since: int = 0


KINDS: tuple[Kind, ...] = (
    Kind("new_year", "New Year's Day", "元旦", FIXED, (1, 1), LAW),
    Kind("spring_festival", "Spring Festival", "春节", LUNAR, (1, 1), f"{LAW}; {LUNAR_TABLE}", after=2, off_since=(2025, 1, 2)),
    Kind("lantern", "Lantern Festival", "元宵节", LUNAR, (1, 15), LUNAR_TABLE),
    Kind("women", "Women's Day", "妇女节", FIXED, (3, 8), "全国年节及纪念日放假办法 (2024-11-10) art. 3"),
    Kind("qingming", "Qingming", "清明节", TERM, (6,), f"{LAW}; solar terms (borax)"),
    Kind("labour", "Labour Day", "劳动节", FIXED, (5, 1), LAW, off_since=(2025, 0, 1)),
    Kind("children", "Children's Day", "儿童节", FIXED, (6, 1), "全国年节及纪念日放假办法 (2024-11-10) art. 3"),
    Kind("dragon_boat", "Dragon Boat Festival", "端午节", LUNAR, (5, 5), f"{LAW}; {LUNAR_TABLE}"),
    Kind("mid_autumn", "Mid-Autumn Festival", "中秋节", LUNAR, (8, 15), f"{LAW}; {LUNAR_TABLE}"),
    Kind("national", "National Day", "国庆节", FIXED, (10, 1), LAW, after=2),
    Kind("chongyang", "Double Ninth, Day of the Elderly", "重阳节（老年节）", LUNAR, (9, 9), LUNAR_TABLE),
    Kind("unity_week", "Week of Ethnic Unity and Progress", "民族团结进步宣传周", WEEK, (9, 4), "民族团结进步促进法 art. 56", later=7, expected=True, since=2026),
    Kind("losar", "Losar (Tibetan New Year)", "藏历新年", TIBETAN, (1, 1), PHUGPA, ("54",)),
    Kind("losar_shigatse", "Farmers' New Year (Sonam Losar)", "日喀则农事新年（索朗洛萨）", TIBETAN, (12, 1), PHUGPA, ("5402",)),
    Kind("losar_kongpo", "Kongpo New Year", "工布新年", TIBETAN, (10, 1), PHUGPA, ("5404",)),
    Kind("shoton", "Shoton", "雪顿节", TIBETAN, (6, 30), PHUGPA, ("54",)),
    Kind("rozi", "Rozi (Eid al-Fitr)", "肉孜节（开斋节）", ISLAMIC, (10, 1), CRESCENT, ("65", "64"), later=1, expected=True),
    Kind("corban", "Corban (Eid al-Adha)", "古尔邦节", ISLAMIC, (12, 10), CRESCENT, ("65", "64"), later=1, expected=True),
    Kind("nowruz", "Nowruz", "诺鲁孜节", FIXED, (3, 21), "about 21 March by custom", ("65",), expected=True),
    Kind("torch", "Torch Festival", "彝族火把节", LUNAR, (6, 24), f"lunar 6/24, never in a leap month; {LUNAR_TABLE}", ("5134", "5323", "5325")),
    Kind("torch_bai", "Torch Festival of the Bai", "白族火把节", LUNAR, (6, 25), f"lunar 6/25; {LUNAR_TABLE}", ("5329",)),
    Kind("torch_lahu", "Torch Festival of the Lahu", "拉祜族火把节", LUNAR, (6, 20), f"lunar 6/20; {LUNAR_TABLE}", ("530828",)),
    Kind("liangshan_unity", "Liangshan Day of Ethnic Unity", "凉山民族团结进步节", LUNAR, (6, 23), f"the day before the Torch Festival; {LUNAR_TABLE}", ("5134",)),
    Kind("yi_new_year", "Yi New Year", "彝历新年", FIXED, (11, 20), "holiday of Liangshan, fixed", ("5134",), after=6),
    Kind("march_third", "March the Third of the Zhuang", "壮族三月三", LUNAR, (3, 3), f"政府令98号 of Guangxi; {LUNAR_TABLE}", ("45",), after=1),
    Kind("water", "Water-Splashing Festival", "傣族泼水节", FIXED, (4, 13), "holiday of Xishuangbanna, fixed; days off by yearly notice", ("5328",), after=2),
    Kind("naadam", "Naadam", "那达慕", LUNAR, (6, 4), f"lunar 6/4 by tradition; each banner announces its own, July to August; {LUNAR_TABLE}", ("15",), expected=True),
)  # fmt: skip
