"""The checklist for newcomers over JSON. Read only: ticks stay with whoever makes them, and asking for a greeter is a page."""

from django.http import Http404
from ninja import Field, Query, Router, Schema

from shiliu.live.services.newcomers import queries
from shiliu.platform.permissions.api import operation_permission

router = Router()


class StepOut(Schema):
    """`link` is the address of the page it leads to, '' for none."""

    code: str
    name: str
    names: dict[str, str]
    text: dict[str, str]
    link: str


class StepsOut(Schema):
    """One group of the checklist, named in the caller's language, with its steps in order."""

    name: str
    steps: list[StepOut]


class ChecklistWanted(Schema):
    area: str = Field("", max_length=40, description="Code of a community, for the steps that count only there")


@router.get("/steps", response=list[StepsOut], summary="Checklist for newcomers", operation_id="newcomers_steps")
@operation_permission("newcomers.read")
def steps(request, wanted: Query[ChecklistWanted]):
    area = queries.communities().filter(code=wanted.area).first() if wanted.area else None
    if wanted.area and area is None:
        raise Http404
    return [
        {"name": str(label), "steps": [_told(request, one) for one in found]} for label, found in queries.groups(area)
    ]


def _told(request, step):
    address, _words = queries.link_of(step)
    return {
        "code": step.code, "name": step.name, "names": step.names, "text": step.text,
        "link": request.build_absolute_uri(address) if address else "",
    }  # fmt: skip
