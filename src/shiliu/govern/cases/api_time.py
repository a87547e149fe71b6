"""What the API tells of waiting: pauses of a case and promises, as schemas that several operations share."""

from datetime import date, datetime

from ninja import Field, Schema

from shiliu.govern.cases import waiting


class PauseOut(Schema):
    """A stretch in which the resolution clock stands still: `why` is asker or shelved; `ended` is null while it lasts."""

    why: str
    round: int
    since: datetime
    limit: datetime
    ended: datetime | None


class PromiseOut(Schema):
    """`state` is open, late, kept or dropped; `first_due` never changes, `due` is where it stands now."""

    id: int
    case: str = Field(description="number of the case")
    what: str
    unit: str
    state: str
    first_due: date
    due: date
    made: datetime
    ended: datetime | None


def pauses_of(case):
    return [
        PauseOut(why=one.why, round=one.round, since=one.since, limit=one.limit, ended=one.ended_at)
        for one in case.pauses.all()
    ]


def told(promise, case=None, *, public=False):
    return PromiseOut(
        id=promise.pk,
        case=(case or promise.case).number,
        what=waiting.covered(promise.what) if public else promise.what,
        unit=promise.unit.code,
        state=waiting.standing(promise),
        first_due=promise.first_due,
        due=promise.due,
        made=promise.made_at,
        ended=promise.ended_at,
    )
