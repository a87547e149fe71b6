"""What tests of every part stand on."""

import pytest

from shiliu.govern.mediation.files import actions
from shiliu.govern.mediation.files.committees import Committee
from shiliu.govern.mediation.files.sitting_down import hash_of
from shiliu.platform.permissions import ANONYMOUS

MATTER = "Water drips from the flat above"


@pytest.fixture(autouse=True)
def keys_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def committee(town):
    """The city mediates."""
    return Committee.objects.create(organisation=town.units.city)


@pytest.fixture
def asked(town):
    """A file asked for by Gulnar of the city unit, against somebody without an account."""
    dispute, _code = actions.apply(
        by=town.actor("gulnar"), committee=town.units.city, area=town.places.west, kind="neighbours", matter=MATTER,
        me={"name": "Gulnar A."}, other={"name": "Old Wei", "phone": "0000-5550111"},
    )  # fmt: skip
    return dispute


def by_code(code):
    """The guest who has shown that code."""
    return ANONYMOUS.holding_secret(hash_of(code))
