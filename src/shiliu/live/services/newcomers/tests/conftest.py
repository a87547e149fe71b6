import pytest

from shiliu.foundation.models import OrganisationArea
from tests.standing import standing
from tests.town import person, unit


@pytest.fixture
def team(town):
    """A team of volunteers that greets in the west, and Mei who answers for it."""
    return standing("greeters", lambda: build(town))


def build(town):
    made = unit("volunteers", "volunteer_team", standing="partner")
    OrganisationArea.objects.create(organisation=made, area=town.places.west)
    return made, person("mei", ("handler", made))
