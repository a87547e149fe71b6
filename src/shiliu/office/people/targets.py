"""What permissions of this app are asked about: oneself, an area, or the areas a unit serves."""

from dataclasses import dataclass

from shiliu.foundation.models import Person
from shiliu.platform.permissions import Scope
from shiliu.platform.permissions.targets import Place


@dataclass(frozen=True)
class Oneself:
    person: Person

    def scope(self):
        return Scope(owner_id=self.person.pk)


def places_to_answer_for(assignment_or_area, organisation=None):
    """The places one must administer to give or end a role: its area, or every area its unit serves."""
    if organisation is None:
        return [Place(assignment_or_area)]
    return [Place(row.area) for row in organisation.serves.select_related("area")]
