"""Work that several units do together, as JSON: parts of a case, units called to a table, the report of objections."""

from datetime import date, datetime
from uuid import UUID

from django.http import Http404
from ninja import Field, Query, Router, Schema

from shiliu.foundation.models import Area, Organisation
from shiliu.govern.cases import joint, objections, queries_joint, summoning
from shiliu.govern.cases.api import drafts, find, named
from shiliu.govern.cases.models import ObjectionReason, Summons
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
    decision: str = Field(description="the supervisor's words to the units")
    came: dict[str, bool | None] = Field(description="whether each unit came, null while nobody has noted it")
    outcome: str


class DecideIn(Schema):
    """`said` is required to decline; `meets_at` moves the table when it is approved."""

    said: str = Field("", max_length=1000)
    meets_at: datetime | None = None


class CameIn(Schema):
    unit: str = Field(max_length=40)
    came: bool
    note: str = Field("", max_length=200)


class AttendanceIn(Schema):
    """Every unit that was called, once."""

    units: list[CameIn] = Field(min_length=1, max_length=40)


class OutcomeIn(Schema):
    outcome: str = Field(min_length=1, max_length=4000)
    looked: bool = Field(
        False, description="whoever writes has looked at the words that seem to name somebody: they do not"
    )


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
        meets_at=summons.meets_at, meets_where=summons.meets_where, decision=summons.decision,
        came={row.unit.code: row.attended for row in summons.units.all()}, outcome=summons.outcome,
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
    check_zone(given.meets_at)
    units = [named(Organisation, code, "units") for code in dict.fromkeys(given.units)]
    summons = summoning.ask(by=request.actor, case=case, **{**given.dict(), "units": units})
    return 201, table_of(summons)


def check_zone(moment):
    if moment is not None and moment.tzinfo is None:
        raise NotPossible("The time needs its zone.", {"meets_at": "Write it as 2026-03-12T09:30:00+08:00."})


def open_table(actor, pk):
    """The table, if the actor may read of it; otherwise it does not exist."""
    found = queries_joint.shown(queries_joint.summonses(actor)).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def read_again(summons):
    return table_of(queries_joint.shown(Summons.objects.filter(pk=summons.pk)).get())


@router.post("/tables/{int:pk}/attendance", response=TableOut, summary="Note which units came to a table that has met")
@needs("cases.note_summons")
def note_attendance(request, pk: int, given: AttendanceIn):
    summons = open_table(request.actor, pk)
    called = {row.unit.code: row.unit_id for row in summons.units.all()}
    if unknown := sorted({row.unit for row in given.units} - set(called)):
        raise NotPossible("This unit was not called.", {"units": f"{unknown[0]} was not called to this table."})
    attendance = {called[row.unit]: (row.came, row.note) for row in given.units}
    if missing := [code for code, key in called.items() if key not in attendance]:
        raise NotPossible("A unit is missing.", {"units": f"Say whether {missing[0]} came."})
    summoning.note_attendance(by=request.actor, summons=summons, attendance=attendance)
    return read_again(summons)


@router.post("/tables/{int:pk}/outcome", response=TableOut, summary="Tell the resident what a table came to")
@needs("cases.note_summons")
def tell_outcome(request, pk: int, given: OutcomeIn):
    summons = open_table(request.actor, pk)
    summoning.close(by=request.actor, summons=summons, outcome=given.outcome, looked=given.looked)
    return read_again(summons)


@router.post(
    "/tables/{int:pk}/{how}", response=TableOut, summary="Decide on a table: approved or declined by the supervisor"
)
@needs("cases.supervise")
def decide_table(request, pk: int, how: str, given: DecideIn):
    summons = open_table(request.actor, pk)
    if how not in {"approved", "declined"}:
        raise Http404
    check_zone(given.meets_at)
    if how == "approved":
        summoning.approve(by=request.actor, summons=summons, said=given.said, meets_at=given.meets_at)
    else:
        summoning.decline(by=request.actor, summons=summons, said=given.said)
    return read_again(summons)


@router.delete(
    "/tables/{int:pk}", response={204: None}, summary="Take back a request for a table nobody has decided on"
)
@needs("cases.summon")
def take_table_back(request, pk: int):
    summoning.take_back(by=request.actor, summons=open_table(request.actor, pk))
    return 204, None


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
