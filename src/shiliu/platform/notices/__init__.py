"""Telling people: in the app always, by e-mail and other channels quietly, never lost.

    from shiliu.platform import notices

    notices.register_kind("cases.received", title=_("We have your need %(number)s"), text=_("…"), urgent=False)
    notices.send("cases.received", to=notices.Recipient.person(case.author), thread="case:12",
                 params={"number": "2026-000012"}, url="/cases/12/")
    notices.Recipient.contact(email=None, phone="+8613800138000", language="ug")
    notices.Recipient.unit(organisation)        notices.Recipient.role("dispatcher", area)
    notices.send_text("+8613800138000", "123456 is your code.")      # at once, for sign-in codes

The names are looked up on first use, because Django imports this package before its models may exist.
"""

from importlib import import_module

_HOMES = {
    "contract": ("Capabilities", "Channel", "Message", "RefusedForGood", "TryLater"),
    "health": ("check",),
    "kinds": ("register_kind",),
    "queries": ("in_threads", "undelivered_in", "unread_count"),
    "recipients": ("Recipient",),
    "sending": ("send", "send_text"),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}
__all__ = sorted(_HOME_OF)


def __getattr__(name):
    if name not in _HOME_OF:
        raise AttributeError(f"shiliu.platform.notices has no {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME_OF[name]}"), name)
