"""Questions to the neighbours over JSON: the list, one with its statements and what was found; write, answer, follow."""

from datetime import datetime

from django.http import Http404
from ninja import Field, Query, Router, Schema

from shiliu.govern.proposals.deliberation import actions, queries, reporting, rules
from shiliu.govern.proposals.deliberation.actions import answering
from shiliu.platform.permissions.api import operation_permission
from shiliu.platform.residence import NotResident
from shiliu.platform.workflow import NotPossible

router = Router()
MOST = 100


class QuestionsWanted(Schema):
    q: str = Field("", max_length=80, description="Words")
    area: str = Field("", max_length=40, description="Code of a place: of it and everything inside")
    state: str = Field("", pattern="^(|open|closed|called_off)$")
    limit: int = Field(20, ge=1, le=MOST)
    offset: int = Field(0, ge=0, le=10_000)


class QuestionPhaseOut(Schema):
    code: str
    starts_at: datetime
    ends_at: datetime
    reason: str


class QuestionRowOut(Schema):
    """`least`: people every number is about at least."""

    number: int
    question: str
    language: str
    area: str
    unit: str
    state: str
    least: int
    opened_at: datetime
    closed_at: datetime | None
    phases: list[QuestionPhaseOut]


class QuestionsOut(Schema):
    total: int
    questions: list[QuestionRowOut]


class StatementOut(Schema):
    """`key` names it in addresses, `number` counts within its question."""

    key: int
    number: int
    text: str
    language: str
    by_office: bool


class QuestionToNeighboursOut(QuestionRowOut):
    background: str
    promise: str
    ended_why: str
    statements: list[StatementOut]


class CountsOut(Schema):
    """How many agree, disagree and pass, of so many who answered."""

    agree: int
    disagree: int
    passed: int
    voters: int


class StatementFoundOut(Schema):
    """Counts of everybody and of each group in the order of `groups`; null where they would be about too few."""

    key: int
    counts: CountsOut | None
    by_group: list[CountsOut | None]


class OpinionGroupOut(Schema):
    name: str
    people: int


class FoundOut(Schema):
    """What was found so far, or at the end (`is_final`). `common` and `bridging`: keys of statements of which surely more than half agree
    (or disagree, then negative), of everybody and of every group."""

    at: datetime
    is_final: bool
    people: int
    small: bool
    groups: list[OpinionGroupOut]
    common: list[int]
    bridging: list[int]
    statements: list[StatementFoundOut]


class AnswerIn(Schema):
    answer: str = Field(..., max_length=8, description="agree, disagree or pass")


class AnsweredOut(Schema):
    """The next statement drawn for the caller, and how many are left with it; null when every one is answered."""

    next: StatementOut | None
    left: int
    total: int


class StatementIn(Schema):
    text: str = Field(..., max_length=400)


class SaidOut(Schema):
    """It waits for a moderator before anybody else reads it."""

    number: int
    state: str


class FollowedOut(Schema):
    follows: bool


class DeliberationRefusedOut(Schema):
    """`code` is signed_out, unconfirmed, elsewhere or not_possible; `detail` says in words what to do next."""

    code: str
    detail: str
    fields: dict[str, str] = {}


REFUSED = {403: DeliberationRefusedOut, 409: DeliberationRefusedOut}


@router.get("", response=QuestionsOut, summary="Questions to the neighbours, open ones first")
@operation_permission("deliberation.read")
def questions(request, wanted: Query[QuestionsWanted]):
    area = next((one for one in queries.areas() if one.code == wanted.area), None)
    if wanted.area and area is None:
        return {"total": 0, "questions": []}
    rows = queries.listed(q=wanted.q, area=area, state=wanted.state)
    shown = rows[wanted.offset : wanted.offset + wanted.limit]
    return {"total": rows.count(), "questions": [_row(row) for row in shown]}


