"""Contact cards over JSON, and on paper: the areas of need, the card of a place, its PDF. Nothing that is asked for is kept."""

from django.http import Http404, HttpResponse
from django.urls import reverse
from ninja import Field, Query, Router, Schema

from shiliu.foundation.models import Area
from shiliu.live.services.cards import paper, queries, rules
from shiliu.live.services.cards.forms import PRINTED
from shiliu.platform import limits, printing
from shiliu.platform.permissions.api import operation_permission
from shiliu.platform.workflow import NotPossible

router = Router()


class CardNeedOut(Schema):
    """An area of need, with the codes that surveys use."""

    code: str
    name: str
    names: dict[str, str]


class CardEntryOut(Schema):
    """`unit` is empty for a number that is the same everywhere."""

    code: str
    names: dict[str, str]
    hint: dict[str, str]
    unit: dict[str, str]
    phone: str
    address: str


class CardGroupOut(Schema):
    """`lacking` are the names of lines for which no unit is entered at this place yet."""

    need: str
    names: dict[str, str]
    entries: list[CardEntryOut]
    lacking: list[dict[str, str]]


class CardOut(Schema):
    """`place`: names of the areas from the community down."""

    place: list[dict[str, str]]
    groups: list[CardGroupOut]


class CardWanted(Schema):
    place: str = Field(..., max_length=40, description="Code of a place")
    need: list[str] = Field(
        [], max_length=20, description="Codes of areas of need; what everybody needs comes with every card"
    )


class PaperWanted(CardWanted):
    language: str = Field("", max_length=12, description="Beside Chinese, also in: " + ", ".join(PRINTED))
    large: bool = Field(False, description="In larger print still")


@router.get("/needs", response=list[CardNeedOut], summary="Areas of need", operation_id="cards_needs")
@operation_permission("cards.read")
def needs(request):
    return [{"code": need.code, "name": need.name, "names": need.names} for need in queries.needs()]


@router.get("/card", response=CardOut, summary="The contact card of a place", operation_id="cards_card")
@operation_permission("cards.read")
def card(request, wanted: Query[CardWanted]):
    made = queries.card_for(_place(wanted.place), set(wanted.need))
    groups = [
        {
            "need": group.code, "names": group.names, "lacking": list(group.lacking),
            "entries": [{name: getattr(entry, name) for name in CardEntryOut.model_fields} for entry in group.entries],
        }
        for group in made.groups
    ]  # fmt: skip
    return {"place": list(made.place), "groups": groups}


@router.get(
    "/card.pdf", summary="The contact card on paper (A6)", operation_id="cards_paper",
    openapi_extra={"responses": {200: {"description": "A PDF", "content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}}}}}},
)  # fmt: skip
@operation_permission("cards.read")
def pdf(request, wanted: Query[PaperWanted]):
    if wanted.language and wanted.language not in PRINTED:
        raise NotPossible("Something is not right yet.", {"language": "Cards are not printed in this language."})
    area = _place(wanted.place)
    limits.spend("paper", limits.askers(request))
    made = queries.card_for(area, set(wanted.need))
    query = request.GET.copy()
    query.pop("large", None)
    address = request.build_absolute_uri(f"{reverse('cards:card')}?{query.urlencode()}")
    languages = rules.languages_of([wanted.language] if wanted.language else [])
    try:
        content = paper.card_pdf(made, languages, address, large=wanted.large)
    except printing.NotPrintable as problem:
        raise NotPossible(" ".join(problem.reasons)) from None
    return HttpResponse(content, content_type="application/pdf")


def _place(code):
    found = Area.objects.filter(code=code, active=True).first()
    if found is None:
        raise Http404
    return found
