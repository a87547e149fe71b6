"""Promises as JSON: those of published cases for everybody; those to keep, and what became of them, for who owes them."""

from datetime import date
from typing import Literal

from django.http import Http404
from ninja import Field, Query, Router, Schema
from ninja.pagination import paginate

from shiliu.foundation.models import Area
from shiliu.govern.cases import promises, queries_time
from shiliu.govern.cases.api import named
from shiliu.govern.cases.api_pages import CursorPages, Listed
from shiliu.govern.cases.api_time import PromiseOut, told
from shiliu.platform.permissions import needs
from shiliu.platform.workflow import NotPossible

router = Router()
Standing = Literal["open", "late", "kept", "dropped"]


class PublicFilter(Schema):
    state: Standing | None = None
    unit: str = Field("", max_length=40)
    area: str = Field("", max_length=40)


class OwedFilter(Schema):
    state: Literal["open", "late", "due", "owed", "kept", "dropped"] = "owed"
    text: str = Field("", max_length=100)


class SaidIn(Schema):
    """`said` is read by whoever raised the need; `due` only when a promise is moved."""

    said: str = Field(min_length=1, max_length=4000)
    due: date | None = None


@router.get("/public", response=list[PromiseOut], summary="Promises of published cases")
@paginate(CursorPages, page_size=50)
@needs("cases.read_public")
def public(request, filters: Query[PublicFilter]):
    area = named(Area, filters.area, "area") if filters.area else None
    if area is not None and area.level == Area.Level.BUILDING:
        raise NotPossible("This place is too small.", {"area": "Promises are told by compound, never by building."})
    found = queries_time.public_promises(unit=filters.unit, area=area)
    if filters.state:
        found = found.filter(queries_time.standing_is(filters.state))
    return Listed(found, queries_time.PROMISED, told=lambda promise: told(promise, public=True))


@router.get("/", response=list[PromiseOut], summary="Promises one has to keep, the nearest day first")
@paginate(CursorPages, page_size=50)
@needs("cases.keep_promise")
def owed(request, filters: Query[OwedFilter]):
    conditions = queries_time.standing_is(filters.state), queries_time.words_are(filters.text)
    found, arms = queries_time.owed_by(request.actor, *conditions)
    return Listed(found, queries_time.PROMISED, tuple(arms), told=told)


@router.post("/{int:pk}/{verb}", response=PromiseOut, summary="Say what became of a promise: keep, move or drop")
@needs("cases.keep_promise")
def say(request, pk: int, verb: str, given: SaidIn):
    """`drop` cannot be taken back. The author of the need is told in each case."""
    promise = queries_time.promises_of(request.actor).filter(pk=pk).first()
    if promise is None or verb not in {"keep", "move", "drop"}:
        raise Http404
    if verb == "move":
        if given.due is None:
            raise NotPossible("A new day is missing.", {"due": "Say by which day."})
        promises.move(by=request.actor, promise=promise, due=given.due, said=given.said)
    else:
        {"keep": promises.keep, "drop": promises.drop}[verb](by=request.actor, promise=promise, said=given.said)
    return told(queries_time.promises_of(request.actor).get(pk=pk))
