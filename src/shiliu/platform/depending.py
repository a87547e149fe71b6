"""What would lose something if a thing were retired: each app says what it knows, the page of the thing asks all of them.

depending.register("foundation.area", "cases", open_cases_in, ngettext_lazy("%(count)d open case", "%(count)d open cases", "count"))
depending.told(area)                   ["2 cells", "14 open cases"]; empty when nothing depends on it
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Dependent:
    count: Callable[[Any], int]
    words: Any


_dependents: dict[tuple[str, str], Dependent] = {}


def register(model, name, count, words):
    """`count(thing)` is how many things of one sort depend on an object of `model` ("foundation.area"); `words` a lazy plural
    with %(count)d; `name` tells the sorts apart."""
    _dependents[model, name] = Dependent(count, words)


def told(thing):
    """One short text for each sort of which there is at least one, in the order of their names."""
    mine = sorted(key for key in _dependents if key[0] == thing._meta.label_lower)
    found = ((_dependents[key].count(thing), _dependents[key].words) for key in mine)
    return [words % {"count": count} for count, words in found if count]
