"""A vote in time: opened, moved with a reason, closed, counted, or given up."""

import hashlib
import logging
from datetime import timedelta

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from shiliu.govern.projects.pool import actions as pool
from shiliu.govern.projects.pool.models import Candidate
from shiliu.govern.projects.votes import counting, freezing, queries
from shiliu.govern.projects.votes.actions.drafting import held, record
from shiliu.govern.projects.votes.models import BOX, Batch, Code, Phase, PhaseMove, Result, Vote
from shiliu.platform import notices
from shiliu.platform.ballots import boxes, sealing, secrets
from shiliu.platform.clock import now
from shiliu.platform.permissions import SYSTEM
from shiliu.platform.workflow import NotPossible

State = Vote.State
logger = logging.getLogger("shiliu.votes")


@transaction.atomic
def open_vote(*, by, vote):
    """The first moment of the phase of voting has come."""
    vote = held(by, vote, "votes.manage", State.ANNOUNCED)
    if not queries.phase_of(vote, Phase.Code.VOTE).starts <= now():
        raise NotPossible(_("The days of voting have not begun. Move them first, with a reason."))
    vote.state = State.OPEN
    vote.save()
    record("votes.opened", by, vote)
    _tell(vote, "votes.opened", url="votes:vote")
    return vote


@transaction.atomic
def move_phase(*, by, vote, code, starts, ends, reason):
    """Moves a phase of an announced vote. What has begun keeps its beginning; no phase ends in the past; the next ones follow."""
    vote = held(by, vote, "votes.manage", State.ANNOUNCED, State.OPEN)
    if not (reason := reason.strip()):
        sentence = _("Say why: everybody reads this.")
        raise NotPossible(sentence, {"reason": sentence})
    phase = Phase.objects.select_for_update(of=("self",)).get(vote=vote, code=code)
    problems, moment = {}, now()
    if starts != phase.starts and (phase.starts <= moment or starts < moment):
        problems["starts"] = _("What has begun keeps its beginning, and nothing begins in the past.")
    if ends <= starts or ends < moment:
        problems["ends"] = _("The end must lie after the beginning and not in the past.")
    for other in vote.phases.exclude(pk=phase.pk):
        if starts < other.ends and other.starts < ends:
            problems["ends"] = _("This overlaps another phase. Move that one first.")
    if problems:
        raise NotPossible(_("Something is not right yet."), problems)
    PhaseMove.objects.create(phase=phase, starts_before=phase.starts, ends_before=phase.ends, starts=starts, ends=ends, reason=reason, moved_at=moment)  # fmt: skip
    phase.starts, phase.ends = starts, ends
    phase.save()
    record("votes.phase_moved", by, vote, phase=code, starts=starts.isoformat(), ends=ends.isoformat())
    _tell(vote, "votes.phase_moved", url="votes:vote")
    return phase


@transaction.atomic
def close_vote(*, by, vote):
    """After the last moment of voting, when every pile of paper is counted: the box is opened, mixed and emptied, its key destroyed."""
    vote = held(by, vote, "votes.manage", State.OPEN)
    if queries.phase_of(vote, Phase.Code.VOTE).ends > now():
        raise NotPossible(_("Voting has not ended. Move its end first, with a reason."))
    if vote.batches.exclude(state=Batch.State.TAKEN).exists():
        raise NotPossible(_("A pile of paper is not counted yet. Count it or take it back first."))
    ways = {"account": 0, "code": 0, "paper": 0}

    def tell(contents):
        for content in contents:
            ways[content["w"]] += 1

    box = boxes.close(boxes.box_of(BOX, vote.pk), by=by, tell=tell, keep=lambda content: content["v"])
    Code.objects.filter(packet__vote=vote).delete()
    vote.state, vote.ways = State.CLOSED, ways
    vote.save()
    record("votes.closed", by, vote, count=box.ballots)
    return vote


