"""The committee offers mediation by itself, or on a letter of a court or the police."""

import pytest
from django.test import Client

from shiliu.govern.mediation.conftest import MATTER, by_code
from shiliu.govern.mediation.files import actions
from shiliu.govern.mediation.files.models import Dispute
from shiliu.govern.mediation.files.tests.test_pages import CODE
from shiliu.platform.permissions import Refused
from shiliu.platform.workflow import NotPossible


def offered(town, by="li", **changes):
    given = {
        "committee": town.units.city, "area": town.places.west, "kind": "damages", "origin": "court", "matter": MATTER,
        "letter": "District court, 1 March, no. 7", "first": {"name": "Wei"}, "second": {"name": "Ma"}, **changes,
    }  # fmt: skip
    return actions.offer(by=town.actor(by), **given)


@pytest.mark.django_db
def test_both_sides_are_asked_and_one_of_them_can_end_it_at_once(town):
    dispute, sides = offered(town)
    assert (dispute.state, dispute.number) == ("asking", 1) and dispute.due_on
    (_wei, first), (_ma, second) = sides
    actions.answer(by=by_code(first), dispute=dispute, agrees=True)
    dispute.refresh_from_db()
    assert dispute.state == "asking"
    actions.answer(by=by_code(second), dispute=dispute, agrees=False)
    dispute.refresh_from_db()
    assert dispute.state == "refused"


@pytest.mark.django_db
def test_a_referral_needs_its_letter_and_only_the_committee_takes_it(town):
    with pytest.raises(NotPossible, match="letter of the referral"):
        offered(town, letter=" ")
    assert offered(town, origin="committee", letter="")[0].words.get("letter") is None
    assert offered(town, origin="case", letter="Need 12 of 3 March")[0].words["letter"] == "Need 12 of 3 March"
    for by in ("gulnar", "hu", "sun"):
        with pytest.raises(Refused):
            offered(town, by=by)
    with pytest.raises(NotPossible):
        offered(town, origin="party")


@pytest.mark.django_db
def test_the_page_shows_each_side_its_code_once(town, committee):
    client = Client()
    client.force_login(town.people.li)
    sent = {
        "committee": committee.organisation_id, "area": "west", "origin": "committee", "kind": "neighbours", "matter": MATTER,
        "first_name": "Wei", "second_name": "Ma",
    }  # fmt: skip
    page = client.post("/office/mediation/offer/", sent).content.decode()
    assert len(set(CODE.findall(page))) == 2 and Dispute.objects.get().state == "asking"
    assert client.post("/office/mediation/offer/", {**sent, "origin": "court"}).status_code == 422
