"""Two press the same button of a meeting or of owners: one of them wins, the other reads why, nothing is done twice or lost."""

from datetime import timedelta
from decimal import Decimal

import pytest

from shiliu.govern.proposals.meetings import actions as meetings
from shiliu.govern.proposals.meetings.models import AffairsTopic, Decision
from shiliu.govern.proposals.meetings.tests.conftest import build, drafted
from shiliu.govern.proposals.owners import actions as owners
from shiliu.govern.proposals.owners import freezing
from shiliu.govern.proposals.owners.actions.voting import BOX
from shiliu.govern.proposals.owners.models import Estate, OwnersCode, OwnersMatter, OwnersResult, OwnersRules
from shiliu.govern.proposals.owners.tests.conftest import DAY, ROWS
from shiliu.govern.proposals.owners.tests.conftest import build as build_estate
from shiliu.platform import revisions
from shiliu.platform.ballots import boxes, secrets
from shiliu.platform.clock import at_time
from shiliu.platform.draws.models import Ticket
from shiliu.platform.permissions import ANONYMOUS, SYSTEM
from shiliu.platform.workflow import NotPossible
from tests.concurrency.test_same_button import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def folder(tmp_path, settings):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def hall(town):
    build(town)
    made = drafted(town)
    meetings.add_item(by=town.actor("sun"), meeting=made, purpose="decide", title="长椅")
    return made


@pytest.fixture
def lift(town):
    estate = Estate.objects.get(pk=build_estate(town))
    return owners.draft(by=town.actor("wang"), estate=estate, matter=OwnersMatter.objects.get(code="rebuild"), title="电梯", text="费用。",
                        opens_at=town.now + 15 * DAY, closes_at=town.now + 22 * DAY)  # fmt: skip


@pytest.fixture
def codes(town, lift):
    owners.announce(by=town.actor("wang"), vote=lift)
    lift.refresh_from_db()
    return dict(owners.make_codes(by=town.actor("wang"), vote=lift))


def kinds(done):
    return sorted(type(each).__name__ for each in done)


def test_a_meeting_called_and_thrown_away_at_once_is_one_of_both(town, hall):
    sun = town.actor("sun")
    done = at_once(
        town.now, *[lambda: meetings.call(by=sun, meeting=hall)] * 2, lambda: meetings.drop(by=sun, meeting=hall)
    )
    called = [each for each in done[:2] if not isinstance(each, Exception)]
    assert len(called) + (done[2] is None) == 1


def test_numbers_decisions_and_minutes_written_twice_at_once_stand_once(town, hall):
    sun, called = town.actor("sun"), meetings.call(by=town.actor("sun"), meeting=hall)
    later, item = called.starts_at + timedelta(hours=3), hall.items.get()
    done = at_once(
        later, *[lambda n=n: meetings.hold(by=sun, meeting=called, entitled=100, present=n) for n in (60, 61)]
    )
    assert kinds(done) == ["Meeting", "NotPossible"]
    done = at_once(
        later, *[lambda n=n: meetings.decide(by=sun, item=item, words="装。", in_favour=n) for n in (10, 60)]
    )
    assert kinds(done) == ["Decision", "NotPossible"] and Decision.objects.count() == 1
    done = at_once(later, *[lambda: meetings.write_minutes(by=sun, meeting=hall, text="谈了。", seen=0)] * 2)
    assert kinds(done) == ["MinutesVersion", "NotPossible"] and hall.minutes.count() == 1


def test_tickets_put_in_twice_are_one_and_lots_are_drawn_once(town, hall):
    sun, gulnar = town.actor("sun"), town.actor("gulnar")
    called = meetings.call_draw(
        by=sun, meeting=meetings.call(by=sun, meeting=hall), places=1, closes_at=town.now + DAY, words_from="指数"
    )
    at_once(town.now, *[lambda: meetings.put_in(by=gulnar, meeting=called)] * 3)
    assert Ticket.objects.count() == 1
    later = town.now + 2 * DAY
    done = at_once(
        later,
        *[lambda: meetings.close_list(by=sun, meeting=called)] * 2,
        lambda: meetings.put_in(by=gulnar, meeting=called),
    )
    assert done[:2] == [None, None] and isinstance(done[2], NotPossible)
    done = at_once(later, *[lambda n=n: meetings.draw(by=sun, meeting=called, words=n) for n in ("3214.56", "3214.57")])
    assert kinds(done) == ["Draw", "NotPossible"]


