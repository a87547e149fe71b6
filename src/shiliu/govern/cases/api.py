"""The case loop as JSON: what pages can do, with the same actions, queries and permissions."""

from datetime import date, datetime
from uuid import UUID

from django.http import Http404
from ninja import Field, File, Query, Router, Schema, UploadedFile
from ninja.pagination import PageNumberPagination, paginate
from pydantic import AliasChoices

from shiliu.foundation.models import Area, Organisation
from shiliu.govern.cases import actions, explaining, floods, listing, matters, queries
from shiliu.govern.cases.api_pages import CursorPages, Listed
from shiliu.govern.cases.api_time import PauseOut, PromiseOut, pauses_of, told
from shiliu.govern.cases.models import Case, Category
from shiliu.govern.cases.workflow import HAZARD, ORDINARY
from shiliu.platform import attachments
from shiliu.platform.attachments.models import Attachment
from shiliu.platform.permissions import needs
from shiliu.platform.presentation.marking import marks_in
from shiliu.platform.workflow import NotPossible

router = Router()


class CategoryOut(Schema):
    code: str
    name: str
    group: str | None
    keywords: list[str] = Field(description="Other words residents use for it, in any language.")


class PublicCaseOut(Schema):
    """A published case: the moderated words, a coarse place, no trace of a person."""

    number: str
    id: int
    kind: str
    state: str
    title: str = Field(alias="public_title")
    text: str = Field(alias="public_text")
    category: str | None
    area: str
    longitude: float | None = Field(alias="public_longitude")
    latitude: float | None = Field(alias="public_latitude")
    received: datetime = Field(alias="received_at")
    published: datetime = Field(alias="published_at")
    me_too: int = Field(description="how many neighbours say it concerns them too; nobody is told who")

    @staticmethod
    def resolve_category(case):
        return case.category.code if case.category else None

    @staticmethod
    def resolve_area(case):
        """The code of the compound at the finest: a building is a dwelling and is never named in public."""
        area = case.area
        return area.parent.code if area.level == Area.Level.BUILDING else area.code


class ClockOut(Schema):
    kind: str
    round: int
    # Read from the row, and read again from itself when the answer is checked: hence both names.
    started: datetime = Field(validation_alias=AliasChoices("started_at", "started"))
    due: datetime = Field(description="the first promise, which never changes")
    due_now: datetime = Field(description="where it stands with pauses and extensions")
    met: datetime | None = Field(validation_alias=AliasChoices("met_at", "met"))


class CaseOut(Schema):
    """A case as its author and the people who work on it see it."""

    id: int
    number: str
    kind: str
    state: str
    round: int
    title: str
    text: str
    language: str
    category: str | None
    area: str
    lead: str | None
    why: list[str]
    moves: list[str]
    clocks: list[ClockOut]
    pauses: list[PauseOut]
    promises: list[PromiseOut]
    received: datetime


class SubmitIn(Schema):
    """`submission` makes a repeated send harmless: send the same value again and get the same case and code."""

    kind: str
    title: str = Field(min_length=1, max_length=120)
    text: str = Field(min_length=1, max_length=4000)
    category: str | None = None
    area: str | None = None
    longitude: float | None = Field(None, ge=-180, le=180)
    latitude: float | None = Field(None, ge=-90, le=90)
    place_note: str = Field("", max_length=120)
    phone: str = Field("", max_length=30)
    email: str = Field("", max_length=254)
    may_publish: bool = True
    submission: UUID | None = None
    photos: list[UUID] = Field([], max_length=20, description="keys from POST /cases/photos")
    looked: bool = Field(
        False, description="the author has been shown the words that seem to name somebody, and they may stay"
    )


class SubmitOut(Schema):
    """`code` opens the case; it is shown only here."""

    id: int
    number: str
    code: str
    state: str
    lead: str | None
    why: list[str]
    clocks: list[ClockOut]


class CodeIn(Schema):
    code: str = Field(max_length=40)


class MoveIn(Schema):
    """What the move asks: see GET /cases/workflow/{kind}."""

    said: str = Field("", max_length=4000)
    note: str = Field("", max_length=4000)
    unit: str | None = None
    category: str | None = None
    reason: str | None = None
    obstacle: str | None = None
    objection: str | None = None
    junk: str | None = None
    into: str | None = Field(None, max_length=20, description="number of the other case")
    until: date | None = None
    review: date | None = None
    promise: str | None = Field(None, max_length=200)
    promised_by: date | None = None
    despite: str | None = Field(None, max_length=4000)
    level: int | None = Field(None, ge=1, le=5)
    photos: list[UUID] = Field([], max_length=20, description="keys from POST /cases/photos")
    code: str | None = Field(
        None, max_length=40, description="tracking code, when the caller is the asker without an account"
    )


