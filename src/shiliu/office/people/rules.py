"""Decisions on plain values: what a pseudonym may be, which code is which, which role belongs to what."""

import calendar
import re
import secrets
import unicodedata
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from shiliu.foundation.models import RoleAssignment
from shiliu.foundation.names import name_in

Role = RoleAssignment.Role
_chance = secrets.SystemRandom()

# A resident role is never granted on a screen: it comes from a check of papers or a letter to the door.
AREA_ROLES = (
    Role.WINDOW_WORKER,
    Role.GRID_WORKER,
    Role.DISPATCHER,
    Role.SUPERVISOR,
    Role.ADMINISTRATOR,
    Role.AUDITOR,
)
UNIT_ROLES = (Role.HANDLER,)

SHOWN_CODE_VALID = timedelta(minutes=10)
OPENED_PERSON_VALID = timedelta(minutes=15)
DOOR_CODE_VALID = timedelta(days=30)
UNPROVEN_ACCOUNT_KEPT = timedelta(days=7)
PAST_RESIDENCE_KEPT = timedelta(days=30)
TRIES_KEPT = timedelta(days=1)
TRIES_ALLOWED = 8
TRIES_WITHIN = timedelta(minutes=15)

# No vowels and nothing that looks like something else on paper, so that no word and no doubt can arise.
CODE_SIGNS = "23456789BCDFGHJKMNPQRSTVWXZ"
SHOWN_CODE_LENGTH = 8
DOOR_CODE_LENGTH = 12

OFFICIAL_WORDS = (
    "admin", "moderator", "official", "police", "管理员", "官方", "居委会", "村委会", "街道办", "政府", "公安", "派出所", "客服",
)  # fmt: skip
PLANTS = (
    {"zh-hans": "梧桐", "en": "Plane tree", "ug": "چىنار"},
    {"zh-hans": "石榴", "en": "Pomegranate", "ug": "ئانار"},
    {"zh-hans": "桑葚", "en": "Mulberry", "ug": "ئۈجمە"},
    {"zh-hans": "杏花", "en": "Apricot", "ug": "ئۆرۈك"},
    {"zh-hans": "核桃", "en": "Walnut", "ug": "ياڭاق"},
    {"zh-hans": "葡萄", "en": "Grape vine", "ug": "ئۈزۈم"},
    {"zh-hans": "海棠", "en": "Crab apple", "ug": "ئالما"},
    {"zh-hans": "桃花", "en": "Peach", "ug": "شاپتۇل"},
    {"zh-hans": "无花果", "en": "Fig", "ug": "ئەنجۈر"},
    {"zh-hans": "巴旦木", "en": "Almond", "ug": "بادام"},
    {"zh-hans": "榆树", "en": "Elm", "ug": "قارىياغاچ"},
    {"zh-hans": "白杨", "en": "Poplar", "ug": "تېرەك"},
    {"zh-hans": "柳树", "en": "Willow", "ug": "سۆگەت"},
    {"zh-hans": "玫瑰", "en": "Rose", "ug": "ئەتىرگۈل"},
    {"zh-hans": "莲花", "en": "Lotus", "ug": "نىلۇپەر"},
    {"zh-hans": "胡杨", "en": "Desert poplar", "ug": "توغراق"},
    {"zh-hans": "沙枣", "en": "Oleaster", "ug": "جىگدە"},
    {"zh-hans": "松树", "en": "Pine", "ug": "قارىغاي"},
)


def suggest_pseudonym(language, chance=_chance):
    """A friendly name that tells nothing about its bearer: "梧桐-3127", "Plane tree 3127"."""
    joint = "-" if language.startswith("zh") else " "
    return f"{name_in(chance.choice(PLANTS), language)}{joint}{chance.randint(1000, 9999)}"


def clean_pseudonym(text):
    """The pseudonym without invisible signs; ValidationError says what to change."""
    visible = (
        sign
        for sign in unicodedata.normalize("NFC", text)
        if unicodedata.category(sign) not in {"Cc", "Cf", "Cs", "Co"}
    )
    text = " ".join("".join(visible).split())
    if not 2 <= len(text) <= 40 or not any(sign.isalpha() for sign in text):
        raise ValidationError(_("Choose a name of 2 to 40 signs with at least one letter or character."))
    if re.search(r"(?:\d[\s-]?){7}", unicodedata.normalize("NFKC", text)) or "@" in text:
        raise ValidationError(
            _("Everybody can read this name: leave out phone numbers, e-mail addresses and id numbers.")
        )
    if any(word in text.casefold() for word in OFFICIAL_WORDS):
        raise ValidationError(
            _("This name sounds like an office. Choose one that cannot be mistaken for a public body.")
        )
    return text


def new_code(length):
    return "".join(secrets.choice(CODE_SIGNS) for _sign in range(length))


def grouped(code):
    """The code in groups of four, as people read it out."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def normal_code(typed):
    """The code as it was made, whatever case, width, spaces or dashes it was typed with."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", typed).upper() if sign.isalnum())


def code_hash(purpose, typed):
    """Keyed with the site's secret: a copy of the table alone cannot be tried out against all short codes."""
    return salted_hmac(f"people.{purpose}", normal_code(typed), algorithm="sha256").hexdigest()


def months_later(moment: datetime, months: int) -> datetime:
    """The same day of a later month, or that month's last day."""
    year, month = divmod(moment.month - 1 + months, 12)
    year, month = moment.year + year, month + 1
    return moment.replace(year=year, month=month, day=min(moment.day, calendar.monthrange(year, month)[1]))


def belongs(role, *, to_unit):
    """Whether the role is one for a unit (else: for an area) and may be granted at all."""
    return role in (UNIT_ROLES if to_unit else AREA_ROLES)