def test_two_answers_to_one_question_at_once_leave_one_and_tell_the_other(town, hall):
    sun = town.actor("sun")
    notice = meetings.publish(by=sun, topic=AffairsTopic.objects.first(), area=town.places.west, organiser=town.units.committee, title="经费", text="见表。")  # fmt: skip
    question = meetings.ask(by=town.actor("gulnar"), notice=notice, text="多少？")
    seen = revisions.stamp(meetings.affairs.answered(question))
    done = at_once(
        town.now, *[lambda n=n: meetings.answer(by=sun, question=question, text=n, seen=seen) for n in ("八百", "九百")]
    )
    assert kinds(done) == ["AffairsQuestion", "Stale"]
    question.refresh_from_db()
    assert question.answer == next(each.answer for each in done if not isinstance(each, Exception))


def test_a_vote_is_announced_once_and_by_the_register_that_stands(town, lift):
    wang, sun, estate = town.actor("wang"), town.actor("sun"), lift.estate
    rows = [*ROWS, ("2-1", Decimal(70), "")]
    done = at_once(
        town.now,
        *[lambda: owners.announce(by=wang, vote=lift)] * 2,
        lambda: owners.set_shares(by=sun, estate=estate, rows=rows),
    )
    assert kinds(done[:2]) == ["NotPossible", "OwnersVote"]
    lift.refresh_from_db()
    shares = set(estate.shares.values_list("pk", flat=True))
    assert set(freezing.rules_of(lift).weights) <= shares and OwnersRules.objects.count() == 1
    assert (
        len(freezing.rules_of(lift).content["shares"]) == (8 if isinstance(done[2], NotPossible) else 9) == len(shares)
    )


def test_codes_made_twice_at_once_are_one_for_each_owner(town, lift):
    wang = town.actor("wang")
    vote = owners.announce(by=wang, vote=lift)
    made = at_once(town.now, *[lambda: owners.make_codes(by=wang, vote=vote)] * 3)
    assert sorted(map(len, made)) == [0, 0, 7] and OwnersCode.objects.count() == 7


def test_one_code_on_three_phones_and_on_paper_at_once_is_one_ballot(town, lift, codes):
    code, wang = codes["1-1"], town.actor("wang")
    done = at_once(
        lift.opens_at, *[lambda n=n: owners.cast(by=ANONYMOUS, vote=lift, code=code, choice=n) for n in ("for", "against", "abstain")],
        lambda: owners.cast_paper(by=wang, vote=lift, code=code, choice="for", again_code=code, again_choice="for"),
    )  # fmt: skip
    assert all(isinstance(each, str | NotPossible) for each in done) and boxes.inside(boxes.box_of(BOX, lift.pk)) == 1


def test_a_count_among_ballots_counts_each_that_was_taken_and_only_once(town, lift, codes):
    def counts():
        with at_time(lift.closes_at):
            return owners.count(by=SYSTEM, vote=lift)

    last = lift.closes_at - timedelta(seconds=1)
    done = at_once(
        last,
        *[lambda c=c: owners.cast(by=ANONYMOUS, vote=lift, code=c, choice="for") for c in codes.values()],
        counts,
        counts,
    )
    taken = [each for each in done[:7] if not isinstance(each, Exception)]
    assert all(isinstance(each, str | NotPossible) for each in done[:7]) and kinds(done[7:]) == [
        "NotPossible",
        "OwnersVote",
    ]
    assert OwnersResult.objects.get().content["heads"] == len(taken) == len(boxes.receipts(boxes.box_of(BOX, lift.pk)))
    assert not secrets.exists(BOX, lift.pk)
