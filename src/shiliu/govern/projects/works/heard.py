"""Who hears of what becomes of a project besides its followers: filled from above, asked by the actions in their transaction.

    heard.register("proposals", listener)        listener(project, step, url=…, **facts), from a journey's register()

Steps and their facts: begun · reached milestone · delayed day, why · accepted · not_accepted answer · finished paid · stopped why ·
warranty found."""

from collections.abc import Callable

_listeners: dict[str, Callable] = {}


def register(name, listener):
    _listeners[name] = listener


def tell(project, step, **facts):
    for name in sorted(_listeners):
        _listeners[name](project, step, **facts)
