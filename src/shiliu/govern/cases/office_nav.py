"""Which tabs of the case office the reader may open: a context processor kept tiny, asked only by office pages."""

from django.utils.functional import SimpleLazyObject

from shiliu.platform.permissions import may_somewhere

TABS = ("intake", "moderate", "read_board", "edit_catalogue")


def office(request):
    """{"may": {tab: bool}}, worked out only when a template asks."""
    if not hasattr(request, "actor"):
        return {}
    return {"may": SimpleLazyObject(lambda: {tab: bool(may_somewhere(request.actor, f"cases.{tab}")) for tab in TABS})}
