"""Residents drawn by lot say whether it is what was promised."""

from datetime import timedelta

import pytest
from django.urls import reverse

from shiliu.govern.projects.works import actions, queries, rules
from shiliu.govern.projects.works.models import Acceptance, Finding
from shiliu.govern.projects.works.tests.conftest import called, drawn, handed_over, notes
from shiliu.platform import evidence
from shiliu.platform.audit.models import AuditRow
from shiliu.platform.ballots import keeping, secrets
from shiliu.platform.clock import at_time
from shiliu.platform.draws import drawing
from shiliu.platform.permissions import ANONYMOUS, Actor, Refused
from shiliu.platform.workflow import NotPossible
from tests.town import person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("needed", "accepts", "refuses", "found"), [(3, 1, 1, None), (3, 2, 1, True), (3, 1, 2, False), (2, 1, 1, False)]
)
def test_it_is_accepted_when_enough_spoke_and_more_accept(needed, accepts, refuses, found):
    assert rules.verdict(needed, accepts, refuses) is found


def test_only_who_was_drawn_speaks_and_nobody_can_tell_afterwards_who_said_what(
    town, bench, django_capture_on_commit_callbacks
):
    acceptance = drawn(town, called(town, bench), "gulnar")
    gulnar = town.actor("gulnar")
    with pytest.raises(Refused):
        actions.say(by=town.actor("chen"), acceptance=acceptance, accepts=True)
    with pytest.raises(NotPossible):
        actions.say(by=gulnar, acceptance=acceptance, accepts=False)
    actions.say(by=gulnar, acceptance=acceptance, accepts=False, words="One plank is loose.")
    actions.say(by=gulnar, acceptance=acceptance, accepts=True, words="Mended.")
    assert Finding.objects.count() == 1 and "works.drawn" in notes(town, "gulnar")
    with django_capture_on_commit_callbacks(execute=True):
        done = actions.close_acceptance(by=town.actor("sun"), acceptance=acceptance)
    assert (
        done.accepted
        and not done.draw.tickets.exclude(person=None).exists()
        and not secrets.exists("works.acceptance", done.pk)
    )


def test_who_does_not_live_there_is_told_why_they_put_in_no_ticket(town, bench):
    acceptance = called(town, bench)
    with pytest.raises(NotPossible):
        actions.put_in_ticket(by=town.actor("chen"), acceptance=acceptance)
    with pytest.raises(Refused):
        actions.put_in_ticket(by=ANONYMOUS, acceptance=acceptance)


def test_a_list_is_not_closed_before_the_moment_that_was_announced(town, bench):
    with pytest.raises(NotPossible):
        actions.close_list(by=town.actor("sun"), acceptance=called(town, bench))


def test_who_declines_makes_room_for_a_reserve(town, bench):
    acceptance = called(town, bench, places=1)
    mover = town.actor("gulnar")
    drawn(town, acceptance, "gulnar")
    assert drawing.is_drawn(acceptance.draw, mover.person)
    assert actions.decline(by=mover, acceptance=acceptance) is None and not drawing.is_drawn(
        acceptance.draw, mover.person
    )


def test_a_project_is_finished_only_when_residents_accepted_it_and_becomes_evidence(town, bench):
    sun = town.actor("sun")
    bench = handed_over(town, bench)
    with pytest.raises(NotPossible):
        actions.move(by=sun, project=bench, verb="finish")
    acceptance = drawn(town, called(town, bench, "final"), "gulnar")
    with pytest.raises(NotPossible):
        actions.close_acceptance(by=sun, acceptance=acceptance)
    actions.say(by=town.actor("gulnar"), acceptance=acceptance, accepts=True)
    actions.close_acceptance(by=sun, acceptance=acceptance)
    done = actions.move(by=sun, project=bench, verb="finish")
    assert done.finished_on and [row.thing for row in evidence.found(kind="works.finished")] == [done.pk]
    assert queries.roll_up(town.places.street)[0]["states"] == {"finished": 1}


def test_what_is_not_accepted_goes_back_with_an_answer(town, bench):
    bench = handed_over(town, bench)
    acceptance = drawn(town, called(town, bench, "final"), "gulnar")
    actions.say(by=town.actor("gulnar"), acceptance=acceptance, accepts=False, words="It wobbles.")
    with pytest.raises(NotPossible):
        actions.close_acceptance(by=town.actor("sun"), acceptance=acceptance)
    assert queries.missing_words(acceptance) == []
    done = actions.close_acceptance(by=town.actor("sun"), acceptance=acceptance, answer="Screws tomorrow.")
    assert not done.accepted and queries.missing_words(done) == ["It wobbles."]
    assert actions.move(by=town.actor("li"), project=bench, verb="mend", said="Screws.").state == "under_way"


