"""A proposal comes onto an agenda; what is the owners' goes to their vote or is passed on, and is never accepted by support."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from shiliu.govern.proposals.cloud import actions
from shiliu.govern.proposals.cloud.tests.conftest import ACCEPTED, bench, reached, yard
from shiliu.govern.proposals.meetings import actions as meetings
from shiliu.govern.proposals.meetings.tests.conftest import hall
from shiliu.govern.proposals.owners import actions as owners
from shiliu.govern.proposals.owners.models import OwnersMatter
from shiliu.govern.proposals.owners.tests.conftest import estate
from shiliu.journeys import proposal_to_meeting as journey
from shiliu.platform.clock import at_time
from shiliu.platform.permissions import ANONYMOUS, Refused
from shiliu.platform.workflow import NotPossible

__all__ = ["bench", "estate", "hall", "reached", "yard"]
DAY = timedelta(days=1)


def steps(proposal):
    return [row.step for row in proposal.steps.all()]


def routed(town, proposal, estate):
    return journey.to_owners(by=town.actor("sun"), proposal=proposal, estate=estate, matter=OwnersMatter.objects.get(code="common_parts"),
                             opens_at=town.now + 16 * DAY, closes_at=town.now + 20 * DAY, why="院子是共有部分。")  # fmt: skip


def accept(town, proposal):
    return actions.answer(by=town.actor("li"), proposal=proposal, promised_on=date(2026, 6, 1), **ACCEPTED)


def test_author_and_followers_hear_that_a_meeting_speaks_about_it_and_what_it_decided(town, bench, hall):
    sun = town.actor("sun")
    item = journey.to_agenda(by=sun, proposal=bench, meeting=hall, purpose="decide")
    assert journey.to_agenda(by=sun, proposal=bench, meeting=hall) == item and steps(bench) == []
    meetings.call(by=sun, meeting=hall)
    with at_time(hall.starts_at + DAY):
        meetings.hold(by=sun, meeting=hall, entitled=100, present=60)
        meetings.decide(by=sun, item=item, words="装三张。", in_favour=60)
    assert steps(bench) == ["meeting", "decided"]
    with pytest.raises(Refused):
        journey.to_agenda(by=town.actor("gulnar"), proposal=bench, meeting=meetings_of(town))


def meetings_of(town):
    from shiliu.govern.proposals.meetings.tests.conftest import drafted

    return drafted(town)


def test_no_unit_accepts_what_is_before_the_owners_until_they_have_agreed(town, reached, estate):
    vote = routed(town, reached, estate)
    with pytest.raises(NotPossible, match="owners"):
        accept(town, reached)
    with pytest.raises(NotPossible):
        routed(town, reached, estate)
    vote = owners.announce(by=town.actor("sun"), vote=vote)
    codes = owners.make_codes(by=town.actor("sun"), vote=vote)
    with at_time(vote.opens_at):
        for _share, code in codes:
            owners.cast(by=ANONYMOUS, vote=vote, code=code, choice="for")
    with at_time(vote.closes_at):
        owners.tend()
        assert accept(town, reached).outcome == "accepted"
    assert steps(reached) == ["owners", "owners_decided"]


def test_a_vote_the_owners_lost_or_a_matter_passed_on_lets_only_other_answers(town, reached, estate, yard):
    vote = routed(town, reached, estate)
    vote = owners.announce(by=town.actor("sun"), vote=vote)
    with at_time(vote.closes_at):
        owners.tend()
    with pytest.raises(NotPossible):
        accept(town, reached)
    with pytest.raises(NotPossible):
        journey.refer(by=town.actor("sun"), proposal=reached, to="住建局", why=" ")
    journey.refer(by=town.actor("sun"), proposal=reached, to="住建局", why="由主管部门决定。")
    with pytest.raises(NotPossible, match="passed on"):
        accept(town, reached)
    given = {**ACCEPTED, "outcome": "not_in_power", "referred_to": "住建局"}
    assert actions.answer(by=town.actor("li"), proposal=reached, **given).outcome == "not_in_power"
    assert sorted(steps(reached)) == ["owners", "owners_decided", "referred"]


def test_the_pages_route_a_proposal_each_way(client, town, bench, hall, estate):
    client.force_login(town.people.sun)
    assert bench.title in client.get(reverse("journeys:to_meeting")).content.decode()
    for what, data in (
        ("meeting", {"meeting": hall.pk, "purpose": "discuss"}),
        ("owners", {"estate": estate.pk, "matter": "common_parts", "opens_at": "2026-04-01T09:00", "closes_at": "2026-04-08T09:00", "why": "共有部分。"}),
    ):  # fmt: skip
        address = reverse("journeys:route", args=[bench.pk, what])
        assert client.get(address).status_code == 200
        assert client.post(address, {}).status_code == 422
        assert client.post(address, data).status_code == 302, what
    assert (
        client.post(reverse("journeys:route", args=[bench.pk, "refer"]), {"to": "住建局", "why": "？"}).status_code
        == 422
    )
    assert client.get(reverse("journeys:route", args=[bench.pk, "else"])).status_code == 404
    client.force_login(town.people.hu)
    assert client.get(reverse("journeys:route", args=[bench.pk, "meeting"])).status_code == 404
