"""Residents drawn by lot say whether it is what was promised."""

import pytest

from shiliu.govern.projects.works import actions, queries, rules
from shiliu.govern.projects.works.models import Finding
from shiliu.govern.projects.works.tests.conftest import called, drawn, handed_over, notes
from shiliu.platform import evidence
from shiliu.platform.ballots import secrets
from shiliu.platform.draws import drawing
from shiliu.platform.permissions import ANONYMOUS, Refused
from shiliu.platform.workflow import NotPossible

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
    assert queries.roll_up(town.places.street)["states"] == {"finished": 1}


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
