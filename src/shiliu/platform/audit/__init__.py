"""Who did what, when and why: rows that are only added, linked into a chain, and readable by the person concerned.

    from shiliu.platform import audit

    audit.register_verb("cases.accepted", _("%(actor)s accepted %(target)s for %(unit)s."))
    audit.record("cases.accepted", by=actor, target=case, data={"unit": "…"}, about=[case.author])
    audit.look(by=actor, target=case, about=[case.author], reason="cases.calling_back")
    audit.looks_at(person)      audit.render(row, "zh-hans")      audit.seal()      audit.verify()

README.md says what may stand in a row and what may not. The names are looked up on first use, because Django imports
this package before its models may exist.
"""

from importlib import import_module

_HOMES = {
    "erasing": ("drop_words", "erase", "forget", "on_erasure"),
    "frozen": ("freeze", "register_frozen"),
    "identities": ("confirms",),
    "queries": ("NEWEST_FIRST", "looks_at", "rows_by", "rows_on", "rows_waiting_since", "visible_to", "words_on"),
    "sealing": ("seal",),
    "telling": ("render", "sentences"),
    "verbs": ("register_reason", "register_target", "register_verb"),
    "verifying": ("Verdict", "verify"),
    "writing": ("OutsideTransaction", "look", "record"),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}
__all__ = sorted(_HOME_OF)


def __getattr__(name):
    if name not in _HOME_OF:
        raise AttributeError(f"shiliu.platform.audit has no {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME_OF[name]}"), name)
