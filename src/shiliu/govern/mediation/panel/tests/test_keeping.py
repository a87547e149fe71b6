"""The office keeps committees, their panel, their composition and the clocks."""

from datetime import date

import pytest
from django.test import Client

from shiliu.govern.mediation.files.committees import Clock
from shiliu.govern.mediation.panel import keeping, queries
from shiliu.govern.mediation.panel.models import Composition
from shiliu.platform import revisions
from shiliu.platform.permissions import Refused
from shiliu.platform.workflow import NotPossible


@pytest.fixture
def home(town):
    return keeping.save_committee(by=town.actor("ding"), organisation=town.units.city)


def line(town, home, **changes):
    given = {"name": "Auntie Fang", "office": "mediator", "since": date(2026, 1, 1), "languages": ["ug"], **changes}
    return keeping.save_panelist(by=town.actor("ding"), committee=home, **given)


@pytest.mark.django_db
def test_only_who_administers_the_place_says_who_mediates_there(town, home):
    for key in ("li", "sun", "gulnar", "bai"):
        with pytest.raises(Refused):
            keeping.save_committee(by=town.actor(key), organisation=town.units.fire)
        with pytest.raises(Refused):
            keeping.save_panelist(
                by=town.actor(key), committee=home, name="X", office="mediator", since=date(2026, 1, 1)
            )


@pytest.mark.django_db
def test_a_change_of_the_panel_can_be_taken_back_and_a_late_save_is_told(town, home):
    made = line(town, home)
    seen = revisions.stamp(keeping.values(made))
    changed = line(town, home, panelist=made, until=date(2026, 2, 1))
    assert not queries.serving(town.units.city).exists()
    with pytest.raises(revisions.Stale):
        line(town, home, panelist=made, name="Other", seen=seen)
    back = keeping.take_back(by=town.actor("ding"), panelist=changed, row=revisions.history(changed).first())
    assert back.until is None and queries.serving(town.units.city).get() == made
    with pytest.raises(NotPossible):
        line(town, home, until=date(2025, 1, 1))


@pytest.mark.django_db
def test_composition_is_answered_by_the_committee_for_a_year_and_never_by_member(town, home):
    given = {"members": 5, "has_one_director": True, "has_women": True, "has_smaller_groups": "yes"}
    answer = keeping.set_composition(by=town.actor("ding"), committee=home, year=2026, **given)
    assert answer.fits
    for change in (
        {"members": 2},
        {"members": 10},
        {"has_women": False},
        {"has_smaller_groups": "no"},
        {"has_one_director": False},
    ):
        assert not keeping.set_composition(by=town.actor("ding"), committee=home, year=2026, **{**given, **change}).fits
    assert Composition.objects.count() == 1


@pytest.mark.django_db
def test_a_clock_wants_its_source_and_counts_for_the_whole_site(town):
    given = {"amount": 20, "unit": "days", "remind_days": 2}
    with pytest.raises(NotPossible, match="which rule"):
        keeping.save_clock(by=town.actor("ding"), code="mediation", source=" ", **given)
    keeping.save_clock(by=town.actor("ding"), code="mediation", source="Order of the district", **given)
    assert Clock.of("mediation").amount == 20


@pytest.mark.django_db
def test_the_pages_of_the_office_save_and_show_what_was_saved(town, home):
    client = Client()
    client.force_login(town.people.ding)
    new = {"name": "Uncle Mo", "office": "lawyer", "since": "2026-01-01", "active": "on", "specialties": ["damages"]}
    assert client.post(f"/office/mediation/committees/{home.pk}/new/", new).status_code == 302
    assert (
        client.post(
            f"/office/mediation/committees/{home.pk}/new/", {**new, "account": "nobody@example.org"}
        ).status_code
        == 422
    )
    page = client.get("/office/mediation/committees/").content.decode()
    assert "Uncle Mo" in page and "Compensation for damage" in page
    assert client.post("/office/mediation/committees/new/", {"organisation": "none"}).status_code == 422
