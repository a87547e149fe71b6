"""Telephone, identity, plate, card and account numbers in plain text (see private_text for the whole).

Sources: mobile numbers 1[3-9] and nine digits; identity numbers GB 11643-1999 (17 digits and a check sign, ISO 7064 mod
11-2); plates GA 36; card numbers ISO/IEC 7812 with the Luhn digit. Service numbers (110, 12345, 95598, 400-…) are public
and never found.
"""

import re
from collections.abc import Iterator
from datetime import date

Found = tuple[int, int, str, str]

_SPACE = r"[ \-.·]?"
_COUNTED = r"(?!\s?(?:元|块|票|米|平方|人次|步|tiles?\b))"
_ORDER = re.compile(r"(?:单号|订单|户号|表号|编号|条码|order|invoice|no\.)\D{0,4}$", re.I)
_MOBILE = re.compile(
    rf"(?<![\d.])(?:(?:\+|00)?86{_SPACE})?(1[3-9]\d{_SPACE}\d{{4}}{_SPACE}\d{{4}}|1[ ][3-9](?:[ ]\d){{9}})(?![\d]){_COUNTED}"
)
_AREA = r"(?:010|02\d|0[3-9]\d\d)"
_LANDLINE = re.compile(
    rf"(?<![\d-])(?:\({_AREA}\) ?|{_AREA}[- ])\d{{3,4}}[- ]?\d{{4}}(?!\d)|(?<![\d-]){_AREA}\d{{7,8}}(?!\d)"
)
_LOCAL = re.compile(
    r"(?:电话|座机|手机|致电|来电|拨打|tel|phone|تېلېفون\w*)(?:号码?|是|为|:|,| )*([2-8]\d{3}[- ]?\d{3,4})(?![\d路元])",
    re.I,
)
_ABROAD = re.compile(r"(?<!\d)\+(?!86)[1-9]\d{0,2}(?:[- ]?\d){7,12}(?!\d)")
_CALLED_DIGITS = re.compile(r"[〇零一二三四五六七八九幺两]{11}")
_IDENTITY = re.compile(r"(?<!\d)([1-9]\d{5}) ?((?:18|19|20)\d{6}) ?(\d{3}[\dXx])(?![\dA-Za-z])")
_IDENTITY_15 = re.compile(r"(?:身份证|证件)\D{0,6}(?<!\d)(\d{6}(\d{6})\d{3})(?!\d)")
_PASSPORT = re.compile(r"(?:护照|通行证|passport)(?:号码?|number|no\.?|是|为|:|,| )*([A-Z]{1,2}\d{7,8})(?!\d)", re.I)
_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z][·. -]?"
    r"(?=[A-Z]{0,4}\d)(?:[A-HJ-NP-Z\d]{6}|[A-HJ-NP-Z\d]{4}[A-HJ-NP-Z\d挂学警港澳])(?![A-Za-z\d])",
    re.I,
)
_CARD = re.compile(r"(?<!\d)[3-6](?:[ -]?\d){14,18}(?!\d)")
_CARD_WORDS = re.compile(r"卡|账号|帐号|card|account", re.I)
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}", re.A)
_CHAT_WORDS = (
    r"(?:加我?微信|微信号?|薇信号?|威信号?|we ?chat|weixin|vx|wx|加 ?v|v信|ئۈندىدار|qq|扣扣)"
    r"(?:号码?|id|is|no\.?|نومۇرۇم|是|为|:|,| |-){0,5}"
)
_CHAT = re.compile(
    rf"(?<![a-z]){_CHAT_WORDS}(?:(?<![a-z])(?=[a-z])|(?=\d))([a-z][a-z\d_-]{{5,19}}|\d{{5,11}})(?![\w@])", re.I | re.A
)
# Imports ask for each of very many texts, most of which hold no digit or few: then the patterns that need more are not tried.
_DIGIT = re.compile(r"\d")
_SEVEN_DIGITS = re.compile(r"\d(?:\D?\d){6}")
_CHINESE_DIGITS = str.maketrans("〇零一二三四五六七八九幺两", "0012345678912")


def find_numbers(text: str) -> Iterator[Found]:
    """(start, end, kind, confidence) of everything that looks like a private number in normalised text, overlaps too."""
    if "@" in text:
        for hit in _EMAIL.finditer(text):
            yield *hit.span(), "email", "high"
    for hit in _CHAT.finditer(text):
        if re.search(r"[\d_-]", hit[1]) or re.search(r"号|id|:|نومۇر", text[hit.start() : hit.start(1)], re.I):
            yield *hit.span(1), "chat_id", "high" if hit[1][0].isalpha() else "medium"
    for hit in _CALLED_DIGITS.finditer(text):
        if re.match(r"1[3-9]", hit[0].translate(_CHINESE_DIGITS)):
            yield *hit.span(), "phone", "high"
    if not _DIGIT.search(text):
        return
    for hit in _PLATE.finditer(text):
        yield *hit.span(), "plate", "high"
    if not _SEVEN_DIGITS.search(text):
        return
    yield from _identities(text)
    yield from _cards(text)
    yield from _phones(text)


def identity_check(number: str) -> bool:
    """Whether the last sign of an 18-sign identity number is its check sign (ISO 7064 mod 11-2: X stands for ten)."""
    total = sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(number[:17]))
    return "10X98765432"[total % 11] == number[17].upper()


def luhn_check(digits: str) -> bool:
    """Whether the last digit of a card number is its Luhn digit."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 * (value > 9)
    return total % 10 == 0


def _identities(text: str) -> Iterator[Found]:
    for hit in _IDENTITY.finditer(text):
        if not _is_date(hit[2]):
            continue
        right = identity_check("".join(hit.groups()))
        if right or not _after_order_word(text, hit.start()):
            yield *hit.span(), "id_number", "high" if right else "medium"
    for hit in _IDENTITY_15.finditer(text):
        if _is_date("19" + hit[2]):
            yield *hit.span(1), "id_number", "medium"
    for hit in _PASSPORT.finditer(text):
        yield *hit.span(1), "id_number", "high"


def _cards(text: str) -> Iterator[Found]:
    for hit in _CARD.finditer(text):
        digits = re.sub(r"\D", "", hit[0])
        named = bool(_CARD_WORDS.search(text, max(0, hit.start() - 12), hit.start()))
        if _after_order_word(text, hit.start()):
            continue
        if luhn_check(digits):
            yield *hit.span(), "bank_card", "high" if named else "medium"
        elif named:
            yield *hit.span(), "bank_card", "low"


def _phones(text: str) -> Iterator[Found]:
    for hit in _MOBILE.finditer(text):
        if not _after_order_word(text, hit.start()):
            yield *hit.span(), "phone", "high"
    for hit in _ABROAD.finditer(text):
        yield *hit.span(), "phone", "medium"
    # A landline may well be an office; a person decides.
    for hit in _LANDLINE.finditer(text):
        if not _after_order_word(text, hit.start()):
            yield *hit.span(), "phone", "medium"
    for hit in _LOCAL.finditer(text):
        yield *hit.span(1), "phone", "medium"


def _after_order_word(text: str, start: int) -> bool:
    return bool(_ORDER.search(text, max(0, start - 12), start))


def _is_date(eight: str) -> bool:
    try:
        return bool(date(int(eight[:4]), int(eight[4:6]), int(eight[6:])))
    except ValueError:
        return False
