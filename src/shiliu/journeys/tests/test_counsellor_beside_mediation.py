"""A counsellor beside a mediation: the same link for everybody, with nothing of the file in it, and nothing of a booking in the file."""

import pytest
from django.test import Client

from shiliu.govern.mediation.files.models import Dispute, Entry
from shiliu.live.services.clinics import actions as clinics
from shiliu.live.services.clinics.tests.conftest import at, build
from shiliu.live.services.public import counselling_address
from shiliu.platform.bookings.models import Booking
from shiliu.platform.permissions import ANONYMOUS
from tests.parts.mediation_table import build as build_table

pytestmark = pytest.mark.django_db


@pytest.fixture
def table(town, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return build_table(town)


def page_of(town, key, dispute):
    client = Client()
    client.force_login(getattr(town.people, key))
    return client.get(f"/mediation/{dispute.key}/").content.decode()


def test_nothing_is_offered_where_there_is_no_counsellor(town, table):
    assert counselling_address() == ""
    assert "counsellor" not in page_of(town, "gulnar", table.dispute)


def test_the_sides_are_shown_a_link_that_holds_nothing_of_the_file(town, table):
    build(town)
    address = counselling_address()
    assert address == "/clinics/?kind=counselling"
    page = page_of(town, "gulnar", table.dispute)
    assert f'href="{address}" rel="noreferrer"' in page
    assert address not in page_of(town, "li", table.dispute)


def test_a_booking_leaves_nothing_in_the_file_and_the_file_nothing_in_the_booking(town, table):
    from shiliu.live.services.clinics.models import Clinic

    made = build(town)
    talk = Clinic.objects.get(pk=made.talk)
    before = (bytes(Dispute.objects.get().box), Entry.objects.count())
    held = clinics.hold(by=ANONYMOUS, clinic=talk, starts=at(talk, 10))
    clinics.confirm(by=ANONYMOUS.holding_secret(held.booking.code_hash), booked=held)
    assert (bytes(Dispute.objects.get().box), Entry.objects.count()) == before
    known = {str(table.dispute.key), table.dispute.key.hex, *table.dispute.seats.values_list("token", flat=True)}
    row = str(list(Booking.objects.values()))
    assert not any(word in row for word in known)
