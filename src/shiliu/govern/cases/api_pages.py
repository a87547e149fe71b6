"""Pages of the API's lists of cases: by cursor, like the pages of readers (platform/paging.py)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ninja import Field, Schema
from ninja.pagination import PaginationBase

from shiliu.govern.cases import listing
from shiliu.platform import paging
from shiliu.platform.workflow import NotPossible

LARGEST = 100


@dataclass(frozen=True)
class Listed:
    """A list to be told page by page: `cases` (or other rows) in `order`, its `arms` (see paging.page), words looked for, and what is told of each."""

    cases: Any
    order: tuple
    arms: tuple = ()
    text: str = ""
    public: bool = False
    told: Callable = lambda case: case


class CursorInput(Schema):
    after: str = Field("", max_length=paging.LONGEST_CURSOR, description="`next` of the page before")
    page: int = Field(
        1, ge=1, le=1_000_000, description="a page by its number, as far as 10,000 rows in; `after` is quicker"
    )
    page_size: int | None = Field(None, ge=1)


class CursorOutput(Schema):
    items: list[Any]
    count: int = Field(description="how many there are; with `more`, at least so many")
    more: bool = Field(description="whether there are more than were counted")
    next: str | None = Field(description="cursor of the page after this one; null on the last")


class CursorPages(PaginationBase):
    """For operations that return a Listed."""

    Input, Output = CursorInput, CursorOutput

    def __init__(self, *, page_size=50, **given):
        self.page_size = page_size
        super().__init__(**given)

    def paginate_queryset(self, queryset, pagination, request, **params):
        listed, size = queryset, min(pagination.page_size or self.page_size, LARGEST)
        self.check(listed, pagination.after)
        given = {"after": pagination.after} if pagination.after else {"page": str(pagination.page)}
        shown, count = listing.page(
            listed.cases, given, order=listed.order, size=size, text=listed.text, public=listed.public, arms=listed.arms
        )
        count = paging.Count.of(len(shown) + bool(shown.later), len(shown)) if count is None else count
        items = [listed.told(case) for case in shown]
        return {"items": items, "count": int(count), "more": count.more, "next": shown.later.get("after")}

    def check(self, listed, after):
        """A reader who followed a broken link sees the first page; a program is told."""
        if not after:
            return
        try:
            if listed.text.strip() and listed.public:
                int(after)
            else:
                paging.Order.of(listed.cases.model, listed.order).read(after)
        except ValueError:
            raise NotPossible(
                "There is no such page.", {"after": "Send the value of `next` of the page before, as it is."}
            ) from None
