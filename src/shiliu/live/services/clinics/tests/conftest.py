"""A clinic for legal advice on Wednesdays in the west, and one for counselling; an adviser of the fire brigade's unit sits in the first."""

from datetime import date, datetime, time
from types import SimpleNamespace

import pytest

from shiliu.live.services.clinics import actions, office, queries
from shiliu.live.services.clinics.models import Clinic
from shiliu.platform import deadlines
from shiliu.platform.permissions import ANONYMOUS
from tests.standing import standing

WEDNESDAY = date(2026, 3, 11)


def build(town):
    by = town.actor("ding")
    adviser = office.save_adviser(
        by=by, names={"zh-hans": "值班律师", "en": "Lawyer on duty"}, organisation="fire", area="west",
        specialties=["work", "family"], languages=["zh-hans", "ug"],
    )  # fmt: skip
    office.add_term(by=by, adviser=adviser, since=date(2026, 1, 1), until=date(2026, 4, 1))
    legal = office.save_clinic(
        by=by, code="legal-west", kind="legal_advice", names={"zh-hans": "西区法律咨询", "en": "Legal advice West"},
        organisation="committee", area="west", address="石榴街1号", room="302", phone="0000-5550100",
        text={"zh-hans": "先问再签。", "en": "Ask before you sign."}, advisers=[adviser.pk], referral_unit="city", lead_hours=1,
    )  # fmt: skip
    hours = {"every": "week", "first": WEDNESDAY, "opens": time(10), "closes": time(12)}
    office.set_turn(by=by, clinic=legal, **hours)
    talk = office.save_clinic(
        by=by, code="talk", kind="counselling", names={"zh-hans": "心理疏导", "en": "Somebody to talk to"},
        organisation="committee", area="west",
    )  # fmt: skip
    office.set_turn(by=by, clinic=talk, **hours)
    return SimpleNamespace(adviser=adviser, legal=legal.pk, talk=talk.pk)


@pytest.fixture
def clinics(town):
    """SimpleNamespace(adviser, legal, talk)."""
    made = standing("clinics", lambda: build(town))
    rows = {clinic.pk: clinic for clinic in queries.whole(Clinic.objects.all())}
    return SimpleNamespace(adviser=made.adviser, legal=rows[made.legal], talk=rows[made.talk])


def at(clinic, *clock, day=WEDNESDAY):
    return datetime.combine(day, time(*clock), tzinfo=deadlines.calendar_of(clinic.area).timezone)


@pytest.fixture
def book(clinics):
    """book(10, 0, **contact) -> (ClinicBooking, actor with its code) in the legal clinic tomorrow."""

    def make(*clock, clinic=None, day=WEDNESDAY, **contact):
        clinic = clinic or clinics.legal
        held = actions.hold(by=ANONYMOUS, clinic=clinic, starts=at(clinic, *clock, day=day))
        bearer = ANONYMOUS.holding_secret(held.booking.code_hash)
        return actions.confirm(by=bearer, booked=held, **contact), bearer

    return make
