"""Every door names its permission: pages, API operations, moves of a workflow."""

from django.urls import URLPattern, URLResolver, get_resolver

from shiliu.platform.permissions import permission_of, permissions

# Views of libraries cannot carry our decorator; each stands here with the reason why it needs none of its own.
LIBRARY_DOORS = {
    "django.views.i18n.set_language": "changes only a cookie on the reader's own device",
    "django.views.generic.base.RedirectView": "old addresses of allauth that lead to its new ones",
    "allauth": "signing in and one's own account; allauth demands the session itself",
    "ninja.openapi.views": "the description of the API is public",
    "ninja.operation": "each operation below carries its own permission, tested apart",
}


def doors(resolver=None, prefix=""):
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from doors(entry, prefix + str(entry.pattern))
        elif isinstance(entry, URLPattern):
            yield prefix + str(entry.pattern), entry.callback


def is_library(view):
    inner = getattr(view, "view_class", view)
    while isinstance(inner, type(lambda: 0)) is False and hasattr(inner, "func"):
        inner = inner.func
    name = f"{inner.__module__}.{getattr(inner, '__qualname__', '')}"
    return any(name.startswith(door) for door in LIBRARY_DOORS)


def test_every_address_names_a_permission_that_exists():
    known = permissions()
    nameless = [route for route, view in doors() if not is_library(view) and permission_of(view) not in known]
    assert not nameless


def test_every_operation_of_the_api_names_a_permission_that_exists():
    from shiliu.site.api import api

    known, nameless = permissions(), []
    for prefix, router in api._routers:
        for path, view in router.path_operations.items():
            for operation in view.operations:
                if permission_of(operation.view_func) not in known:
                    nameless.append(f"{operation.methods} {prefix}{path}")
    assert not nameless


def test_every_move_of_every_workflow_names_a_permission_that_exists():
    from shiliu.site.reference import WORKFLOWS

    known = permissions()
    moves = {(workflow.name, move.key, move.permission) for workflow, _title in WORKFLOWS for move in workflow.moves}
    assert not [move for move in moves if move[2] not in known]


def test_every_permission_says_why_and_to_whom():
    silent = [
        p.name for p in permissions().values() if not str(p.reason).strip() or not str(p.label).strip() or not p.grants
    ]
    assert not silent
