"""Matters no survey may ask about, found by the words a question uses. Nobody can switch this off.

A list of words cannot know what is meant: it refuses some harmless sentences, and it lets through what is asked in other words.
The preview before a round opens is read by a person for that reason."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

MATTERS = {
    "ethnicity": _("which ethnic group somebody belongs to"),
    "religion": _("what somebody believes"),
    "health": _("how healthy somebody is"),
    "opinion": _("what somebody thinks in politics, or whether they are a member of a party"),
    "identity": _("who somebody is: name, number, address or telephone"),
    "origin": _("where somebody comes from"),
}
# Chinese and Uyghur by the word wherever it stands; Latin letters as whole words, * for any ending.
WORDS = {
    "ethnicity": "民族 族别 族裔 种族 汉族 少数族 ethnic* race racial nationality minority مىللەت مىللىي ئېتنىك",
    "religion": "宗教 信仰 信教 教徒 教派 礼拜 祷告 朝觐 religio* faith worship pray prayer* mosque church temple belie* دىنىي دىنى ئىبادەت ئېتىقاد ناماز",
    "health": "患病 生病 疾病 病史 病情 慢性病 传染病 精神病 残疾 残障 怀孕 孕妇 用药 诊断 健康状况 身体状况 ill illness* disease* diagnos* disab* pregnan* medication* handicap* healthy كېسەل كېسەللىك مېيىپ ھامىلىدار",
    "opinion": "党员 党派 政治面貌 政治立场 思想状况 party politic* ideolog* پارتىيە سىياسىي",
    "identity": "姓名 名字 身份证 证件号 手机号 电话号码 门牌 房号 住址 name names passport telephone phone-number كىملىك ئىسمىڭىز",
    "origin": "籍贯 户口 户籍 原籍 老家 流动人口 外来人口 birthplace hometown native migrant* hukou يۇرتىڭىز نوپۇس",
}


@dataclass(frozen=True)
class Found:
    matter: str
    word: str


def _pattern(word):
    if re.match(r"[a-z]", word):
        return rf"\b{re.escape(word.rstrip('*'))}{'[a-z]*' if word.endswith('*') else ''}\b"
    return re.escape(word)


_PATTERNS = [(matter, re.compile("|".join(map(_pattern, words.split())))) for matter, words in WORDS.items()]


def found_in(*texts):
    """The forbidden matters the texts touch, each with the first word that shows it."""
    said = "\n".join(texts).casefold()
    return [Found(matter, hit.group()) for matter, pattern in _PATTERNS if (hit := pattern.search(said))]


def words_of(question):
    """Everything of a question that people read."""
    return [*question.texts.values(), *(text for option in question.options for text in option.texts.values())]
