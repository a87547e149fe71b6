"""A need that five neighbours met too becomes a proposal, and whoever chose to hear of it is told."""

import pytest

from shiliu.foundation.models import Person
from shiliu.govern.cases import moderation, neighbours
from shiliu.govern.cases.models import Case
from shiliu.govern.proposals.cloud import actions
from shiliu.journeys import case_to_proposal
from shiliu.platform import links
from shiliu.platform.notices.models import Notice
from shiliu.platform.permissions import ANONYMOUS, Actor
from shiliu.platform.residence import NotResident
from shiliu.platform.workflow import NotPossible
from tests.standing import standing
from tests.town import person

WORDS = "院子里晚上很黑，没有灯也没有地方坐，请装灯和长椅。"


def build(town, raise_need):
    case = moderation.publish(by=town.actor("lin"), case=raise_need().case, title="院子很黑", text=WORDS)
    people = [person(f"met{number}", ("resident", town.places.house)) for number in range(4)]
    for one in people:
        neighbours.support(by=Actor.of(one), case=case)
    return case.pk, [one.pk for one in people]


@pytest.fixture
def dark(town, raise_need):
    """(a public need that four neighbours met too, the four as actors)"""
    case, people = standing("dark yard", lambda: build(town, raise_need))
    return Case.objects.get(pk=case), [Actor.of(one) for one in Person.objects.filter(pk__in=people).order_by("pk")]


def fifth(case):
    neighbours.support(by=ANONYMOUS, case=case, token="t" * 32)
    case.refresh_from_db()


def test_only_enough_neighbours_and_only_whoever_lives_there_make_a_proposal_of_a_need(town, dark):
    case, (one, *_others) = dark
    with pytest.raises(NotPossible, match="once 5 neighbours"):
        case_to_proposal.grow(by=one, case=case)
    assert case_to_proposal.growth(one, case) is None
    fifth(case)
    assert not case_to_proposal.growth(ANONYMOUS, case).is_press and case_to_proposal.growth(one, case).is_press
    with pytest.raises(NotResident):
        case_to_proposal.grow(by=town.actor("wang"), case=case)
    draft = case_to_proposal.grow(by=one, case=case)
    assert (draft.state, draft.area, draft.title) == ("draft", town.places.court, "院子很黑")
    assert case_to_proposal.grow(by=one, case=case) == draft


def test_the_asker_and_whoever_chose_to_hear_are_told_once_it_is_put_to_the_neighbours(town, dark, client):
    case, (one, two, *_others) = dark
    neighbours.follow(by=two, case=case, tell=False)
    fifth(case)
    draft = case_to_proposal.grow(by=one, case=case)
    assert not Notice.objects.filter(kind="cases.grown").exists()
    made = actions.open_proposal(by=one, proposal=draft)
    told = Notice.objects.filter(kind="cases.grown").values_list("person__pseudonym", flat=True)
    assert sorted(told) == ["gulnar", "met2", "met3"]  # met0 made it
    assert "It has become a proposal" in client.get(f"/cases/public/{case.pk}/").content.decode()
    assert "It grew from a need" in client.get(f"/proposals/{made.pk}/").content.decode()
    with pytest.raises(NotPossible, match="already"):
        case_to_proposal.grow(by=two, case=case)
    actions.withdraw(by=one, proposal=made, why="anders")
    assert case_to_proposal.growth(two, case).is_press


def test_one_press_on_the_page_of_the_need_leads_to_the_form_and_a_discarded_draft_leaves_no_loose_link(
    town, dark, client
):
    case, (one, *_others) = dark
    fifth(case)
    assert "Sign in to make a proposal of it" in client.get(f"/cases/public/{case.pk}/").content.decode()
    client.force_login(one.person)
    assert "Make a proposal of it" in client.get(f"/cases/public/{case.pk}/").content.decode()
    went = client.post(f"/cases/public/{case.pk}/propose/")
    draft = one.person.proposals.get()
    assert went["Location"] == f"/proposals/{draft.pk}/edit/" and WORDS in client.get(went["Location"]).content.decode()
    actions.discard(by=one, proposal=draft)
    assert not links.loose() and not links.from_thing(case, case_to_proposal.KIND)
    client.force_login(town.people.chen)
    assert client.post(f"/cases/public/{case.pk}/propose/")["Location"] == f"/cases/public/{case.pk}/"
    assert client.post("/cases/public/999/propose/").status_code == 404
