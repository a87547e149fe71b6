"""Pages of what words find in a list of cases. What everybody reads comes as it was indexed, the newest first; a list of the office
or of one's own keeps its order: who looks for a word in a worklist still has the least time left at the top."""

from dataclasses import dataclass

from shiliu.govern.cases import searching
from shiliu.platform import paging, search

BATCHES = (3, 10, 50)  # hits looked at for a page of a public search, in pages; then it goes on from where it stopped
WINDOWS = (400, 1_200, 4_000)  # rows of a list looked at for a page, likewise


@dataclass(frozen=True)
class Newest:
    """What everybody may find: walks along the index of words and asks which of the hits are in the list."""

    cases: object
    text: str
    size: int

    def page(self, given):
        below, above = _place(given.get("after")), _place(given.get("before"))
        if above:
            rows, more, last = self.walk(above=above)
            if not more:
                return self.page({})
            rows = rows[::-1]
            shown = paging.Page([row for _place, row in rows], {"before": str(rows[0][0])}, {"after": str(rows[-1][0])})
            return shown, None
        rows, more, last = self.walk(below=below)
        shown = with_quoted(self.cases, self.text, [row for _place, row in rows], begins=not below)
        shown.earlier = {"before": str(rows[0][0]) if rows else ""} if below else {}
        shown.later = {"after": str(last)} if more else {}
        counted = None if below else paging.Count.of(len(shown) + more, len(shown))
        return shown, counted

    def walk(self, *, below=None, above=None):
        """([(place, case)], whether there may be more, the place to go on from)"""
        found, place = [], below or above
        for pages in BATCHES:
            limit = pages * self.size
            side = {"above": place} if above else {"below": place}
            hits = search.newest(searching.PUBLIC, self.text, public_only=True, limit=limit, **side)
            by_key = {case.pk: case for case in self.cases.filter(pk__in=[hit.key for hit in hits])}
            found += [(hit.place, by_key[hit.key]) for hit in hits if hit.key in by_key]
            if len(found) > self.size:
                return found[: self.size], True, found[self.size - 1][0]
            if len(hits) < limit:
                return found, False, None
            place = hits[-1].place
        return found, True, place


@dataclass(frozen=True)
class InOrder:
    """A list in its own order: looks which of its next rows hold the words, for a frequent word has soon filled a page. Where the
    first rows promise too few, it gathers what holds the words, if that is not much. A word that is neither frequent in the list
    nor rare elsewhere gives a shorter page, which goes on from where it stopped.

    `cases` shall be conditioned so that no index is thought better than keys; `arms` as for paging.page."""

    cases: object
    text: str
    order: tuple
    size: int
    arms: tuple = ()

    def page(self, given):
        listed = paging.Order.of(self.cases.model, self.order)
        try:
            if given.get("before"):
                return self.before(listed, listed.read(given["before"]))
            begin = listed.read(given["after"]) if given.get("after") else None
        except paging.Unreadable:
            begin = None
        keys, end, counted = self.walk(begin)
        shown = with_quoted(self.cases, self.text, self.rows(keys[: self.size]), begins=begin is None)
        shown.earlier = {} if begin is None else {"before": listed.written(keys[0][:-1]) if keys else ""}
        if len(keys) > self.size:
            shown.later = {"after": listed.written(keys[self.size - 1][:-1])}
        elif end is not None:
            shown.later = {"after": listed.written(end)}
        if begin is not None:
            return shown, None
        more = bool(shown.later)
        return shown, paging.Count.of(len(shown) + more, len(shown)) if counted is None else paging.Count(counted)

    def before(self, listed, begin):
        keys, end, _counted = self.walk(begin, backwards=True)
        if len(keys) <= self.size and end is None:
            return self.page({})  # as a first page that is full
        keys = keys[: self.size][::-1]
        earlier = listed.written(keys[0][:-1] if keys else end)
        return paging.Page(
            self.rows(keys), {"before": earlier}, {"after": listed.written(keys[-1][:-1] if keys else begin)}
        ), None

    def walk(self, begin, *, backwards=False):
        """([(values of the order, id) of at most a row more than a page], the values from which to go on or None at the end, how many
        there are from `begin` if that is known)"""
        found, place = [], begin
        for number, window in enumerate(WINDOWS):
            rows = self.keys(self.cases, self.arms, place, window, backwards)
            known = search.holding(searching.STAFF, self.text, [row[-1] for row in rows], public_only=False)
            found += [row for row in rows if row[-1] in known]
            if len(found) > self.size:
                return found[: self.size + 1], None, None
            if len(rows) < window:
                return found, None, len(found)
            if number == 0 and len(found) * sum(WINDOWS) <= window * self.size:
                few = search.gathered(searching.STAFF, self.text, public_only=False)
                if few is not None:
                    found = self.keys(self.cases.filter(pk__in=few), (), begin, None, backwards)
                    return found[: self.size + 1], None, len(found)
            place = rows[-1][:-1]
        return found, place, None

    def keys(self, cases, arms, begin, most, backwards):
        return paging.keys(cases, order=self.order, arms=arms, beyond=begin, most=most, backwards=backwards)

    def rows(self, keys):
        return paging.rows_by_key(self.cases, [key[-1] for key in keys])


def with_quoted(cases, text, rows, *, begins):
    """The rows of a page, the first with the case before them whose number was typed."""
    from shiliu.govern.cases.queries import key_of_number

    number = key_of_number(text) if begins else None
    quoted = list(cases.filter(pk=number)) if number else []
    return paging.Page([*quoted, *(row for row in rows if row not in quoted)])


def _place(cursor):
    """Where a page of a public search goes on; None for what was no such place."""
    return int(cursor) if cursor and cursor.isascii() and cursor.isdigit() and 0 < len(cursor) < 18 else None
