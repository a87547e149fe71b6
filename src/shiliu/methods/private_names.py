"""Names of people, and dwellings tied to the people in them, in Chinese, Uyghur, Tibetan and English text.

There is no dictionary of names and no segmenter: a surname alone is an everyday sign (张贴, 高兴, 马路), so a name needs a
title, an introduction (我叫, 联系人, 邻居 …) or given names that are hardly anything else, and must not go on into a street, a
shop or a festival. Names written for their sound (买买提·艾力, 扎西次仁) are known by their syllables.
"""

import re
from collections.abc import Iterator

from shiliu.methods.private_words import any_of, sieved, sign_of, words

Found = tuple[int, int, str, str]

_HAN = r"[\u4e00-\u9fff]"
_ARABIC = r"[\u0620-\u06ff\u0750-\u077f]"
_CAP = r"[A-Z][a-z']{1,15}"

# Chinese. Full-width punctuation arrives as ASCII here, except 、 and 。
_CLEAR = sign_of("clear_surnames")
_SURNAME = f"(?:{any_of('double_surnames')}|{sign_of('clear_surnames', 'common_surnames')})"
_GIVEN = f"(?!{sign_of('not_given')}){_HAN}"
_SURELY_GIVEN = sign_of("given_signs")
_PLACE = any_of("after_place")
_NOT_PLACE = f"(?!{_PLACE})"
_END = f"(?=$|{sign_of('after_name')}|(?!{_HAN}).)"
_INTRODUCTION = f'{any_of("introductions")}[:是为 "“]{{0,3}}'
_FREE_LEFT = f"(?:(?<!{_HAN})|(?<=[听找请问让给和与跟同对把被的了是向叫见、那个]))"

_TITLED = re.compile(f"({_SURNAME})(?:{_GIVEN}){{0,2}}?({any_of('titles')})")
_SHORT_TITLED = sieved(
    f"{_FREE_LEFT}{_CLEAR}(?:{sign_of('short_titles')}(?!{_HAN})|[姐哥姨叔嫂婶](?=[说的家你和,。]))",
    [*words("short_titles"), *"姐哥姨叔嫂婶"],
)
_SAID_SURNAME = sieved(f"(?<![百同贵复改外单大])姓{_SURNAME}(?!名|氏|什么)", "姓")
_FAMILIAR = sieved(
    f"(?<!{_HAN})[老小]{_CLEAR}(?=$|家(?!{_PLACE})|经常|两口|师傅|[说头他她的和与在把每又总们]|(?!{_HAN}).)"
    f"|(?<=[安员厨师主跟找叫和对])[老小]{_CLEAR}(?!{_PLACE})",
    "老小",
)
_INTRODUCED = re.compile(
    f'({any_of("introductions")})[:是为 "“]{{0,3}}({_SURNAME}(?:{_GIVEN}){{1,2}}?){_END}{_NOT_PLACE}'
)
_SURE = sieved(f"{_SURNAME}{_SURELY_GIVEN}{{2}}(?!{_HAN}?{_PLACE})", words("given_signs"))
_SURE_SHORT = sieved(
    f"(?<!{_HAN})(?:{any_of('double_surnames')}|{_CLEAR}){_SURELY_GIVEN}(?=[把在、和你说的,])(?!的[路街])",
    words("given_signs"),
)
_SPOKE = sieved(
    f"(?<!{_HAN})({_SURNAME}(?:{_GIVEN}){{1,2}})(?={any_of('speech_acts')})",
    [act[-1] for act in words("speech_acts")],
)
_JOINED = sieved(f"(?<=[、和与跟])({_SURNAME}(?:{_GIVEN}){{1,2}})(?=[、和与跟等三两二四,。]|$)", "、和与跟")

