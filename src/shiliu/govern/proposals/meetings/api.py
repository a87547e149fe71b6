"""Meetings and published affairs over JSON: the list, one with agenda, decisions, minutes and lots; follow, a ticket, a question."""

from datetime import datetime

from django.http import Http404
from ninja import Field, Query, Router, Schema

from shiliu.govern.proposals.meetings import actions, queries, rules
from shiliu.platform.permissions.api import operation_permission
from shiliu.platform.residence import NotResident
from shiliu.platform.workflow import NotPossible

router = Router()
MOST = 100


class AffairsWanted(Schema):
    q: str = Field("", max_length=80, description="Words")
    area: str = Field("", max_length=40, description="Code of a place: of it and everything inside")
    limit: int = Field(20, ge=1, le=MOST)
    offset: int = Field(0, ge=0, le=10_000)


class MeetingsWanted(AffairsWanted):
    when: str = Field("", pattern="^(|coming|past)$")


class MeetingRowOut(Schema):
    number: int
    kind: str
    title: str
    language: str
    state: str
    area: str
    organiser: str
    starts_at: datetime
    where: str


class MeetingsOut(Schema):
    total: int
    meetings: list[MeetingRowOut]


class MeetingRuleOut(Schema):
    """What the meeting must keep: shares as [part, whole, whether exactly that much is enough]; a quorum of 0/0 is none."""

    notice_days: int
    quorum: tuple[int, int, bool]
    majority: tuple[int, int, bool]
    decides: bool


class DecisionOut(Schema):
    """Counts of hands; `outcome` follows from them where something was to be decided."""

    outcome: str
    words: str
    in_favour: int
    against: int
    abstained: int
    at: datetime


class AgendaItemOut(Schema):
    number: int
    purpose: str
    title: str
    text: str
    of_owners: bool
    decision: DecisionOut | None


class MinutesOut(Schema):
    number: int
    text: str
    why: str
    at: datetime


class LotsOut(Schema):
    """Everything somebody needs to draw again: the tickets, then what `words_from` gave, then the seed."""

    places: int
    closes_at: datetime
    words_from: str
    words: str
    fingerprint: str
    seed: str
    tickets: list[str]
    drawn: list[str]


class MeetingOut(MeetingRowOut):
    text: str
    reason: str
    called_at: datetime | None
    entitled: int | None
    present: int | None
    rule: MeetingRuleOut
    agenda: list[AgendaItemOut]
    minutes: list[MinutesOut]
    lots: LotsOut | None
    affairs: list[int]


class PressedOut(Schema):
    """`ticket`: the caller's own number while the list is there."""

    follows: bool
    ticket: str | None


class AffairRowOut(Schema):
    number: int
    topic: str
    title: str
    language: str
    area: str
    organiser: str
    published_at: datetime
    until: datetime
    meeting: int | None


class AffairsOut(Schema):
    total: int
    affairs: list[AffairRowOut]


class AffairQuestionOut(Schema):
    """`text` is empty where `withheld` says why it is not shown."""

    text: str
    withheld: str
    answer: str
    asked_at: datetime
    answered_at: datetime | None


class AffairOut(AffairRowOut):
    """Answered questions, and those of the caller that wait."""

    text: str
    open: bool
    questions: list[AffairQuestionOut]


class AffairQuestionIn(Schema):
    text: str = Field(..., max_length=1000)


class MeetingRefusedOut(Schema):
    """`code` is signed_out, unconfirmed, elsewhere or not_possible; `detail` says in words what to do next."""

    code: str
    detail: str
    fields: dict[str, str] = {}


@router.get("", response=MeetingsOut, summary="Meetings that were called, the next or the last first")
@operation_permission("meetings.read")
def meetings(request, wanted: Query[MeetingsWanted]):
    area = _place(wanted.area)
    rows = queries.visible_to(request.actor).exclude(state="draft")
    rows = (
        rows.none() if wanted.area and area is None else queries.listed(rows, q=wanted.q, area=area, when=wanted.when)
    )
    shown = rows[wanted.offset : wanted.offset + wanted.limit]
    return {"total": rows.count(), "meetings": [_row(row) for row in shown]}


@router.get("/affairs", response=AffairsOut, summary="Published affairs, the newest first")
@operation_permission("meetings.read")
def affairs(request, wanted: Query[AffairsWanted]):
    area = _place(wanted.area)
    rows = queries.affairs(area=area, q=wanted.q)
    if wanted.area and area is None:
        rows = rows.none()
    shown = rows[wanted.offset : wanted.offset + wanted.limit]
    return {"total": rows.count(), "affairs": [_affair(row) for row in shown]}


