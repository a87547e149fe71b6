"""Evidence: what was done, written down by the app that did it, counted and shown where somebody asks for proof.

    evidence.register_kind("projects.finished", label=_("Finished projects of residents"))        from registers.py
    evidence.put_down("projects.finished", thing=project, area=…, on=day, counts={"cost": 8000}, names=project.names, url=…)
    evidence.take_back("projects.finished", thing=project)

A row holds counts and public names, never a person. The same thing has one row a kind; putting it down again replaces it."""

from importlib import import_module

from shiliu.platform.evidence.kinds import kinds, register_kind

_HOMES = dict.fromkeys(("found", "put_down", "take_back"), "writing")
__all__ = ["found", "kinds", "put_down", "register_kind", "take_back"]


def __getattr__(name):
    """The rows need the models, which Django loads after this package."""
    if name not in _HOMES:
        raise AttributeError(f"shiliu.platform.evidence has no {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