# Beside a dwelling a name needs no introduction: 3栋2单元501的张伟, 5号楼李明家, 邻居老王
_HOME = (
    r"(?:\d{1,3} ?(?:栋|幢|号楼|座|号院|#) ?(?:\d{1,2} ?(?:单元|门) ?)?(?:[1-9]\d{2,3} ?(?:室|号房|房|号)?)?"
    r"|\d{1,2}单元 ?(?:[1-9]\d{2,3} ?(?:室|号房|房|号)?)?|(?<!\d)[1-9]\d{2,3} ?(?:室|号房|房))"
)
_AT_HOME = sieved(
    f"{_HOME}(?:(?:里?的|里?住的|住着)({_SURNAME}(?:{_GIVEN}){{1,2}}?)(?:{_END}|家(?!{_PLACE}|[具电政长园属装居庭常])){_NOT_PLACE}"
    f"|({_SURNAME}(?:{_GIVEN}){{1,2}})家(?!{_PLACE}|[具电政长园属装居庭常]))",
    "的住家",
)
_FOOD = "(?:牛肉|羊肉|烧烤|烤|早餐|早点|拉面|面馆|火锅|便利|理发|小吃|水果|饭)"
_NEXT_DOOR = sieved(f"(?<=邻居|对门|隔壁|楼上|楼下)[老小]{_CLEAR}(?!{_PLACE}|[车狗猫区孩店楼院路门]|{_FOOD})", "老小")

# Names written for their sound
_SOUND = sign_of("sound_signs")
_WIDE = sign_of("sound_signs", "wide_sound_signs")
_DOTTED = sieved(f"{_SOUND}{{1,8}}(?:·{_SOUND}{{1,8}}){{1,3}}", "·")
_WIDE_DOTTED = sieved(f"{_WIDE}{{1,8}}(?:·{_WIDE}{{1,8}}){{1,3}}{_END}{_NOT_PLACE}", "·")
_SOUND_INTRODUCED = re.compile(f"{_INTRODUCTION}(?!{any_of('sound_places')})({_SOUND}{{3,8}}){_END}{_NOT_PLACE}")
_SOUND_TITLED = sieved(
    f"(?={_SOUND})(?!{any_of('sound_places')}){_SOUND}{{3,8}}?{any_of('titles')}",
    [title[-1] for title in words("titles")],
)
_BY_SOUND = sieved(
    f"{any_of('sound_name_beginnings')}(?:(?!阿姨|阿婆|大叔|大哥|老师){_SOUND}|古丽){{0,5}}{_NOT_PLACE}",
    [beginning[-1] for beginning in words("sound_name_beginnings")],
)
_PART = any_of("tibetan_parts")
_TIBETAN = sieved(
    f"{_PART}(?:{_PART}|{sign_of('tibetan_endings')}){_NOT_PLACE}", [part[-1] for part in words("tibetan_parts")]
)
_YI = sieved(f"{any_of('yi_parts')}{{2}}", [part[-1] for part in words("yi_parts")])
_ACTS = any_of("person_acts")
_ONE_PART_TEXT = f"{any_of('tibetan_parts', 'yi_parts')}{_NOT_PLACE}"
_ONE_PART = re.compile(_ONE_PART_TEXT)
_ONE_ACTS = re.compile(f"{any_of('titles')}|{_ACTS}|和{_ONE_PART_TEXT}")
_JOINED_ACTS = re.compile(_ACTS)
_INTRODUCED_HERE = re.compile(f"{_INTRODUCTION}$")
_ENDS_HERE = re.compile(_END)

