"""What staff and askers add to a case, as JSON: words, remarks, filing for somebody, deciding what neighbours read."""

from typing import Annotated
from uuid import UUID

from django.http import Http404
from ninja import Field, Query, Router, Schema
from ninja.pagination import paginate

from shiliu.foundation.models import Area
from shiliu.govern.cases import actions, moderation, moderation_history, queries
from shiliu.govern.cases.api import (
    CaseOut,
    SubmitIn,
    SubmitOut,
    check_looked,
    drafts,
    find,
    named,
    opened,
    seen,
    sent_out,
)
from shiliu.govern.cases.api_pages import CursorPages, Listed
from shiliu.govern.cases.models import Case, Category
from shiliu.platform.permissions import can, needs
from shiliu.platform.presentation.marking import marks_in
from shiliu.platform.workflow import NotPossible

router = Router()


class WordIn(Schema):
    said: str = Field(min_length=1, max_length=4000)
    photos: list[UUID] = Field([], max_length=20, description="keys from POST /cases/photos")
    code: str | None = Field(
        None, max_length=40, description="tracking code, when the caller is the asker without an account"
    )


class RemarkIn(Schema):
    note: str = Field(min_length=1, max_length=4000)


class FiledIn(SubmitIn):
    """A need of somebody who came to the window or called; they get the code."""

    channel: str = Field(max_length=8, description="window or phone")
    area: str = Field(max_length=40)
    address_as: str = Field("", max_length=40)
    language: str = Field("zh-hans", max_length=12, description="language of letters")


class AnswerOut(Schema):
    id: int
    said: str
    public_said: str


class ModeratedPhotoOut(Schema):
    id: int
    key: UUID
    public: bool


class ModeratedOut(Schema):
    """A case before a moderator: the original, what seems to name somebody in it, and what neighbours read now."""

    case: CaseOut
    publication: str
    may_publish: bool
    marks: list[str]
    public_title: str
    public_text: str
    answers: list[AnswerOut]
    photos: list[ModeratedPhotoOut]


class PublishIn(Schema):
    title: str = Field(min_length=1, max_length=120)
    text: str = Field(min_length=1, max_length=4000)
    answers: dict[int, Annotated[str, Field(max_length=4000)]] = Field(
        {}, description="redacted answers by the id of the answer; an answer left out is not shown"
    )
    photos: list[int] = Field([], max_length=50, description="ids of the photos neighbours may see")
    reason: str = Field("", max_length=1000, description="required when a decision is changed")


class WithholdIn(Schema):
    reason: str = Field(min_length=1, max_length=1000, description="the person who raised it reads it")
    ground: str = Field("", max_length=12, description="group of the reason in the public numbers")


class ListIn(Schema):
    list: str = Field("waiting", description=f"one of {', '.join(moderation_history.LISTS)}")
    text: str = Field("", max_length=100)


@router.post("/{int:pk}/words", response={201: CaseOut}, summary="Add what one knows to one's own case")
@needs("cases.act")
def add_word(request, pk: int, given: WordIn):
    actor, case = opened(request, pk, given.code)
    actions.add_word(by=actor, case=case, said=given.said, files=drafts(given.photos))
    return 201, seen(request, find(actor, pk), actor)


@router.post("/{int:pk}/remarks", response={201: CaseOut}, summary="Leave a note among staff on a case")
@needs("cases.remark")
def remark(request, pk: int, given: RemarkIn):
    case = found(request, pk)
    actions.remark(by=request.actor, case=case, note=given.note)
    return 201, seen(request, case)


@router.post("/filed", response={201: SubmitOut}, summary="File a need for somebody who came or called")
@needs("cases.intake")
def file_on_behalf(request, said: FiledIn):
    if said.kind not in Case.Kind.values:
        raise NotPossible("The kind is not known.", {"kind": f"One of {', '.join(Case.Kind.values)}."})
    area = named(Area, said.area, "area")
    check_looked(said)
    contact = actions.Contact(address_as=said.address_as, phone=said.phone, email=said.email, language=said.language)
    sent = actions.file_on_behalf(
        by=request.actor, area=area, channel=said.channel, kind=said.kind, title=said.title, text=said.text,
        category=named(Category, said.category, "category") if said.category else None, place_note=said.place_note,
        contact=contact if contact else None, files=drafts(said.photos), may_publish=said.may_publish,
        submission=said.submission,
    )  # fmt: skip
    return 201, sent_out(sent)


@router.get("/moderation", response=list[ModeratedOut], summary="Cases a moderator decides on, or has decided on")
@paginate(CursorPages, page_size=25)
@needs("cases.moderate")
def to_moderate(request, wanted: Query[ListIn]):
    if wanted.list not in moderation_history.LISTS:
        raise NotPossible("There is no such list.", {"list": f"One of {', '.join(moderation_history.LISTS)}."})
    cases, order, arms = moderation_history.listed(request.actor, wanted.list)
    arms = tuple(queries.with_history(arm) for arm in arms)
    return Listed(queries.with_history(cases), order, arms, wanted.text, told=lambda case: moderated(request, case))


@router.post("/{int:pk}/publish", response=ModeratedOut, summary="Let neighbours read a redacted text of a case")
@needs("cases.moderate")
def publish(request, pk: int, given: PublishIn):
    case = found(request, pk, "cases.moderate")
    answers = {step.pk: given.answers.get(step.pk, "") for step in answered(case)}
    if unknown := sorted(set(given.answers) - set(answers)):
        raise NotPossible("There is no such answer.", {"answers": f"{unknown[0]} is no answer of this case."})
    moderation.publish(
        by=request.actor, case=case, title=given.title, text=given.text, answers=answers, photos=given.photos,
        reason=given.reason,
    )  # fmt: skip
    return moderated(request, found(request, pk, "cases.moderate"))


@router.post("/{int:pk}/withhold", response=ModeratedOut, summary="Keep a case from what neighbours read")
@needs("cases.moderate")
def withhold(request, pk: int, given: WithholdIn):
    case = found(request, pk, "cases.moderate")
    grounds = moderation.ModerationEntry.Ground.values
    if given.ground and given.ground not in grounds:
        raise NotPossible("The ground is not known.", {"ground": f"One of {', '.join(grounds)}."})
    moderation.withhold(by=request.actor, case=case, reason=given.reason, ground=given.ground)
    return moderated(request, found(request, pk, "cases.moderate"))


def found(request, pk, permission="cases.remark"):
    """The case, if the caller may see it and holds the permission on it; otherwise it does not exist."""
    case = find(request.actor, pk)
    if case is None or not can(request.actor, permission, case):
        raise Http404
    return case


def answered(case):
    """Steps in which staff told the asker something."""
    return [step for step in case.steps.all() if step.said and step.by_whom == step.By.STAFF]


def moderated(request, case):
    return ModeratedOut(
        case=seen(request, case),
        publication=case.publication,
        may_publish=case.may_publish,
        marks=[f"{mark.label}: {mark.text}" for mark in marks_in(case.title, case.text)],
        public_title=case.public_title,
        public_text=case.public_text,
        answers=[AnswerOut(id=step.pk, said=step.said, public_said=step.public_said) for step in answered(case)],
        photos=[
            ModeratedPhotoOut(id=file.pk, key=file.attachment.key, public=file.public) for file in case.files.all()
        ],
    )
