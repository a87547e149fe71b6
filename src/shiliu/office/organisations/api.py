"""Units in use over JSON, as every "who serves here?" page already names them. Read only, open to everyone."""

from django.db.models import Exists, OuterRef
from django.http import Http404
from ninja import Field, Query, Router, Schema

from shiliu.foundation.models import Area, Organisation, OrganisationArea
from shiliu.office.organisations import queries
from shiliu.platform.permissions.api import operation_permission

router = Router()
MOST = 100


class OrganisationKindOut(Schema):
    code: str
    name: str
    names: dict[str, str]
    standing: str


class OrganisationOut(Schema):
    """`kind`, `parent` and `serves` are codes; `names` by language tag. A unit serves a place with everything inside it."""

    code: str
    name: str
    names: dict[str, str]
    kind: str
    parent: str | None
    phone: str
    address: str
    serves: list[str]


class OrganisationList(Schema):
    count: int
    items: list[OrganisationOut]


class OrganisationsWanted(Schema):
    q: str = Field("", max_length=80, description="Words of a name in any language, or the beginning of a code")
    kind: str | None = Field(None, max_length=40, description="Code of a kind of unit")
    area: str | None = Field(
        None, max_length=40, description="Code of a place the unit serves by itself or with a place around it"
    )
    offset: int = Field(0, ge=0, le=100_000)
    limit: int = Field(50, ge=1, le=MOST)


@router.get("/", response=OrganisationList, summary="List or find units", operation_id="organisations_list")
@operation_permission("places.read_public")
def list_units(request, wanted: Query[OrganisationsWanted]):
    units = queries.found(Organisation.objects.filter(active=True), wanted.q)
    if wanted.kind:
        units = units.filter(kind__code=wanted.kind)
    if wanted.area:
        area = Area.objects.filter(code=wanted.area, active=True).first()
        around = area.chain_ids if area else []
        units = units.filter(Exists(OrganisationArea.objects.filter(organisation=OuterRef("pk"), area__in=around)))
    listed = _whole(units.order_by("code"))[wanted.offset : wanted.offset + wanted.limit]
    return {"count": units.count(), "items": [_unit(unit) for unit in listed]}


@router.get(
    "/kinds", response=list[OrganisationKindOut], summary="List the kinds of units", operation_id="organisations_kinds"
)
@operation_permission("places.read_public")
def list_kinds(request):
    return [
        {"code": kind.code, "name": kind.name, "names": kind.names, "standing": kind.standing}
        for kind in queries.kinds()
    ]


@router.get("/units/{code}", response=OrganisationOut, summary="Read one unit", operation_id="organisations_read")
@operation_permission("places.read_public")
def read_unit(request, code: str):
    unit = _whole(Organisation.objects.filter(code=code[:40], active=True)).first()
    if unit is None:
        raise Http404
    return _unit(unit)


def _whole(units):
    return units.select_related("kind", "parent").prefetch_related("serves__area")


def _unit(unit):
    return {
        "code": unit.code,
        "name": unit.name,
        "names": unit.names,
        "kind": unit.kind.code,
        "parent": unit.parent.code if unit.parent_id and unit.parent.active else None,
        "phone": unit.public_phone,
        "address": unit.address,
        "serves": sorted(row.area.code for row in unit.serves.all() if row.area.active),
    }
