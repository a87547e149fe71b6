"""Votes as JSON: what everybody may check. Ballots are cast on the page, where the voter sees what lies in the box."""

from datetime import datetime

from django.http import Http404
from ninja import Field, Query, Router, Schema

from shiliu.govern.projects.votes import freezing, queries
from shiliu.govern.projects.votes.models import Vote
from shiliu.platform.permissions.api import operation_permission

router = Router()
MOST = 100


class PhaseOut(Schema):
    code: str
    starts: datetime
    ends: datetime


class VoteOut(Schema):
    """`state`: announced, open, closed, counted or given_up. Money in whole yuan."""

    id: int
    names: dict[str, str]
    area: str
    state: str
    budget: int
    phases: list[PhaseOut]


class VoteItemOut(Schema):
    number: int
    candidate: int
    names: dict[str, str]
    cost: int


class VoteDetail(VoteOut):
    """`sha256` of the frozen rules, whose text is at /votes/{id}/rules.json; `command` counts the file /votes/{id}/ballots.pb again.
    `result` once it is counted: {"voters", "too_few", "totals", "count", "greedy", "reach"}."""

    texts: dict[str, str]
    ballot: str
    items: list[VoteItemOut]
    sha256: str
    command: str
    result: dict | None
    ballots_sha256: str | None


class VoteList(Schema):
    count: int
    items: list[VoteOut]


class VotesWanted(Schema):
    state: str = Field("", pattern="^(|running|announced|open|closed|counted|given_up)$")
    q: str = Field("", max_length=80, description="Words of the name of the vote or the place")
    offset: int = Field(0, ge=0, le=100_000)
    limit: int = Field(50, ge=1, le=MOST)


class ReceiptList(Schema):
    receipts: list[str]


@router.get("/", response=VoteList, summary="List votes", operation_id="votes_list")
@operation_permission("votes.read")
def list_votes(request, wanted: Query[VotesWanted]):
    found = queries.listed(queries.visible_to(request.actor), q=wanted.q, state=wanted.state)
    listed = found[wanted.offset : wanted.offset + wanted.limit]
    return {"count": found.count(), "items": [_vote(vote) for vote in listed]}


@router.get("/{pk}", response=VoteDetail, summary="Read a vote: rules, projects, result", operation_id="votes_read")
@operation_permission("votes.read")
def read_vote(request, pk: int):
    vote = _found(request, pk)
    rules, counted = freezing.rules_of(vote), vote.state == Vote.State.COUNTED
    items = [
        {"number": item.number, "candidate": item.candidate, "names": item.names, "cost": item.cost}
        for item in rules.items
    ]
    return {
        **_vote(vote), "texts": vote.texts, "ballot": rules.kind, "items": items, "sha256": vote.frozen.digest,
        "command": rules.command(queries.file_name(vote)), "result": vote.result.content if counted else None,
        "ballots_sha256": vote.result.digest if counted else None,
    }  # fmt: skip


@router.get(
    "/{pk}/receipts", response=ReceiptList, summary="Receipts of all counted ballots", operation_id="votes_receipts"
)
@operation_permission("votes.read")
def read_receipts(request, pk: int):
    """An empty list before the count."""
    vote = _found(request, pk)
    return {"receipts": queries.receipts(vote) if vote.state == Vote.State.COUNTED else []}


def _found(request, pk):
    vote = queries.visible_to(request.actor).filter(pk=pk).first() if pk < 2**63 else None
    if vote is None:
        raise Http404
    return vote


def _vote(vote):
    return {
        "id": vote.pk, "names": vote.names, "area": vote.area.code, "state": vote.state, "budget": vote.budget,
        "phases": [{"code": phase.code, "starts": phase.starts, "ends": phase.ends} for phase in vote.phases.all()],
    }  # fmt: skip