class MoveOut(Schema):
    key: str
    label: str
    sources: list[str]
    target: str
    permission: str
    asks: list[str]


class ListFilter(Schema):
    text: str = Field("", max_length=100)
    state: str = Field("", max_length=14)
    kind: str = Field("", max_length=12)
    category: str = Field("", max_length=40)
    area: str = Field("", max_length=40)
    lead: str = Field("", max_length=40)


class Pages(PageNumberPagination):
    class Input(PageNumberPagination.Input):
        page: int = Field(1, ge=1, le=1_000_000)  # beyond, the offset is no number a database takes


def chosen_of(filters, *, public):
    """What the caller chose, as listing.narrowed and listing.page take it."""
    chosen = filters.dict()
    code = chosen.pop("area")
    area = named(Area, code, "area") if code else None
    if public and area is not None and area.level == Area.Level.BUILDING:
        raise NotPossible(
            "This place is too small.", {"area": "Published needs are told by compound, never by building."}
        )
    return {**chosen, "area": area}


def named(model, code, field):
    """The row with a code, or a 422 that names the field."""
    row = model.objects.filter(code=code).first()
    if row is None:
        raise NotPossible("There is no such code.", {field: f"“{code}” is not known."})
    return row


SHOWN = ("clocks", "pauses", "promises__unit", "steps", "tasks")


def seen(request, case, actor=None):
    return CaseOut(
        id=case.pk,
        number=case.number,
        kind=case.kind,
        state=case.state,
        round=case.round,
        title=case.title,
        text=case.text,
        language=case.language,
        category=case.category.code if case.category else None,
        area=case.area.code,
        lead=case.lead.code if case.lead else None,
        why=explaining.sentences(case.route),
        moves=[move.key for move in case.workflow.open_to(actor or request.actor, case)],
        clocks=[ClockOut.from_orm(clock) for clock in case.clocks.all()],
        pauses=pauses_of(case),
        promises=[told(promise, case) for promise in case.promises.all()],
        received=case.received_at,
    )


def words_of(category):
    return [word for word in matters.tidy(category.keywords).split(", ") if word]


@router.get("/categories", response=list[CategoryOut], summary="Matters the dispatch catalogue in force knows")
@needs("cases.read_catalogue")
def categories(request):
    return [
        {
            "code": category.code,
            "name": category.name,
            "group": group.code if group else None,
            "keywords": words_of(category),
        }
        for group, members in queries.categories().items()
        for category in members
    ]


@router.get("/workflow/{kind}", response=list[MoveOut], summary="Every move of a kind of case and what it asks")
@needs("cases.read_catalogue")
def workflow(request, kind: str):
    if kind not in Case.Kind.values:
        raise Http404
    table = HAZARD if kind == Case.Kind.HAZARD else ORDINARY
    return [
        MoveOut(key=m.key, label=str(m.label), sources=list(m.sources), target=m.target, permission=m.permission,
                asks=[ask.key for ask in m.asks])
        for m in table.moves
    ]  # fmt: skip


@router.get("/public", response=list[PublicCaseOut], summary="Published cases, newest first")
@paginate(CursorPages, page_size=50)
@needs("cases.read_public")
def public(request, filters: Query[ListFilter]):
    """With `text` they come in the order in which they became searchable, the newest first."""
    chosen = chosen_of(filters, public=True)
    text = chosen.pop("text")
    part = listing.narrowed(**chosen, public=True, indexed=not text.strip())
    cases = queries.published().filter(part).select_related("category", "area__parent")
    return Listed(cases, listing.NEWEST, text=text, public=True)


@router.get("/public/{pk}", response=PublicCaseOut, summary="One published case")
@needs("cases.read_public")
def public_case(request, pk: int):
    case = queries.published().select_related("category", "area__parent").filter(pk=pk).first()
    if case is None:
        raise Http404
    return case


class PhotoOut(Schema):
    """`key` stands for the photo in `photos` of a need or a move, within a day."""

    key: UUID


@router.post(
    "/photos", response={201: PhotoOut}, summary="Send a photo of the place or thing, to be named in a need or a move"
)
@needs("cases.submit")
def photo(request, file: File[UploadedFile]):
    floods.of_photos(request, [file])
    return 201, {"key": attachments.store(file, by=request.actor).key}


def drafts(keys):
    """The photos sent before under these keys, in this order; those already linked belong to a repeated send."""
    found = Attachment.objects.in_bulk(keys, field_name="key")
    if missing := [key for key in keys if key not in found]:
        raise NotPossible("There is no such photo.", {"photos": f"{missing[0]} is not known. Send the photo again."})
    return [found[key] for key in keys]


