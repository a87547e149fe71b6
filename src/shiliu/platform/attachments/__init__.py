"""Photos and documents people add: checked by content, made anew, kept outside every served folder, opened only through a gate.

    from shiliu.platform import attachments

    attachment = attachments.store(request.FILES["photo"], by=request.actor)     # before the transaction: it takes a moment
    attachments.hold(request, attachment)                                        # so that a guest sees the draft again
    [photo] = attachments.claim([attachment.key], by=actor)                      # inside it, then link the row
    attachments.blackened(photo, [(0.1, 0.2, 0.4, 0.5)], by=actor)               # a draft copy with parts painted black
    kind, data = attachments.cleaned(file, pdf=True)                             # for an app that keeps the bytes itself
    attachments.register_gate("cases", lambda actor, attachment: …)              # who may open it
    attachments.url(photo, "thumb")

The names are looked up on first use, because Django imports this package before its models may exist.
"""

from importlib import import_module

_HOMES = {
    "actions": ("claim", "cleaned", "discard", "store"),
    "blackening": ("blackened",),
    "drafts": ("held", "hold"),
    "files": ("open_file",),
    "gates": ("may_open", "register_gate"),
    "health": ("check",),
    "models": ("Attachment", "url"),
    "refusals": ("Unacceptable",),
    "sweeping": ("sweep",),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}
__all__ = sorted(_HOME_OF)


def __getattr__(name):
    if name not in _HOME_OF:
        raise AttributeError(f"shiliu.platform.attachments has no {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME_OF[name]}"), name)
