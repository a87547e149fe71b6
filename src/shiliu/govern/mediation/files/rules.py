"""The ways of a file, on plain values. Source: People's Mediation Law 2010, articles 17-33 (domain.md §5)."""

MOVES = {  # verb: (from, to)
    "take": (("applied",), "asking"),
    "not_take": (("applied",), "not_taken"),
    "agree_to_mediate": (("asking",), "choosing"),
    "refuse": (("applied", "asking"), "refused"),
    "seat_panel": (("choosing",), "table"),
    "stop": (("applied", "asking", "choosing", "table"), "withdrawn"),
    "end_without": (("choosing", "table"), "failed"),
    "agree": (("table",), "agreed"),
    "perform": (("agreed",), "performed"),
    "break_off": (("agreed",), "broken"),
}
MOST_REPRESENTATIVES = 5  # of one side, when many are concerned
