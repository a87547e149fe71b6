"""The registry of permissions. Apps register theirs from registers.py at start; a duplicate or unknown name raises."""

from dataclasses import dataclass, field

from django.core.exceptions import ImproperlyConfigured
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from shiliu.foundation.models import RoleAssignment

ANYONE, SIGNED_IN, SYSTEM_ONLY = "anyone", "signed_in", "system"
WHO = {ANYONE, SIGNED_IN, SYSTEM_ONLY, *RoleAssignment.Role.values}
WHERE = {"any", "area", "organisation", "helping", "own"}


@dataclass(frozen=True)
class Grant:
    """`who` (anyone, signed_in, system or a role) may, `where`: any object; objects inside the role's area; objects of the
    role's unit; objects the role's unit helps with; only the actor's own."""

    who: str
    where: str = "any"

    def __post_init__(self):
        if self.who not in WHO or self.where not in WHERE:
            raise ImproperlyConfigured(f"unknown grant {self.who!r} {self.where!r}")


@dataclass(frozen=True)
class Permission:
    """`label` says what it lets one do; `reason` why these people and no others: the refused person reads it."""

    name: str
    label: str | Promise
    reason: str | Promise
    grants: tuple[Grant, ...]


@dataclass(frozen=True)
class Scope:
    """Where an object stands: area paths, units, units that help, owner and the hash of its tracking code."""

    area_paths: tuple[str, ...] = ()
    organisation_ids: frozenset[int] = field(default_factory=frozenset)
    helper_ids: frozenset[int] = field(default_factory=frozenset)
    owner_id: int | None = None
    secret: str | None = None


@dataclass(frozen=True)
class Decision:
    allowed: bool
    permission: Permission

    def __bool__(self):
        return self.allowed


class Refused(Exception):
    """The actor may not; str() is a sentence for the reader."""

    def __init__(self, permission, *, signed_in=True):
        self.permission = permission
        self.signed_in = signed_in
        super().__init__(permission.name)

    def __str__(self):
        return _("You may not do this here: %(label)s. %(reason)s") % {
            "label": self.permission.label,
            "reason": self.permission.reason,
        }


_permissions: dict[str, Permission] = {}


def register(*new):
    for permission in new:
        if permission.name in _permissions and _permissions[permission.name] != permission:
            raise ImproperlyConfigured(f"permission {permission.name} is registered twice")
        _permissions[permission.name] = permission


def permissions():
    """All permissions by name, sorted."""
    return dict(sorted(_permissions.items()))


def named(name):
    try:
        return _permissions[name]
    except KeyError:
        raise ImproperlyConfigured(f"there is no permission {name!r}") from None


def can(actor, name, target=None):
    """Decision about one object. Without a target only grants that hold for any object count."""
    permission = named(name)
    scope = target.scope() if target is not None else None
    return Decision(any(_allows(grant, actor, scope) for grant in permission.grants), permission)


def demand(actor, name, target=None):
    decision = can(actor, name, target)
    if not decision:
        raise Refused(decision.permission, signed_in=actor.signed_in)


def may_somewhere(actor, name):
    """Whether the actor holds the permission for at least one place, unit or own object: opens a page, never an object."""
    permission = named(name)
    for grant in permission.grants:
        # Somebody without an account may own a thing through its tracking code; a guest without one owns nothing.
        owns_nothing = grant.where == "own" and not (actor.signed_in or actor.secrets)
        if _is(grant.who, actor) and not owns_nothing:
            return Decision(True, permission)
    return Decision(False, permission)


def places_of(actor, name):
    """(any, area paths, unit ids) for which the actor holds the permission through a role: what a list is filtered by."""
    everywhere, paths, units = False, set(), set()
    for grant in named(name).grants:
        if not _is(grant.who, actor) or grant.where == "own":
            continue
        if grant.where == "any":
            everywhere = True
        for holding in actor.holdings:
            if holding.role == grant.who and grant.where == "area" and holding.area_path:
                paths.add(holding.area_path)
            if holding.role == grant.who and grant.where == "organisation" and holding.organisation_id:
                units.add(holding.organisation_id)
    return everywhere, frozenset(paths), frozenset(units)


def _is(who, actor):
    if who == ANYONE:
        return True
    if who == SYSTEM_ONLY:
        return actor.is_system
    if who == SIGNED_IN:
        return actor.signed_in
    return actor.has_role(who)


def _allows(grant, actor, scope):
    if not _is(grant.who, actor):
        return False
    if grant.where == "any":
        return True
    if scope is None:
        return False
    if grant.where == "own":
        is_owner = actor.signed_in and scope.owner_id is not None and scope.owner_id == actor.person.pk
        return is_owner or (scope.secret is not None and scope.secret in actor.secrets)
    mine = [holding for holding in actor.holdings if holding.role == grant.who]
    if grant.where == "area":
        return any(h.area_path and path.startswith(h.area_path) for h in mine for path in scope.area_paths)
    units = scope.helper_ids if grant.where == "helping" else scope.organisation_ids
    return any(h.organisation_id in units for h in mine if h.organisation_id)
