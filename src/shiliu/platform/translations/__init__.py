"""What people wrote, in another language: drafted by somebody, reviewed by somebody else, marked when the original moved on.

    translations.register("proposals.proposal", Proposal, ("title", "text"))                from registers.py
    translations.write(by=actor, thing=proposal, language="ug", texts={"title": "…", "text": "…"})
    translations.review(by=actor, thing=proposal, language="ug")
    translations.of(proposal, "ug")          Shown, or None while nobody has reviewed one
    translations.state(proposal, "ug")       the Draft with what is reviewed, stale, or waits; for its page

The app demands the permission; who drafts never reviews. The original is always one tap away: nothing here replaces it.
"""

from importlib import import_module

from shiliu.platform.translations.things import register

_HOMES = dict.fromkeys(("forget", "review", "take_back", "write"), "actions") | dict.fromkeys(
    ("Shown", "State", "languages", "of", "of_each", "state", "waiting"), "reading"
)
__all__ = [
    "Shown", "State", "forget", "languages", "of", "of_each", "register", "review", "state", "take_back", "waiting", "write",
]  # fmt: skip


def __getattr__(name):
    """The rows need the models, which Django loads after this package."""
    if name not in _HOMES:
        raise AttributeError(f"shiliu.platform.translations has no {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
