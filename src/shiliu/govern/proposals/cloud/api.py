"""Proposals over JSON: the list, one with its versions, answers and steps, its comments; support, follow, comment."""

from datetime import date, datetime

from django.http import Http404
from ninja import Field, Query, Router, Schema

from shiliu.govern.proposals.cloud import actions, later, queries
from shiliu.govern.proposals.cloud.actions import talking
from shiliu.govern.proposals.cloud.models_talk import ProposalComment
from shiliu.platform.permissions.api import operation_permission
from shiliu.platform.residence import NotResident
from shiliu.platform.workflow import NotPossible

router = Router()
MOST = 100


class ProposalsWanted(Schema):
    q: str = Field("", max_length=80, description="Words")
    area: str = Field("", max_length=40, description="Code of a place: of it and everything inside")
    topic: str = Field("", max_length=10)
    state: str = Field("", max_length=12, description="A state, or answered, or ended; empty: all that goes on")
    sort: str = Field("new", pattern="^(new|most|ending)$")
    limit: int = Field(20, ge=1, le=MOST)
    offset: int = Field(0, ge=0, le=10_000)


class ProposalRowOut(Schema):
    """`by` is a pseudonym or the name of a unit. Who supports is nowhere."""

    number: int
    title: str
    language: str
    topic: str
    state: str
    area: str
    by: str
    supports: int
    threshold: int | None
    opened_at: datetime
    closes_at: datetime
    longitude: float | None
    latitude: float | None


class ProposalsOut(Schema):
    total: int
    proposals: list[ProposalRowOut]


class ProposalVersionOut(Schema):
    number: int
    title: str
    text: str
    why: str
    at: datetime


class ProposalAnswerOut(Schema):
    """Money in whole yuan."""

    unit: str
    outcome: str
    reasons: str
    will_be_done: str
    referred_to: str
    cost_low: int | None
    cost_high: int | None
    begins_on: date | None
    promised_on: date | None
    at: datetime


class ProposalStepOut(Schema):
    """`told` is the sentence in the caller's language."""

    step: str
    told: str
    at: datetime
    url: str


class ProposalOut(ProposalRowOut):
    text: str
    place_note: str
    answer_due_at: datetime | None
    merged_into: int | None
    versions: list[ProposalVersionOut]
    answers: list[ProposalAnswerOut]
    steps: list[ProposalStepOut]


class ProposalCommentOut(Schema):
    number: int
    stance: str
    text: str
    language: str
    by: str
    at: datetime
    parent: int | None


class ProposalCommentIn(Schema):
    stance: str = Field(..., max_length=8, description="for, against, question, idea, or reply with `parent`")
    text: str = Field(..., max_length=1000)
    parent: int | None = None


class SupportOut(Schema):
    """`supported`: whether the caller stands behind it now; `follows`: whether they hear of it."""

    supports: int
    supported: bool
    follows: bool


class WhyNotOut(Schema):
    """`code` is signed_out, unconfirmed, elsewhere or not_possible; `detail` says in words what to do next."""

    code: str
    detail: str
    fields: dict[str, str] = {}


@router.get("", response=ProposalsOut, summary="Proposals everybody can read")
@operation_permission("proposals.read")
def proposals(request, wanted: Query[ProposalsWanted]):
    places = {area.code: area for area in queries.areas()}
    if wanted.area and wanted.area not in places:
        return {"total": 0, "proposals": []}
    rows = queries.listed(
        q=wanted.q, area=places.get(wanted.area), topic=wanted.topic, state=wanted.state, sort=wanted.sort
    )
    return {
        "total": rows.count(),
        "proposals": [_row(row) for row in rows[wanted.offset : wanted.offset + wanted.limit]],
    }


@router.get("/{number}", response=ProposalOut, summary="One proposal with versions, answers and what became of it")
@operation_permission("proposals.read")
def proposal(request, number: int):
    row = _readable(request, number)
    answers = [
        {name: getattr(one, name) for name in ProposalAnswerOut.model_fields if name != "unit"}
        | {"unit": one.unit.code}
        for one in row.answers.select_related("unit")
    ]
    steps = [
        {"step": one.step, "told": later.sentence_of(one.step, one.params), "at": one.at, "url": one.url}
        for one in row.steps.all()
    ]
    return _row(row) | {
        "text": row.text, "place_note": row.place_note, "answer_due_at": row.answer_due_at, "merged_into": row.merged_into_id,
        "versions": list(row.versions.all()), "answers": answers, "steps": steps,
    }  # fmt: skip


@router.get(
    "/{number}/comments", response=list[ProposalCommentOut], summary="What neighbours say about it, the oldest first"
)
@operation_permission("proposals.read")
def comments(request, number: int, offset: int = Query(0, ge=0, le=100_000)):
    rows = ProposalComment.objects.filter(proposal=_readable(request, number), is_hidden=False).select_related("author")
    return [_comment(one) for one in rows[offset : offset + MOST]]


@router.post(
    "/{number}/comments",
    response={201: ProposalCommentOut, 403: WhyNotOut, 409: WhyNotOut},
    summary="Say something about it",
)
@operation_permission("proposals.comment")
def comment(request, number: int, said: ProposalCommentIn):
    row = _readable(request, number)
    parent = ProposalComment.objects.filter(pk=said.parent, proposal=row).first() if said.parent else None
    try:
        return 201, _comment(
            talking.comment(by=request.actor, proposal=row, stance=said.stance, text=said.text, parent=parent)
        )
    except NotPossible as problem:
        return _why_not(problem)


@router.post(
    "/{number}/{verb}",
    response={200: SupportOut, 403: WhyNotOut, 409: WhyNotOut},
    summary="Support, unsupport, follow or unfollow it",
)
@operation_permission("proposals.support")
def press(request, number: int, verb: str):
    act = {
        "support": actions.support,
        "unsupport": actions.unsupport,
        "follow": actions.follow,
        "unfollow": actions.unfollow,
    }.get(verb)
    if act is None:
        raise Http404
    row = _readable(request, number)
    try:
        act(by=request.actor, proposal=row)
    except NotPossible as problem:
        return _why_not(problem)
    row.refresh_from_db()
    person = request.actor.person
    follows = row.follows.filter(person=person).exists()
    return 200, {
        "supports": row.support_count,
        "supported": row.pk in actions.supports.supports(person, [row]),
        "follows": follows,
    }


def _readable(request, number):
    row = (
        queries.visible_to(request.actor)
        .select_related(*queries.NEEDED)
        .exclude(state="draft")
        .filter(pk=number)
        .first()
    )
    if row is None:
        raise Http404
    return row


def _row(row):
    return {
        "number": row.pk, "title": row.title, "language": row.language, "topic": row.topic, "state": row.state, "area": row.area.code,
        "by": row.called, "supports": row.support_count, "threshold": row.threshold, "opened_at": row.opened_at, "closes_at": row.closes_at,
        "longitude": row.longitude, "latitude": row.latitude,
    }  # fmt: skip


def _comment(one):
    return {
        "number": one.pk,
        "stance": one.stance,
        "text": one.text,
        "language": one.language,
        "by": one.called,
        "at": one.at,
        "parent": one.parent_id,
    }


def _why_not(problem):
    if isinstance(problem, NotResident):
        return 403, {"code": problem.residence.code, "detail": str(problem)}
    return 409, {
        "code": "not_possible",
        "detail": str(problem),
        "fields": {name: str(words) for name, words in problem.fields.items()},
    }
