"""Who a notice is for."""

from dataclasses import dataclass

from django.db.models import Q

from shiliu.foundation.models import Person, RoleAssignment
from shiliu.platform.clock import now


@dataclass(frozen=True)
class Recipient:
    """Made by one of the four functions below. `people` are told in the app; `email` or `phone` reach somebody without an
    account; `called` names a recipient that may turn out to be nobody."""

    people: tuple[Person, ...] = ()
    email: str = ""
    phone: str = ""
    language: str = ""
    called: str = ""

    @classmethod
    def person(cls, person):
        return cls(people=(person,))

    @classmethod
    def contact(cls, email=None, phone=None, language="zh-hans"):
        """Somebody without an account. The e-mail address is used when there is one, else the telephone."""
        return cls(email=email or "", phone=phone or "", language=language, called="contact")

    @classmethod
    def unit(cls, organisation, role=RoleAssignment.Role.HANDLER):
        """Everybody who holds the role in the unit now."""
        held = RoleAssignment.objects.filter(role=role, organisation=organisation)
        return cls(people=_holders(held), called=f"unit:{organisation.code}")

    @classmethod
    def role(cls, role, area):
        """Everybody who holds the role now for the area or for one that contains it."""
        held = RoleAssignment.objects.filter(role=role, area_id__in=area.chain_ids)
        return cls(people=_holders(held), called=f"{role}:{area.code}")


def _holders(assignments):
    moment = now()
    valid = assignments.filter(Q(until__isnull=True) | Q(until__gt=moment), since__lte=moment)
    return tuple(Person.objects.filter(is_active=True, pk__in=valid.values("person")).order_by("pk"))
