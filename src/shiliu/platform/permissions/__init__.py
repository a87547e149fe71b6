"""One permission table with reasons; the only way to ask whether somebody may do something.

    demand(actor, "cases.accept", case)      raises Refused, which tells the person why
    can(actor, "cases.accept", case)         → Decision, true or false
    may_somewhere(actor, "cases.accept")     → is there any place or unit where the actor may?

An object that permissions are asked about has `scope()`, which returns a Scope.
"""

from shiliu.platform.permissions.actor import ANONYMOUS, SYSTEM, Actor, Holding
from shiliu.platform.permissions.shown import forget_secrets, remember_secret, secrets_shown
from shiliu.platform.permissions.table import (
    Decision,
    Grant,
    Permission,
    Refused,
    Scope,
    can,
    demand,
    may_somewhere,
    permissions,
    places_of,
    register,
)
from shiliu.platform.permissions.urls import needs, permission_of

__all__ = [
    "ANONYMOUS",
    "SYSTEM",
    "Actor",
    "Decision",
    "Grant",
    "Holding",
    "Permission",
    "Refused",
    "Scope",
    "can",
    "demand",
    "forget_secrets",
    "may_somewhere",
    "needs",
    "permission_of",
    "permissions",
    "places_of",
    "register",
    "remember_secret",
    "secrets_shown",
]
