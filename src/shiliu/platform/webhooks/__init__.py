"""Telling other programs what has become public, by a signed HTTP POST (https://www.standardwebhooks.com/).

    webhooks.register_event("case.answered", title=_("A need was answered"), build=answered)     from registers.py
    webhooks.emit("case.answered", case.pk)                   inside the transaction of what happened

A delivery holds what happened and to which thing, never words. Its body is built when it is sent, from what is public then, so
that what was withdrawn or removed meanwhile does not leave; and nothing of it is kept afterwards. See docs/webhooks.md.
"""

from shiliu.platform.webhooks.events import register_event, written

__all__ = ["emit", "register_event", "written"]


def __getattr__(name):
    """Emitting needs the models, which Django loads after this package."""
    if name != "emit":
        raise AttributeError(f"shiliu.platform.webhooks has no {name!r}")
    from shiliu.platform.webhooks.emitting import emit

    return emit
