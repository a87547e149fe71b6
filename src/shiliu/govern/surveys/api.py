"""Surveys as JSON: what everybody reads, and one answer, which leaves as little behind as on the page."""

from datetime import date
from uuid import UUID

from django.http import Http404
from ninja import Field, Query, Router, Schema

from shiliu.govern.surveys import actions, queries, rules
from shiliu.platform import challenge
from shiliu.platform.permissions.api import operation_permission

router = Router()
MOST = 100


class RoundOut(Schema):
    """`takes_answers` today; `published` once its tables are there for everybody."""

    id: int
    name: str
    names: dict[str, str]
    area: str
    number: int
    opens_on: date
    closes_on: date
    publish_on: date
    takes_answers: bool
    published: bool


class OptionOut(Schema):
    code: str
    texts: dict[str, str]


class QuestionOut(Schema):
    """`kind`: scale, one, many or text. Asked only where `only_after` names nothing, or one of the `only_if` was chosen there."""

    code: str
    need: str
    kind: str
    texts: dict[str, str]
    options: list[OptionOut]
    only_after: str | None
    only_if: list[str]


class RoundDetail(RoundOut):
    """`tables` as published, null before. A null count is hidden; the README of surveys says how."""

    questions: list[QuestionOut]
    parts: list[str] = Field(description="Codes of the places an answer may name")
    one_per_household: bool
    tables: dict | None
    sha256: str | None


class RoundList(Schema):
    count: int
    items: list[RoundOut]


class RoundsWanted(Schema):
    state: str = Field("", pattern="^(|open|published)$")
    q: str = Field("", max_length=80, description="Words of the name of the survey or the place")
    offset: int = Field(0, ge=0, le=100_000)
    limit: int = Field(50, ge=1, le=MOST)


class SurveyAnswer(Schema):
    """`answers` by code of the question: codes of options, or one text. `key`: any random UUID; the same sent twice counts once."""

    answers: dict[str, list[str]] = Field(max_length=rules.MOST_QUESTIONS)
    part: str | None = Field(None, max_length=40)
    code: str = Field("", max_length=40, description="Code of the household where the round asks for one")
    key: UUID | None = None


class SurveyAnswered(Schema):
    counted: bool


@router.get("/rounds", response=RoundList, summary="List rounds of surveys", operation_id="surveys_rounds")
@operation_permission("surveys.read")
def list_rounds(request, wanted: Query[RoundsWanted]):
    found = queries.listed(wanted.state, wanted.q)
    listed = found[wanted.offset : wanted.offset + wanted.limit]
    return {"count": found.count(), "items": [_round(round) for round in listed]}


@router.get(
    "/rounds/{pk}", response=RoundDetail, summary="Read a round: its questions and tables", operation_id="surveys_round"
)
@operation_permission("surveys.read")
def read_round(request, pk: int):
    round = _found(pk)
    published = queries.publication_of(round)
    return {
        **_round(round),
        "questions": [_question(one) for one in rules.questions_of(round.question_set.questions)],
        "parts": list(queries.parts_of(round).values_list("code", flat=True)),
        "one_per_household": round.one_per_household,
        "tables": published.tables if published else None,
        "sha256": published.digest if published else None,
    }


@router.post("/rounds/{pk}/answers", response=SurveyAnswered, summary="Answer a round", operation_id="surveys_answer")
@operation_permission("surveys.answer")
def answer(request, pk: int, said: SurveyAnswer):
    round = _found(pk)
    challenge.admit(request, "survey", form=f"surveys.answer:{said.key or pk}")
    counted = actions.answer(
        by=request.actor, round=round, given=said.answers, part=said.part or None, code=said.code, key=said.key
    )
    return {"counted": counted}


def _found(pk):
    round = queries.public_rounds().filter(pk=pk).first() if pk < 2**63 else None
    if round is None:
        raise Http404
    return round


def _round(round):
    published = getattr(round, "publication", None)
    return {
        "id": round.pk, "name": round.survey.name, "names": round.survey.names, "area": round.survey.area.code,
        "number": round.number, "opens_on": round.opens_on, "closes_on": round.closes_on, "publish_on": round.publish_on,
        "takes_answers": queries.takes_answers(round),
        "published": bool(published and published.public_on <= queries.today()),
    }  # fmt: skip


def _question(one):
    return {
        "code": one.code, "need": one.need, "kind": one.kind, "texts": one.texts,
        "options": [{"code": option.code, "texts": option.texts} for option in one.options],
        "only_after": one.show_if[0] if one.show_if else None, "only_if": one.show_if[1] if one.show_if else [],
    }  # fmt: skip
