"""Counts of mediation as JSON: what the public page shows and nothing more."""

from ninja import Router, Schema

from shiliu.govern.mediation.figures import queries
from shiliu.platform.permissions.api import operation_permission

router = Router()


class MediationCountOut(Schema):
    """`level`: of the committees (district, street, community …). `kind` and `outcome`: a code, or all for a sum. `count`: null where hidden."""

    quarter: str
    level: str
    kind: str
    outcome: str
    count: int | None


class MediationFiguresOut(Schema):
    """Counts of files closed in quarters that are over. A quarter and level of which nothing may be told has no items."""

    least: str
    items: list[MediationCountOut]


@router.get(
    "/figures",
    response=MediationFiguresOut,
    summary="Read counts of mediation by kind and outcome",
    operation_id="mediation_figures",
)
@operation_permission("mediation.read_figures")
def figures(request):
    return {"least": queries.least_words(), "items": list(queries.lines())}
