"""Searching a list that has an order of its own: which rows of a piece of it hold the words and, for words so rare that no piece
would have them, all that hold them. Each is bounded; whoever has the list chooses (see govern/cases/searched.py)."""

import json

from django.db import connection

from shiliu.platform.search.asking import Words, rows_of

MOST_GATHERED = 6_000  # texts, of whatever kind, that are looked at to gather a rare word
SAMPLE = 1_000  # of the newest texts, among which PostgreSQL looks how frequent a word is


def holding(kind: str, query: str, keys, *, public_only: bool) -> set[int]:
    """Those of `keys` whose text holds every term of `query`, which is understood as in `finding.keys`."""
    words, keys = Words.of(query), list(keys)
    if not words.wanted or not keys:
        return set()
    (held, tokens), (rest, given) = words.held(), words.rest(kind, public_only)
    if connection.vendor == "sqlite":
        chosen, first = "search_document d WHERE d.key IN (SELECT value FROM json_each(%s)) AND", [json.dumps(keys)]
    else:
        # OFFSET 0: it shall not gather a frequent word by its index first.
        only = "SELECT * FROM search_document WHERE kind = %s AND key = ANY(%s) OFFSET 0"
        chosen, first = f"({only}) d WHERE", [kind, keys]
    return {key for (key,) in rows_of(f"SELECT d.key FROM {chosen} {held} AND {rest}", [*first, *tokens, *given])}


def gathered(kind: str, query: str, *, public_only: bool) -> list[int] | None:
    """The keys of everything that holds every term of `query`, or None if more than MOST_GATHERED texts hold its words."""
    words = Words.of(query)
    if not words.wanted:
        return []
    if connection.vendor == "postgresql" and _is_frequent(words):
        return None
    if connection.vendor == "sqlite":
        some = "SELECT rowid AS id FROM search_index WHERE search_index MATCH %s"
        found = f"({some}) found CROSS JOIN search_document d ON d.id = found.id"
        count, begin = f"SELECT COUNT(*) FROM ({some} LIMIT {MOST_GATHERED + 1})", ""
    else:
        # A table made first is read as far as it is asked for; with the LIMIT inside it might read all texts to find some.
        some, found = (
            "WITH found AS MATERIALIZED (SELECT {} FROM search_document d WHERE d.vector @@ %s::tsquery)",
            "found d",
        )
        count = f"{some.format(1)} SELECT COUNT(*) FROM (SELECT 1 FROM found LIMIT {MOST_GATHERED + 1}) few"
        begin = some.format("d.key, d.kind, d.public, d.text")
    if rows_of(count, [words.match()])[0][0] > MOST_GATHERED:
        return None
    rest, given = words.rest(kind, public_only)
    return [key for (key,) in rows_of(f"{begin} SELECT d.key FROM {found} WHERE {rest}", [words.match(), *given])]


def _is_frequent(words):
    """Whether a word is in so many of the newest texts that gathering is not worth a try: PostgreSQL's index of words collects all
    it finds before it gives the first (of every eighth of a million texts, 40 ms)."""
    held, given = words.held()
    newest = f"SELECT d.id, d.vector FROM search_document d ORDER BY d.id DESC LIMIT {SAMPLE}"
    holding, texts = rows_of(f"SELECT COUNT(*) FILTER (WHERE {held}), MAX(d.id) FROM ({newest}) d", given)[0]
    return holding * (texts or 0) > 4 * MOST_GATHERED * SAMPLE