@router.get("/{number}", response=QuestionToNeighboursOut, summary="One question with its published statements")
@operation_permission("deliberation.read")
def question(request, number: int):
    row = _readable(request, number)
    statements = [_statement(one) for one in queries.statements(row)]
    return _row(row) | {"background": row.background, "promise": row.promise, "ended_why": row.ended_why, "statements": statements}  # fmt: skip


@router.get(
    "/{number}/found", response={200: FoundOut | None}, summary="What was found; null before enough have answered"
)
@operation_permission("deliberation.read")
def found(request, number: int):
    told = reporting.report(_readable(request, number))
    if told is None:
        return 200, None
    return 200, {
        **{name: told[name] for name in ("at", "is_final", "people", "small")},
        "groups": [{"name": group["name"], "people": group["people"]} for group in told["groups"]],
        **{name: [row.statement.pk if agree else -row.statement.pk for row, agree in told[name]] for name in ("common", "bridging")},
        "statements": [
            {"key": row.statement.pk, "counts": _counts(row.votes), "by_group": [_counts(cell) for cell in row.by_group]} for row in told["rows"]
        ],
    }  # fmt: skip


@router.get("/{number}/next", response={200: AnsweredOut, **REFUSED}, summary="The statement drawn for the caller")
@operation_permission("deliberation.take_part")
def next_one(request, number: int):
    row = _readable(request, number)
    if not answering.is_answered(row):
        return 409, {"code": "not_possible", "detail": answering.ended()}
    return 200, _drawn(request, row)


@router.post("/{number}/statements", response={201: SaidOut, **REFUSED}, summary="Write a statement")
@operation_permission("deliberation.take_part")
def say(request, number: int, said: StatementIn):
    try:
        made = actions.say(by=request.actor, topic=_readable(request, number), text=said.text)
    except NotPossible as problem:
        return _why_not(problem)
    return 201, {"number": made.number, "state": made.state}


@router.post("/{number}/statements/{key}", response={200: AnsweredOut, **REFUSED}, summary="Agree, disagree or pass")
@operation_permission("deliberation.take_part")
def answer(request, number: int, key: int, given: AnswerIn):
    row = _readable(request, number)
    statement = queries.statements(row).filter(pk=key).first()
    if statement is None:
        raise Http404
    try:
        actions.answer(by=request.actor, statement=statement, value=rules.VALUES.get(given.answer))
    except NotPossible as problem:
        return _why_not(problem)
    return 200, _drawn(request, row)


@router.post("/{number}/{verb}", response=FollowedOut, summary="Follow or unfollow it")
@operation_permission("deliberation.follow")
def press(request, number: int, verb: str):
    act = {"follow": actions.follow, "unfollow": actions.unfollow}.get(verb)
    if act is None:
        raise Http404
    row = _readable(request, number)
    act(by=request.actor, topic=row)
    return {"follows": queries.follows(request.actor.person, row)}


def _readable(request, number):
    row = queries.one(request.actor, number)
    if row is None or row.state == "draft":
        raise Http404
    return row


def _row(row):
    return {
        "number": row.pk, "question": row.question, "language": row.language, "area": row.area.code, "unit": row.unit.code if row.unit_id else "",
        "state": row.state, "least": row.least, "opened_at": row.opened_at, "closed_at": row.closed_at, "phases": list(row.phases.all()),
    }  # fmt: skip


def _statement(one):
    return {"key": one.pk, "number": one.number, "text": one.text, "language": one.language, "by_office": one.by_office}


def _counts(cell):
    return None if cell is None else dict(zip(("agree", "disagree", "passed", "voters"), cell, strict=True))


def _drawn(request, row):
    chosen, left, total = queries.next_statement(row, request.actor.person)
    return {"next": chosen and _statement(chosen), "left": left, "total": total}


def _why_not(problem):
    if isinstance(problem, NotResident):
        return 403, {"code": problem.residence.code, "detail": str(problem)}
    return 409, {"code": "not_possible", "detail": str(problem), "fields": {name: str(words) for name, words in problem.fields.items()}}  # fmt: skip