# Dwellings
_BUILDING = r"\d{1,3}(?:栋|幢|号楼|座|号院|院|楼|#|-) ?"
_ROOM = rf"(?:{_BUILDING})?(?:\d{{1,2}}(?:单元|-) ?)?(?<!\d)[1-9]\d{{2,3}} ?(?:室|号房|房|号)?"
_FLOOR = r"(?:\d{1,3}(?:栋|幢|号楼|座|号院)|顶楼|[一二三四五六七八九十]楼|\d{1,2}楼)"
_ONE_HOUSEHOLD = r"(?:[那这]户(?:人家)?|[那这]家人?|独居老人)"
_DWELLERS = (
    rf"(?:{_ONE_HOUSEHOLD}|住户|居民|业主|租户|租客|房客|房东|人家|邻居|一家人?|老人|老太太|大爷|大妈|小两口|两口子|夫妻"
    r"|小孩|孩子|女的|男的)"
)
_DWELLING = re.compile(
    rf"(?=[\d顶一二三四五六七八九十])(?:{_ROOM}(?:的|里的|住的|里住的)?{_DWELLERS}|{_FLOOR}(?:的|里的)?{_ONE_HOUSEHOLD})"
)
_DWELLING_SIGN = re.compile(r"[\d楼]")  # a room, a building or a floor holds one; most texts of an import hold none
_DWELLING_EN = re.compile(
    r"\b(?:the )?(?:people|persons?|tenants?|residents?|famil(?:y|ies)|man|woman|couple|neighbou?rs?|owners?|guy|lady)"
    r" (?:living )?(?:in|of|at|from)"
    r" (?:(?:flat|apartment|apt\.?|unit|room|no\.?) ?#?\d{1,4}[A-Za-z]?|#?\d{3,4}[A-Za-z]?)\b",
    re.I,
)

# Uyghur and Tibetan script
_WORD = f"{_ARABIC}{{2,16}}"
_SUFFIX = f"{any_of('uyghur_suffixes')}?(?!{_ARABIC})"
_KNOWN = any_of("uyghur_names", "uyghur_names_and_words")
_UYGHUR_TITLED = re.compile(f"(?<!{_ARABIC})({_WORD}) {any_of('uyghur_titles')}{_SUFFIX}")
_UYGHUR_NAMED = re.compile(f"(?<!{_ARABIC})(?:{any_of('uyghur_names')}|ئابدۇ{_ARABIC}{{2,12}}){_SUFFIX}")
_UYGHUR_INTRODUCED = re.compile(
    f"(?<!{_ARABIC}){any_of('uyghur_titles_before')} "
    f"((?:{_KNOWN}|{_ARABIC}{{2,12}}(?:جان|گۈل|نۇر|خان))(?: {_KNOWN})?)(?!{_ARABIC})"
)
_UYGHUR_SELF = re.compile(f"(?<!{_ARABIC})ئىسمىم ({_WORD}(?: {_WORD})?)(?=[،.,!]|$)")
_TIBETAN_SCRIPT = re.compile(f"{any_of('tibetan_script_parts')}(?:་{any_of('tibetan_script_parts')})+")

# Latin script
_LATIN_WORD = re.compile("[A-Za-z]+")
_TITLED_EN = sieved(rf"\b{any_of('english_titles')}\.? ({_CAP})((?: {_CAP}){{0,2}})", words("english_titles"))
_SYLLABLE = (
    r"(?:[bpmfdtnlgkhjqxrzcsyw]|zh|ch|sh)?"
    r"(?:i?ang|u?ang|i?ong|[aeiou]ng|[iu]an|i?ao|u?ai|[aeo][iu]|[aeiou]n|i[aeu]|u[aoie]|er|[aoeiu])"
)
_PINYIN = sieved(
    rf"\b(?=[A-Z]){any_of('pinyin_surnames')} ([A-Z](?=[a-z])(?i:{_SYLLABLE}){{0,3}})(?![a-z])(?: ({_CAP}))?",
    words("pinyin_surnames"),
)
_RELATIVE = "neighbou?r|son|daughter|husband|wife|mother|father|brother|sister|tenant|friend|landlord"
_NAMED_EN = sieved(
    rf"\b(?:named|called|name is|[Mm]y (?:{_RELATIVE})),? ({_CAP}(?: {_CAP})?)", ("named", "called", "name", "My", "my")
)
_INTRODUCED_EN = sieved(
    rf"\b(?:I am|I'm|[Cc]ontact|[Aa]sk|[Cc]all|[Rr]each|says|said) ({_CAP} {_CAP})\b",
    "I Contact contact Ask ask Call call Reach reach says said".split(),
)
_KNOWN_EN = sieved(rf"\b{any_of('latin_given_names')}(?: {_CAP})?\b", words("latin_given_names"))


