"""Who hears of what becomes of a proposal inside this app: filled from above, asked by the actions in their own transaction.

    heard.register("cases", listener)        listener(proposal, step), from a journey's register()

Steps: opened, reached, answered, expired, withdrawn."""

from collections.abc import Callable

_listeners: dict[str, Callable] = {}


def register(name, listener):
    _listeners[name] = listener


def tell(proposal, step):
    for name in sorted(_listeners):
        _listeners[name](proposal, step)
