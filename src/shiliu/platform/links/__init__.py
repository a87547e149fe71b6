"""A reference between two things of apps that do not know each other: one row, both of whose ends are checked.

    links.register_end("circle.gap", Gap)                 from registers.py: what can be linked, by whom it is known
    links.join("gap_to_candidate", gap, candidate)        inside a transaction; the same twice is one row
    links.from_thing(gap, "gap_to_candidate")             the things it leads to; links.to_thing(candidate, …) the other way
    links.unlinked(gaps, "gap_to_candidate")              those of a queryset that lead to none
    links.part("gap_to_candidate", gap, candidate)        takes it away; True when there was one
    links.forget(gap)                                     before it is deleted: every link from it and to it

Who may join what is the journey's to ask, and it writes the audit row: nothing here is seen by a reader.
"""

from importlib import import_module

from shiliu.platform.links.ends import Unknown, register_end

_HOMES = dict.fromkeys(("forget", "from_thing", "join", "loose", "part", "to_thing", "unlinked"), "joining")
__all__ = ["Unknown", "forget", "from_thing", "join", "loose", "part", "register_end", "to_thing", "unlinked"]


def __getattr__(name):
    """The rows need the models, which Django loads after this package."""
    if name not in _HOMES:
        raise AttributeError(f"shiliu.platform.links has no {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
