"""Who hears of votes of owners inside this app: filled from above, asked by the actions in their own transaction.

    heard.register("proposals", listener)        listener(vote, step), from a journey's register()

Steps: announced, counted, given_up, dropped."""

from collections.abc import Callable

_listeners: dict[str, Callable] = {}


def register(name, listener):
    _listeners[name] = listener


def tell(vote, step):
    for name in sorted(_listeners):
        _listeners[name](vote, step)
