"""Which tabs of the case office the reader may open: a context processor kept tiny, asked only by office pages."""

from django.utils.functional import SimpleLazyObject

from shiliu.platform.permissions import can, may_somewhere

TABS = (
    "intake",
    "moderate",
    "set_aside",
    "read_board",
    "read_objections",
    "read_suggestions",
    "read_themes",
    "edit_catalogue",
    "open311",
)


def office(request):
    """{"may": {tab: bool}}, worked out only when a template asks."""
    if not hasattr(request, "actor"):
        return {}
    return {"may": SimpleLazyObject(lambda: _tabs(request.actor))}


def _tabs(actor):
    from shiliu.platform.permissions.targets import WholeSite  # models are not ready when the settings name this module

    may = {tab: bool(may_somewhere(actor, f"cases.{tab}")) for tab in TABS}
    may["read_tables"] = bool(may_somewhere(actor, "cases.worklist"))
    return {**may, "bring_in": bool(can(actor, "cases.import", WholeSite()))}
