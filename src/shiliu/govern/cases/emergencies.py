"""Emergencies: a form is the wrong place for them. The number to call comes first, from data that administrators edit.

A matter with an emergency number always stops the form. Words such as 着火 stop it once, and whoever writes may go on: a list of
words cannot know whether something burns now or burnt last year."""

import csv
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from shiliu.foundation.names import name_in
from shiliu.govern.cases.models import Category
from shiliu.platform import audit
from shiliu.platform.permissions import demand
from shiliu.platform.permissions.targets import WholeSite
from shiliu.platform.workflow import NotPossible

DATA = Path(__file__).parent / "data"
GROUP = "safety"
LANGUAGES = {"zh": "zh-hans", "en": "en", "ug": "ug"}
DIALLED = re.compile(r"\+?[0-9][0-9 -]{1,18}")
LONGEST = 600
FORWARD = {"next", "check", "send"}
WRITTEN = ("title", "text", "place_note")


@dataclass(frozen=True)
class Alarm:
    """Why the form stops: whom to call and what to do. `words` are those found in the text, none for an emergency matter;
    `also` are (number, name) of other emergencies the words speak of."""

    number: str
    name: str
    advice: str
    words: tuple[str, ...] = ()
    also: tuple[tuple[str, str], ...] = ()


def matters():
    """The matters that are emergencies, for the form to offer."""
    return list(Category.objects.exclude(emergency_number="").filter(retired=False))


def alarm_in(data, *, step, go):
    """The Alarm raised by what was typed so far ({field: text}), or None. Going back to change the matter is always free."""
    if go == "what":
        return None
    code = data.get("category", "")[:40]
    matter = (
        Category.objects.filter(code=code).exclude(emergency_number="").first() if code and "\0" not in code else None
    )
    if matter:
        return Alarm(matter.emergency_number, matter.name, name_in(matter.emergency_texts))
    if step not in {"words", "check"} or go not in FORWARD:
        return None
    found = words_in("\n".join(data.get(name, "") for name in WRITTEN))
    if set(found) <= set(data.get("calm", "").split("|")):
        return None
    return _alarm_for(found)


def words_in(text):
    """{word: code of the emergency} for the words of the list in a text, without those that only speak of a risk."""
    text = text.casefold()
    alarms, calm = _words()
    for phrase in calm:
        text = text.replace(phrase, " ")
    return {word: code for word, (pattern, code) in alarms.items() if pattern.search(text)}


def _alarm_for(found):
    """The Alarm for {word: code}; the emergency named first speaks, the others add their numbers."""
    first, *others = dict.fromkeys(found.values())
    number, name, advice = help_for(first)
    also = tuple(help_for(code)[:2] for code in others)
    return Alarm(number, name, advice, tuple(found), tuple((other, label) for other, label in also if other != number))


def help_for(code):
    """(number, name, advice) of an emergency: as an administrator wrote it, else as the list of the program has it."""
    matter = Category.objects.filter(code=code).exclude(emergency_number="").first()
    if matter:
        return matter.emergency_number, matter.name, name_in(matter.emergency_texts)
    row = next(row for row in rows("emergencies") if row["code"] == code)
    return row["number"], name_in(in_languages(row, "name")), name_in(in_languages(row, "text"))


def words_known():
    """({word: code of the emergency}, [phrases that only speak of a risk]), for a phone that cannot ask."""
    alarms, calm = _words()
    return {word: code for word, (_pattern, code) in alarms.items()}, list(calm)


def refuse(category):
    """For writers without the form (API): nobody may wait for an answer about a fire. Raises NotPossible."""
    if category is not None and category.emergency_number:
        message = _("This is an emergency. Call %(number)s now; it cannot be raised here.") % {
            "number": category.emergency_number
        }
        raise NotPossible(message, {"category": message})


@lru_cache(maxsize=1)
def _words():
    alarms, calm = {}, []
    for row in rows("emergency_words"):
        word = row["word"].casefold()
        edge = r"\b" if word.isascii() else ""
        if row["call"]:
            alarms[word] = (re.compile(edge + re.escape(word) + edge), row["call"])
        else:
            calm.append(word)
    return alarms, tuple(calm)


def rows(name):
    with open(DATA / f"{name}.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def in_languages(row, stem):
    return {tag: row[f"{stem}_{short}"] for short, tag in LANGUAGES.items() if row[f"{stem}_{short}"]}


@transaction.atomic
def load(*, by):
    """The emergencies of data/emergencies.csv as matters; what an administrator changed in one stays."""
    demand(by, "cases.edit_catalogue", WholeSite())
    group = Category.objects.filter(code=GROUP).first()
    for position, row in enumerate(rows("emergencies"), start=901):
        matter, created = Category.objects.get_or_create(
            code=row["code"],
            defaults={
                "names": in_languages(row, "name"), "group": group, "icon": row["icon"], "position": position,
                "emergency_number": row["number"], "emergency_texts": in_languages(row, "text"),
            },
        )  # fmt: skip
        if created:
            audit.record("cases.matter_help_edited", by=by, target=matter, data={"category": matter.code})


@transaction.atomic
def set_help(*, by, matter, number, advice, after_hours):
    """Whom to call about a matter: an emergency `number` with `advice`, or what to do out of hours; texts by language.

    An emergency needs advice in Chinese at least. Without a number the matter goes through the form again. Raises Refused,
    NotPossible."""
    demand(by, "cases.edit_catalogue", WholeSite())
    matter = Category.objects.select_for_update().get(pk=matter.pk)
    number = number.strip()
    if number and not DIALLED.fullmatch(number):
        raise NotPossible(
            _("Something is not right."), {"number": _("This is not a telephone number. Use digits only.")}
        )
    if number and not advice.get("zh-hans"):
        raise NotPossible(
            _("Something is still missing."), {"advice_zh-hans": _("Say in Chinese what to do until help comes.")}
        )
    before = (matter.emergency_number, matter.emergency_texts, matter.after_hours_texts)
    matter.emergency_number, matter.emergency_texts, matter.after_hours_texts = number, advice, after_hours
    if before == (number, advice, after_hours):
        return matter
    matter.save(update_fields=["emergency_number", "emergency_texts", "after_hours_texts"])
    data = {"category": matter.code, "number": number, "before": before[0]}
    audit.record("cases.matter_help_edited", by=by, target=matter, data=data)
    return matter
