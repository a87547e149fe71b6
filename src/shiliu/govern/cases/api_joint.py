"""Work that several units do together, as JSON: parts of a case, units called to a table, the report of objections."""

from datetime import date, datetime
from uuid import UUID

from django.http import Http404
from ninja import Field, Query, Router, Schema

from shiliu.foundation.models import Area, Organisation
from shiliu.govern.cases import joint, objections, queries_joint, summoning
from shiliu.govern.cases.api import drafts, find, named
from shiliu.govern.cases.models import ObjectionReason
from shiliu.platform.permissions import can, needs
from shiliu.platform.workflow import NotPossible

router = Router()


class PartIn(Schema):
    unit: str = Field(max_length=40)
    what: str = Field(min_length=1, max_length=1000)
    due: date | None = Field(None, description="a share of the time left for the case when nothing is given")
    anyway: bool = Field(False, description="the day is meant although the whole case is due before it")


class PartOut(Schema):
    id: int
    unit: str
    what: str
    state: str
    asked: datetime
    due: datetime
    ended: datetime | None
    said: str


class EndIn(Schema):
    """`said` is required except for `withdrawn`."""

    said: str = Field("", max_length=4000)
    photos: list[UUID] = Field([], max_length=20, description="for `done`: keys from POST /cases/photos")


class TableIn(Schema):
    reason: str = Field(max_length=11, description="hard, enforcement or emergency")
    why: str = Field(min_length=1, max_length=1000)
    units: list[str] = Field(min_length=1, max_length=40)
    meets_at: datetime
    meets_where: str = Field(min_length=1, max_length=120)


class TableOut(Schema):
    id: int
    reason: str
    state: str
    units: list[str]
    meets_at: datetime
    meets_where: str
    outcome: str


class ReportFilter(Schema):
    area: str = Field("", max_length=40)
    reason: str = Field("", max_length=40)
    text: str = Field("", max_length=100)
    since: date | None = None


class ObjectionRow(Schema):
    """`granted` of `decided`; the median in hours, empty while none is decided."""

    category: str | None
    reason: str
    objections: int
    decided: int
    granted: int
    median_hours: float | None


def part_of(task):
    return PartOut(
        id=task.pk, unit=task.unit.code, what=task.what, state=task.state, asked=task.asked_at, due=task.due,
        ended=task.ended_at, said=task.said,
    )  # fmt: skip


def table_of(summons):
    return TableOut(
        id=summons.pk, reason=summons.reason, state=summons.state, units=[row.unit.code for row in summons.units.all()],
        meets_at=summons.meets_at, meets_where=summons.meets_where, outcome=summons.outcome,
    )  # fmt: skip


def worked_on(actor, pk):
    """The case, if the actor has a duty for it; whoever raised it reads the same on their page."""
    case = find(actor, pk)
    if case is None or not can(actor, "cases.worklist", case):
        raise Http404
    return case


@router.get("/{int:pk}/parts", response=list[PartOut], summary="Parts of a case asked of other units")
@needs("cases.worklist")
def parts(request, pk: int):
    return [part_of(task) for task in worked_on(request.actor, pk).tasks.all()]


@router.post("/{int:pk}/parts", response={201: PartOut}, summary="Ask another unit for a part of a case")
@needs("cases.handle")
def ask_part(request, pk: int, given: PartIn):
    case = worked_on(request.actor, pk)
    task = joint.ask_part(
        by=request.actor, case=case, unit=named(Organisation, given.unit, "unit"), what=given.what,
        due=given.due or joint.usual_day(case), anyway=given.anyway,
    )  # fmt: skip
    return 201, part_of(task)


@router.post(
    "/parts/{int:pk}/{how}", response=PartOut, summary="End a part: done or returned by its unit, withdrawn by the lead"
)
@needs("cases.worklist")
def end_part(request, pk: int, how: str, given: EndIn):
    task = queries_joint.part(request.actor, pk)
    if task is None or how not in {"done", "returned", "withdrawn"}:
        raise Http404
    if how == "done":
        return part_of(joint.finish_part(by=request.actor, task=task, said=given.said, files=drafts(given.photos)))
    end = joint.return_part if how == "returned" else joint.withdraw_part
    return part_of(end(by=request.actor, task=task, said=given.said))


@router.get("/{int:pk}/tables", response=list[TableOut], summary="Tables units were called to for a case")
@needs("cases.worklist")
def tables(request, pk: int):
    return [table_of(summons) for summons in worked_on(request.actor, pk).summonses.all()]


@router.post(
    "/{int:pk}/tables", response={201: TableOut}, summary="Ask to call units to a table; the supervisor decides"
)
@needs("cases.summon")
def ask_table(request, pk: int, given: TableIn):
    case = worked_on(request.actor, pk)
    if given.meets_at.tzinfo is None:
        raise NotPossible("The time needs its zone.", {"meets_at": "Write it as 2026-03-12T09:30:00+08:00."})
    units = [named(Organisation, code, "units") for code in dict.fromkeys(given.units)]
    summons = summoning.ask(by=request.actor, case=case, **{**given.dict(), "units": units})
    return 201, table_of(summons)


@router.get("/objections/report", response=list[ObjectionRow], summary="Objections by matter and reason")
@needs("cases.read_objections")
def report(request, filters: Query[ReportFilter]):
    area = named(Area, filters.area, "area") if filters.area else None
    if filters.reason:
        named(ObjectionReason, filters.reason, "reason")
    found = objections.readable(request.actor)
    if filters.since:
        found = found.filter(at__date__gte=filters.since)
    rows, _whole = objections.report(objections.narrowed(found, area=area, reason=filters.reason, text=filters.text))
    return [
        ObjectionRow(
            category=row.category.code if row.category else None, reason=row.reason.code, objections=row.objections,
            decided=row.upheld.n, granted=row.upheld.successes,
            median_hours=None if row.median is None else round(row.median.total_seconds() / 3600, 1),
        )
        for row in rows
    ]  # fmt: skip
