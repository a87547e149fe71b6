"""What other parts show on the page of an item: the windows that handle it, the times that can be booked.

panels.register("windows", "windows/item_panel.html", windows_of)      windows_of(request, item) -> dict, or None for nothing"""

from collections.abc import Callable

from django.core.exceptions import ImproperlyConfigured

_panels: dict[str, tuple[str, Callable]] = {}


def register(name, template, context):
    """`template` is included with what `context(request, item)` gives; in the order of registration."""
    if _panels.get(name, (template, context)) != (template, context):
        raise ImproperlyConfigured(f"the panel {name!r} is registered twice")
    _panels[name] = (template, context)


def of(request, item):
    """[{"template": name, "given": dict}] for the page of an item."""
    found = ((template, context(request, item)) for template, context in _panels.values())
    return [{"template": template, "given": given} for template, given in found if given is not None]
