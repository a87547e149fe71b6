"""Naming the permission of a page: every view says which one it needs, and a test walks all of them."""

from functools import wraps

from shiliu.platform.permissions.table import Refused, may_somewhere, named


def needs(name):
    """Decorator of a view: opens the page to actors who hold the permission somewhere; objects are checked by queries and
    actions. The name is kept on the view for the table of pages."""

    def decorate(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            decision = may_somewhere(request.actor, name)
            if not decision:
                raise Refused(named(name), signed_in=request.actor.signed_in)
            return view(request, *args, **kwargs)

        guarded.permission = name
        return guarded

    return decorate


def permission_of(view):
    """The name of the permission a view needs, or None."""
    return getattr(view, "permission", None) or getattr(getattr(view, "view_class", None), "permission", None)
