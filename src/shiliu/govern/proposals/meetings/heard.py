"""Who hears of a meeting inside this app: filled from above, asked by the actions in their own transaction.

    heard.register("proposals", listener)        listener(item, step), from a journey's register()

Steps of an item: called (also when the day moves, or when it comes onto the agenda later), cancelled, decided."""

from collections.abc import Callable

_listeners: dict[str, Callable] = {}


def register(name, listener):
    _listeners[name] = listener


def tell(items, step):
    for item in items:
        for name in sorted(_listeners):
            _listeners[name](item, step)
