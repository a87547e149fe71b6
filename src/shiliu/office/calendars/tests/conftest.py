from datetime import UTC, datetime

import pytest

from shiliu.foundation.models import Area, Person, RoleAssignment
from shiliu.platform.deadlines.models import WorkCalendar
from shiliu.platform.permissions import Actor


@pytest.fixture
def district(db):
    return Area.objects.create(names={"zh-hans": "喀什", "en": "Kashgar"}, code="d", level="district")


@pytest.fixture
def community(district):
    street = Area.objects.create(names={"zh-hans": "街道", "en": "Street"}, code="s", level="street", parent=district)
    return Area.objects.create(names={"zh-hans": "花园村", "en": "Garden"}, code="c", level="community", parent=street)


@pytest.fixture
def country(db):
    return WorkCalendar.objects.get(area=None)


@pytest.fixture
def administrator(community):
    """Alice administers the community."""
    alice = Person.objects.create_user(pseudonym="Alice", email="alice@example.org", language="en")
    RoleAssignment.objects.create(
        person=alice, role="administrator", area=community, since=datetime(2026, 1, 1, tzinfo=UTC)
    )
    return alice


@pytest.fixture
def by_alice(administrator):
    return Actor.of(administrator)


@pytest.fixture
def calendar(community, by_alice):
    from shiliu.office.calendars import actions

    return actions.open_calendar(by=by_alice, area=community)
