"""What each younger part of the site adds to the walks over all pages: a module a part, so that no table is everybody's.

A module may have any of these; what they mean stands in tests/architecture/access_table.py, access_doors.py and
tests/browser/every_page.py:

    PAGES, DOORS, ELSEWHERE, TOLD_ELSEWHERE, API, FAR       who gets in
    objects(town) -> {home: {name: value}}                  what the numbers in those addresses stand for
    api_values(town) -> {name: value}                       and in those of the API
    READ {who: addresses}, NO_PAGES                         which pages the browser walks over, as whom
    shown(town) -> {name: value}                            and what the numbers there stand for
    WITH_MAPS                                               pages that bring a map, which weighs more than all else
    WRITTEN {model: fields}                                 what people write into it stands untranslated
    said() -> texts                                         the same of what lies sealed, or in files of data in their own languages
"""

from importlib import import_module
from pkgutil import iter_modules

PARTS = tuple(import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__))


def joined(name):
    """The dictionaries or tuples of that name of all parts, as one."""
    found = [getattr(part, name) for part in PARTS if hasattr(part, name)]
    if found and isinstance(found[0], tuple):
        return tuple(row for rows in found for row in rows)
    return {key: value for rows in found for key, value in rows.items()}


def lists(name):
    """The same for {who: several}, where several parts name the same reader: {who: [several, …]}."""
    found = {}
    for part in PARTS:
        for who, several in getattr(part, name, {}).items():
            found.setdefault(who, []).append(several)
    return found


def made(name, town):
    """What the functions of that name of all parts make of the town, as one dictionary."""
    return {key: value for part in PARTS if hasattr(part, name) for key, value in getattr(part, name)(town).items()}
