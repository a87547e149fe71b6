"""What may happen to a hand-over, on plain values."""

from datetime import timedelta

# verb: (states it starts from, state it leads to, whether the receiving side does it)
STEPS = {
    "receive": (("sent",), "received", True),
    "give_back": (("sent", "received"), "returned", True),
    "finish": (("received",), "finished", True),
    "take_back": (("sent",), "returned", False),
}
ENDED = ("returned", "finished")
RESUME_WITHIN = timedelta(minutes=10)


def open_to(state, *, receives, sent):
    """The verbs open in a state to somebody who is at the receiving side, at the sending side, or at both."""
    return [
        verb
        for verb, (sources, _target, theirs) in STEPS.items()
        if state in sources and (receives if theirs else sent)
    ]


def may_resume(state, received_at, ended_at, now):
    """Whether the receiving side may take back that it ended one: only what it had received, and only shortly afterwards."""
    return state in ENDED and received_at is not None and now - ended_at <= RESUME_WITHIN
