"""Who hears of what becomes of a project besides its followers: filled from above, asked by the actions in their transaction.

heard.register("proposals", listener)        listener(project, what, words=…, url=…); `what` is a lazy sentence"""

from collections.abc import Callable

_listeners: dict[str, Callable] = {}


def register(name, listener):
    _listeners[name] = listener


def tell(project, what, **facts):
    for name in sorted(_listeners):
        _listeners[name](project, what, **facts)
