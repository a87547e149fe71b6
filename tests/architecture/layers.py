"""Which layer a module belongs to, by its dotted name: the order of docs/decisions and of the import rule."""

DOMAIN_GROUPS = ("live", "govern", "learn", "work", "enjoy", "together", "office")
ORDER = ("methods", "foundation", "platform", "domain", "journeys", "site")


def layer_of(module):
    """The layer of a shiliu module, or None for what is not ours."""
    parts = module.split(".")
    if parts[0] != "shiliu" or len(parts) < 2:
        return None
    return "domain" if parts[1] in DOMAIN_GROUPS else parts[1]


def app_of(module):
    """`govern.cases` for a module of a domain app, else None."""
    parts = module.split(".")
    return ".".join(parts[1:3]) if layer_of(module) == "domain" else None
