"""Naming the permission of an API operation, as `needs` does for pages."""

from shiliu.platform.permissions.urls import needs


def operation_permission(name):
    """Put below the router's decorator: `@router.get(…)` then `@operation_permission("cases.read_public")`."""
    return needs(name)