def find_people(text: str) -> Iterator[Found]:
    """(start, end, kind, confidence) of what seems to name a person or a household in normalised text; overlaps too."""
    if re.search(_HAN, text):
        signs = set(text)
        yield from _chinese(text, signs)
        yield from _by_sound(text, signs)
    if re.search(_ARABIC, text):
        yield from _uyghur(text)
    if re.search("[\u0f40-\u0fbc]", text):
        for hit in _TIBETAN_SCRIPT.finditer(text):
            yield *hit.span(), "person", "high"
    if re.search("[A-Z]", text):
        yield from _latin(text)
    if _DWELLING_SIGN.search(text):
        for pattern in (_DWELLING, _DWELLING_EN):
            for hit in pattern.finditer(text):
                yield *hit.span(), "household", "high"


def _chinese(text: str, signs: set[str]) -> Iterator[Found]:
    for hit in _TITLED.finditer(text):
        given = hit[0][len(hit[1]) : -len(hit[2])]
        sure = hit[1] not in words("common_surnames") or hit[2] in words("polite_titles")
        plausible = not given or sure or re.search(_SURELY_GIVEN, given)
        if plausible and not _part_of_word(text, hit.start()) and not _is_word_or_brand(text, hit):
            yield _start_of_name(hit, given), hit.end(), "person", "high"
    for hit in _AT_HOME.hits(text, signs) if _DWELLING_SIGN.search(text) else ():
        span = hit.span(1 if hit[1] else 2)
        if _looks_like_name(text[slice(*span)]):
            yield *span, "person", "medium"
    familiar = ((_FAMILIAR, "medium"), (_NEXT_DOOR, "medium"))
    for pattern, confidence in ((_SHORT_TITLED, "medium"), (_SAID_SURNAME, "high"), *familiar):
        for hit in pattern.hits(text, signs):
            yield *hit.span(), "person", confidence
    for hit in _INTRODUCED.finditer(text):
        name = hit[2]
        strong = hit[1] in words("strong_introductions")
        doubled, looks = _is_doubled(name), _could_be_name(name)
        if (
            (strong or looks)
            and (doubled or name[:2] not in words("beginning_like_name"))
            and name not in words("eponyms")
        ):
            yield *hit.span(2), "person", "high" if strong and looks else "medium"
    for pattern, confidence in ((_SURE, "medium"), (_SURE_SHORT, "medium"), (_SPOKE, "medium"), (_JOINED, "low")):
        for hit in pattern.hits(text, signs):
            name = hit[0]
            if name[:2] in words("beginning_like_name") or name in words("eponyms") or _part_of_word(text, hit.start()):
                continue
            if pattern in (_SURE, _SURE_SHORT) or any(re.match(_SURELY_GIVEN, sign) for sign in name[1:]):
                yield *hit.span(), "person", confidence


def _is_doubled(name: str) -> bool:
    return len(name) == 3 and name[1] == name[2]


def _could_be_name(name: str) -> bool:
    """Whether a surname and what follows are more likely a name than two words that meet."""
    given = any(re.match(_SURELY_GIVEN, sign) for sign in name[1:])
    return _is_doubled(name) or name[0] in words("clear_surnames") or given


def _looks_like_name(name: str) -> bool:
    known = name[:2] in words("beginning_like_name") or name in words("eponyms")
    return not known and _could_be_name(name)