@router.post("/", response={201: SubmitOut}, summary="Raise a need")
@needs("cases.submit")
def submit(request, said: SubmitIn):
    if said.kind not in Case.Kind.values:
        raise NotPossible("The kind is not known.", {"kind": f"One of {', '.join(Case.Kind.values)}."})
    if (said.longitude is None) != (said.latitude is None):
        raise NotPossible("A point needs both numbers.", {"latitude": "Give longitude and latitude, or neither."})
    check_looked(said)
    floods.of_need(request, said.submission)
    sent = actions.submit(
        by=request.actor,
        kind=said.kind,
        title=said.title,
        text=said.text,
        category=named(Category, said.category, "category") if said.category else None,
        area=named(Area, said.area, "area") if said.area else None,
        point=(said.longitude, said.latitude) if said.longitude is not None else None,
        place_note=said.place_note,
        contact=actions.Contact(phone=said.phone, email=said.email) if said.phone or said.email else None,
        files=drafts(said.photos),
        may_publish=said.may_publish,
        submission=said.submission,
        origin=floods.origin_of(request),
        channel=Case.Channel.API,
    )
    return 201, sent_out(sent)


def check_looked(said):
    """What seems to name somebody is shown to the author first; `said` is a SubmitIn."""
    marks = marks_in(said.title, said.text, said.place_note)
    if marks and not said.looked:
        words = "; ".join(f"{mark.label}: {mark.text}" for mark in marks)
        raise NotPossible(
            "Some words seem to name or identify somebody. Show them to the author, then send looked=true.",
            {"looked": words},
        )


def sent_out(sent):
    """What whoever raised it is told, with the code, once. `sent` is an actions.Submitted."""
    case = sent.case
    return SubmitOut(
        id=case.pk, number=case.number, code=sent.code, state=case.state, lead=case.lead.code if case.lead else None,
        why=explaining.sentences(case.route), clocks=[ClockOut.from_orm(clock) for clock in case.clocks.all()],
    )  # fmt: skip


@router.get("/mine", response=list[CaseOut], summary="Cases the signed-in person raised")
@paginate(CursorPages, page_size=50)
@needs("cases.mine")
def mine(request):
    cases = queries.with_history(queries.own(request.actor))
    return Listed(cases, listing.RAISED, told=lambda case: seen(request, case))


@router.get("/worklist", response=list[CaseOut], summary="Open cases one has a duty for, least time left first")
@paginate(CursorPages, page_size=50)
@needs("cases.worklist")
def worklist(request, filters: Query[ListFilter]):
    chosen = chosen_of(filters, public=False)
    cases, arms = queries.queue(request.actor, **chosen)
    cases, arms = cases.prefetch_related(*SHOWN), [arm.prefetch_related(*SHOWN) for arm in arms]
    return Listed(cases, listing.QUEUE, tuple(arms), filters.text, told=lambda case: seen(request, case))


@router.post("/tracked", response=CaseOut, summary="The case a tracking code opens")
@needs("cases.track")
def tracked(request, shown: CodeIn):
    """The code travels in the body, so that it stands in no log of addresses. After ten wrong tries it is answered with 429."""
    floods.of_code(request)
    secret = actions.hash_code(shown.code)
    case = queries.by_code(secret)
    if case is None:
        raise Http404
    floods.code_was_right(request)
    return seen(request, case, request.actor.holding_secret(secret))


@router.get("/{int:pk}", response=CaseOut, summary="One case the caller may open")
@needs("cases.read")
def one(request, pk: int):
    case = find(request.actor, pk)
    if case is None:
        raise Http404
    return seen(request, case)


def find(actor, pk):
    return queries.with_history(queries.visible_to(actor)).filter(pk=pk).first()


def opened(request, pk, code):
    """(actor, case) for the caller, who may show the tracking code of a case raised without an account."""
    actor = request.actor
    if code:
        floods.of_code(request)
        actor = actor.holding_secret(actions.hash_code(code) or "")
    case = find(actor, pk)
    if case is None:
        raise Http404
    if code:
        floods.code_was_right(request)
    return actor, case


@router.post("/{int:pk}/moves/{verb}", response=CaseOut, summary="Make a move on a case")
@needs("cases.act")
def move(request, pk: int, verb: str, given: MoveIn):
    values = {key: value for key, value in given.dict().items() if value is not None}
    actor, case = opened(request, pk, values.pop("code", None))
    if "unit" in values:
        values["unit"] = named(Organisation, values["unit"], "unit")
    if "category" in values:
        values["category"] = named(Category, values["category"], "category")
    if "into" in values:
        values["into"] = queries.by_number(queries.visible_to(actor), values["into"])
    files = drafts(values.pop("photos"))
    actions.move(by=actor, case=case, verb=verb, files=files, **values)
    return seen(request, queries.with_history(Case.objects.filter(pk=case.pk)).get(), actor)
