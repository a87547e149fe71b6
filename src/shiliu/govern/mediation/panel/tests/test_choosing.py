"""The sides choose who mediates, and the talk begins with nobody else."""

from datetime import date

import pytest

from shiliu.govern.mediation.conftest import by_code
from shiliu.govern.mediation.files import actions as files
from shiliu.govern.mediation.files.models import Seat
from shiliu.govern.mediation.files.seats import demand_leading, seat_of, visible_to
from shiliu.govern.mediation.panel import actions, queries
from shiliu.govern.mediation.panel.models import Panelist
from shiliu.platform.permissions import Refused
from shiliu.platform.workflow import NotPossible


@pytest.fixture
def choosing(town, committee, asked):
    """The file when both sides agreed: `wei` is the other side."""
    asked.wei = by_code(files.take(by=town.actor("li"), dispute=asked))
    files.answer(by=asked.wei, dispute=asked, agrees=True)
    asked.refresh_from_db()
    return asked


@pytest.fixture
def fang(town, committee):
    return Panelist.objects.create(
        committee=committee, person=town.people.fang, name="Auntie Fang", office="mediator", since=date(2026, 1, 1)
    )


def mediator(dispute, town, key="li"):
    return seat_of(town.actor(key), dispute)


def everybody_ready(choosing, town, who, key):
    for actor in (town.actor("gulnar"), choosing.wei):
        actions.accept(by=actor, dispute=choosing, who=who, agrees=True)
        files.acknowledge(by=actor, dispute=choosing, language="en")
    actions.be_ready(by=town.actor(key), dispute=choosing)


@pytest.mark.django_db
def test_the_talk_begins_when_every_side_accepted_a_mediator_and_read_its_rights(town, choosing):
    li = mediator(choosing, town)
    with pytest.raises(Refused):
        demand_leading(town.actor("li"), choosing)
    with pytest.raises(NotPossible, match=r"accept the same mediator.*have not yet read"):
        actions.begin(by=town.actor("li"), dispute=choosing)
    everybody_ready(choosing, town, li, "li")
    actions.begin(by=town.actor("li"), dispute=choosing)
    choosing.refresh_from_db()
    assert choosing.state == "table" and demand_leading(town.actor("li"), choosing).pk == li.pk
    assert [seat.told_rights for seat in queries.parties(choosing)] == ["2026-11 en", "2026-11 en"]


@pytest.mark.django_db
def test_one_side_can_ask_for_another_mediator_and_who_coordinated_leaves(town, choosing, fang):
    li = mediator(choosing, town)
    actions.accept(by=town.actor("gulnar"), dispute=choosing, who=li, agrees=True)
    actions.accept(by=choosing.wei, dispute=choosing, who=li, agrees=False)
    made, code = actions.propose(by=choosing.wei, dispute=choosing, panelist=fang)
    assert code is None and not queries.agreed_on(choosing)
    everybody_ready(choosing, town, made, "fang")
    actions.accept(by=choosing.wei, dispute=choosing, who=li, agrees=False)
    actions.begin(by=town.actor("li"), dispute=choosing)
    assert not visible_to(town.actor("li")).exists() and visible_to(town.actor("fang")).exists()


@pytest.mark.django_db
def test_a_mediator_with_an_interest_is_replaced_and_the_sides_choose_again(town, choosing, fang):
    li = mediator(choosing, town)
    everybody_ready(choosing, town, li, "li")
    actions.begin(by=town.actor("li"), dispute=choosing)
    with pytest.raises(NotPossible, match="goes on in your place"):
        actions.step_aside(by=town.actor("li"), dispute=choosing, reason="A cousin of mine")
    actions.step_aside(by=town.actor("li"), dispute=choosing, reason="A cousin of mine", panelist=fang)
    choosing.refresh_from_db()
    assert choosing.state == "choosing" and not visible_to(town.actor("li")).exists()
    everybody_ready(choosing, town, mediator(choosing, town, "fang"), "fang")
    actions.begin(by=town.actor("fang"), dispute=choosing)
    assert mediator(choosing, town, "fang").state == Seat.State.JOINED


@pytest.mark.django_db
def test_nobody_is_proposed_who_sits_at_the_table_or_no_longer_serves(town, committee, choosing, fang):
    line = {"committee": committee, "office": "mediator", "since": date(2026, 1, 1)}
    Panelist.objects.create(**line, name="Gulnar", person=town.people.gulnar)
    Panelist.objects.create(**line, name="Retired", until=date(2026, 2, 1))
    Panelist.objects.create(**{**line, "office": "judge"}, name="Judge")
    assert queries.free(choosing) == [fang]


@pytest.mark.django_db
def test_a_side_does_not_choose_for_the_other(town, choosing, fang):
    made, _code = actions.propose(by=town.actor("gulnar"), dispute=choosing, panelist=fang)
    assert queries.answers(choosing)[str(made.key)] == {seat_of(town.actor("gulnar"), choosing).pk: True}
    with pytest.raises(Refused):
        actions.accept(by=town.actor("li"), dispute=choosing, who=made, agrees=True)
