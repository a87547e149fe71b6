"""Who hears of what becomes of a candidate: filled from above, asked by the actions in their own transaction.

    heard.register("proposals", listener)        listener(candidate, step, **facts), from a journey's register()

Steps: entered, asked, settled_ready, settled_not, reopened, in_vote, left_vote, chosen, given_up, out, back, merged, separated."""

from collections.abc import Callable

_listeners: dict[str, Callable] = {}


def register(name, listener):
    _listeners[name] = listener


def tell(candidate, step, **facts):
    for name in sorted(_listeners):
        _listeners[name](candidate, step, **facts)
