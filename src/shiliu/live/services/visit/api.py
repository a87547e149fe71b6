"""Hand-overs over JSON: where an item can go with its papers, handing it over, what arrives, and where the papers of a slip are."""

from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.translation import get_language
from ninja import Field, Query, Router, Schema

from shiliu.live.services.catalogue import queries as catalogue
from shiliu.live.services.visit import actions, codes, paper, queries
from shiliu.live.services.visit.forms import HandOverFilter
from shiliu.live.services.visit.targets import targets_of
from shiliu.live.services.visit.views_hand_overs import VERBS
from shiliu.platform import challenge, limits, printing
from shiliu.platform.permissions.api import operation_permission
from shiliu.platform.workflow import NotPossible

router = Router()
MOST = 100


class GoesOnWanted(Schema):
    window: str = Field(..., max_length=40, description="Code of one's window")
    item: str = Field(..., max_length=40, description="Code of the item")


class TargetOut(Schema):
    """`key` is what hand-overs take as `target`; `way`: up, beside or down; `level` and `does` in the caller's language."""

    key: str
    name: str
    way: str
    level: str
    does: str


class PaperOfSlipOut(Schema):
    code: str
    name: str


class GoesOnOut(Schema):
    """Where an item can go on from a window, and the papers that can go along."""

    targets: list[TargetOut]
    papers: list[PaperOfSlipOut]


class HandOverIn(GoesOnWanted):
    """`key`, a UUID of the caller's, makes a repeated request harmless."""

    target: str = Field(..., max_length=40)
    papers: list[str] = Field([], max_length=60, description="Codes of the papers that go along")
    key: UUID


class HandOverOut(Schema):
    """No person stands in it. `why` and `collect` are empty unless it was given back or done."""

    number: str
    state: str
    item: str
    from_window: str
    to: str
    papers: list[str]
    why: str
    collect: str
    sent: datetime
    received: datetime | None
    ended: datetime | None


class HandedOverOut(HandOverOut):
    """`code` belongs on the slip of the person and is told only to the window that hands over."""

    code: str


class HandOverList(Schema):
    count: int
    items: list[HandOverOut]


class HandOversWanted(Schema):
    side: str = Field("", max_length=4, description="Empty for what comes to us, sent for what goes from us")
    state: str = Field("open", max_length=8, description="open, all, sent, received, returned or finished")
    number: str = Field("", max_length=12)
    offset: int = Field(0, ge=0, le=10_000)
    limit: int = Field(50, ge=1, le=MOST)


class HandOverStepIn(Schema):
    """`why` is asked for giving back (missing, not_valid, elsewhere, mistake), `collect` for finishing (here, there, nothing)."""

    why: str = Field("", max_length=10)
    collect: str = Field("", max_length=8)


class SlipCodeIn(Schema):
    code: str = Field(..., max_length=40)


@router.get("/goes-on", response=GoesOnOut, summary="Where an item can go on", operation_id="visit_goes_on")
@operation_permission("visit.serve")
def goes_on(request, wanted: Query[GoesOnWanted]):
    window, item = _window(request, wanted.window), _item(wanted.item)
    targets = [{name: str(getattr(one, name)) for name in TargetOut.model_fields} for one in targets_of(item, window)]
    papers = [row.paper for row in item.papers.all() if row.asked == row.Asked.BRING]
    return {"targets": targets, "papers": [{"code": one.code, "name": one.name} for one in papers]}


@router.post("/hand-overs", response=HandedOverOut, summary="Hand an item over", operation_id="visit_hand_over")
@operation_permission("visit.serve")
def hand_over(request, given: HandOverIn):
    window, item = _window(request, given.window), _item(given.item)
    made = actions.hand_over(
        by=request.actor, window=window, item=item, target=given.target, papers=given.papers, key=given.key
    )
    return {**_told(made), "code": codes.code_of(made.key)}


@router.get("/hand-overs", response=HandOverList, summary="What was handed over", operation_id="visit_hand_overs")
@operation_permission("visit.receive")
def hand_overs(request, wanted: Query[HandOversWanted]):
    side, narrowing = HandOverFilter(wanted.dict()).chosen()
    mine = queries.sent_by if side == "sent" else queries.received_by
    found = queries.narrowed(mine(request.actor), **narrowing).order_by("-sent_at", "-pk")
    rows = found[wanted.offset : wanted.offset + wanted.limit]
    return {"count": found.count(), "items": [_told(one) for one in rows]}


@router.get(
    "/hand-overs/{number}/slip.pdf", summary="The slip for the person (A6)", operation_id="visit_slip",
    openapi_extra={"responses": {200: {"description": "A PDF", "content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}}}}}},
)  # fmt: skip
@operation_permission("visit.serve")
def slip(request, number: str):
    found = queries.narrowed(queries.sent_by(request.actor), number=number).first()
    if found is None:
        raise Http404
    try:
        return HttpResponse(paper.slip_pdf(found, get_language()), content_type="application/pdf")
    except printing.NotPrintable as problem:
        raise NotPossible(" ".join(problem.reasons)) from None


@router.post(
    "/hand-overs/{number}/{verb}", response=HandOverOut, summary="A step of a hand-over", operation_id="visit_step"
)
@operation_permission("visit.receive")
def step(request, number: str, verb: str, given: HandOverStepIn):
    """`verb`: receive, give_back, finish, resume; take_back is for the window that sent it."""
    found = _found(request, number)
    if verb not in VERBS:
        raise Http404
    asked = {"give_back": {"why": given.why}, "finish": {"collect": given.collect}}.get(verb, {})
    return _told(VERBS[verb](by=request.actor, hand_over=found, **asked))


@router.post(
    "/slips/opened", response=HandOverOut, summary="Where the papers of a slip are", operation_id="visit_follow"
)
@operation_permission("visit.follow")
def follow(request, shown: SlipCodeIn):
    """The code travels in the body, so that it stands in no log of addresses. After ten wrong tries it is answered with 429."""
    challenge.admit(request, "code", form="visit.code")
    found = queries.by_code(shown.code)
    if found is None:
        raise Http404
    limits.give_back("code", limits.askers(request))
    return _told(found)


def _window(request, code):
    found = queries.windows_of(request.actor).filter(code=code).first()
    if found is None:
        raise Http404
    return found


def _item(code):
    found = catalogue.whole(catalogue.on_offer()).filter(code=code).first()
    if found is None:
        raise NotPossible("Something is not right yet.", {"item": "No item on offer has this code."})
    return found


def _found(request, number):
    both = queries.visible_to(request.actor)
    found = queries.narrowed(both, number=number).first() if number else None
    if found is None:
        raise Http404
    return found


def _told(one):
    return {
        "number": one.number, "state": one.state, "item": one.item.code, "from_window": one.from_window.code, "to": one.where.code,
        "papers": one.papers, "why": one.why, "collect": one.collect, "sent": one.sent_at, "received": one.received_at,
        "ended": one.ended_at,
    }  # fmt: skip
