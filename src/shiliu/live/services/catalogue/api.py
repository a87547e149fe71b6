"""The service catalogue over JSON: what its public pages say, for everyone."""

from decimal import Decimal

from django.http import Http404
from ninja import Field, Query, Router, Schema

from shiliu.foundation.models import Area
from shiliu.live.services.catalogue import queries, values
from shiliu.platform.clock import now
from shiliu.platform.permissions.api import operation_permission

router = Router()
MOST = 100


class CatalogueRowOut(Schema):
    code: str
    name: str
    names: dict[str, str]


class ItemPaperOut(Schema):
    """`asked`: bring, or held (then `held_by` is the kind of unit that has it and nobody is asked)."""

    paper: str
    name: str
    asked: str
    held_by: str
    form: str
    number: int
    note: dict[str, str]


class HandOffOut(Schema):
    """What another level than the deciding one does: accepts, checks or tells."""

    level: str
    kind: str
    part: str


class ItemChannelOut(Schema):
    kind: str
    value: str = ""


class ItemShort(Schema):
    """`days` 0 is on the spot, null not entered. `being_checked`: the unit was asked to confirm and has not answered in time."""

    code: str
    name: str
    names: dict[str, str]
    category: str
    stages: list[str]
    level: str
    organisation: str
    days: int | None
    days_working: bool
    fee: str
    fee_amount: Decimal | None
    confirmed_at: str | None
    being_checked: bool


class ItemOut(ItemShort):
    decided_by: str
    areas: list[str]
    summary: dict[str, str]
    alert: dict[str, str]
    conditions: dict[str, str]
    minimum_age: int | None
    maximum_age: int | None
    steps: list[dict[str, str]]
    legal_basis: str
    basis_checked: bool = Field(description="Somebody has compared basis, limit and fee with the published text")
    statutory_days: int | None
    statutory_working: bool
    fee_basis: str
    languages: list[str]
    accessibility: list[str]
    proxy: str
    proxy_note: dict[str, str]
    channels: list[ItemChannelOut]
    appointment: str
    keywords: str
    papers: list[ItemPaperOut]
    hand_offs: list[HandOffOut]


class ItemList(Schema):
    """`not_issued` are codes of certificates that the words name, which no committee issues any more."""

    count: int
    items: list[ItemShort]
    not_issued: list[str]


class NotIssuedOut(CatalogueRowOut):
    """`instead` says who helps; `weak` marks advice that does not come from a rule, `checked` a rule that somebody has
    compared with its published text; `item` is the service to go to, if any."""

    instead: dict[str, str]
    body: str
    item: str
    source: str
    instead_source: str
    weak: bool
    checked: bool


class FinderAnswerOut(Schema):
    """`leads_to`: question:…, item:…, category:… or not_issued:… with a code."""

    name: str
    names: dict[str, str]
    leads_to: str


class FinderQuestionOut(CatalogueRowOut):
    help: dict[str, str]
    answers: list[FinderAnswerOut]


class ItemsWanted(Schema):
    q: str = Field("", max_length=80, description="Words of a name, a paper or what people call it")
    category: str = Field("", max_length=40)
    stage: str = Field("", max_length=40)
    level: str = Field("", max_length=12, description="district, street or community")
    area: str | None = Field(None, max_length=40, description="Code of a place: only what somebody there can use")
    offset: int = Field(0, ge=0, le=100_000)
    limit: int = Field(50, ge=1, le=MOST)


@router.get("/", response=ItemList, summary="List or find services", operation_id="services_list")
@operation_permission("services.read")
def list_items(request, wanted: Query[ItemsWanted]):
    area = None
    if wanted.area:
        area = Area.objects.filter(code=wanted.area, active=True).first()
        if area is None:
            raise Http404
    found = queries.found(
        queries.on_offer(), q=wanted.q, category=wanted.category, stage=wanted.stage, level=wanted.level, area=area
    )
    listed = queries.whole(found)[wanted.offset : wanted.offset + wanted.limit]
    certificates = [row.code for row in queries.not_issued(wanted.q)[:20]] if wanted.q else []
    return {"count": found.count(), "items": [_short(item) for item in listed], "not_issued": certificates}


@router.get(
    "/categories",
    response=list[CatalogueRowOut],
    summary="List the categories of services",
    operation_id="services_categories",
)
@operation_permission("services.read")
def list_categories(request):
    return [_row(row) for row in queries.categories()]


@router.get(
    "/stages",
    response=list[CatalogueRowOut],
    summary="List the times of life services are for",
    operation_id="services_stages",
)
@operation_permission("services.read")
def list_stages(request):
    return [_row(row) for row in queries.stages()]


@router.get(
    "/not-issued",
    response=list[NotIssuedOut],
    summary="Certificates no committee issues any more",
    operation_id="services_not_issued",
)
@operation_permission("services.read")
def list_not_issued(request, q: str = Query("", max_length=80)):
    return [
        {**_row(row), "instead": row.instead, "body": row.body.code if row.body_id else "", "item": row.item.code if row.item_id and row.item.is_offered else "",
         "source": row.source, "instead_source": row.instead_source, "weak": row.weak, "checked": row.checked}
        for row in queries.not_issued(q)
    ]  # fmt: skip


@router.get(
    "/finder",
    response=FinderQuestionOut,
    summary="A question of the finder; the first without a code",
    operation_id="services_finder",
)
@operation_permission("services.read")
def read_question(request, question: str = Query("", max_length=40)):
    found = queries.finder_question(question)
    if found is None:
        raise Http404
    answers = [
        {"name": row.name, "names": row.names, "leads_to": queries.target_of(row)} for row in found.answers.all()
    ]
    return {**_row(found), "help": found.help, "answers": answers}


@router.get("/items/{code}", response=ItemOut, summary="Read one service", operation_id="services_read")
@operation_permission("services.read")
def read_item(request, code: str):
    item = queries.whole(queries.on_offer().filter(code=code[:40])).first()
    if item is None:
        raise Http404
    plain = values.of_item(item)
    names = {row.paper.code: row.paper.name for row in item.papers.all()}
    plain["papers"] = [{**row, "name": names[row["paper"]]} for row in plain["papers"]]
    return {**plain, **_short(item)}


def _row(row):
    return {"code": row.code, "name": row.name, "names": row.names}


def _short(item):
    return {
        "code": item.code, "name": item.name, "names": item.names, "category": item.category.code,
        "stages": sorted(stage.code for stage in item.stages.all()), "level": item.level,
        "organisation": item.organisation.code if item.organisation_id else "", "days": item.days, "days_working": item.days_working,
        "fee": item.fee, "fee_amount": item.fee_amount, "confirmed_at": item.confirmed_at and item.confirmed_at.isoformat(),
        "being_checked": item.check_due_at is not None and item.check_due_at <= now(),
    }  # fmt: skip
