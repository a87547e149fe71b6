"""Finding the matter in one's own words: by its name, by another word staff have entered for it, or by something like them."""

from dataclasses import dataclass

from shiliu.govern.cases import emergencies, queries
from shiliu.govern.cases.models import Category
from shiliu.methods import near_words

SHOWN = 5
TAKE = "take-"


@dataclass(frozen=True)
class Found:
    """`matters` likeliest first; `fit`: they hold the words typed, not only words like them."""

    typed: str
    matters: tuple[Category, ...] = ()
    fit: bool = False


def matters_for(typed):
    """Found for what somebody typed, or None while that says nothing."""
    typed = typed.strip()[:60]
    if len(typed) < 2:
        return None
    known = [matter for members in queries.categories().values() for matter in members] + emergencies.matters()
    things = [(place, [*terms_of(matter)]) for place, matter in enumerate(known)]
    found = near_words.meant(typed, things, most=SHOWN)
    return Found(typed, tuple(known[one.key] for one in found), any(one.fits for one in found))


def terms_of(matter):
    """Its names in every language, whole and in parts, and the other words for it."""
    for name in matter.names.values():
        yield name
        yield from near_words.split(name)
    yield from near_words.split(matter.keywords)


def turn(need, step, go):
    """(where the first step goes on to, Found or None). `need` takes the matter somebody pressed."""
    data = need.data
    if go.startswith(TAKE):
        data["category"] = go.removeprefix(TAKE)[:40]
        # An emergency does not wait for the next press.
        urgent = data["category"] in {matter.code for matter in emergencies.matters()}
        return ("next" if urgent else "what"), None
    if step != "what" or go not in {"seek", "next"} or not data["seek"].strip():
        return ("next" if go == "seek" else go), None
    # Pressed on without choosing: asked once whether one of these was meant, and then no more.
    if go == "next" and (data["category"] or data["sought"] == data["seek"]):
        return go, None
    found = matters_for(data["seek"])
    data["sought"] = data["seek"]
    return (go, None) if go == "next" and not (found and found.matters) else ("what", found)