def _start_of_name(hit: re.Match, given: str) -> int:
    """Where the name begins: 向 and 关 are surnames too, but 向王阿姨 and 关于李女士 name 王阿姨 and 李女士."""
    skipped = 0
    if hit[1] in words("common_surnames"):
        skipped = max((place for place, sign in enumerate(given, 1) if sign in words("clear_surnames")), default=0)
    return hit.start() + skipped


def _part_of_word(text: str, start: int) -> bool:
    """Whether the surname at `start` ends an everyday word (保安, 语文, 出租车)."""
    ending = words("ending_like_surname")
    return any(text[start - more : start + 1] in ending for more in (1, 2) if start >= more)


def _is_word_or_brand(text: str, hit: re.Match) -> bool:
    """施工队长 and 方便经理 are no people, 常青叔叔 is; 李先生牛肉面 is a shop."""
    if hit[0][:2] in words("beginning_like_name") and not hit[0].endswith(words("polite_titles")):
        return True
    return hit[0][:2] in words("eponyms") or bool(re.match(_PLACE, text[hit.end() :][:5]))


def _by_sound(text: str, signs: set[str]) -> Iterator[Found]:
    for pattern, confidence in ((_DOTTED, "high"), (_WIDE_DOTTED, "medium")):
        for hit in pattern.hits(text, signs):
            if len(hit[0]) > 3:
                yield *hit.span(), "person", confidence
    for hit in _SOUND_INTRODUCED.finditer(text):
        yield *hit.span(1), "person", "medium"
    for pattern, confidence in ((_SOUND_TITLED, "medium"), (_BY_SOUND, "medium"), (_TIBETAN, "high"), (_YI, "medium")):
        for hit in pattern.hits(text, signs):
            if hit[0] not in words("eponyms"):
                yield *hit.span(), "person", confidence
    for hit in _ONE_PART.finditer(text):
        if _one_part_is_a_name(text, *hit.span()):
            yield *hit.span(), "person", "medium"


def _one_part_is_a_name(text: str, start: int, end: int) -> bool:
    """尼玛 and 白玛 are also a county and a flower: only somebody who acts, or who is introduced, is a person."""
    before = text[start - 1 : start]
    if not re.match(_HAN, before) and _ONE_ACTS.match(text, end):
        return True
    if before in ("和", "、") and _JOINED_ACTS.match(text, end):
        return True
    return bool(_ENDS_HERE.match(text, end) and _INTRODUCED_HERE.search(text, max(0, start - 9), start))


def _uyghur(text: str) -> Iterator[Found]:
    for hit in _UYGHUR_TITLED.finditer(text):
        if hit[1] not in words("uyghur_not_names"):
            yield *hit.span(), "person", "high"
    for pattern in (_UYGHUR_INTRODUCED, _UYGHUR_SELF):
        for hit in pattern.finditer(text):
            yield *hit.span(1), "person", "high"
    for hit in _UYGHUR_NAMED.finditer(text):
        yield *hit.span(), "person", "medium"


def _latin(text: str) -> Iterator[Found]:
    not_names, held = words("english_not_names"), set(_LATIN_WORD.findall(text))
    for hit in _TITLED_EN.hits(text, held):
        if hit[1] not in not_names and not any(word in not_names for word in hit[2].split()):
            yield *hit.span(), "person", "high"
    for hit in _PINYIN.hits(text, held):
        if hit[1] and hit[1] not in not_names and (hit[2] or "") not in not_names:
            yield hit.start(), hit.end(1), "person", "medium"
    for pattern, confidence in ((_NAMED_EN, "high"), (_INTRODUCED_EN, "medium")):
        for hit in pattern.hits(text, held):
            if not any(word in not_names for word in hit[1].split()):
                yield *hit.span(1), "person", confidence
    for hit in _KNOWN_EN.hits(text, held):
        if not any(word in not_names for word in hit[0].split()[1:]):
            yield *hit.span(), "person", "medium"
