"""Who acts: a person with the roles that hold at this moment, a guest, or the system itself."""

from dataclasses import dataclass, field

from django.db.models import Q

from shiliu.foundation.models import Person, RoleAssignment
from shiliu.platform.clock import now


@dataclass(frozen=True)
class Holding:
    """A role that holds now, for an area (with everything inside it) or for a unit."""

    role: str
    area_path: str | None = None
    organisation_id: int | None = None


@dataclass(frozen=True)
class Actor:
    """`secrets` are hashes of tracking codes the actor has shown; `unit_id` is the unit a staff member acts for."""

    person: Person | None = None
    holdings: tuple[Holding, ...] = ()
    secrets: frozenset[str] = field(default_factory=frozenset)
    is_system: bool = False
    name: str = ""

    @classmethod
    def of(cls, person, *, secrets=()):
        """The actor for a person (or None, a guest); expired and future roles do not count. One query."""
        if person is None or not person.is_active:
            return cls(secrets=frozenset(secrets))
        moment = now()
        rows = (
            RoleAssignment.objects.filter(person=person, since__lte=moment)
            .filter(Q(until__isnull=True) | Q(until__gt=moment))
            .order_by("pk")
            .values_list("role", "area__path", "organisation_id")
        )
        return cls(person=person, holdings=tuple(Holding(*row) for row in rows), secrets=frozenset(secrets))

    @property
    def signed_in(self):
        return self.person is not None

    @property
    def is_staff_member(self):
        return any(holding.role != RoleAssignment.Role.RESIDENT for holding in self.holdings)

    @property
    def organisation_ids(self):
        return frozenset(h.organisation_id for h in self.holdings if h.organisation_id)

    def has_role(self, *roles):
        return any(holding.role in roles for holding in self.holdings)

    def holding_secret(self, *secrets):
        return Actor(self.person, self.holdings, self.secrets | frozenset(secrets), self.is_system, self.name)


ANONYMOUS = Actor()
SYSTEM = Actor(is_system=True, name="system")
