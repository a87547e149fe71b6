"""What is performed, how a file ends, and asking the court together."""

import hashlib
import zipfile
from datetime import timedelta
from io import BytesIO

import pytest

from shiliu.govern.mediation.agreements import actions, printed, queries, tending
from shiliu.govern.mediation.files import record
from shiliu.govern.mediation.files.models import Seat
from shiliu.govern.mediation.table.actions import add_paper
from shiliu.platform.clock import at_time
from shiliu.platform.notices.models import Notice
from shiliu.platform.permissions import Refused
from shiliu.platform.workflow import NotPossible

pytestmark = pytest.mark.django_db


def test_a_promise_is_settled_when_both_sides_say_it_is_done(in_force, town):
    dispute, wei, standing = in_force
    first, second = queries.terms(standing.agreement)
    actions.say(by=wei, dispute=dispute, term=first.key, done=True)
    with pytest.raises(NotPossible):
        actions.say(by=town.actor("gulnar"), dispute=dispute, term=first.key, done=False)
    actions.say(by=town.actor("gulnar"), dispute=dispute, term=first.key, done=False, text="还在滴水")
    first.refresh_from_db()
    assert first.settled_on is None
    actions.say(by=town.actor("gulnar"), dispute=dispute, term=first.key, done=True)
    with pytest.raises(NotPossible, match="still open"):
        actions.perform(by=town.actor("li"), dispute=dispute, cause="leak")
    actions.settle_term(by=town.actor("li"), dispute=dispute, term=second.key, text="看到转账记录")
    actions.perform(by=town.actor("li"), dispute=dispute, cause="leak")
    dispute.refresh_from_db()
    assert (dispute.state, dispute.cause, dispute.ended_on) == ("performed", "leak", town.now.date())
    with pytest.raises(NotPossible):
        actions.say(by=wei, dispute=dispute, term=second.key, done=True)


def test_a_cause_is_chosen_at_the_end_and_reasons_are_said(in_force, town):
    dispute, _wei, _standing = in_force
    with pytest.raises(NotPossible) as refused:
        actions.break_off(by=town.actor("li"), dispute=dispute, cause="they quarrel", why="")
    assert set(refused.value.fields) == {"cause", "why"}
    actions.break_off(by=town.actor("li"), dispute=dispute, cause="leak", why="没有修")
    dispute.refresh_from_db()
    assert dispute.state == "broken"


def test_no_agreement_ends_with_a_notice_that_holds_no_word_of_the_matter(table, town):
    dispute, _wei = table
    with pytest.raises(Refused):
        actions.end_without(by=town.actor("gulnar"), dispute=dispute, cause="noise", why="谈不拢")
    actions.end_without(by=town.actor("li"), dispute=dispute, cause="noise", why="谈不拢")
    dispute.refresh_from_db()
    paper = printed.notice(dispute, "ug")
    assert dispute.state == "failed" and paper.startswith(b"%PDF")


def test_each_reminder_goes_once_and_what_is_over_is_told_to_the_mediator(in_force, town):
    dispute, _wei, standing = in_force
    term = queries.terms(standing.agreement)[0]
    letters = lambda: Notice.objects.filter(kind="private.waiting").count()  # noqa: E731
    before = letters()
    tending.remind()
    assert letters() == before
    for days, more in ((-3, 2), (0, 2), (1, 2)):
        with at_time(town.now + timedelta(days=7 + days)):
            for _twice in range(2):
                tending.remind()
            assert letters() == before + more
            before = letters()
    assert list(tending.overdue(dispute)) == []
    with at_time(town.now + timedelta(days=8)):
        assert list(tending.overdue(dispute)) == [term]
    assert record.lines(dispute)[-1][1] == "The day of promise 1 is past, and it is not settled."


def test_the_court_is_asked_by_both_within_thirty_days_and_never_about_family_status(in_force, town):
    dispute, wei, _standing = in_force
    with pytest.raises(NotPossible, match="adoption"):
        actions.agree_to_confirm(by=wei, dispute=dispute, given=True, bars=["adoption"])
    actions.agree_to_confirm(by=wei, dispute=dispute, given=True)
    with pytest.raises(NotPossible, match="Gulnar"):
        actions.export_package(by=wei, dispute=dispute)
    with at_time(town.now + timedelta(days=31)), pytest.raises(NotPossible, match="thirty days"):
        actions.agree_to_confirm(by=town.actor("gulnar"), dispute=dispute, given=True)
    with at_time(town.now + timedelta(days=30)):
        actions.agree_to_confirm(by=town.actor("gulnar"), dispute=dispute, given=True)


def test_the_package_holds_what_the_court_asks_for_and_the_hash_of_each_paper(in_force, town, png):
    dispute, wei, standing = in_force
    shown, _kept = [add_paper(by=wei, dispute=dispute, title=title, file=png()) for title in ("Wall", "Letter")]
    actions.agree_to_confirm(by=wei, dispute=dispute, given=True, papers=[str(shown.key)])
    actions.agree_to_confirm(by=town.actor("gulnar"), dispute=dispute, given=True)
    for key in ("sun", "ding", "bai", "lin"):
        with pytest.raises(Refused):
            actions.export_package(by=town.actor(key), dispute=dispute)
    whole = zipfile.ZipFile(BytesIO(actions.export_package(by=wei, dispute=dispute)))
    assert whole.namelist() == [
        "1-application.pdf",
        "2-agreement.pdf",
        "3-organisation.pdf",
        "4-papers/1.png",
        "SHA256SUMS",
    ]
    for line in whole.read("SHA256SUMS").decode().splitlines():
        value, name = line.split("  ")
        assert hashlib.sha256(whole.read(name)).hexdigest() == value
    with pytest.raises(NotPossible):
        actions.agree_to_confirm(by=wei, dispute=dispute, given=False)
    actions.note_outcome(by=town.actor("li"), dispute=dispute, outcome="confirmed")
    found = queries.confirmation(standing.agreement)
    assert found.words["outcome"] == "confirmed" and found.exported_on == found.settled_on == town.now.date()
    with pytest.raises(NotPossible):
        actions.note_outcome(by=wei, dispute=dispute, outcome="refused")


def test_whoever_left_the_table_signs_and_says_nothing(in_force, town):
    dispute, wei, standing = in_force
    Seat.objects.filter(dispute=dispute, side="b").update(state=Seat.State.LEFT)
    with pytest.raises(Refused):
        actions.say(by=wei, dispute=dispute, term=queries.terms(standing.agreement)[0].key, done=True)
