"""One's own notices over JSON: read them, mark them read or unread. Nobody else's, whatever the role."""

from datetime import datetime
from typing import Annotated

from ninja import Field, Query, Router, Schema

from shiliu.platform import paging
from shiliu.platform.notices import actions, queries
from shiliu.platform.notices.rendering import words
from shiliu.platform.permissions import demand
from shiliu.platform.permissions.api import operation_permission
from shiliu.platform.workflow import NotPossible

router = Router()
MOST = 100
LARGEST_ID = 2**63 - 1
Id = Annotated[int, Field(ge=1, le=LARGEST_ID)]


class NoticeOut(Schema):
    """`title` and `text` in the language of the request; `url` is the page the notice is about, a path of this site."""

    id: int
    kind: str
    at: datetime
    read_at: datetime | None
    title: str
    text: str
    url: str


class NoticeList(Schema):
    """`count` of those asked for, at least so many with `more`; `unread` of all."""

    count: int
    more: bool
    next: str | None = Field(description="send it as `after` for the page after this one; null on the last")
    unread: int
    items: list[NoticeOut]


class NoticesWanted(Schema):
    unread: bool = Field(False, description="Only those not read yet")
    after: str = Field("", max_length=paging.LONGEST_CURSOR, description="`next` of the page before")
    offset: int = Field(
        0, ge=0, le=paging.MOST_SKIPPED, description="rows to leave out at the beginning; `after` is quicker"
    )
    limit: int = Field(50, ge=1, le=MOST)


class ChosenNotices(Schema):
    ids: list[Id] = Field(max_length=MOST)


class MarkedNotices(Schema):
    marked: int


@router.get("/", response=NoticeList, summary="Read one's own notices, newest first", operation_id="notices_list")
@operation_permission("notices.read")
def list_notices(request, wanted: Query[NoticesWanted]):
    actor = _reader(request)
    found = queries.inbox(actor, unread=wanted.unread)
    count = paging.count(found)
    try:
        page = paging.page(
            found, {"after": wanted.after}, order=queries.NEWEST, size=wanted.limit, skipped=wanted.offset, strict=True
        )
    except paging.Unreadable:
        raise NotPossible(
            "There is no such page.", {"after": "Send the value of `next` of the page before, as it is."}
        ) from None
    return {
        "count": int(count),
        "more": count.more,
        "next": page.later.get("after"),
        "unread": queries.unread_count(actor.person),
        "items": [_notice(notice) for notice in page],
    }


@router.post("/read", response=MarkedNotices, summary="Mark own notices as read", operation_id="notices_mark_read")
@operation_permission("notices.read")
def mark_read(request, chosen: ChosenNotices):
    return {"marked": actions.mark_read(by=_reader(request), notices=chosen.ids)}


@router.post(
    "/unread", response=MarkedNotices, summary="Mark own notices as unread", operation_id="notices_mark_unread"
)
@operation_permission("notices.read")
def mark_unread(request, chosen: ChosenNotices):
    return {"marked": actions.mark_unread(by=_reader(request), notices=chosen.ids)}


def _reader(request):
    """The actor, who must be signed in: a tracking code shown earlier opens no inbox."""
    demand(request.actor, "notices.read", actions.Own(request.actor))
    return request.actor


def _notice(notice):
    said = words(notice)
    return {
        "id": notice.pk,
        "kind": notice.kind,
        "at": notice.at,
        "read_at": notice.read_at,
        "title": said.title,
        "text": said.text,
        "url": notice.url,
    }
