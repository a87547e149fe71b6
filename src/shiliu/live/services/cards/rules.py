"""What stands on a card, decided on plain values."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from shiliu.foundation.names import SOURCE_LANGUAGE
from shiliu.foundation.spelling import LANGUAGE, problem_of_names

MOST_LANGUAGES = 2  # on paper, Chinese included: a third would not be large print any more
LONGEST_HINT, LONGEST_NUMBER, LONGEST_SOURCE, LAST_POSITION = 60, 20, 300, 999


def problems_of_line(line):
    """{field: sentence} for the plain values of a line (actions.values)."""
    problems = {"names": problem_of_names(line["names"])}
    if any(not LANGUAGE.fullmatch(tag) or len(text) > LONGEST_HINT for tag, text in line["hint"].items()):
        problems["hint"] = _("Use at most %(most)d characters.") % {"most": LONGEST_HINT}
    if bool(line["kind"]) == bool(line["number"]):
        problems["number"] = _("Choose a kind of unit or enter a number, one of the two.")
    elif line["number"] and (len(line["number"]) > LONGEST_NUMBER or not dialled(line["number"])):
        problems["number"] = _("A telephone number has digits.")
    if len(line["source"]) > LONGEST_SOURCE:
        problems["source"] = _("Use at most %(most)d characters.") % {"most": LONGEST_SOURCE}
    if not 0 <= line["position"] <= LAST_POSITION:
        problems["position"] = _("Give a number from %(least)d to %(most)d.") % {"least": 0, "most": LAST_POSITION}
    return {field: problem for field, problem in problems.items() if problem}


@dataclass(frozen=True)
class Entry:
    """One way to help. `names` and `hint` are {language: text}; `unit` is {language: text} too, {} for a number of everywhere."""

    code: str
    names: dict
    hint: dict
    unit: dict
    phone: str
    address: str = ""


@dataclass(frozen=True)
class Group:
    """The entries of one area of need; `lacking` are names of lines nobody serves at this place yet."""

    code: str
    icon: str
    names: dict
    entries: tuple[Entry, ...]
    lacking: tuple[dict, ...] = ()


@dataclass(frozen=True)
class Card:
    """What a place's card says. `place`: names of the areas from the community down, each {language: text}."""

    place: tuple[dict, ...]
    groups: tuple[Group, ...]

    @property
    def entries(self):
        return [entry for group in self.groups for entry in group.entries]


def languages_of(chosen):
    """The languages of the paper: Chinese first (a printed bilingual text puts the national language first), then one other."""
    return list(dict.fromkeys([SOURCE_LANGUAGE, *chosen]))[:MOST_LANGUAGES]


def text_in(names, language):
    """The text in exactly this language, or '' (a print never passes off one language as another)."""
    return names.get(language, "")


def dialled(number):
    """A telephone number as a telephone takes it."""
    return re.sub(r"[^0-9+*#]", "", number)


def contacts(card, language):
    """The card as contacts a telephone takes in (vCard 3.0, RFC 2426), one for each entry with a number."""
    lines = []
    for entry in card.entries:
        if not dialled(entry.phone):
            continue
        title = _first(entry.names, language)
        unit = _first(entry.unit, language) if entry.unit else ""
        lines += ["BEGIN:VCARD", "VERSION:3.0", f"FN:{_escaped(title)}", f"N:{_escaped(title)};;;;"]
        if unit:
            lines.append(f"ORG:{_escaped(unit)}")
        lines.append(f"TEL;TYPE=VOICE:{dialled(entry.phone)}")
        if entry.address:
            lines.append(f"ADR;TYPE=WORK:;;{_escaped(entry.address)};;;;")
        if hint := _first(entry.hint, language):
            lines.append(f"NOTE:{_escaped(hint)}")
        lines.append("END:VCARD")
    return "".join(_folded(line) for line in lines)


def _first(names, language):
    return names.get(language) or names.get(SOURCE_LANGUAGE) or next(iter(names.values()), "")


def _escaped(text):
    for character, written in (
        ("\\", "\\\\"),
        (";", "\\;"),
        (",", "\\,"),
        ("\r\n", "\\n"),
        ("\n", "\\n"),
        ("\r", "\\n"),
    ):
        text = text.replace(character, written)
    return text


def _folded(line):
    """Lines of at most 75 octets, the next beginning with a space, never inside a character (RFC 2426, 2.6)."""
    out, room = [], 75
    for character in line:
        size = len(character.encode())
        if size > room:
            out.append("\r\n ")
            room = 74
        out.append(character)
        room -= size
    return "".join(out) + "\r\n"
