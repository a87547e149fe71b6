"""The pool and the projects as JSON: what everybody may read. Entering and keeping is done on the pages, where each step has its reason."""

from datetime import date

from django.http import Http404
from ninja import Field, Query, Router, Schema

from shiliu.govern.projects.pool import queries as pool
from shiliu.govern.projects.works import queries as works
from shiliu.platform.permissions.api import operation_permission

candidates_router, projects_router = Router(), Router()
MOST = 100


class CandidateCheckOut(Schema):
    """`verdict`: open, feasible or unfeasible. Whole yuan. The unit answers, not a person."""

    unit: str
    verdict: str
    explanation: str
    low: int | None
    high: int | None


class CandidateOut(Schema):
    """`state`: entered, checking, ready, not_feasible, in_vote, chosen, out or merged. Whole yuan."""

    id: int
    names: dict[str, str]
    area: str
    kind: str
    origin: str
    state: str
    low: int | None
    high: int | None
    longitude: float | None
    latitude: float | None


class CandidateDetail(CandidateOut):
    """`reason`: why it cannot be done or left. `merged_into`: the candidate in which it goes on."""

    summary: dict[str, str]
    reason: str
    exclusion: str | None
    merged_into: int | None
    checks: list[CandidateCheckOut]


class CandidateList(Schema):
    count: int
    items: list[CandidateOut]


class CandidatesWanted(Schema):
    q: str = Field("", max_length=80)
    state: str = Field(
        "",
        pattern="^(|entered|checking|ready|not_feasible|in_vote|chosen|out|merged)$",
        description="Empty: all in the pool",
    )
    offset: int = Field(0, ge=0, le=100_000)
    limit: int = Field(50, ge=1, le=MOST)


class ProjectMoneyOut(Schema):
    """Whole yuan."""

    granted: int
    planned: int
    ordered: int
    paid: int


class ProjectOut(Schema):
    """`state`: planned, under_way, paused, acceptance, finished or stopped. `candidate`: where it comes from."""

    id: int
    names: dict[str, str]
    area: str
    unit: str
    kind: str
    state: str
    starts_on: date
    ends_on: date
    finished_on: date | None
    candidate: int | None
    longitude: float | None
    latitude: float | None


class ProjectDelayOut(Schema):
    was_due: date
    now_due: date
    reason: str


class ProjectStepOut(Schema):
    names: dict[str, str]
    due: date
    reached_on: date | None
    delays: list[ProjectDelayOut]


class ProjectAcceptanceOut(Schema):
    """`accepted` null while it is open and when it was `called_off` (why). How many, never who."""

    stage: str
    accepted: bool | None
    called_off: str
    accepts: int
    refuses: int
    answer: str
    seed: str


class ProjectDetail(ProjectOut):
    summary: dict[str, str]
    said: str
    money: ProjectMoneyOut
    steps: list[ProjectStepOut]
    acceptances: list[ProjectAcceptanceOut]


class ProjectList(Schema):
    count: int
    items: list[ProjectOut]


class ProjectsWanted(Schema):
    q: str = Field("", max_length=80)
    state: str = Field("", pattern="^(|planned|under_way|paused|acceptance|finished|stopped)$")
    late: bool = Field(False, description="Only those with a step whose day is past")
    offset: int = Field(0, ge=0, le=100_000)
    limit: int = Field(50, ge=1, le=MOST)


@candidates_router.get("/", response=CandidateList, summary="List candidates of the pool", operation_id="pool_list")
@operation_permission("pool.read")
def list_candidates(request, wanted: Query[CandidatesWanted]):
    found = pool.listed(pool.visible_to(request.actor), q=wanted.q, state=wanted.state)
    listed = pool.whole(found.order_by("-entered_at", "-pk"))[wanted.offset : wanted.offset + wanted.limit]
    return {"count": found.count(), "items": [_candidate(one) for one in listed]}


@candidates_router.get(
    "/{pk}", response=CandidateDetail, summary="Read a candidate and its checks", operation_id="pool_read"
)
@operation_permission("pool.read")
def read_candidate(request, pk: int):
    one = _found(pool.whole(pool.visible_to(request.actor)), pk, "There is no such candidate.")
    checks = [
        {
            "unit": row.organisation.code,
            "verdict": row.verdict,
            "explanation": row.explanation,
            "low": row.price_low,
            "high": row.price_high,
        }
        for row in pool.checks_of(one)
    ]
    return {
        **_candidate(one), "summary": one.summary, "reason": one.reason, "merged_into": one.merged_into_id, "checks": checks,
        "exclusion": one.exclusion.code if one.exclusion else None,
    }  # fmt: skip


@projects_router.get("/", response=ProjectList, summary="List projects", operation_id="works_list")
@operation_permission("works.read")
def list_projects(request, wanted: Query[ProjectsWanted]):
    found = works.listed(works.visible_to(request.actor), q=wanted.q, state=wanted.state, late=wanted.late)
    listed = works.whole(found.order_by("-entered_at", "-pk"))[wanted.offset : wanted.offset + wanted.limit]
    return {"count": found.count(), "items": [_project(one) for one in listed]}


@projects_router.get(
    "/{pk}", response=ProjectDetail, summary="Read a project: steps, money, acceptance", operation_id="works_read"
)
@operation_permission("works.read")
def read_project(request, pk: int):
    one = _found(works.whole(works.visible_to(request.actor)), pk, "There is no such project.")
    steps = [
        {
            "names": row.names,
            "due": row.due,
            "reached_on": row.reached_on,
            "delays": list(row.delays.all().values("was_due", "now_due", "reason")),
        }
        for row in one.milestones.prefetch_related("delays")
    ]
    acceptances = [
        {
            "stage": row.stage,
            "accepted": row.accepted,
            "called_off": row.called_off,
            "accepts": row.accepts,
            "refuses": row.refuses,
            "answer": row.answer,
            "seed": row.draw.seed,
        }
        for row in works.acceptances_of(one)
    ]
    money = works.money_of(one)
    sums = {name: getattr(money, name) for name in ("granted", "planned", "ordered", "paid")}
    return {
        **_project(one),
        "summary": one.summary,
        "said": one.said,
        "money": sums,
        "steps": steps,
        "acceptances": acceptances,
    }


def _found(rows, pk, sentence):
    # A number no database key can hold is a number nothing has.
    one = rows.filter(pk=pk).first() if 0 < pk < 2**63 else None
    if one is None:
        raise Http404(sentence)
    return one


def _candidate(one):
    return {
        "id": one.pk, "names": one.names, "area": one.area.code, "kind": one.kind, "origin": one.origin, "state": one.state,
        "low": one.price_low, "high": one.price_high, "longitude": one.longitude, "latitude": one.latitude,
    }  # fmt: skip


def _project(one):
    return {
        "id": one.pk, "names": one.names, "area": one.area.code, "unit": one.organisation.code, "kind": one.kind, "state": one.state,
        "starts_on": one.starts_on, "ends_on": one.ends_on, "finished_on": one.finished_on, "candidate": one.candidate_id,
        "longitude": one.longitude, "latitude": one.latitude,
    }  # fmt: skip
