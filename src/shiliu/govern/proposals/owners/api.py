"""Votes of owners over JSON, to read. A ballot is put in on the page of the vote or on paper: a code belongs into no program."""

from datetime import datetime

from django.http import Http404
from ninja import Field, Query, Router, Schema

from shiliu.govern.proposals.owners import freezing, queries, rules
from shiliu.platform.permissions.api import operation_permission

router = Router()
MOST = 100


class OwnersVotesWanted(Schema):
    q: str = Field("", max_length=80, description="Words")
    state: str = Field("", pattern="^(|announced|counted|given_up)$")
    limit: int = Field(20, ge=1, le=MOST)
    offset: int = Field(0, ge=0, le=10_000)


class OwnersVoteRowOut(Schema):
    number: int
    title: str
    language: str
    matter: str
    area: str
    state: str
    opens_at: datetime
    closes_at: datetime


class OwnersVotesOut(Schema):
    total: int
    votes: list[OwnersVoteRowOut]


class BandOut(Schema):
    """So many owners, each with an area between `least` and `most` square metres."""

    least: float
    most: float
    owners: int


class OwnersRulesOut(Schema):
    """Shares as [part, whole]; `digest` is the SHA-256 of everything that was frozen, the register of shares included."""

    heads: int
    square_metres: float
    take_part: tuple[int, int]
    agree: tuple[int, int]
    exactly_is_enough: bool
    bands: list[BandOut]
    digest: str


class OwnersSideOut(Schema):
    heads: int
    percent: int | None


class OwnersResultOut(Schema):
    """`enough` took part and `agreed`, by [heads, area]. Hundredths of the area, rounded down, and null where they would name an owner;
    `sides` is null where an answer was given by too few."""

    heads: int
    percent: int | None
    enough: tuple[bool, bool]
    agreed: tuple[bool, bool]
    passed: bool
    sides: dict[str, OwnersSideOut] | None


class OwnersVoteOut(OwnersVoteRowOut):
    text: str
    reason: str
    committee: str
    rules: OwnersRulesOut
    result: OwnersResultOut | None


@router.get("", response=OwnersVotesOut, summary="Votes of owners that were announced, the newest first")
@operation_permission("owners.read")
def votes(request, wanted: Query[OwnersVotesWanted]):
    rows = queries.listed(queries.visible_to(request.actor).exclude(state="draft"), q=wanted.q, state=wanted.state)
    shown = rows[wanted.offset : wanted.offset + wanted.limit]
    return {"total": rows.count(), "votes": [_row(row) for row in shown]}


@router.get("/{number}", response=OwnersVoteOut, summary="One vote of owners: the question, what counts, the result")
@operation_permission("owners.read")
def vote(request, number: int):
    row = queries.visible_to(request.actor).exclude(state="draft").filter(pk=number).first()
    if row is None:
        raise Http404
    frozen = freezing.rules_of(row)
    content, committee, result = frozen.content, row.estate.committee, getattr(row, "result", None)
    return _row(row) | {
        "text": row.text, "reason": row.reason, "committee": committee.code if committee else "",
        "rules": {
            "heads": content["heads"], "square_metres": content["area"] / 100, "take_part": (content["part"], content["part_whole"]),
            "agree": (content["passes"], content["passes_whole"]), "exactly_is_enough": content["passes_reached"], "digest": row.frozen.digest,
            "bands": [{"least": least / 100, "most": most / 100, "owners": heads} for least, most, heads in rules.bands(frozen.weights.values())],
        },
        "result": result and result.content | {
            "sides": result.content["sides"] and {code: {"heads": heads, "percent": percent} for code, (heads, percent) in result.content["sides"].items()},
        },
    }  # fmt: skip


def _row(row):
    return {
        "number": row.pk, "title": row.title, "language": row.language, "matter": row.matter.code, "area": row.estate.area.code,
        "state": row.state, "opens_at": row.opens_at, "closes_at": row.closes_at,
    }  # fmt: skip
