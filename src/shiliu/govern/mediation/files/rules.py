"""The ways of a file, on plain values. Source: People's Mediation Law 2010, articles 17-33 (domain.md §5)."""

MOVES = {  # verb: (from, to)
    "take": (("applied",), "asking"),
    "not_take": (("applied",), "not_taken"),
    "agree_to_mediate": (("asking",), "choosing"),
    "refuse": (("applied", "asking"), "refused"),
    "seat_panel": (("choosing",), "table"),
    "choose_again": (("table",), "choosing"),  # the last mediator stepped aside
    "stop": (("applied", "asking", "choosing", "table"), "withdrawn"),
    "end_without": (("choosing", "table"), "failed"),
    "agree": (("table",), "agreed"),
    "perform": (("agreed",), "performed"),
    "break_off": (("agreed",), "broken"),
}
PRIVATE_KINDS = ("family",)  # never before others (司法部令第75号 第二十九条: privacy)
MOST_REPRESENTATIVES = 5  # of one side, when many are concerned


def may_be_open(kind, objections):
    """Whether a sitting may be one that others watch: not in a private matter, and only if no party objects."""
    return kind not in PRIVATE_KINDS and not objections