@router.get("/affairs/{number}", response=AffairOut, summary="One publication with its questions and answers")
@operation_permission("meetings.read")
def affair(request, number: int):
    row = _published(number)
    questions = [
        {"text": "" if one.withheld else one.text, "withheld": one.withheld, "answer": one.answer, "asked_at": one.at, "answered_at": one.answered_at}
        for one in queries.questions(row, request.actor)
    ]  # fmt: skip
    return _affair(row) | {"text": row.text, "open": actions.affairs.is_open(row), "questions": questions}


@router.post("/affairs/{number}/questions", response={201: AffairOut, 403: MeetingRefusedOut, 409: MeetingRefusedOut}, summary="Ask about it")  # fmt: skip
@operation_permission("meetings.ask")
def ask(request, number: int, said: AffairQuestionIn):
    try:
        actions.ask(by=request.actor, notice=_published(number), text=said.text)
    except NotPossible as problem:
        return _why_not(problem)
    return 201, affair(request, number)


@router.get(
    "/{number}", response=MeetingOut, summary="One meeting with its agenda, what was decided, its minutes and lots"
)
@operation_permission("meetings.read")
def meeting(request, number: int):
    row = _called(request, number)
    rule = row.rule or actions.numbers.values(row.kind, rules.RULE)
    return _row(row) | {
        "text": row.text, "reason": row.reason, "called_at": row.called_at, "entitled": row.entitled, "present": row.present,
        "rule": {"notice_days": rule["notice_days"], "decides": rule["decides"], **{name: tuple(rule[f"{name}_{part}"] for part in ("part", "whole", "reached")) for name in ("quorum", "majority")}},
        "agenda": [_item(item) for item in queries.agenda(row)], "minutes": list(row.minutes.all()), "lots": _lots(row.draw),
        "affairs": list(row.published.values_list("pk", flat=True)),
    }  # fmt: skip


@router.post("/{number}/{verb}", response={200: PressedOut, 403: MeetingRefusedOut, 409: MeetingRefusedOut}, summary="Follow or unfollow it, put in a ticket or take it out, decline")  # fmt: skip
@operation_permission("meetings.follow")
def press(request, number: int, verb: str):
    act = {
        "follow": actions.follow, "unfollow": actions.unfollow, "put-in": actions.put_in, "take-out": actions.take_out, "decline": actions.decline,
    }.get(verb)  # fmt: skip
    if act is None:
        raise Http404
    row, person = _called(request, number), request.actor.person
    try:
        act(by=request.actor, meeting=row)
    except NotPossible as problem:
        return _why_not(problem)
    mine = row.draw and row.draw.tickets.filter(person=person).first()
    return 200, {"follows": row.follows.filter(person=person).exists(), "ticket": mine and mine.number}


def _called(request, number):
    row = queries.visible_to(request.actor).exclude(state="draft").filter(pk=number).first()
    if row is None:
        raise Http404
    return row


def _published(number):
    row = queries.affairs().filter(pk=number).first()
    if row is None:
        raise Http404
    return row


def _place(code):
    return next((area for area in queries.places() if area.code == code), None) if code else None


def _row(row):
    return {
        "number": row.pk, "kind": row.kind.code, "title": row.title, "language": row.language, "state": row.state, "area": row.area.code,
        "organiser": row.organiser.code, "starts_at": row.starts_at, "where": row.where,
    }  # fmt: skip


def _item(item):
    return {
        "number": item.number, "purpose": item.purpose, "title": item.title, "text": item.text, "of_owners": item.of_owners,
        "decision": getattr(item, "decision", None),
    }  # fmt: skip


def _lots(draw):
    if draw is None:
        return None
    drawn = actions.lots.drawing.drawn(draw).values_list("number", flat=True)
    return {
        "places": draw.places, "closes_at": draw.closes_at, "words_from": draw.words_from, "words": draw.words, "seed": draw.seed,
        "fingerprint": draw.fingerprint, "tickets": sorted(draw.tickets.values_list("number", flat=True)), "drawn": list(drawn),
    }  # fmt: skip


def _affair(row):
    return {
        "number": row.pk, "topic": row.topic.code, "title": row.title, "language": row.language, "area": row.area.code,
        "organiser": row.organiser.code, "published_at": row.published_at, "until": row.until, "meeting": row.meeting_id,
    }  # fmt: skip


def _why_not(problem):
    if isinstance(problem, NotResident):
        return 403, {"code": problem.residence.code, "detail": str(problem)}
    return 409, {"code": "not_possible", "detail": str(problem), "fields": {name: str(words) for name, words in problem.fields.items()}}  # fmt: skip
