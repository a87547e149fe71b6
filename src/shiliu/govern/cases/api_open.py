"""What holds the neighbourhood to its word, as JSON: the dispatch catalogue, the three rates, and how imports stand."""

from datetime import datetime, timedelta
from typing import Literal

from django.http import Http404
from ninja import Field, Query, Router, Schema
from ninja.pagination import paginate

from shiliu.foundation.models import Area, Organisation
from shiliu.govern.cases import figures, published
from shiliu.govern.cases.api import Pages
from shiliu.govern.cases.importing import by_page
from shiliu.govern.cases.models import Category, ImportRun
from shiliu.govern.cases.views_board import found_by, readable, scope_of, whole
from shiliu.govern.cases.views_open import FEWEST
from shiliu.platform.clock import now
from shiliu.platform.permissions import demand, needs
from shiliu.platform.permissions.targets import WholeSite

router = Router()


class AllowanceOut(Schema):
    amount: int
    unit: str
    working: bool


class TierOut(Schema):
    code: str
    name: str
    contact: AllowanceOut
    resolution: AllowanceOut
    source: str


class EntryOut(Schema):
    """One matter as the version says it: published versions never change in what they say."""

    category: str
    name: str
    group: str | None
    lead_kind: str
    helper_kinds: list[str]
    duty: str
    tier: str
    legal_basis: str


class VersionOut(Schema):
    number: int
    effective_from: datetime
    note: str
    in_force: bool


class CatalogueOut(VersionOut):
    tiers: list[TierOut]
    entries: list[EntryOut]


class RateOut(Schema):
    """`value`, `low` and `high` (95 % Wilson interval) are shares from 0 to 1, or nothing when `n` is 0."""

    count: int = Field(alias="successes")
    n: int
    value: float | None
    low: float | None
    high: float | None
    excluded: int = Field(description="cases taken out of every rate: not accepted, withdrawn or joined with another")
    without_outcome: int = Field(alias="non_response")


class RatesOut(Schema):
    response: RateOut | None
    solution: RateOut | None
    satisfaction: RateOut | None


class GroupOut(Schema):
    """`code` is that of the matter, unit or community; nothing for cases of which it is not known yet."""

    code: str | None
    name: str
    rates: RatesOut


class FiguresOut(Schema):
    since: datetime
    until: datetime
    rates: RatesOut
    by: str
    groups: list[GroupOut]


class PeriodIn(Schema):
    days: Literal[30, 90, 365] = 90
    by: Literal["area", "category"] = "area"


class BoardIn(PeriodIn):
    by: Literal["area", "category", "lead"] = "category"


class ImportOut(Schema):
    """How an import stands; `total` is known while its file is kept."""

    id: int
    source: str
    file_name: str
    state: str
    started: datetime
    finished: datetime | None
    read: int
    written: int
    total: int | None
    refused: int
    known: int


@router.get("/catalogue", response=CatalogueOut, summary="The dispatch catalogue in force, with every entry")
@needs("cases.read_catalogue")
def catalogue(request):
    version = published.catalogue_in_force()
    if version is None:
        raise Http404
    return spelled_out(version)


@router.get(
    "/catalogue/versions", response=list[VersionOut], summary="Published versions of the catalogue, newest first"
)
@paginate(Pages, page_size=50)
@needs("cases.read_catalogue")
def versions(request):
    current = published.catalogue_in_force()
    return [about(version, current) for version in published.catalogue_versions()]


@router.get("/catalogue/versions/{int:number}", response=CatalogueOut, summary="One published version with its entries")
@needs("cases.read_catalogue")
def one_version(request, number: int):
    version = published.catalogue_versions().filter(number=number).first()
    if version is None:
        raise Http404
    return spelled_out(version)


def about(version, current):
    return {
        "number": version.number,
        "effective_from": version.effective_from,
        "note": version.note,
        "in_force": version == current,
    }


def spelled_out(version):
    entries = published.catalogue_entries(version, with_kinds=True)
    return {
        **about(version, published.catalogue_in_force()),
        "tiers": published.tiers_of(entries),
        "entries": [
            {
                "category": entry.category.code,
                "name": entry.terms.name,
                "group": entry.terms.group.code or None,
                "lead_kind": entry.lead_kind.code,
                "helper_kinds": [kind.code for kind in entry.helper_kinds.all()],
                "duty": entry.duty,
                "tier": entry.terms.tier.code,
                "legal_basis": entry.legal_basis,
            }
            for entry in entries
        ],
    }


@router.get(
    "/rates", response=FiguresOut, summary="How well we are served: three rates with all that is needed to doubt them"
)
@needs("cases.read_public")
def rates(request, wanted: Query[PeriodIn]):
    """A rate of fewer than five answers is left out of the groups: it would say more about one household."""
    until = now()
    found = figures.by_community(wanted.days) if wanted.by == "area" else figures.by_matter(wanted.days)
    return {
        "since": until - timedelta(days=wanted.days),
        "until": until,
        "rates": figures.whole(wanted.days),
        "by": wanted.by,
        "groups": groups(found, wanted.by, fewest=FEWEST),
    }


@router.get("/board", response=FiguresOut, summary="The three rates of the caller's areas and units")
@needs("cases.read_board")
def board(request, wanted: Query[BoardIn]):
    until = now()
    since, cases = until - timedelta(days=wanted.days), readable(request.actor)
    scope = scope_of(request.actor)
    found = found_by(cases, scope, wanted.days, wanted.by)
    return {
        "since": since,
        "until": until,
        "rates": whole(cases, scope, wanted.days),
        "by": wanted.by,
        "groups": groups(found, wanted.by),
    }


def groups(found, by, fewest=0):
    """GroupOut of each group, in the order of names, never of results."""
    if by == "area":
        rows = {area.path: area for area in Area.objects.filter(path__in=list(found)).defer("boundary")}
    else:
        model = Organisation if by == "lead" else Category
        rows = model.objects.in_bulk([key for key in found if key])
    told = [
        {"code": row and row.code, "name": row.name if row else "", "rates": withheld(three, fewest)}
        for row, three in ((rows.get(key), three) for key, three in found.items())
    ]
    return sorted(told, key=lambda group: (group["name"], group["code"] or ""))


def withheld(three, fewest):
    rates = {name: getattr(three, name) for name in ("response", "solution", "satisfaction")}
    return {name: rate if rate.n >= fewest else None for name, rate in rates.items()}


@router.get("/imports", response=list[ImportOut], summary="Imports of cases and how they stand, newest first")
@paginate(Pages, page_size=50)
@needs("cases.import")
def imports(request):
    demand(request.actor, "cases.import", WholeSite())
    return [standing(run) for run in ImportRun.objects.all()]


@router.get("/imports/{int:pk}", response=ImportOut, summary="How one import stands")
@needs("cases.import")
def one_import(request, pk: int):
    demand(request.actor, "cases.import", WholeSite())
    run = ImportRun.objects.filter(pk=pk).first()
    if run is None:
        raise Http404
    return standing(run)


def standing(run):
    written, total = (run.rows_written, None)
    if run.state == ImportRun.State.WRITING:
        written, total = by_page.progress(run)
    return {
        "id": run.pk, "source": run.source, "file_name": run.file_name, "state": run.state, "started": run.started_at,
        "finished": run.finished_at, "read": run.rows_read, "written": written, "total": total,
        "refused": run.rows_refused, "known": run.rows_known,
    }  # fmt: skip