def test_what_was_said_goes_with_who_declines_and_the_reserve_moves_up(town, bench):
    other = Actor.of(person("rena", ("resident", town.places.house)))
    acceptance = called(town, bench, places=1)
    for neighbour in (town.actor("gulnar"), other):
        actions.put_in_ticket(by=neighbour, acceptance=acceptance)
    drawn(town, acceptance)
    first, reserve = (
        (town.actor("gulnar"), other)
        if drawing.is_drawn(acceptance.draw, town.people.gulnar)
        else (other, town.actor("gulnar"))
    )
    actions.say(by=first, acceptance=acceptance, accepts=False, words="A plank.")
    actions.decline(by=first, acceptance=acceptance)
    assert not Finding.objects.exists() and AuditRow.objects.get(verb="works.declined").actor_kind == "system"
    actions.say(by=reserve, acceptance=acceptance, accepts=True)
    assert actions.close_acceptance(by=town.actor("sun"), acceptance=acceptance).accepted
    with pytest.raises(NotPossible):
        actions.decline(by=reserve, acceptance=acceptance)


def test_a_list_closes_by_itself_once_and_whoever_draws_is_told(town, bench):
    acceptance = called(town, bench)
    assert actions.close_lists() == 0
    with at_time(town.now + timedelta(days=1)):
        assert (actions.close_lists(), actions.close_lists()) == (1, 0)
        actions.close_list(by=town.actor("sun"), acceptance=acceptance)
    assert AuditRow.objects.filter(verb="works.list_closed").count() == 1 and "works.list_closed" in notes(town, "sun")
    assert Acceptance.objects.get().draw.closed_at


def test_what_was_accepted_before_something_was_mended_finishes_nothing(town, bench):
    sun, bench = town.actor("sun"), handed_over(town, bench)

    def accepted():
        acceptance = drawn(town, called(town, bench, "final"), "gulnar")
        actions.say(by=town.actor("gulnar"), acceptance=acceptance, accepts=True)
        actions.close_acceptance(by=sun, acceptance=acceptance)

    accepted()
    actions.move(by=sun, project=bench, verb="mend", said="It broke the day after.")
    with at_time(town.now + timedelta(hours=1)):
        actions.move(by=sun, project=bench, verb="hand_over")
        with pytest.raises(NotPossible, match="since it was handed over"):
            actions.move(by=sun, project=bench, verb="finish")
        accepted()
        assert actions.move(by=sun, project=bench, verb="finish").state == "finished"


def test_an_acceptance_whose_key_is_lost_says_so_and_can_only_be_called_off(town, bench, client):
    acceptance, gulnar = drawn(town, called(town, bench), "gulnar"), town.actor("gulnar")
    actions.say(by=gulnar, acceptance=acceptance, accepts=True)
    secrets.destroy("works.acceptance", acceptance.pk)
    with pytest.raises(NotPossible, match="lost with the machine"):
        actions.say(by=gulnar, acceptance=acceptance, accepts=True)
    client.force_login(gulnar.person)
    page = client.get(reverse("works:acceptance", args=[acceptance.pk]))
    assert page.status_code == 200 and "lost with the machine" in page.content.decode()
    assert [one.level for one in keeping.check()] == ["warning"]
    with pytest.raises(NotPossible):
        actions.call_off(by=town.actor("sun"), acceptance=acceptance, reason=" ")
    actions.call_off(by=town.actor("sun"), acceptance=acceptance, reason="The disk failed.")
    assert not Finding.objects.exists() and [one.level for one in keeping.check()] == ["fine"]
    assert "works.acceptance_called_off" in notes(town, "gulnar")
    assert "The disk failed." in client.get(reverse("works:acceptance", args=[acceptance.pk])).content.decode()
    called(town, bench)  # another one may begin


def test_stopping_calls_off_what_residents_were_asked_and_destroys_its_key(
    town, bench, client, django_capture_on_commit_callbacks
):
    acceptance = called(town, bench)
    with django_capture_on_commit_callbacks(execute=True):
        actions.move(by=town.actor("sun"), project=bench, verb="stop", said="The ground sinks.")
    acceptance.refresh_from_db()
    assert acceptance.called_off == "The ground sinks." and not secrets.exists("works.acceptance", acceptance.pk)
    with pytest.raises(NotPossible):
        actions.put_in_ticket(by=town.actor("gulnar"), acceptance=acceptance)
    client.force_login(town.people.gulnar)
    page = client.get(reverse("works:acceptance", args=[acceptance.pk])).content.decode()
    assert "The ground sinks." in page and "Put in a ticket" not in page
