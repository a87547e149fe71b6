"""Lists of any length: a page begins where the one before it ended, so that the thousandth page costs what the first does.

    page = paging.page(cases, request.GET, order=("-published_at", "-pk"), size=20)
    count = paging.count(cases)

An index with the columns of `order` (after those that are filtered by) makes it so; no row before the page is looked at, and
nothing is counted beyond MOST_COUNTED. Templates write `{% pagination page %}`, which keeps the rest of the address."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from heapq import merge

from django.core.exceptions import ValidationError
from django.db.models import BooleanField, DateTimeField, Expression, F, Func, IntegerField, Q, Value
from django.db.models.sql.where import WhereNode
from django.utils.dateparse import parse_date
from django.utils.timezone import get_current_timezone, is_aware

MOST_COUNTED = 1000
MOST_SKIPPED = 10_000  # rows that an address with a page number may skip: they have to be walked over
LONGEST_CURSOR = 300
PARAMETERS = ("after", "before", "page", "day")


class Unreadable(ValueError):
    """A cursor that this list never gave out."""


class Count(int):
    """How many there are, or the number up to which was counted: then `more` is true."""

    more = False

    def __str__(self):
        return f"{int(self)}+" if self.more else f"{int(self)}"

    @classmethod
    def of(cls, number, most):
        made = cls(min(number, most))
        made.more = number > most
        return made


def count(found, *, arms=(), most=None):
    """Count of a queryset, or of its arms (see `page`), which stops at `most` (MOST_COUNTED); written it is 17 or 1000+.

    The order of the list stays, so that it is counted along the index of the list."""
    most = MOST_COUNTED if most is None else most
    if len(arms) < 2:
        return Count.of((arms[0] if arms else found)[: most + 1].count(), most)
    known = set()
    for arm in arms:
        known.update(arm.values_list("pk", flat=True)[: most + 1])
    return Count.of(len(known), most)


@dataclass
class Page:
    """Rows with the query parameters that lead to the pages around them; {} where there is none."""

    object_list: list
    earlier: dict = field(default_factory=dict)
    later: dict = field(default_factory=dict)
    day: date | None = None

    def __iter__(self):
        return iter(self.object_list)

    def __len__(self):
        return len(self.object_list)


class Beyond(Expression):
    """The condition that a row stands after a key in the order of a list, as one comparison of rows: an index finds it at once
    (SQLite finds the moment at once, and walks along the index over rows of the very same moment)."""

    output_field = BooleanField()
    conditional = True

    def __init__(self, columns, values, sign):
        super().__init__(output_field=BooleanField())
        self.columns, self.values, self.sign = columns, values, sign

    def get_source_expressions(self):
        return [*self.columns, *self.values]

    def set_source_expressions(self, expressions):
        half = len(expressions) // 2
        self.columns, self.values = expressions[:half], expressions[half:]

    def as_sql(self, compiler, connection):
        sides, parameters = [], []
        for side in (self.columns, self.values):
            compiled = [compiler.compile(one) for one in side]
            sides.append(", ".join(sql for sql, _given in compiled))
            parameters += [one for _sql, given in compiled for one in given]
        return f"({sides[0]}) {self.sign} ({sides[1]})", parameters


class Along(Func):
    """A column that is looked at along the list and not by an index of its own: for a condition that very many rows fit. SQLite
    keeps no statistics and would gather and sort them all; PostgreSQL has statistics and judges by itself."""

    template = "%(expressions)s"
    arity = 1

    def as_sqlite(self, compiler, connection, **given):
        return self.as_sql(compiler, connection, template="+%(expressions)s", **given)


@dataclass(frozen=True)
class Order:
    """The columns of a list, all ascending or all descending, none of them ever null, the last of them unique."""

    model: type
    names: tuple[str, ...]
    falling: bool

    @classmethod
    def of(cls, model, order):
        falling = order[0].startswith("-")
        if any(name.startswith("-") != falling for name in order):
            raise ValueError("A list by keyset is ordered in one direction.")
        return cls(model, tuple(name.lstrip("-") for name in order), falling)

    def columns(self, backwards=False):
        return [f"-{name}" if self.falling != backwards else name for name in self.names]

    def fields(self):
        found = [self.model._meta.pk if name == "pk" else self.model._meta.get_field(name) for name in self.names]
        return [one.output_field if getattr(one, "generated", False) else one for one in found]

    def beyond(self, key, *, backwards=False, inclusive=False):
        sign = ("<" if self.falling != backwards else ">") + ("=" if inclusive else "")
        values = [Value(value, output_field=_plain(one)) for value, one in zip(key, self.fields(), strict=True)]
        return Q(Beyond([F(name) for name in self.names], values, sign))

    def key(self, row):
        return [getattr(row, name) for name in self.names]

    def cursor(self, row):
        """Where a row stands, for an address. It tells no more than the list itself does."""
        return self.written(self.key(row))

    def written(self, key):
        """A key for an address, which `read` understands."""
        values = [one.isoformat() if isinstance(one, date) else one for one in key]
        return urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")

    def read(self, cursor):
        """The key a cursor stands for. Raises Unreadable for anything `cursor` did not write."""
        try:
            if len(cursor) > LONGEST_CURSOR or not cursor.isascii():
                raise ValueError
            values = json.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
            if not isinstance(values, list) or len(values) != len(self.names):
                raise ValueError
            return [_checked(one, value) for one, value in zip(self.fields(), values, strict=True)]
        except (ValueError, TypeError, OverflowError, RecursionError, ValidationError):
            raise Unreadable(cursor[:40]) from None

    def day(self, text):
        """(day, key from which a falling list begins with what happened until the end of that day), or (None, None)."""
        try:
            day = parse_date(text)
        except ValueError:
            day = None
        if (
            day is None
            or not self.falling
            or not isinstance(self.fields()[0], DateTimeField)
            or day.year < 2
            or day.year > 9998
        ):
            return None, None
        end = datetime.combine(day + timedelta(days=1), time(), get_current_timezone())
        return day, [end, *[0] * (len(self.names) - 1)]


def _plain(one):
    """Keys are compared as the numbers they are."""
    return IntegerField() if one.primary_key else one


def _checked(one, value):
    if isinstance(value, bool) or not isinstance(value, (int, str)) or "\0" in str(value):
        raise ValueError
    read = one.to_python(value)
    if read is None or (isinstance(read, datetime) and not is_aware(read)):
        raise ValueError
    if isinstance(read, int) and not -(2**63) <= read < 2**63:
        raise ValueError
    return read


def page(found, given, *, order, size, arms=(), skipped=0, strict=False):
    """The Page that `given` (query parameters: after, before, day, or the page number of an old address) asks for.

    `arms` are querysets that together hold the rows of `found`, each with an index in this order: for a list of several places
    or units at once, which no one index has in order. A cursor nobody gave out shows the first page, or is refused with
    Unreadable if `strict`. `skipped` rows are left out at the beginning of the first page."""
    listed = _Listed(found, Order.of(found.model, order), size, tuple(arms))
    try:
        if given.get("after"):
            return listed.after(listed.order.read(given["after"]))
        if given.get("before"):
            return listed.before(listed.order.read(given["before"]))
    except Unreadable:
        if strict:
            raise
        return listed.first()
    if skipped:
        return listed.skipping(skipped)
    if given.get("day"):
        day, key = listed.order.day(given["day"])
        return listed.of_day(day, key) if key else listed.first()
    number = str(given.get("page") or "")
    return listed.numbered(int(number[:9])) if number.isdecimal() and int(number[:9]) > 1 else listed.first()


def keys(found, *, order, most, arms=(), beyond=None, backwards=False):
    """(values of the order …, id) of at most `most` rows (None: of all) that stand after the values `beyond`, in order."""
    listed = _Listed(found, Order.of(found.model, order), 0, tuple(arms))
    where = Q() if beyond is None else listed.order.beyond(beyond, backwards=backwards)
    return listed.keys(where, most, backwards=backwards)


def rows_by_key(found, wanted):
    """The rows of `found` with these ids, in this order; that they belong to it was judged before."""
    rows = found.all()
    rows.query.where = WhereNode()  # with the keys alone no other index is tried
    by_key = {row.pk: row for row in rows.filter(pk__in=wanted).order_by()}
    return [by_key[pk] for pk in wanted if pk in by_key]


@dataclass(frozen=True)
class _Listed:
    found: object
    order: Order
    size: int
    arms: tuple

    def first(self):
        return self._page(self.rows(Q()), begins=True)

    def after(self, key):
        return self._page(self.rows(self.order.beyond(key)), begins=False)

    def before(self, key):
        rows = self.rows(self.order.beyond(key, backwards=True), backwards=True)
        if len(rows) <= self.size:
            return self.first()
        rows = rows[: self.size][::-1]
        return Page(rows, {"before": self.order.cursor(rows[0])}, {"after": self.order.cursor(rows[-1])})

    def of_day(self, day, key):
        made = self._page(self.rows(self.order.beyond(key)), begins=False)
        made.day = day
        return made

    def numbered(self, number):
        """An address from before there were cursors: walks over the rows in front, if they are not too many."""
        found = self.skipping(min((min(number, MOST_SKIPPED) - 1) * self.size, MOST_SKIPPED))
        if found.object_list:
            return found
        rows = self.rows(Q(), backwards=True)[: self.size][::-1]
        return Page(rows, {"before": self.order.cursor(rows[0])} if rows else {})

    def skipping(self, number):
        keys = self.keys(Q(), number + 1)[number:]
        if not keys:
            return Page([])
        return self._page(self.rows(self.order.beyond(keys[0][: len(self.order.names)], inclusive=True)), begins=False)

    def _page(self, rows, *, begins):
        shown = rows[: self.size]
        if not shown:
            return Page([], {} if begins else {"before": ""})
        return Page(
            shown,
            {} if begins else {"before": self.order.cursor(shown[0])},
            {"after": self.order.cursor(shown[-1])} if len(rows) > self.size else {},
        )

    def rows(self, where, *, backwards=False):
        """One row more than a page has, which tells whether there is another. With arms their keys come first: an index that holds
        what they are narrowed by need not look at the rows it passes."""
        if not self.arms:
            return list(self.found.filter(where).order_by(*self.order.columns(backwards))[: self.size + 1])
        return rows_by_key(self.found, [key[-1] for key in self.keys(where, self.size + 1, backwards=backwards)])

    def keys(self, where, most, *, backwards=False):
        """(values of the order, pk) of the first rows, merged from the arms."""
        columns = self.order.columns(backwards)
        parts = [
            arm.filter(where).order_by(*columns).values_list(*self.order.names, "pk")[:most]
            for arm in self.arms or (self.found,)
        ]
        if len(parts) == 1:
            return list(parts[0])
        return list(dict.fromkeys(merge(*parts, reverse=self.order.falling != backwards)))[:most]
