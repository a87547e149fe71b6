"""Finding page by page: the things indexed last first, and no more of them looked at than a page needs.

`finding.keys` gathers every match before it orders them, which for a word in every tenth text is a tenth of the site. Here the
index is walked from the newest end, and only a word too rare for that is gathered."""

from dataclasses import dataclass

from django.db import connection

from shiliu.platform.search.asking import Words, rows_of

WINDOWS = (1_000, 10_000)  # PostgreSQL: documents walked over before the index of words is asked


@dataclass(frozen=True)
class Hit:
    """`place` orders hits, the newest highest; `key` is the thing's own id."""

    place: int
    key: int


def newest(
    kind: str, query: str, *, public_only: bool, below: int | None = None, above: int | None = None, limit: int = 50
):
    """At most `limit` Hits of what holds every term of `query`, newest first: those `below` a place, or the nearest `above` one
    (then the nearest first). Terms match as in `finding.keys`; a query without a letter or digit finds nothing."""
    words = Words.of(query)
    if not words.wanted:
        return []
    asked = _Asked(kind, words, public_only, below, above, limit)
    rows = asked.of_sqlite() if connection.vendor == "sqlite" else asked.of_postgresql()
    return [Hit(*row) for row in rows]


@dataclass(frozen=True)
class _Asked:
    kind: str
    words: Words
    public_only: bool
    below: int | None
    above: int | None
    limit: int

    def side(self, column):
        if self.above is not None:
            return f"{column} > %s", [self.above], f"{column} ASC"
        return (
            (f"{column} < %s", [self.below], f"{column} DESC")
            if self.below is not None
            else ("TRUE", [], f"{column} DESC")
        )

    def of_sqlite(self):
        """FTS5 gives the rows of its index in either order, one after the other; CROSS JOIN keeps it the outer side."""
        side, sides, order = self.side("search_index.rowid")
        rest, given = self.words.rest(self.kind, self.public_only)
        return rows_of(
            "SELECT d.id, d.key FROM search_index CROSS JOIN search_document d ON d.id = search_index.rowid"
            f" WHERE search_index MATCH %s AND {side} AND {rest} ORDER BY {order} LIMIT %s",
            [self.words.match(), *sides, *given, self.limit],
        )

    def of_postgresql(self):
        """A word in many texts is met soon on the way from the newest; one in few is gathered by its index and then ordered.
        Both are bounded, and neither leaves the choice to statistics, which know nothing of rare words."""
        side, sides, order = self.side("d.id")
        rest, given = self.words.rest(self.kind, self.public_only)
        held = "d.vector @@ %s::tsquery"
        for window in WINDOWS:
            rows = rows_of(
                f"SELECT d.id, d.key FROM (SELECT * FROM search_document d WHERE {side} ORDER BY {order} LIMIT {window}) d"
                f" WHERE {held} AND {rest} ORDER BY {order} LIMIT %s",
                [*sides, self.words.match(), *given, self.limit],
            )
            if len(rows) == self.limit:
                return rows
        return rows_of(
            f"WITH found AS MATERIALIZED (SELECT d.id, d.key, d.kind, d.public, d.text FROM search_document d WHERE {held})"
            f" SELECT d.id, d.key FROM found d WHERE {side} AND {rest} ORDER BY {order} LIMIT %s",
            [self.words.match(), *sides, *given, self.limit],
        )
