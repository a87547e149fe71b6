"""What may happen to a hand-over, on plain values."""

# verb: (states it starts from, state it leads to, whether the receiving side does it)
STEPS = {
    "receive": (("sent",), "received", True),
    "give_back": (("sent", "received"), "returned", True),
    "finish": (("received",), "finished", True),
    "take_back": (("sent",), "returned", False),
}
ENDED = ("returned", "finished")


def open_to(state, *, receives, sent):
    """The verbs open in a state to somebody who is at the receiving side, at the sending side, or at both."""
    return [
        verb
        for verb, (sources, _target, theirs) in STEPS.items()
        if state in sources and (receives if theirs else sent)
    ]