@transaction.atomic
def count_vote(*, by, vote):
    """Counts by the frozen rules and publishes the result, the log and the file of ballots."""
    vote = held(by, vote, "votes.manage", State.CLOSED)
    rules = freezing.rules_of(vote)
    ballots = boxes.contents(boxes.box_of(BOX, vote.pk))
    content = counting.result(rules, ballots)
    file = "" if content["too_few"] else queries.ballots_file(vote, rules, ballots, content)
    digest = hashlib.sha256(file.encode()).hexdigest()
    Result.objects.create(vote=vote, content=content, digest=digest, counted_at=now())
    vote.state = State.COUNTED
    vote.save()
    record("votes.counted", by, vote, digest=digest, winners=content.get("count", {}).get("winners", []))
    _settle(by, vote, rules, content)
    _tell(vote, "votes.counted", url="votes:vote")
    return vote


@transaction.atomic
def give_up(*, by, vote, reason):
    """Ends a vote uncounted, with a reason everybody reads. Its ballots are never read."""
    vote = held(by, vote, "votes.manage", State.ANNOUNCED, State.OPEN)
    if not (reason := reason.strip()):
        sentence = _("Say why: everybody reads this.")
        raise NotPossible(sentence, {"reason": sentence})
    boxes.discard(boxes.box_of(BOX, vote.pk), by=by)
    vote.batches.exclude(state=Batch.State.TAKEN).delete()
    Code.objects.filter(packet__vote=vote).delete()
    vote.state, vote.reason = State.GIVEN_UP, reason
    vote.save()
    record("votes.given_up", by, vote)
    _settle(by, vote, freezing.rules_of(vote), {"too_few": True})
    _tell(vote, "votes.given_up", url="votes:vote")
    return vote


def tend():
    """A job: opens, closes and counts what is due, and reminds those who asked on the last day."""
    moment = now()
    for vote in Vote.objects.filter(state=State.ANNOUNCED, phases__code=Phase.Code.VOTE, phases__starts__lte=moment):
        _try(open_vote, vote)
    for vote in Vote.objects.filter(state=State.OPEN, phases__code=Phase.Code.VOTE, phases__ends__lte=moment):
        if not queries.waits_for_paper(vote):
            _try(close_vote, vote)
    for vote in Vote.objects.filter(state=State.CLOSED):
        _try(count_vote, vote)

    last_day = moment + timedelta(days=1)
    due = Vote.objects.filter(
        state=State.OPEN, reminded=False, phases__code=Phase.Code.VOTE, phases__ends__lte=last_day
    )
    for vote in due.filter(phases__code=Phase.Code.VOTE, phases__ends__gt=moment):
        _try(remind, vote)


@transaction.atomic
def remind(*, by, vote):
    """Once, a day before the end, everybody who asked to hear; the box is not looked into."""
    vote = held(by, vote, "votes.manage", State.OPEN)
    if not vote.reminded:
        vote.reminded = True
        vote.save()
        _tell(vote, "votes.last_day", url="votes:vote")


def _try(act, vote):
    """What somebody else did in the meantime is done. A vote that cannot be closed holds up no other; the doctor names it."""
    try:
        act(by=SYSTEM, vote=vote)
    except NotPossible:
        return
    except (secrets.NoSecret, sealing.Damaged):
        logger.exception("Vote %s cannot be closed: its key or a ballot cannot be read.", vote.pk)


def _settle(by, vote, rules, content):
    """The pool hears what became of its candidates."""
    won = {int(number) for number in content.get("count", {}).get("winners", ())}
    url = reverse("votes:vote", args=[vote.pk])
    candidates = Candidate.objects.in_bulk([item.candidate for item in rules.items])
    for item in rules.items:
        candidate = candidates[item.candidate]
        if candidate.state == Candidate.State.IN_VOTE:
            (pool.choose if item.number in won else pool.leave_vote)(by=by, candidate=candidate, url=url)


def _tell(vote, kind, *, url):
    for follow in vote.follows.select_related("person"):
        notices.send(kind, to=notices.Recipient.person(follow.person), thread=f"vote:{vote.pk}", params={"vote": vote.name},
                     url=reverse(url, args=[vote.pk]))  # fmt: skip
